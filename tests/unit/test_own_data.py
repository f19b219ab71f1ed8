import csv
import io
import time
import tracemalloc
from dataclasses import replace

import numpy as np
import pytest

from nnplay.config import ConfigError, TrainingConfig
from nnplay.datasets import prepare
from nnplay.datasets.own import (
    input_names,
    is_classes,
    make_dataset,
    read_table,
    suggest_features,
    suggest_target,
)
from nnplay.datasets.own.wording import column_name, shown

MB = 1_000_000
NAN = float("nan")
A, B = [1.0, 2, 3, 4, 5], [2.5, 4, 6, 8, 11]
PLAIN = "a,b\n1,2.5\n2,4\n3,6\n4,8\n5,11\n"
PEOPLE = (
    "name,height,kind,weight,smoker\n"
    "Ann,1.7,cat,60,yes\nBob,1.8,dog,80,no\nCem,1.6,cat,,no\n"
    "Dee,1.9,dog,90,yes\nEve,1.65,cat,55,no\nFay,1.75,dog,70,yes\nGus,1.5,cat,50,no\n"
)
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x02\x00\x00\x00"
WORKBOOK = b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00[Content_Types].xml"


def read(content: bytes | str, name: str = "mine.csv"):
    return read_table(content.encode() if isinstance(content, str) else content, name)


def column(*cells: str, separator: str = ",") -> str:
    """A file with a column of these cells, filled up to five rows, beside different numbers."""
    cells += ("5",) * (5 - len(cells))
    lines = [separator.join([cell, str(n)]) for n, cell in enumerate(cells)]
    return "\n".join([separator.join(["x", "n"]), *lines])


def refusal(call, *arguments, **choices) -> str:
    """The one sentence with which a call is refused."""
    with pytest.raises(ConfigError) as caught:
        call(*arguments, **choices)
    sentence = str(caught.value)
    assert sentence.endswith(".")
    assert ". " not in sentence
    assert "\n" not in sentence
    assert 20 < len(sentence) < 200
    assert not any(word in sentence.lower() for word in ("pandas", "error", "traceback", "codec"))
    return sentence


# Each file with words of the sentence that refuses it.
BAD = {
    "empty": (b"", "is empty"),
    "only blanks": (b"  \n\n \t\n", "is empty"),
    "only a byte order mark": (b"\xef\xbb\xbf", "is empty"),
    "only a comment": (b"# nothing\n", "is empty"),
    "only separators": (b",,,\n,,,\n", "is empty"),
    "only a header": (b"a,b\n", "no rows below"),
    "one row": (b"a,b\n1,2\n", "only 1 row below"),
    "four rows": (b"a,b\n1,2\n2,3\n3,4\n4,6\n", "only 4 rows below"),
    "a picture": (PNG, "not plain text"),
    "a workbook": (WORKBOOK, "save it as CSV"),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(99), "save it as CSV"),
    "a compressed file": (b"\x1f\x8b\x08\x00" + bytes(range(99)), "save it as CSV"),
    "a document": (b"%PDF-1.7\n1 0 obj", "save it as CSV"),
    "control characters": (bytes(range(1, 32)) * 9, "not plain text"),
    "UTF-16 without its mark": (PLAIN.encode("utf-16-le"), "not plain text"),
    "half of a UTF-16 letter": (PLAIN.encode("utf-16") + b"\n", "not plain text"),
    "UTF-32": (PLAIN.encode("utf-32"), "not plain text"),
    "a null": (PLAIN.encode() + b"6,\x00\n", "not plain text"),
    "bytes of no encoding": (b"a,b\n1,\x81\x8d\n", "not plain text"),
    "too large": (b"a" * (MB + 1), "larger than 1 MB"),
    "too many rows": (b"a,b\n" + b"1,2\n" * 5_001, "more than 5,000 rows"),
    "too many columns": (",".join(f"c{n}" for n in range(41)).encode(), "41 columns"),
    "a header twice": (PLAIN.replace("b", "a", 1), "Two columns are named 'a'"),
    "a header twice once cleaned": (PLAIN.replace("b", "<a>", 1), "Two columns are named 'a'"),
    "a header twice once cut": (f"{'x' * 50},{'x' * 60}\n" + PLAIN[4:], "Two columns are named"),
    "a header missing": ("a,,b\n" + "1,2,3\n" * 5, "Column 2 has no name"),
    "a header of markup alone": (PLAIN.replace("b", "**", 1), "Column 2 has no name"),
    "quotes for a header": ('""\n' + "1\n" * 5, "must name the columns"),
    "no header": (PLAIN[4:], "holds the number '1'"),
    "no header but a name": ("Ann,1.5,2\n" + "Bob,1,2\n" * 5, "holds the number '1.5'"),
    "no header, decimal commas": ("1,5;2\n" + "3,5;4\n" * 5, "holds the number '1,5'"),
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
    "nothing but missing values": ("a,b\n" + "NA,-\n" * 9, "'a' is empty"),
    "a value too many": (PLAIN + "6,7,8\n", "Line 7 has 3 values"),
    "a value too few": (PLAIN + "6\n", "Line 7 has 1 value, but"),
    "a value too many after odd lines": ("# c\n\n" + PLAIN + '"6\n6",7,8\n', "Line 9 has 3 value"),
    "a line of a million values": (b"a,b\n" + b"1," * (MB // 2 - 9), "Line 2 has 4"),
    "quotes never closed": (PLAIN + '6,"7\n8,9\n', "Line 7 has a quotation mark"),
    "text after quotes": (PLAIN + '6,"7"7\n', "Line 7 has a quotation mark"),
    "a web page": ("<!DOCTYPE html>\n<html>\n<body>\n1, 2, 3\n</body>\n</html>\n", "one column of"),
    "JSON": ('[\n{"a": 1, "b": 2},\n{"a": 2, "b": 3}\n]\n', ""),
    "huge numbers": ("a,b\n" + "1e308,x\n-1e308,y\n" * 9, "too large for the network"),
    "numbers with units": (
        column(*["1 km", "2 km", "3 km"] * 3).replace(",", ",#"),
        "Only the column 'x'",
    ),
}


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_cannot_be_used_is_refused_at_once_in_one_sentence(name):
    content, words = BAD[name]
    began = time.perf_counter()
    assert words in refusal(read, content)
    assert time.perf_counter() - began < 2


@pytest.mark.parametrize(
    "content",
    [
        b"," * MB,
        b"a" * MB,
        b'"' * MB,
        b'"' * (MB - 1),
        b"a,b\n" + b'"' * (MB - 4),
        b"\n" * MB,
        b" " * MB,
        b"#" * MB,
        b"a," * (MB // 2),
        b"1," * (MB // 2),
        b",a" * (MB // 2),
        b"a,b\n" + b"1" * (MB - 4),
        b"a,b\n" + b"1,2\n" * (MB // 4 - 1),
        b"a\n" + b"1\n" * (MB // 2 - 1),
        b"a,b\n" + (b"1" * 60_000 + b"x," + b"2" * 60_000 + b"x\n") * 8,
        b"a,b\n" + (b"jan" * 20_000 + b",1\n") * 16,
        ("a,b\n" + ("\u0301\u0323" * 60_000 + "x,1\n") * 4).encode(),
        ("\u0301\u0323" * 60_000 + "x,b\n1,2").encode(),
    ],
    ids=range(18),
)
def test_a_megabyte_of_anything_is_refused_quickly_and_with_little_memory(content):
    began = time.perf_counter()
    refusal(read, content)
    assert time.perf_counter() - began < 2
    tracemalloc.start()
    refusal(read, content)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 60 * MB


def test_a_million_columns_or_rows_are_refused_by_the_size_of_the_file():
    assert "1 MB" in refusal(read, b"c1," * MB)
    assert "1 MB" in refusal(read, b"a,b\n" + b"1,2\n" * MB)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_largest_file_is_read_within_seconds_and_every_number_is_right(separator):
    draw = np.random.default_rng(0)
    numbers = draw.integers(-99, 100, (5_000, 40))
    lines = [separator.join(f"c{n}" for n in range(40))]
    lines += [separator.join(map(str, row)) for row in numbers]
    content = "\n".join(lines).encode()
    assert len(content) < MB
    began = time.perf_counter()
    table = read(content)
    assert time.perf_counter() - began < 5
    np.testing.assert_array_equal(table.frame.to_numpy(), numbers)
    assert len(table.numeric) == 40


# Odd files that hold the table of PLAIN all the same.
SAME = {
    "as it is": PLAIN,
    "no line end at the end": PLAIN.rstrip(),
    "a byte order mark": PLAIN.encode("utf-8-sig"),
    "UTF-16": PLAIN.encode("utf-16"),
    "Windows line ends": PLAIN.replace("\n", "\r\n"),
    "old Mac line ends": PLAIN.replace("\n", "\r"),
    "semicolons": PLAIN.replace(",", ";"),
    "tabs": PLAIN.replace(",", "\t"),
    "bars": PLAIN.replace(",", "|"),
    "semicolons and decimal commas": PLAIN.replace(",", ";").replace(".", ","),
    "tabs and decimal commas": PLAIN.replace(",", "\t").replace(".", ","),
    "a quoted decimal comma": PLAIN.replace("2.5", '"2,5"'),
    "Excel's line": "sep=;\n" + PLAIN.replace(",", ";"),
    "blank lines first": "\n  \n,,\n" + PLAIN,
    "blank lines between": PLAIN.replace("\n", "\n\n"),
    "comments": "# measured in May; by me\n" + PLAIN + "# the end\n",
    "a comment with separators": PLAIN + "# one, two, three\n",
    "trailing commas": PLAIN.replace("\n", ",,\n"),
    "a trailing comma in the header": PLAIN.replace("b\n", "b,\n"),
    "rows of commas at the end": PLAIN + ",\n" * 50,
    "more trailing commas than columns allowed": PLAIN.replace("\n", "," * 90 + "\n"),
    "blanks": PLAIN.replace(",", " , "),
    "quotes": "\n".join(
        ",".join(f'"{cell}"' for cell in line.split(",")) for line in PLAIN.split()
    ),
    "other ways of writing a number": "a,b\n1.,+2.5\n2e0,.4E1\n03,6.0\n4,0.8e+1\n5,11\n",
    "percent signs": "a,b\n1,2.5%\n2,4 %\n3,6%\n4,8%\n5,11 %\n",
}


@pytest.mark.parametrize("name", SAME)
def test_a_table_is_the_same_however_it_is_written(name):
    table = read(SAME[name])
    assert list(table.frame.columns) == ["a", "b"]
    assert table.frame["a"].tolist() == A
    assert table.frame["b"].tolist() == B
    assert (table.numeric, table.textual, table.left_out) == (("a", "b"), (), {})
    assert table.row_labels == ("row 1", "row 2", "row 3", "row 4", "row 5")


# Cells and the numbers they are, each in a column of its own.
NUMBERS = {
    "thousands": (['"1,234"', '"12,345,678"', '"1,234.5"', "0.5"], [1234, 12345678, 1234.5, 0.5]),
    "thousands alone": (['"1,234"', '"5,678"', "9", "10"], [1234, 5678, 9, 10]),
    "thousands as the Swiss write": (["1'234.5", "7", "8", "9"], [1234.5, 7, 8, 9]),
    "minus signs": (["−1.5", "-2", "+3", "-0", "4"], [-1.5, -2, 3, 0, 4]),
    "three decimals": (["1.234", "5.678", "9.001", "2.000"], [1.234, 5.678, 9.001, 2]),
    "missing words": (["1", "", "NA", "4", "5", "6", "nan"], [1, NAN, NAN, 4, 5, 6, NAN]),
    "infinities": (["1", "-", "inf", "4", "-Infinity", "7", "8"], [1, NAN, NAN, 4, NAN, 7, 8]),
    "a spreadsheet's errors": (["1", "2", "#DIV/0!", "#N/A", "5", "6"], [1, 2, NAN, NAN, 5, 6]),
    "yes and no": (["Yes", "no", "no", "yes", "", "NO"], [1, 0, 0, 1, NAN, 0]),
    "true and false": (["TRUE", "FALSE", "TRUE", "TRUE", "FALSE"], [1, 0, 1, 1, 0]),
    "large and small": (["3e38", "-3e38", "1e-30", "0", "1"], [3e38, -3e38, 1e-30, 0, 1]),
}
NUMBERS_WITH_SEMICOLONS = {
    "decimal commas": (["1,5", "1.234,5", "7", "-0,25", ",5"], [1.5, 1234.5, 7, -0.25, 0.5]),
    "three decimals": (["1,234", "5,678", "9", "1", "2"], [1.234, 5.678, 9, 1, 2]),
    "decimal points": (["1.5", "1.234", "7", "1,234.5", "2"], [1.5, 1.234, 7, 1234.5, 2]),
    "points alone": (["1.234", "5.678", "9", "1", "2"], [1.234, 5.678, 9, 1, 2]),
    "blanks between thousands": (["1 234,5", "1\u202f234", "7", "8", "9"], [1234.5, 1234, 7, 8, 9]),
}
WRITTEN = [(*each, ",") for each in NUMBERS.values()]
WRITTEN += [(*each, ";") for each in NUMBERS_WITH_SEMICOLONS.values()]


@pytest.mark.parametrize(
    ("cells", "numbers", "separator"), WRITTEN, ids=[*NUMBERS, *NUMBERS_WITH_SEMICOLONS]
)
def test_numbers_are_read_as_they_are_meant(cells, numbers, separator):
    table = read(column(*cells, separator=separator))
    assert table.numeric == ("x", "n")
    np.testing.assert_array_equal(table.frame["x"][: len(numbers)], np.array(numbers, float))
    assert not np.signbit(table.frame["x"][table.frame["x"] == 0]).any()


def test_one_decimal_comma_tells_how_the_whole_file_is_written():
    table = read("a;b\n1,234;0,5\n2,345;1\n3,456;2\n4,567;3\n5,678;4\n")
    assert table.frame["a"].tolist() == [1.234, 2.345, 3.456, 4.567, 5.678]
    table = read("a;b\n1.234;0,5\n2.345;1\n3.456;2\n4.567;3\n5.678;4\n")
    assert table.frame["a"].tolist() == [1234, 2345, 3456, 4567, 5678]


def test_numbers_are_those_of_pythons_csv_and_float():
    draw = np.random.default_rng(3)
    written = io.StringIO()
    writer = csv.writer(written, quoting=csv.QUOTE_ALL)
    writer.writerow(["a", "b, c", "d"])
    writer.writerows(draw.normal(0, 10.0 ** draw.integers(-5, 6, (50, 1)), (50, 3)).tolist())
    table = read(written.getvalue())
    first, *rows = csv.reader(io.StringIO(written.getvalue()))
    assert list(table.frame.columns) == first
    assert table.frame.to_numpy().tolist() == [[float(cell) for cell in row] for row in rows]


# Cells, each in a column of its own, with why that is left out.
LEFT_OUT = {
    "constant": (["4"] * 5, "holds one value in every row"),
    "constant to the network": (["1", "1.00000001", "1", "1", "1"], "holds one value in every row"),
    "constant text": (["a"] * 5, "holds one value in every row"),
    "all missing": (["", "NA", "-", "nan", "inf"], "is empty"),
    "mostly missing": (["1", "", "", "", "2"], "has no value in most rows"),
    "yes or no, mostly missing": (["yes", "", "", "", "no"], "has no value in most rows"),
    "too large": (["1e308", "1", "2", "3", "4"], "holds a number above 3.4e+38"),
    "beyond every number": (["1e999", "1", "2", "3", "4"], "holds a number above 3.4e+38"),
    "mixed": (["1", "2", "3", "lots", "5"], "mixes numbers with text such as 'lots'"),
    "mixed percent": (["1%", "2", "3%", "4%", "5%"], "writes its numbers in different ways"),
    "mixed commas": (['"1,5"', "2.5", "3", "4", "5"], "writes its numbers in different ways"),
    "some units": (["1", "2", "3 km", "4", "5"], "mixes numbers with text such as '3 km'"),
    "dates": (["2024-01-31", "2024-02-01", "2024-02-01", "", "2024-02-03"], "holds dates or times"),
    "German dates": (["31.1.2024"] * 3 + ["1.2.2024"] * 2, "holds dates or times"),
    "American dates": (["1/31/24"] * 3 + ["2/1/24"] * 2, "holds dates or times"),
    "written dates": (["3 May 2024"] * 3 + ["4 June 2024"] * 2, "holds dates or times"),
    "moments": (["2024-01-31T10:00:00Z"] * 3 + ["2024-01-31 10:05"] * 2, "holds dates or times"),
    "times": (["10:00"] * 3 + ["11:30:15"] * 2, "holds dates or times"),
    "many texts": (["a" * n for n in range(1, 12)] * 2, "holds 11 different texts"),
    "long texts": (["a" * 41, "b"] * 5, "holds texts of more than 40 letters"),
    "names": (["u", "v", "w", "x", "y"], "names the rows"),
    "names, one missing": (["u", "v", "w", "x", ""], "holds another text in every row"),
}


@pytest.mark.parametrize("name", LEFT_OUT)
def test_a_column_that_cannot_be_used_is_left_out_with_a_reason(name):
    cells, reason = LEFT_OUT[name]
    table = read("x,n,m\n" + "".join(f"{cell},{n},{-n}\n" for n, cell in enumerate(cells)))
    assert table.left_out.keys() == {"x"}
    assert reason in table.left_out["x"]
    assert (table.numeric, table.textual) == (("n", "m"), ())
    assert list(table.frame.columns) == ["x", "n", "m"]


def test_numbers_with_units_are_text():
    table = read(column(*["12 km", "5 km"] * 3))
    assert table.textual == ("x",)
    assert table.frame["x"].tolist() == ["12 km", "5 km"] * 3


def test_latin_1_just_works():
    table = read("Größe,Größe in ½,n\n1,ä,1\n2,ö,2\n3,ä,3\n4,ö,4\n5,ä,5\n".encode("latin-1"))
    assert list(table.frame.columns) == ["Größe", "Größe in ½", "n"]
    assert table.textual == ("Größe in ½",)


def test_formulas_are_text_and_never_begin_a_cell():
    formulas = ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3", '=HYPERLINK("http://x")']
    quoted = ['"' + formula.replace('"', '""') + '"' for formula in formulas]
    table = read(column(*quoted, *quoted))
    assert table.textual == ("x",)
    assert len(set(table.frame["x"])) == 5
    assert not any(text.startswith(("=", "@", "+", "-")) for text in table.frame["x"])
    dataset, _ = make_dataset(table, "x", ["n"], classes=True)
    assert not any(text.startswith(("=", "@", "+", "-")) for text in dataset.classes)
    assert column_name("=1+1") == "1+1"


@pytest.mark.parametrize("text", ["<b>x</b>", "$x$ `y`", "**x**", "[a](b)", ":red[x]", "\\sin{x}"])
def test_texts_are_shown_without_markup_and_stay_different(text):
    assert not set(shown(text)) & set("<>&*`~[]\\$^|#{}")
    assert not set(column_name(text)) & set("<>&*`~[]\\$^|#{}:")
    assert shown(text) != shown(text.replace("x", "z").replace("a", "c"))
    assert shown("<5") != shown(">5")


def test_headers_are_cleaned_and_cut():
    header = '"<script>a</script>","  two \n words ","b\u202e\x07ell [kg]",' + "l" * 50 + ",é"
    table = read(header + "\n" + "".join(f"{n},{n},{n},{n},{n}\n" for n in range(5)))
    assert list(table.frame.columns) == [
        "script a /script",
        "two words",
        "bell (kg)",
        "l" * 24 + "…" + "l" * 15,
        "é",
    ]


def test_long_headers_may_differ_at_their_ends():
    asked = "How satisfied are you, all in all, with the"
    header = f'"{asked} food","{asked} rooms",y'
    table = read(header + "\n" + "".join(f"{n},{n * n % 7},{-n}\n" for n in range(9)))
    names = table.frame.columns[:2]
    assert list(names) == [
        "How satisfied are you, al… with the food",
        "How satisfied are you, a… with the rooms",
    ]


def test_inputs_of_long_texts_end_as_the_texts_do():
    column = "Where did you work in the year before this one?"
    texts = ["at home", "in an office", "outdoors"]
    rows = "".join(f"{texts[n % 3]},{n}\n" for n in range(9))
    table = read(f'"{column}",y\n{rows}')
    names = input_names(table, table.textual[0])
    assert [name.split()[-1] for name in names] == ["home", "office", "outdoors"]


def test_years_may_be_headers_and_a_column_may_be_named_number_sign():
    table = read("country,2019,2020\nx,1,2\ny,3,4\nx,5,7\ny,6,6\nx,2,1\n")
    assert table.numeric == ("2019", "2020")
    table = read("no #,a,b\n" + "".join(f"{n},{n * n},{n}\n" for n in range(5)))
    assert list(table.frame.columns) == ["no", "a", "b"]
    table = read("# no,a\n\n" + PLAIN)  # but this is a comment
    assert list(table.frame.columns) == ["a", "b"]


def test_row_numbers_without_a_name_are_left_out():
    lines = PLAIN.strip().split("\n")
    table = read("\n".join(f"{n or ''},{line}" for n, line in enumerate(lines)))
    assert table.left_out == {"row": "numbers the rows"}
    assert table.numeric == ("a", "b")
    table = read("\n".join(f"{n * n or ''},{line}" for n, line in enumerate(lines)))
    assert table.numeric == ("row", "a", "b")


def test_the_first_column_of_different_texts_names_the_rows():
    table = read(PEOPLE)
    assert table.row_labels == ("Ann", "Bob", "Cem", "Dee", "Eve", "Fay", "Gus")
    assert table.left_out == {"name": "names the rows"}
    assert table.numeric == ("height", "weight", "smoker")
    assert table.textual == ("kind",)
    assert table.words == {"smoker": ("no", "yes")}


def test_a_cell_of_many_letters_is_cut_where_it_is_shown():
    lines = "".join(f"{letter * 5_000},{n},{n * n}\n" for n, letter in enumerate("abcde"))
    table = read("x,n,m\n" + lines)
    assert table.row_labels[0] == "a" * 39 + "…"


@pytest.mark.parametrize(
    ("file_name", "name"),
    [
        ("mine.csv", "mine"),
        ("C:\\data\\my table.v2.csv", "my table.v2"),
        ("../../etc/passwd", "passwd"),
        ("<b>.csv", "＜b＞"),
        ("x" * 99 + ".csv", "x" * 39 + "…"),
        ("", "your table"),
        (None, "your table"),
        (7, "your table"),
        (b"mine.csv", "your table"),
    ],
)
def test_any_file_name_will_do(file_name, name):
    assert read(PLAIN, file_name).name == name


def test_nothing_is_written_or_logged(tmp_path, monkeypatch, caplog, capfd):
    monkeypatch.chdir(tmp_path)
    table = read(PEOPLE)
    make_dataset(table, "kind", ["height"], classes=True)
    refusal(read, PNG)
    assert list(tmp_path.iterdir()) == []
    assert caplog.text == ""
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    "original", [PEOPLE, SAME["semicolons and decimal commas"], SAME["quotes"]]
)
def test_a_damaged_file_is_read_or_refused_and_never_breaks(original):
    draw = np.random.default_rng(1)
    pieces = [b",", b";", b"\n", b'"', b"\t", b"#", b"%", b"-", b"=", b"e9", b"\xe4", b"\r", b"<"]
    pieces += [b"\x00", b"\x07", b"1e999", b"'", b"1,5", b"1.5", b"NA", b" ", "−".encode(), b""]
    for _ in range(400):
        content = bytearray(original.encode())
        for _ in range(draw.integers(1, 9)):
            at = int(draw.integers(len(content)))
            content[at : at + int(draw.integers(0, 3))] = pieces[draw.integers(len(pieces))]
        try:
            table = read(bytes(content))
            target = suggest_target(table)
            features = [name for name in table.numeric if name != target]
            make_dataset(table, target, features, is_classes(table, target))
        except ConfigError as error:
            assert str(error).endswith(".")
            assert ". " not in str(error)
            assert "\n" not in str(error)


# ---- questions


@pytest.mark.parametrize(
    ("header", "target"),
    [
        ("a,b,c", "c"),
        ("y,b,c", "y"),
        ("a,Target,c", "Target"),
        ("class,b,c", "class"),
        ("a,b,kind", "kind"),
    ],
)
def test_the_column_to_predict_is_suggested_by_its_name_or_its_place(header, target):
    rows = [[n, n * n, "uv"[n % 2] if "kind" in header else -n] for n in range(8)]
    content = header + "\n" + "\n".join(",".join(map(str, row)) for row in rows)
    assert suggest_target(read(content)) == target


def test_columns_of_texts_are_learned_from_as_columns_of_0_and_1():
    texts = "size,coat,kind\n1,red,a\n2,blue,b\n3,red,c\n4,blue,a\n5,,b\n6,red,a\n"
    table = read(texts)
    assert table.targets == ("size", "coat", "kind")
    assert suggest_features(table, "size") == ["coat", "kind"]
    dataset, dropped = make_dataset(table, "size", ["coat", "kind"], classes=False)
    assert dropped == 1
    assert dataset.features == ("coat red", "kind a", "kind b", "kind c")
    assert dataset.frame[list(dataset.features)].to_numpy().tolist() == [
        [1, 1, 0, 0],
        [0, 0, 1, 0],
        [1, 0, 0, 1],
        [0, 1, 0, 0],
        [1, 1, 0, 0],
    ]
    assert dataset.descriptions["kind b"] == "1 if kind is b, else 0"
    assert input_names(table, "coat") == ("coat red",)


def test_a_file_of_texts_alone_can_be_learned_from():
    table = read("colour,size,fruit\n" + "green,small,lime\nred,big,apple\n" * 4)
    dataset, _ = make_dataset(table, "fruit", ["colour", "size"], classes=True)
    assert dataset.features == ("colour red", "size small")


@pytest.mark.parametrize(
    ("cells", "meaning"),
    [
        (["no", "yes"], "0 is no, 1 is yes"),
        (["0", "1"], "the classes 0 and 1"),
        (["3", "5", "4"], "the classes 3, 4 and 5, numbered from 0"),
        (["1", "0", "2"], "the classes 0, 1 and 2"),
    ],
)
def test_classes_that_are_numbers_are_not_said_to_be_themselves(cells, meaning):
    dataset, _ = make_dataset(read(column(*cells * 4)), "x", ["n"], classes=True)
    assert dataset.descriptions["x"] == meaning


@pytest.mark.parametrize(
    ("target", "question"),
    [
        ("class", "Can this network tell the classes apart?"),
        ("Classes", "Can this network tell the classes apart?"),
        ("fruit", "Can this network tell the classes of fruit apart?"),
    ],
)
def test_a_question_does_not_say_class_twice(target, question):
    table = read(f"n,{target}\n" + "1,a\n2,b\n" * 4)
    assert make_dataset(table, target, ["n"], classes=True)[0].question == question


@pytest.mark.parametrize(
    ("target", "label"), [("actual", "value"), ("Predicted", "value"), ("mark", "mark")]
)
def test_a_target_is_not_called_actual_or_predicted_again(target, label):
    table = read(f"n,{target}\n" + "".join(f"{n},{n * n}\n" for n in range(9)))
    assert make_dataset(table, target, ["n"], classes=False)[0].target_label == label


def test_too_many_inputs_are_refused_and_not_suggested():
    header = ",".join(f"c{n}" for n in range(9)) + ",y"
    lines = [",".join([f"t{(n + c) % 10}" for c in range(9)] + [str(n)]) for n in range(20)]
    table = read("\n".join([header, *lines]))
    assert "make 90 inputs" in refusal(make_dataset, table, "y", table.textual, False)
    assert len(suggest_features(table, "y")) == 4


@pytest.mark.parametrize(
    ("cells", "may_be", "suggested"),
    [
        (["u", "v"] * 5, True, True),
        (["yes", "no"] * 5, True, True),
        (["0", "1"] * 5, True, True),
        (["-1", "1"] * 5, True, True),
        (["7", "3000"] * 5, True, True),
        (["0", "1", "2"] * 3, True, True),
        (["1", "2", "3", "4", "5"] * 3, True, True),
        (["1", "2", "3", "4", "5"] * 2, True, False),  # too few of each
        (["10", "20", "30"] * 4, True, False),  # steps of a quantity
        (["1", "2", "4"] * 4, True, False),
        ([str(n) for n in range(10)] * 3, True, True),
        ([str(n) for n in range(11)] * 3, False, False),
        (["0.5", "1"] * 5, False, False),
    ],
)
def test_classes_are_texts_and_a_few_whole_numbers(cells, may_be, suggested):
    table = read(column(*cells))
    assert table.may_be_classes("x") == may_be
    assert is_classes(table, "x") == suggested


def test_a_quantity_is_asked_for():
    dataset, dropped = make_dataset(read(PEOPLE), "weight", ["smoker", "height"], classes=False)
    assert dropped == 1
    assert list(dataset.frame.columns) == ["weight", "height", "smoker"]
    assert dataset.features == ("height", "smoker")
    assert dataset.frame.to_numpy().tolist() == [
        [60, 1.7, 1],
        [80, 1.8, 0],
        [90, 1.9, 1],
        [55, 1.65, 0],
        [70, 1.75, 1],
        [50, 1.5, 0],
    ]
    assert list(dataset.frame.index) == ["1", "2", "4", "5", "6", "7"]
    assert list(dataset.row_labels) == ["Ann", "Bob", "Dee", "Eve", "Fay", "Gus"]
    assert list(dataset.row_labels.index) == list(dataset.frame.index)
    assert dataset.classes == ()
    assert dataset.outputs == 1
    assert dataset.question == "How well can this network predict weight?"
    assert dataset.descriptions["height"] == "from 1.5 to 1.9"
    assert dataset.suited["batch_size"] == 6


def test_two_classes_are_asked_for():
    dataset, dropped = make_dataset(read(PEOPLE), "kind", ["height"], classes=True)
    assert dropped == 0
    assert dataset.classes == ("cat", "dog")
    assert dataset.frame["kind"].tolist() == [0, 1, 0, 1, 0, 1, 0]
    assert dataset.descriptions["kind"] == "0 is cat, 1 is dog"
    assert dataset.outputs == 1
    assert dataset.suited == {
        "standardize": True,
        "optimizer": "Adam",
        "learning_rate": 0.01,
        "batch_size": 7,
        "output_activation": "sigmoid",
        "loss": "binary_crossentropy",
        "validation_rows": "random",
    }


def test_yes_and_no_are_classes_of_these_names():
    dataset, _ = make_dataset(read(PEOPLE), "smoker", ["height"], classes=True)
    assert dataset.classes == ("no", "yes")
    assert dataset.frame["smoker"].tolist() == [1, 0, 0, 1, 0, 1, 0]


def test_more_classes_are_asked_for_in_the_order_of_their_names():
    table = read(column(*["b", "c", "a"] * 12))
    dataset, _ = make_dataset(table, "x", ["n"], classes=True)
    assert dataset.classes == ("a", "b", "c")
    assert dataset.frame["x"].tolist() == [1, 2, 0] * 12
    assert dataset.outputs == 3
    assert dataset.suited["loss"] == "sparse_categorical_crossentropy"
    assert dataset.suited["output_activation"] == "softmax"
    assert "batch_size" not in dataset.suited


def test_rows_held_out_of_a_file_sorted_by_class_are_of_every_class():
    table = read(column(*["a"] * 50, *["b"] * 50, *["c"] * 50))
    dataset, _ = make_dataset(table, "x", ["n"], classes=True)
    config = replace(dataset.suited_config, validation_split=0.4)
    examples = prepare(config, dataset)
    for rows in (examples.training_rows, examples.validation_rows):
        assert set(examples.y[rows, 0]) == {0, 1, 2}


def test_classes_of_numbers_keep_the_order_of_the_numbers():
    dataset, _ = make_dataset(read(column(*["10", "-2", "9"] * 4)), "x", ["n"], classes=True)
    assert dataset.classes == ("-2", "9", "10")
    assert dataset.frame["x"].tolist() == [2, 0, 1] * 4


def test_a_class_whose_rows_are_all_dropped_is_none():
    table = read("kind,a,b\nu,1,1\nv,2,2\nw,,3\nw,,4\nu,3,5\nv,4,6\nu,5,7\n")
    dataset, dropped = make_dataset(table, "kind", ["a"], classes=True)
    assert (dataset.classes, dropped) == (("u", "v"), 2)
    dataset, dropped = make_dataset(table, "kind", ["b"], classes=True)
    assert (dataset.classes, dropped) == (("u", "v", "w"), 0)


@pytest.mark.parametrize(("target", "classes"), [("weight", False), ("kind", True)])
def test_a_data_set_of_ones_own_is_ready_for_a_run(target, classes):
    dataset, _ = make_dataset(read(PEOPLE), target, ["height", "smoker"], classes)
    config = TrainingConfig(dataset=dataset.name, validation_split=0.3, **dataset.suited)
    examples = prepare(config, dataset)
    assert examples.features == ("height", "smoker")
    assert np.isfinite(examples.x).all()
    assert set(dataset.descriptions) == set(dataset.frame.columns)
    assert dataset.frame.index.is_unique


def test_names_of_rows_are_no_columns_of_the_table():
    table = read("row,label,n\n" + "".join(f"{n},{n * n},{-n}\n" for n in range(5)))
    dataset, _ = make_dataset(table, "n", ["row", "label"], classes=False)
    names = {dataset.frame.index.name, dataset.row_labels.name}
    assert len(names) == 2
    assert not names & set(dataset.frame.columns)


def test_equal_choices_on_equal_files_have_equal_names_and_others_other_names():
    def name(target="kind", features=("height", "weight"), classes=True, content=PEOPLE, file="a"):
        return make_dataset(read(content, file), target, features, classes)[0].name

    assert name().startswith("own-")
    assert len(name()) == 16
    assert int(name()[4:], 16) >= 0
    assert name() == name(features=("weight", "height")) == name(file="b")
    others = [
        name(features=("height",)),
        name(target="smoker"),
        name(target="smoker", classes=False),
        name(content=PEOPLE.replace("55", "56")),
    ]
    assert len({name(), *others}) == 5


QUESTIONS = [
    (("kind", [], True), "No column is chosen"),
    (("height", ["height"], False), "is to be predicted, so"),
    (("age", ["height"], False), "'age' can't be predicted, as the table has none"),
    (("name", ["height"], True), "'name' can't be predicted, as it names the rows"),
    (("height", ["age"], False), "'age' can't be learned from, as the table has none"),
    (("height", ["name"], False), "'name' can't be learned from, as it names the rows"),
    (("height", ["weight"], True), "must be texts or 2 to 10 whole numbers"),
    (("kind", ["height"], False), "can only be predicted as classes"),
]


@pytest.mark.parametrize(("question", "words"), QUESTIONS)
def test_a_question_that_makes_no_sense_is_refused_in_one_sentence(question, words):
    assert words in refusal(make_dataset, read(PEOPLE), *question)


def test_a_question_with_too_little_left_is_refused_in_one_sentence():
    table = read("a,b,kind\n1,1,u\n2,2,u\n3,,u\n4,4,u\n,5,u\n6,6,v\n7,,v\n")
    assert "only 4 rows in which" in refusal(make_dataset, table, "a", ["b"], False)
    table = read("a,b,kind\n" + "1,1,u\n1,2,u\n" * 3 + "2,,v\n" + "3,,v\n")
    assert "nothing to predict" in refusal(make_dataset, table, "kind", ["b"], True)
    assert "nothing to predict" in refusal(make_dataset, table, "a", ["b"], False)


def test_classes_of_one_row_each_are_refused_but_one_rare_class_is_not():
    table = read(column("1", "2", "3", "4", "5"))
    assert "more than one row" in refusal(make_dataset, table, "x", ["n"], True)
    table = read(column("u", "u", "u", "u", "v"))
    assert "more than one row" in refusal(make_dataset, table, "x", ["n"], True)
    dataset, _ = make_dataset(read(column("u", "u", "w", "v", "v")), "x", ["n"], True)
    assert dataset.classes == ("u", "v", "w")


def test_names_in_a_sentence_cannot_end_it():
    header = "No... of things. Really,<b>. x</b>\n"
    table = read(header + "".join(f"{n},{n * n}\n" for n in range(5)))
    name = table.numeric[0]
    assert "No of" in refusal(make_dataset, table, name, [name], False)
    refusal(make_dataset, table, "a. b. c\n" * 9, [name], False)
