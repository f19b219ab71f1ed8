"""How long a file of one's own takes, and that no megabyte takes longer than the largest file."""

from contextlib import suppress
from time import perf_counter

from nnplay.config import ConfigError
from tests.unit.datasets.csv.own_files import MEGABYTES, largest_file, read


def seconds_of(content):
    began = perf_counter()
    with suppress(ConfigError):
        read(content)
    return perf_counter() - began


def test_no_megabyte_takes_much_longer_than_the_largest_file():
    largest = min(seconds_of(largest_file(",")[0]) for _ in range(3))
    ratios = [seconds_of(content) / largest for content in MEGABYTES]
    print(
        f"\nthe largest file is read in {largest:.2f} s; a megabyte of anything is refused in "
        f"{max(ratios):.1f} times that at most (budget 2)"
    )
    assert max(ratios) <= 2
