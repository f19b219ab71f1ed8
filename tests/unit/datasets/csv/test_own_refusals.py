"""Files that can't be used: each is refused in one sentence, whatever it holds."""

import tracemalloc

import pytest

from nnplay.datasets.csv import suggest
from tests.unit.datasets.csv.own_files import MB, MEGABYTES, PLAIN, column, read, refusal

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00"
WORKBOOK = b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00[Content_Types].xml"
# Each file with words of the sentence that refuses it.
BAD = {
    "empty": (b"", "is empty"),
    "only blanks": (b"  \n\n \t\n", "is empty"),
    "only a byte order mark": (b"\xef\xbb\xbf", "is empty"),
    "only a comment": (b"# nothing\n", "no rows below"),
    "only separators": (b",,,\n,,,\n", "is empty"),
    "only a header": (b"a,b\n", "no rows below"),
    "one row": (b"a,b\n1,2\n", "only 1 row below"),
    "four rows": (b"a,b\n1,2\n2,3\n3,4\n4,6\n", "only 4 rows below"),
    "a picture": (PNG, "not plain text"),
    "a workbook cut off": (WORKBOOK, "save it as CSV"),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "or as CSV"),
    "a compressed file": (b"\x1f\x8b\x08\x00" + bytes(range(99)), "save it as CSV"),
    "a document": (b"%PDF-1.7\n1 0 obj", "save it as CSV"),
    "control characters": (bytes(range(1, 32)) * 9, "not plain text"),
    "half of a UTF-16 letter": (PLAIN.encode("utf-16") + b"\n", "not written in UTF-16"),
    "a null": (PLAIN.encode() + b"6,\x00\n", "not plain text"),
    "too large": (b"a" * (5 * MB + 1), "larger than 5 MB"),
    "too many rows": (b"a,b\n" + b"1,2\n" * 20_001, "more than 20,000 rows"),
    "too many columns": (",".join(f"c{n}" for n in range(201)) + "\n" + "1,2\n" * 9, "201 columns"),
    "a header missing": ("a,,b\n" + "1,2,3\n" * 5, "'a' holds one value"),
    "quotes for a header": ('""\n' + "1\n" * 5, "one value in every row"),
    "one column": ("a\n1\n2\n3\n4\n5\n", "Only the column 'a' can be used"),
    "one column of numbers beside names": (
        "a,b\n" + "".join(f"x{n},{n}\n" for n in range(20)),
        "Only the column 'b' can be used",
    ),
    "no numbers and no classes": (
        "a,b\n" + "".join(f"x{n},u{n}\n" for n in range(20)),
        "at least one column of different numbers",
    ),
    "constant columns": ("a,b\n" + "1,2\n" * 9, "'a' holds one value in every row"),
    "nothing but missing values": ("a,b\n" + "NA,-\n" * 9, "holds one value"),
    "a line of a million values": (b"a,b\n" + b"1," * (MB // 2 - 9), "Line 2 has 499,992 cells"),
    "a web page": (b"<!DOCTYPE html>\n<html>\n" + b"<p>1,2,3</p>\n" * 9, "is a web page"),
    "a web page that begins with a blank": (b"\xef\xbb\xbf\n <HTML>" + b"1,2\n" * 9, "web page"),
    "JSON": ('[\n{"a": 1, "b": 2},\n{"a": 2, "b": 3}\n]\n', ""),
    "huge numbers": ("a,b\n" + "1e308,x\n-1e308,y\n" * 9, "too large for the network"),
    "numbers with units": (
        column(*["1 km", "2 km", "3 km"] * 3).replace(",", ",#"),
        "Only the column 'x (km)'",
    ),
}


def read_and_suggest(content):
    return suggest(read(content))


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_cannot_be_used_is_refused_in_one_sentence(name):
    content, words = BAD[name]
    assert words in refusal(read_and_suggest, content)


@pytest.mark.parametrize("content", MEGABYTES, ids=range(len(MEGABYTES)))
def test_a_megabyte_of_anything_is_refused_with_little_memory(content):
    tracemalloc.start()
    refusal(read_and_suggest, content)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 150 * MB


def test_a_million_columns_or_rows_are_refused_by_the_size_of_the_file():
    assert "5 MB" in refusal(read, b"c1234," * MB)
    assert "5 MB" in refusal(read, b"a,b\n" + b"12,2\n" * MB)
