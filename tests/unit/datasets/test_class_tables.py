"""A teacher's folder of tables: read once, known by name everywhere, and never written."""

from dataclasses import replace

import numpy as np
import pytest

from nnplay import __main__ as server
from nnplay.config import ConfigError
from nnplay.datasets import DATASETS, dataset_names, dataset_of, load_dataset, recommended_settings
from nnplay.datasets.class_tables import FOLDER, class_tables
from nnplay.export import PageNumbers, script
from nnplay.search.options import make_parser, make_search
from nnplay.training import train
from nnplay.ui.state.page_state import PageState, SavedRun, is_own
from nnplay.ui.state.url import decode, encode

FISH = "\n".join(
    [
        "species;length, cm;mass",
        *(f"{'pike' if n % 2 else 'perch'};{n},5;{n % 7}" for n in range(40)),
    ]
)
FILES = {
    "fish.csv": FISH.encode("utf-8"),
    "Ma classe, été.CSV": FISH.encode("cp1252"),
    "iris.csv": FISH.encode(),
    "own-fish.csv": FISH.encode(),
    "own.csv": FISH.encode(),
    "empty.csv": b"",
    "picture.csv": b"\x89PNG\r\n\x1a\n\x00\x00",
    "notes.txt": b"no table",
}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    for name, content in FILES.items():
        (tmp_path / name).write_bytes(content)
    (tmp_path / "folder.csv").mkdir()
    monkeypatch.setenv(FOLDER, str(tmp_path))
    class_tables.cache_clear()
    yield tmp_path
    class_tables.cache_clear()


def test_its_files_are_data_sets_by_name_and_what_is_wrong_is_told_once(folder, capsys):
    assert list(class_tables()) == ["Ma_classe_été", "fish"]
    assert set(dataset_names()) == {*DATASETS, "Ma_classe_été", "fish"}
    told = capsys.readouterr().err.splitlines()
    assert len(told) == 6
    for name in ("iris.csv", "own-fish.csv", "own.csv", "empty.csv", "picture.csv", "folder.csv"):
        (line,) = (each for each in told if each.startswith(f"{name} in "))
        assert " is left out: " in line and line.endswith(".")
    fish = load_dataset("fish")
    assert fish is load_dataset("fish")
    assert (fish.label, fish.classes) == ("Table: fish", ("perch", "pike"))
    assert fish.features == ("length, cm", "mass")
    assert capsys.readouterr().err == ""
    assert {each.name: each.read_bytes() for each in folder.iterdir() if each.is_file()} == FILES


def test_what_asks_for_other_data_does_not_read_the_folder(folder, capsys):
    assert recommended_settings("circle").dataset == load_dataset("circle").name == "circle"
    assert class_tables.cache_info().currsize == 0


def test_a_file_that_changes_later_changes_nothing(folder):
    before = load_dataset("fish").frame.copy()
    (folder / "fish.csv").write_text("a,b\n1,2\n")
    np.testing.assert_array_equal(load_dataset("fish").frame, before)


def test_a_link_names_the_table_its_features_and_saved_runs(folder):
    config = replace(recommended_settings("fish"), features=("length, cm",), seed=3)
    assert not is_own(config)
    state = PageState(config, saved=(SavedRun(config),))
    assert encode(state)["dataset"] == ["fish"]
    assert decode(encode(state)) == (state, [])


def test_a_link_to_a_table_that_this_server_has_not_gets_a_sentence(folder):
    state, complaints = decode({"dataset": ["birds"]})
    assert state == PageState()
    (told,) = complaints
    assert told.startswith("dataset is 'birds', but it must be one of car_crashes,")
    assert "fish" in told
    with pytest.raises(ConfigError):
        load_dataset("birds")


def test_it_is_trained_and_exported_with_its_data(folder):
    config = replace(recommended_settings("fish"), epochs=5)
    dataset = dataset_of(config)
    assert train(config, dataset).epochs == 5
    code = script(config, dataset, PageNumbers(loss=1.0, mse=1.0, accuracy=0.5))
    assert "the data set fish" in code
    assert "length, cm" in code and '"perch"' in code


def test_the_search_takes_it_by_name(folder):
    options = make_parser().parse_args(["--dataset", "fish", "--trials", "1"])
    search = make_search(options)
    assert search.plan.base.dataset == "fish"


def test_a_search_does_not_go_on_with_a_table_that_has_changed(folder, tmp_path):
    arguments = ["--dataset", "fish", "--storage", str(tmp_path / "search.log")]
    options = make_parser().parse_args(arguments)
    make_search(options)
    make_search(options)
    (folder / "fish.csv").write_text(FISH.replace(";6", ";7"))
    class_tables.cache_clear()
    with pytest.raises(ConfigError, match=r"The table fish has changed since the search in .*log;"):
        make_search(options)


def test_without_a_folder_there_are_none(monkeypatch, capsys, tmp_path):
    class_tables.cache_clear()
    monkeypatch.delenv(FOLDER, raising=False)
    assert dict(class_tables()) == {}
    class_tables.cache_clear()
    monkeypatch.setenv(FOLDER, str(tmp_path / "none"))
    assert dict(class_tables()) == {}
    assert "none of tables can't be read: No such file or directory." in capsys.readouterr().err
    class_tables.cache_clear()


def test_the_server_takes_the_folder_out_of_its_options(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv(FOLDER, "")  # so that it is taken back after the test
    arguments = ["--server.port", "1", "--tables", str(tmp_path), "--server.headless", "true"]
    assert server.take_tables(arguments) == [*arguments[:2], *arguments[4:]]
    assert server.os.environ[FOLDER] == str(tmp_path)
    monkeypatch.delenv(FOLDER)
    assert server.take_tables(["--server.port", "1"]) == ["--server.port", "1"]
    with pytest.raises(SystemExit):
        server.take_tables([f"--tables={tmp_path / 'none'}"])
    assert "which is no folder." in capsys.readouterr().err
    assert FOLDER not in server.os.environ
