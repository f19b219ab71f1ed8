"""Tables written in many ways: nearly all read right, none silently wrong by a power of ten."""

import pytest

from nnplay.config import ConfigError
from nnplay.datasets.csv import Reading, read_table
from tests.unit.datasets.csv.written import faults, write

SHARE = 0.97


def faults_of(file, reading=Reading()):  # noqa: B008
    try:
        table = read_table(file.content, "file.csv", reading)
    except ConfigError as error:
        return [str(error)], ()
    return faults(file, table), table.doubts


def check(seeds):
    wrong = {}
    for seed in seeds:
        file = write(seed)
        found, doubts = faults_of(file)
        if found:
            wrong[seed] = found
            assert doubts or not any(each.startswith("FACTOR") for each in found), (seed, found)
        assert not faults_of(file, file.reading)[0], seed
    assert len(wrong) <= (1 - SHARE) * len(seeds), wrong


def test_tables_are_read_right_however_they_are_written():
    check(range(30))


@pytest.mark.full
def test_hundreds_of_tables_are_read_right_however_they_are_written():
    check(range(1_000, 1_300))
