"""What the page makes of a learner's table before it is used."""

from dataclasses import fields

import pytest

from nnplay.datasets.csv import LEARN, Reading
from nnplay.search.options import make_parser, make_search
from nnplay.ui.own_table.columns import columns_frame
from nnplay.ui.own_table.draft import Source, opened, read_otherwise, with_use
from nnplay.ui.own_table.how_read import FIELDS
from nnplay.ui.own_table.link import wishes_of
from nnplay.ui.state.url import TABLE
from tests.unit.datasets.csv.test_own_cases import CASES

FILES = sorted(path for path in CASES.iterdir() if path.suffix in (".csv", ".txt"))

TABLE_OF_TWO = b"a,b\n" + b"".join(b"%d.5,%d\n" % (n * n, 7 * n % 11) for n in range(20))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_page_and_terminal_read_and_ask_alike(path, capsys):
    draft = opened(Source(path.name, path.read_bytes()), lambda _: None)
    search = make_search(make_parser().parse_args(["--csv", str(path), "--folds", "2"]))
    said = capsys.readouterr().err
    assert search.dataset.name == draft.dataset.name
    assert search.dataset.frame.equals(draft.dataset.frame)
    assert search.dataset.recommended_settings == draft.dataset.recommended_settings
    for phrase in [each.phrase for each in draft.table.remarks]:
        assert phrase in said
    for doubt in draft.table.doubts:
        assert doubt.question in said
    for column in draft.table.columns:
        assert f"{column.name}: {column.kind}, {draft.question.by_column[column.name].role}" in said


def test_all_that_can_be_told_of_a_file_can_be_read_otherwise_on_the_page():
    asked_elsewhere = {"missing", "kinds"}  # as doubts, and in the table of the columns
    assert FIELDS.keys() == {each.name for each in fields(Reading)} - asked_elsewhere


def test_the_columns_say_why_they_are_left_out():
    rows = [f"{n},7,{n * n % 11},note {n} is long enough,{n % 7}" for n in range(30)]
    content = "\n".join(["place,same,size,essay,price", *rows]).encode()
    draft = opened(Source("a.csv", content), lambda _: None)
    assert columns_frame(draft).set_index("Column")["Remark"].to_dict() == {
        "place": "only numbers the rows",
        "same": "holds one value in every row",
        "size": "",
        "essay": "",  # its kind says it
        "price": "",
    }
    asked = with_use(draft, "place", role=LEARN)
    assert columns_frame(asked)["Remark"][0] == ""


def test_an_impossible_reading_is_reported_and_all_else_stays():
    content = "size;price\n" + "".join(f"{n % 7},5;{n}\n" for n in range(20))
    before = opened(Source("a.csv", content.encode()), lambda _: None)
    after = read_otherwise(before, Reading(encoding="utf-32"))
    assert "UTF-32" in after.problem
    assert after.table is before.table
    assert after.reading == before.reading
    assert after.dataset is before.dataset


@pytest.mark.parametrize("said", ["kind=date", "kind=date,none", "learn=none", "rows=9", "names="])
def test_a_link_that_asks_for_what_no_table_has_is_no_failure(said):
    link = {TABLE: [f"target=b&learn=a&{said}"]}
    draft = opened(Source("t.csv", TABLE_OF_TWO), lambda shape: wishes_of(link, shape))
    assert draft.dataset is not None and draft.dataset.features == ("a",)
