"""Whatever a file holds: it is read, or refused in one sentence, and that soon."""

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
QUICK = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=list(HealthCheck),
    database=None,
)
LONG = settings(QUICK, max_examples=150)


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


CUTS = st.lists(st.tuples(st.integers(0, 5_000), st.binary(max_size=6)), min_size=1, max_size=9)


@QUICK
@given(st.binary(max_size=64_000))
def test_no_bytes_break_the_reading(content):
    use(content)


@QUICK
@given(LINES.map("".join))
def test_no_text_breaks_the_reading(text):
    use(text.encode("utf-8", "surrogatepass"))


@QUICK
@given(TABLES, st.sampled_from(",;\t| "), st.sampled_from(["utf-8", "utf-16", "cp932"]))
def test_no_table_of_odd_cells_breaks_the_reading(rows, separator, encoding):
    text = "\n".join(separator.join(row) for row in rows)
    use(text.encode(encoding, "replace"))


@settings(QUICK, max_examples=5)
@given(CUTS)
def test_no_damaged_workbook_breaks_the_reading(cuts):
    with suppress(ConfigError):
        read_table(mutated(cuts, BOOK), "file.xlsx")


@pytest.mark.full
@LONG
@given(st.one_of(st.binary(max_size=64_000), CUTS.map(lambda cuts: mutated(cuts, PEOPLE.encode()))))
def test_many_more_bytes_do_not_break_the_reading(content):
    use(content)


@pytest.mark.full
@LONG
@given(LINES.map("".join), st.sampled_from(["utf-8", "utf-16", "cp1252", "gbk"]))
def test_many_more_texts_do_not_break_the_reading(text, encoding):
    use(text.encode(encoding, "ignore"))


@pytest.mark.full
@LONG
@given(TABLES, st.sampled_from(",;\t| "), st.sampled_from(["utf-8", "cp1252", "mac_roman"]))
def test_many_more_tables_do_not_break_the_reading(rows, separator, encoding):
    text = "\n".join(separator.join(row) for row in rows)
    use(text.encode(encoding, "replace"))


@pytest.mark.full
@settings(QUICK, max_examples=40)
@given(CUTS)
def test_many_more_damaged_workbooks_do_not_break_the_reading(cuts):
    with suppress(ConfigError):
        read_table(mutated(cuts, BOOK), "file.xlsx")
