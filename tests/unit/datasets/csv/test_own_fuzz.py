"""Whatever a file holds, it is soon read, or refused in one sentence."""

from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from nnplay.config import ConfigError
from nnplay.datasets.csv import make_dataset, read_table, suggest
from tests.unit.datasets.csv.own_files import PEOPLE
from tests.unit.datasets.csv.own_workbooks import xlsx

BOOK = xlsx(Data=[["a", "b", "kind"], *([n, n * 1.5, "xy"[n % 2]] for n in range(9))])
CELLS = ["1", "2.5", "1,5", "1.234", "1,234", "$3", "(4)", "5 km", "NA", "", "-", ":", "yes", "no"]
CELLS += ["2024-01-31", "1/2/24", "10:30", "red", "Red", "a b", '"x', "é", "１", "=1+1", "-9999"]
CELLS += ["inf", "1e999", "#", "# a", "Total", "cm", "%", "12%", "\u0301", "<b>", "０.5", "٣", "²"]
SIGNS = st.sampled_from([",", ";", "\t", "|", " ", "  ", "\n", "\n", "\r\n", '"', "'", "\0", "~"])
LINES = st.lists(st.one_of(st.sampled_from(CELLS), SIGNS, st.text(max_size=4)), max_size=300)
TABLES = st.integers(1, 6).flatmap(
    lambda width: st.lists(
        st.lists(st.sampled_from(CELLS), min_size=width, max_size=width), min_size=5, max_size=30
    )
)


def use(content: bytes) -> None:
    """Do all that can be done with a file; only `ConfigError` may be raised."""
    try:
        table = read_table(content, "file.csv")
        read_table(content, "file.csv", table.reading)
        question = suggest(table)
        make_dataset(table, question)
        for doubt in table.doubts:
            read_table(content, "file.csv", doubt.answered(table.reading, not doubt.assumed))
    except ConfigError as error:
        assert str(error).endswith(".")
        assert ". " not in str(error)
        assert "\n" not in str(error)


def mutated(cuts: list[tuple[int, bytes]], whole: bytes) -> bytes:
    content = bytearray(whole)
    for place, piece in cuts:
        start = place % len(whole)
        content[start : start + len(piece)] = piece
    return bytes(content)


PIECES = st.one_of(st.binary(max_size=6), st.one_of(st.sampled_from(CELLS), SIGNS).map(str.encode))
CUTS = st.lists(st.tuples(st.integers(0, 5_000), PIECES), min_size=1, max_size=9)
FILES = {
    "bytes": st.binary(max_size=64_000),
    "a damaged table": CUTS.map(lambda cuts: mutated(cuts, PEOPLE.encode())),
    "text": st.builds(
        lambda text, encoding: "".join(text).encode(encoding, "ignore"),
        LINES,
        st.sampled_from(["utf-8", "utf-16", "cp1252", "gbk"]),
    ),
    "odd cells": st.builds(
        lambda rows, separator, encoding: "\n".join(map(separator.join, rows)).encode(
            encoding, "replace"
        ),
        TABLES,
        st.sampled_from(",;\t| "),
        st.sampled_from(["utf-8", "utf-16", "cp1252", "cp932", "mac_roman"]),
    ),
}


def fuzz(files, call, examples: int) -> None:
    settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
        database=None,
    )(given(files)(call))()


@pytest.mark.parametrize("examples", [25, pytest.param(150, marks=pytest.mark.full)])
@pytest.mark.parametrize("kind", FILES)
def test_no_file_breaks_the_reading(kind, examples):
    fuzz(FILES[kind], use, examples)


@pytest.mark.parametrize("examples", [5, pytest.param(40, marks=pytest.mark.full)])
def test_no_damaged_workbook_breaks_the_reading(examples):
    def read_damaged(cuts):
        with suppress(ConfigError):
            read_table(mutated(cuts, BOOK), "file.xlsx")

    fuzz(CUTS, read_damaged, examples)
