"""Workbooks: the same table as from a CSV file, its sheets, and what would fill the memory."""

import pytest

from nnplay.datasets.csv import Reading, read_table
from tests.unit.datasets.csv.own_files import kinds, refusal
from tests.unit.datasets.csv.own_workbooks import ods, ods_row, sheet_of, xlsx

ROWS = [
    ["Plant trial"],
    ["week", "height", "thrives", "day"],
    *([n, 1.234 + n, n % 3 > 0, f"day {45_000 + n}"] for n in range(8)),
]
FAR = sheet_of([[1.5]]).replace(
    "</sheetData>", '<row r="{row}"><c r={place}><v>2</v></c></row></sheetData>'
)


def read(content, **reading):
    return read_table(content, "book.xlsx", Reading(**reading))


def test_a_workbook_is_read_as_its_cells_are():
    table = read(xlsx(Notes=[["only a note"]], Data=ROWS, More=[["a", "b"]] * 9))
    assert kinds(table) == {
        **{"week": "number", "height": "number", "thrives": "yes/no", "day": "date"}
    }
    assert table.frame["height"].tolist() == [1.234 + n for n in range(8)]
    assert not table.doubts  # a number of a workbook is no text that may be a thousand
    assert table.sheets == ("Data", "More")
    assert [remark.phrase for remark in table.remarks] == [
        *("sheet Data", "decimal points", "1 title line skipped")
    ]
    assert table.choices("sheet") == {"Data": "Data", "More": "More"}
    assert read_table(b"week,a\n" + b"1,2\n2,4\n" * 4, "x").sheets == ()


def test_another_sheet_can_be_asked_for():
    other = [["a", "b"], *([n, n * n] for n in range(6))]
    content = xlsx(Data=ROWS, More=other)
    table = read(content, sheet="More")
    assert table.frame["b"].tolist() == [n * n for n in range(6)]
    assert (table.reading.sheet, table.sheets) == ("More", ("Data", "More"))
    assert "no sheet 'Less' with a table" in refusal(read, content, sheet="Less")


def test_a_sheet_of_libre_office_is_read():
    table = read(ods(ods_row("x", "y") + "".join(ods_row(n, n * 1.5) for n in range(9))))
    assert table.frame["y"].tolist() == [n * 1.5 for n in range(9)]


@pytest.mark.parametrize(
    "content",
    [
        xlsx(Data=FAR.format(row=1048576, place='"XFD1048576"')),
        xlsx(Data=FAR.format(row=1048576, place="'XFD1048576'")),
        ods(ods_row(1, 2, repeated=10**9)),
        xlsx(Data="<worksheet>" + " " * 101_000_000),
        xlsx(Data="<worksheet><sheetData><row"),
        xlsx(Data=ROWS)[:-30],
        xlsx(Data=ROWS)[:300],
        xlsx(Data=[["alone"]]),
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000),
    ],
    ids=["far", "far in other quotes", "rows", "packed", "cut", "no end", "torn", "empty", "old"],
)
def test_a_workbook_that_is_broken_or_would_fill_the_memory_is_refused(content):
    refusal(read, content)
