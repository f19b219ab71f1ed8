"""Files made after public reports of imports that went wrong, with what a person would read."""

import math
from pathlib import Path

import pytest

from nnplay.datasets.csv import make_dataset, read_table, rows_lost, suggest
from tests.unit.datasets.csv.own_files import kinds

CASES = Path(__file__).parent / "cases"
# For each file, its columns: their kinds, or their smallest and largest number.
RIGHT = {
    "header_commas_semicolons.csv": {"Länge, cm": (165.5, 190.2), "Gewicht, kg": (58.1, 91.7)},
    "chapters_decimal_commas.csv": {
        "Kapitel": (1.2, 3.2),
        "Note": (1.25, 3.5),
        "Zeit_s": (1.234, 6.789),
    },
    "currency.csv": {"price (＄)": (1204, 2150), "size": (41, 84), "rooms": (2, 5)},
    "shuffled_index.csv": {"row": "row number", "x": "number", "kind": "class"},
    "gaps.csv": {**{f"c{n}": "number" for n in range(1, 13)}, "y": (0.002, 1)},
    "missing_words.csv": {
        "country": "row name",
        "gdp": (19.8, 40.3),
        "unemployment": (4, 9.3),
        "co2": (3.2, 8.8),
        "life": (74.9, 82.2),
    },
    "title_line.csv": {"week": (1, 5), "light": (5, 9), "height": (2.1, 6.4)},
    "title_with_separators.csv": {"week": (1, 5), "light": (5, 9), "height": (2.1, 6.4)},
    "blanks.txt": {"week": (1, 5), "light": (5, 9), "height": (2.1, 6.4)},
    "japanese_excel.csv": {"身長": (160, 169), "体重": (50, 59), "組": "class"},
    "russian.csv": {"Рост": (160.5, 169.5), "Вес": (50.2, 59.2), "Класс": "class"},
    "class_spelling.csv": {"height": (160, 183), "weight": (50, 73), "sex": "class"},
    "rows_end_early.csv": {"a": (1, 6), "b": (2, 7), "note": "class"},
    "names_twice_and_none.csv": {
        "id": "row number",
        "score": (2, 6),
        "score 2": (3, 9),
        "age": (11, 13),
    },
    "units_row.csv": {"length": (1, 5), "mass": (2, 9)},
    "twelve_months.csv": {"month": "class", "visitors": (100, 241)},
    "disguised_target.csv": {
        **{"survived": (0, 1), "pclass": (1, 3), "sex": "class", "age": (20, 59)},
        **{"fare": (7.2, 46.2), "class": "class", "alive": "yes/no"},
    },
    "small_target.csv": {"dose": (0, 29), "conc": (0.0004, 0.00127)},
    "sentinel.csv": {"temp": (5, 24.6), "wind": (3.1, 8.4), "power": (7.07, 18.61)},
    "fruit_text_only.csv": {"colour": "class", "size": "class", "weight": (101, 192)},
}
# The phrases that say how a file was read, and the target that is suggested with its inputs.
SAID = {
    "header_commas_semicolons.csv": "semicolons, decimal commas, UTF-8",
    "chapters_decimal_commas.csv": "semicolons, decimal commas",
    "currency.csv": "commas, commas between thousands",
    "title_line.csv": "commas, decimal points, 1 title line skipped",
    "title_with_separators.csv": "commas, decimal points, 1 title line skipped",
    "blanks.txt": "blanks, decimal points",
    "japanese_excel.csv": "commas, Shift-JIS (Japanese)",
    "russian.csv": "semicolons, decimal commas, Windows-1251 (Cyrillic)",
    "rows_end_early.csv": "commas, 2 rows without the last cells, 2 cells missing",
    "names_twice_and_none.csv": "commas, a name that was there twice is now 'score 2', 1 empty "
    "column passed over",
    "units_row.csv": "commas, 1 line of units",
    "sentinel.csv": "commas, decimal points, 4 cells missing",
    "missing_words.csv": "commas, decimal points, 3 cells missing",
}
ASKED = {
    "currency.csv": ("price (＄)", ["size", "rooms"]),
    "shuffled_index.csv": ("kind", ["x"]),
    "disguised_target.csv": ("survived", ["pclass", "sex", "age", "fare", "class"]),
    "twelve_months.csv": ("visitors", ["month"]),
    "fruit_text_only.csv": ("weight", ["colour", "size"]),
    "small_target.csv": ("conc", ["dose"]),
    "sentinel.csv": ("power", ["temp", "wind"]),
}


def case(name):
    return read_table((CASES / name).read_bytes(), name)


def test_every_file_has_what_is_right():
    assert RIGHT.keys() == {file.name for file in CASES.iterdir()}


@pytest.mark.parametrize("name", RIGHT)
def test_a_file_is_read_as_a_person_would(name):
    table = case(name)
    assert list(table.frame.columns) == list(RIGHT[name])
    for column, right in RIGHT[name].items():
        if isinstance(right, str):
            assert table.column(column).kind == right
        else:
            values = table.frame[column]
            assert kinds(table)[column] == "number"
            assert (values.min(), values.max()) == pytest.approx(right, rel=1e-12)
    if name in SAID:
        assert ", ".join(remark.phrase for remark in table.remarks) == SAID[name]


@pytest.mark.parametrize("name", RIGHT)
def test_a_reading_that_is_given_again_reads_the_same(name):
    table = case(name)
    again = read_table((CASES / name).read_bytes(), "other.csv", table.reading)
    assert again.reading == table.reading
    assert again.frame.equals(table.frame)
    questions = [suggest(each) for each in (table, again)]
    assert questions[0] == questions[1]
    assert make_dataset(table, questions[0]).name == make_dataset(again, questions[1]).name


@pytest.mark.parametrize("name", RIGHT)
def test_the_suggested_question_can_be_asked(name):
    table = case(name)
    question = suggest(table)
    dataset = make_dataset(table, question)
    assert len(dataset.frame) >= min(200, 0.8 * len(table.frame))
    assert not table.frame[question.target].isna().all()
    if name in ASKED:
        assert (question.target, list(question.features)) == ASKED[name]


def test_gaps_are_told_by_what_they_cost():
    table = case("gaps.csv")
    question = suggest(table)
    assert len(make_dataset(table, question).frame) >= 200
    for name in question.features:
        question = question.with_use(name, missing="leave the row out")
    assert rows_lost(table, question)["c1"] == table.column("c1").missing == 77


def test_codes_for_missing_are_asked_about():
    table = case("sentinel.csv")
    (doubt,) = table.doubts
    assert (doubt.column, doubt.word, doubt.assumed) == ("wind", "-9999", True)
    assert doubt.question == "Does '-9999' in wind mean that the value is missing?"
    reading = doubt.answered(table.reading, False)
    again = read_table((CASES / "sentinel.csv").read_bytes(), "x", reading)
    assert (again.frame["wind"] == -9999).sum() == 4
    assert [each.assumed for each in again.doubts] == [False]


def test_spellings_of_a_class_are_one_and_told():
    table = case("class_spelling.csv")
    assert set(table.frame["sex"]) == {"Male", "Female"}
    assert "3 spellings of Male are one class" in table.column("sex").note


def test_units_of_a_row_are_told_of_the_columns():
    table = case("units_row.csv")
    assert [column.unit for column in table.columns] == ["cm", "g"]
    dataset = make_dataset(table, suggest(table))
    assert dataset.descriptions["length"] == "from 1 to 5 cm"


def test_each_gap_of_the_missing_words_is_one():
    table = case("missing_words.csv")
    assert [column.missing for column in table.columns] == [0, 1, 1, 1, 0]
    assert math.isnan(table.frame["unemployment"][0])
