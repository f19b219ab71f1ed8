"""How numbers and shares are written."""

import re
from pathlib import Path

import numpy as np
import pytest

import nnplay
from nnplay.numbers import (
    decimals_of,
    digits,
    exact,
    extent,
    fixed,
    hover_format,
    number,
    percent,
    percent_of,
    sign_or_number,
    times,
)


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.0, "0%"),
        (1.0, "100%"),
        (249 / 250, "99%"),
        (1 / 250, "1%"),
        (0.975, "98%"),
        (0.5, "50%"),
        (-0.19, "−19%"),
        (-0.001, "0%"),
        (9.99, "999%"),
        (12.345, "12 times"),
        (97_604_167.95, "98 million times"),
        (np.float32(0.25), "25%"),
        (np.nan, "not a number"),
        (np.inf, "infinite"),
    ],
)
def test_only_all_is_a_hundred_percent_and_only_none_is_0(share, text):
    assert percent(share) == text


@pytest.mark.parametrize(
    ("share", "text"), [(0.1154, "11.5%"), (0.9999, "99.9%"), (1e-5, "0.1%"), (1, "100.0%")]
)
def test_a_share_with_a_decimal(share, text):
    assert percent(share, decimals=1) == text


def test_a_share_of_something_reads_well_whatever_it_is():
    assert percent_of(0.4, "its size") == "40% of its size"
    assert percent_of(1234.0, "its size") == "1,200 times its size"


@pytest.mark.parametrize(
    ("ratio", "text"),
    [(1.66, "1.7"), (23.4, "23"), (2345, "2,300"), (9.8e7, "98 million"), (2.46e9, "2.5 billion")],
)
def test_how_many_times(ratio, text):
    assert times(ratio) == text


def test_what_is_no_number_is_a_word_or_where_there_is_little_room_a_sign():
    assert [number(value) for value in (np.nan, np.inf)] == ["not a number", "infinite"]
    assert [sign_or_number(value) for value in (np.nan, np.inf, 1.5)] == ["NaN", "∞", "1.50"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (16.66, "16.66"),
        (0.7011, "0.701"),
        (0.0, "0"),
        (1234.4, "1,234"),
        (2e5, "200,000"),
        (248_000, "248,000"),
        (9_999_999, "9,999,999"),
        (9.7e8, "9.7×10⁸"),
        (1e9, "10⁹"),
        (-7.2e-5, "−7.2×10⁻⁵"),
        (0.0543, "0.0543"),
        (0.00016, "0.000160"),
        (-0.05, "−0.0500"),
    ],
)
def test_numbers_are_written_with_the_digits_that_say_something(value, text):
    assert number(value) == text


@pytest.mark.parametrize(
    ("column", "texts"),
    [
        ([0.0004, 0.0005, 0.00127], ["0.000400", "0.000500", "0.001270"]),
        ([248_000, 251_000], ["248,000", "251,000"]),
        ([5.9, 16.66, 23.9], ["5.90", "16.66", "23.90"]),
        ([2001.25, 2001.75], ["2,001.250", "2,001.750"]),
        ([-12_000, 0, 9_700_000, 9.7e8, np.nan], ["−12,000", "0", "9,700,000", "9.7×10⁸", "NaN"]),
        ([3.0, 3.0], ["3.000", "3.000"]),
        ([0.0, 0.0], ["0", "0"]),
        ([np.nan, np.inf], ["NaN", "∞"]),
    ],
)
def test_the_digits_of_a_column_follow_its_spread(column, texts):
    decimals = decimals_of(column)
    assert [fixed(value, decimals) for value in column] == texts


def test_the_ends_of_some_values():
    assert extent(np.float32([0.0004, 0.00127])) == "0.0004 to 0.00127"
    assert extent(np.array([248_000.0, 251_000.0])) == "248,000 to 251,000"
    assert extent(np.array([5.0, 5.0])) == "5"


def test_a_chosen_number_has_all_its_digits():
    values = [0.001, 1e-6, 1234567.0, 0.30000000000000004]
    assert [exact(value) for value in values] == [
        *("0.001", "0.000001", "1,234,567", "0.30000000000000004")
    ]


def test_a_number_has_so_many_digits_at_most():
    values = [
        1.23456789,
        -0.0,
        18.8,
        1234567.0,
        0.00012345678,
        1.2345678e-5,
        -0.5,
        1e-30,
        5e-324,
        1e300,
        np.nan,
        -np.inf,
    ]
    assert [digits(value) for value in values] == [
        *(
            "1.235",
            "0",
            "18.8",
            "1,235,000",
            "0.0001235",
            "1.235×10⁻⁵",
            "−0.5",
            "10⁻³⁰",
            "4.941×10⁻³²⁴",
            "10³⁰⁰",
            "NaN",
            "−∞",
        )
    ]


@pytest.mark.parametrize(
    ("values", "form"),
    [
        ([16.0, 0.7], ",.3~f"),
        ([3e5, 250.0], ",.2~f"),
        ([1.0, 0.0004], ",.6~f"),
        ([1e9, 1.0], ""),
        ([1.0, 1e-6], ""),
        ([np.nan], ""),
        ([], ""),
    ],
)
def test_a_curve_is_hovered_with_the_digits_of_its_lowest_value(values, form):
    assert hover_format(values) == form


# A format of one's own, in Python and in JavaScript.
OWN_WAY = re.compile(
    r":[+,]?\.(?:[1-9]\d*[efg%]|0[f%])|:,?g\}|%\.\d+[efg]|\.to(?:Fixed|Precision|Exponential)\("
)
# What a program reads, or a learner types: exported scripts, a terminal's options, input fields.
FOR_PROGRAMS = (
    *("export", "space.py", "options.py", "settings", "fields"),
    *("weight_editor.py", "check.py", "card.js"),
)


def test_numbers_are_written_in_one_room_alone():
    house = Path(nnplay.__file__).parent
    found = []
    sources = [*house.rglob("*.py"), *house.rglob("*.js"), house.parent / "app.py"]
    for path in sorted(sources):
        text = path.read_text(encoding="utf-8")
        if path.name not in ("numbers.py", "format.js") and not {path.name, path.parent.name} & set(
            FOR_PROGRAMS
        ):
            found += [f"{path.name}: {line.strip()}" for line in text.splitlines()]
    assert [line for line in found if OWN_WAY.search(line)] == []
