"""What a browser has stored of the course, and what it may say instead."""

import json

import pytest

from nnplay.lessons import LESSONS
from nnplay.ui.lessons.progress import MOST_LETTERS, read_marks

NOTHING: tuple[set[str], set[str]] = (set(), set())


def stored(**marks):
    return json.dumps({"version": 1, "seen": [], "met": [], **marks})


def test_what_the_browser_stored_is_read():
    assert read_marks(stored(seen=["zeros", "ones"], met=["ones"])) == ({"zeros", "ones"}, {"ones"})


def test_all_marks_of_the_course_fit():
    names = list(LESSONS)
    assert read_marks(stored(seen=names, met=names)) == (set(names), set(names))


def test_a_challenge_is_met_in_a_lesson_that_was_seen():
    assert read_marks(stored(met=["zeros"])) == ({"zeros"}, {"zeros"})


def test_lessons_that_are_not_there_any_more_are_left_out():
    text = stored(seen=["zeros", "gone", "end"], met=["gone"])
    assert read_marks(text) == ({"zeros"}, set())


@pytest.mark.parametrize("version", [0, 2, "1", None, [1]])
def test_another_version_is_not_read(version):
    assert read_marks(stored(version=version, seen=["zeros"])) == NOTHING


@pytest.mark.parametrize(
    "text",
    [
        *(None, 3, ["zeros"], {"version": 1, "seen": ["zeros"]}, b"{}"),
        *("", "zeros", "{", "null", "[]", "1", '"zeros"', "\ud800", "NaN", "\x00"),
        "[" * MOST_LETTERS,
        stored(seen="zeros", met={"zeros": 1}),
        stored(seen=[["zeros"], {"zeros": 1}, None, 1, True], met=7),
        stored(seen=["zeros"], more="x" * MOST_LETTERS),
    ],
    ids=repr,
)
def test_rubbish_is_no_mark(text):
    assert read_marks(text) == NOTHING
