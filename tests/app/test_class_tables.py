"""A table of the server's folder on the page."""

import pytest

from nnplay.datasets.class_tables import FOLDER, class_tables
from tests.app.pages import open_page


@pytest.fixture
def folder(tmp_path, monkeypatch):
    rows = [f"{'pike' if n % 2 else 'perch'},{n * n % 43},{n * n % 7}" for n in range(40)]
    (tmp_path / "fish.csv").write_text("\n".join(["species,length,mass", *rows]))
    monkeypatch.setenv(FOLDER, str(tmp_path))
    class_tables.cache_clear()
    yield tmp_path
    class_tables.cache_clear()


def test_a_link_opens_a_table_of_the_server_with_its_question_and_its_data_to_download(folder):
    page = open_page("Data", dataset="fish", features="length")
    assert not page.warning
    choice = page.selectbox(key="dataset")
    assert choice.value == "fish"
    assert "Table: fish" in choice.options
    assert page.header[0].value == "Can this network tell the classes of species apart?"
    assert page.session_state["run"].examples.features == ("length",)
    assert "Download as CSV" in [each.proto.label for each in page.get("download_button")]
    assert not page.get("file_uploader")
