"""The options for a table of one's own: how it is read and what is predicted, as on the page."""

from pathlib import Path

import pytest

from nnplay.config import ConfigError
from nnplay.search.options import make_parser
from nnplay.search.own_table import own_data
from tests.unit.datasets.csv.test_own_cases import CASES


def own(name, *arguments):
    file = name if isinstance(name, Path) else CASES / name
    return own_data(make_parser().parse_args(["--csv", str(file), *arguments]))


def test_the_summary_names_each_column_and_doubt(capsys):
    own("sentinel.csv")
    assert capsys.readouterr().err.splitlines() == [
        "sentinel: commas, decimal points, 4 cells missing.",
        "Does '-9999' in wind mean that the value is missing? Assumed: yes.",
        "temp: number, learn from.",
        "wind: number, learn from, costs 4 rows.",
        "power: number, predict.",
        "36 of 40 rows are used.",
    ]


def test_each_field_of_the_reading_is_an_option(tmp_path):
    file = tmp_path / "odd.csv"
    rows = "".join(f"{n}.234/{n}/{'x' if n % 2 else 'NA'}\n" for n in range(1, 9))
    file.write_bytes(f"a/b/c\nGröße/n/kind\n{rows}end\n".encode("cp1252"))
    how = ["--separator", "/", "--decimal", "commas", "--thousands", "points", "--above", "1"]
    more = ["--below", "1", "--names", "yes", "--encoding", "cp1252", "--kinds", "n=number"]
    missing = ["--missing", "kind:NA=no", "--target", "kind", "--features", "Größe"]
    dataset = own(file, *how, *more, *missing)
    assert dataset.features == ("Größe",)
    assert dataset.frame["Größe"].tolist() == [1000 * n + 234 for n in range(1, 9)]
    assert dataset.classes == ("NA", "x")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--decimal", "stars"], "--decimal is 'stars', but it must be one of points, commas"),
        (["--above", "-1"], "--above is '-1', but it must be a number of lines"),
        (["--kinds", "wind=colour"], "but it must be COLUMN=KIND"),
        (["--missing", "wind:-9999"], "but it must be COLUMN:CELL=yes or =no"),
        (["--features", "wind,rain"], "--features names 'rain'"),
        (["--target", "rain"], "'rain' can't be predicted, as the table has none"),
        (["--encoding", "klingon"], "not written in klingon"),
        (["--kinds", "wind=date"], "'wind' can't be read as date"),
    ],
)
def test_an_option_that_can_not_be_used_is_named(arguments, complaint):
    with pytest.raises(ConfigError, match=complaint):
        own("sentinel.csv", *arguments)


def test_an_option_without_a_file_is_named():
    with pytest.raises(ConfigError, match="--decimal says how to read --csv, which is missing"):
        own_data(make_parser().parse_args(["--decimal", "points"]))
