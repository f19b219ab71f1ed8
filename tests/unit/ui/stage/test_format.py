"""The stage writes numbers as the rest of the page does."""

import math

from nnplay.numbers import digits, fixed, sign_or_number
from tests.javascript import call

SIZES = [0.0, 5e-324, 1e-30, 7.2e-5, 9.9999e-5, 1e-4, 0.0004, 0.00127, 0.0543, 0.125, 0.7011]
SIZES += [0.9996, 2.5, 16.66, 99.995, 999.6, 999.996, 1234.5, 248_000.0, 251_000.0, 9_994_999.5]
SIZES += [9_999_999.0, 1e7, 9.7e8, 1e9, 1e21, 1.234e300]
VALUES = [*SIZES, *(-size for size in SIZES)]
IN_JSON = """(stage, values) => values.map((value) => [
    stage.number(value), stage.digits(value), ...[0, 2, 6].map((count) => stage.fixed(value, count))
])"""


def test_the_stage_writes_numbers_as_the_page_does():
    written = call("format", IN_JSON, VALUES)
    assert written == [
        [sign_or_number(v), digits(v), fixed(v, 0), fixed(v, 2), fixed(v, 6)] for v in VALUES
    ]
    broken = """(stage) => [NaN, Infinity, -Infinity].map((value) => [
        stage.number(value), stage.digits(value), stage.fixed(value, 2)
    ])"""
    assert call("format", broken) == [
        [sign_or_number(v), digits(v), fixed(v, 2)] for v in (math.nan, math.inf, -math.inf)
    ]
