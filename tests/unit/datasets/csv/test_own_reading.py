"""A file of one's own: how it may be written, and what is read from it."""

import csv
import io
import re

import numpy as np
import pytest

from nnplay.datasets.csv import make_dataset, suggest
from nnplay.datasets.csv.wording import column_name, shown
from tests.covering import in_full
from tests.unit.datasets.csv.own_files import (
    PEOPLE,
    PLAIN,
    ask,
    column,
    kinds,
    largest_file,
    of_numbers,
    read,
    refusal,
)

NAN = float("nan")
A, B = [1.0, 2, 3, 4, 5], [2.5, 4, 6, 8, 11]


@pytest.mark.parametrize("separator", in_full([",", ";", "\t", "|"], but=";"))
def test_every_number_of_the_largest_file_is_right(separator):
    content, numbers = largest_file(separator)
    table = read(content)
    np.testing.assert_array_equal(table.frame.to_numpy(), numbers)
    assert set(kinds(table).values()) == {"number"}


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
}


@pytest.mark.parametrize("name", SAME)
def test_a_table_is_the_same_however_it_is_written(name):
    table = read(SAME[name])
    assert list(table.frame.columns) == ["a", "b"]
    assert table.frame["a"].tolist() == A
    assert table.frame["b"].tolist() == B
    assert kinds(table) == {"a": "number", "b": "number"}
    assert not table.doubts


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
    assert kinds(table)["x"] in ("number", "yes/no")
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


# Cells, each in a column of its own, with its kind and what is told of it.
LEFT_OUT = {
    "constant": (["4"] * 5, "number"),
    "constant to the network": (["1", "1.00000001", "1", "1", "1"], "number"),
    "constant text": (["a"] * 5, "class"),
    "all missing": (["", "NaN", "-", "nan", "inf"], "empty"),
    "mostly missing": (["1", "", "", "", "2"], "number"),
    "too large": (["1e308", "1", "2", "3", "4"], "number"),
    "beyond every number": (["1e999", "1", "2", "3", "4"], "number"),
    "many texts": (["a" * n for n in range(1, 42)] * 2, "free text"),
    "long texts": (["a" * 41, "b"] * 5, "free text"),
    "names": (["u", "v", "w", "x", "y"], "row name"),
    "names, one missing": (["u", "v", "w", "x", ""], "free text"),
}


@pytest.mark.parametrize("name", LEFT_OUT)
def test_a_column_that_cannot_be_used_is_left_out_with_a_reason(name):
    cells, kind = LEFT_OUT[name]
    role = "names the rows" if kind == "row name" else "leave out"
    table = read("x,n,m\n" + "".join(f"{cell},{n},{-n}\n" for n, cell in enumerate(cells)))
    assert table.column("x").kind == kind
    assert dict(suggest(table, "m").uses)["x"].role == role
    assert kinds(table) == {"x": kind, "n": "number", "m": "number"}
    assert list(table.frame.columns) == ["x", "n", "m"]


def test_latin_1_just_works():
    table = read("Größe,Größe in ½,n\n1,ä,1\n2,ö,2\n3,ä,3\n4,ö,4\n5,ä,5\n".encode("latin-1"))
    assert list(table.frame.columns) == ["Größe", "Größe in ½", "n"]
    assert kinds(table)["Größe in ½"] == "class"


def test_formulas_are_text_and_never_begin_a_cell():
    formulas = ["=1+1", "@SUM(A1)", "+cmd|' /C calc'!A0", "-2+3", '=HYPERLINK("http://x")']
    quoted = ['"' + formula.replace('"', '""') + '"' for formula in formulas]
    table = read(column(*quoted, *quoted))
    assert kinds(table)["x"] == "class"
    assert len(set(table.frame["x"])) == 5
    assert not any(text.startswith(("=", "@", "+", "-")) for text in table.frame["x"])
    dataset, _ = ask(table, "x", ["n"], classes=True)
    assert not any(text.startswith(("=", "@", "+", "-")) for text in dataset.classes)
    assert column_name("=1+1") == "1+1"


@pytest.mark.parametrize("text", ["<b>x</b>", "$x$ `y`", "**x**", "[a](b)", ":red[x]", "\\sin{x}"])
def test_texts_are_shown_without_markup_and_stay_different(text):
    assert not set(shown(text)) & set("<>&*`~[]\\$^|#{}")
    assert not set(column_name(text)) & set("<>&*`~[]\\$^|#{}:")
    assert shown(text) != shown(text.replace("x", "z").replace("a", "c"))
    assert shown("<5") != shown(">5")


def test_underscores_stay_inside_words_where_they_emphasise_nothing():
    assert column_name("T_1 _max_ (_a_)") == "T_1 max (a)"
    assert shown("a_b _c_") == "a_b ＿c＿"
    assert shown("_a_") != shown("a")


@pytest.mark.parametrize("text", [":smile:", "to :material/home: by 10:30:00"])
def test_a_text_is_no_icon(text):
    assert not re.search(":[a-z][^ ]*:", shown(text))
    assert shown("10:30:00 a:b") == "10:30:00 a:b"


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
    names = make_dataset(table, suggest(table, "y")).features
    assert [name.split()[-1] for name in names] == ["home", "office", "outdoors"]


def test_years_may_be_headers_and_a_column_may_be_named_number_sign():
    table = read("country,2019,2020\nx,1,2\ny,3,4\nx,5,7\ny,6,6\nx,2,1\n")
    assert of_numbers(table) == ["2019", "2020"]
    table = read("no #,a,b\n" + "".join(f"{n},{n * n},{n}\n" for n in range(5)))
    assert list(table.frame.columns) == ["no", "a", "b"]
    table = read("# no,a\n\n" + PLAIN)  # but this is a comment
    assert list(table.frame.columns) == ["a", "b"]


def test_row_numbers_without_a_name_are_left_out():
    lines = PLAIN.strip().split("\n")
    table = read("\n".join(f"{n or ''},{line}" for n, line in enumerate(lines)))
    assert kinds(table) == {"row": "row number", "a": "number", "b": "number"}
    table = read("\n".join(f"{n * n or ''},{line}" for n, line in enumerate(lines)))
    assert kinds(table)["row"] == "row number"


def test_the_first_column_of_different_texts_names_the_rows():
    table = read(PEOPLE)
    assert list(kinds(table).values()) == ["row name", "number", "class", "number", "yes/no"]
    assert table.column("smoker").words == ("no", "yes")
    dataset = make_dataset(table, suggest(table))
    assert list(dataset.row_labels) == ["Ann", "Bob", "Dee", "Eve", "Fay", "Gus"]


def test_a_cell_of_many_letters_is_cut_where_it_is_shown():
    lines = "".join(f"{letter * 5_000},{n},{n * n}\n" for n, letter in enumerate("abcde"))
    table = read("x,n,m\n" + lines)
    assert table.frame["x"][0] == "a" * 39 + "…"


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
    make_dataset(table, suggest(table))
    refusal(read, "")
    assert list(tmp_path.iterdir()) == []
    assert caplog.text == ""
    assert capfd.readouterr() == ("", "")
