"""How numbers and shares are written."""

import re
from pathlib import Path

import numpy as np
import pytest

import nnplay
from nnplay.numbers import number, percent, sign_or_number


@pytest.mark.parametrize(
    ("share", "text"),
    [
        (0.0, "0 %"),
        (1.0, "100 %"),
        (249 / 250, "99 %"),
        (1 / 250, "1 %"),
        (0.975, "98 %"),
        (0.5, "50 %"),
        (-0.19, "-19 %"),
        (-0.001, "0 %"),
        (12.345, "1,234 %"),
        (np.float32(0.25), "25 %"),
        (np.nan, "not a number"),
        (np.inf, "infinite"),
    ],
)
def test_only_all_is_a_hundred_percent_and_only_none_is_0(share, text):
    assert percent(share) == text


@pytest.mark.parametrize(
    ("share", "text"), [(0.1154, "11.5 %"), (0.9999, "99.9 %"), (1e-5, "0.1 %"), (1, "100.0 %")]
)
def test_a_share_with_a_decimal(share, text):
    assert percent(share, decimals=1) == text


def test_what_is_no_number_is_a_word_or_where_there_is_little_room_a_sign():
    assert [number(value) for value in (np.nan, np.inf)] == ["not a number", "infinite"]
    assert [sign_or_number(value) for value in (np.nan, np.inf, 1.5)] == ["NaN", "∞", "1.50"]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (16.66, "16.66"),
        (0.7, "0.70"),
        (0.0, "0.00"),
        (1234.5, "1,234"),
        (2e5, "2.0e+05"),
        (0.0543, "0.054"),
        (0.0216, "0.022"),
        (0.00016, "0.00016"),
        (-0.05, "-0.05"),
    ],
)
def test_numbers_are_written_with_the_digits_that_say_something(value, text):
    assert number(value) == text


def test_percent_is_written_in_one_room_alone():
    own_way = re.compile(r":\.\d+(?:%\}|f\} ?%)")
    sources = sorted(Path(nnplay.__file__).parent.rglob("*.py"))
    found = [
        f"{path.name}: {line.strip()}"
        for path in sources
        for line in path.read_text(encoding="utf-8").splitlines()
        if own_way.search(line) and path.name != "numbers.py"
    ]
    assert found == []
