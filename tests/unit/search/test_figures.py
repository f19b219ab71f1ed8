"""The figures of a search, read back from what Plotly is given."""

import numpy as np

from nnplay.search.figures import importance_figure, parallel_figure


def test_importances_are_bars_in_their_order():
    (bars,) = importance_figure(["optimizer", "units"], [0.7, 0.3]).data
    assert list(bars.y) == ["optimizer", "units"]
    assert list(bars.x) == [0.7, 0.3]


def parallel(*columns):
    (lines,) = parallel_figure(columns).data
    return lines


def test_every_row_is_a_line_through_its_values():
    lines = parallel(
        ("optimizer", ["SGD", "Adam", "SGD"]),
        ("standardise", [True, False, True]),
        ("error", [3.0, 2.0, 4.0]),
    )
    optimizer, standardise, error = lines.dimensions
    assert [optimizer.ticktext[place] for place in optimizer["values"]] == ["SGD", "Adam", "SGD"]
    assert [standardise.ticktext[int(place)] for place in standardise["values"]] == [
        *("True", "False", "True"),
    ]
    np.testing.assert_array_equal(error["values"], [3, 2, 4])
    assert np.argmax(lines.line.color) == 1  # the lowest error has the strongest colour


def test_long_names_take_two_lines():
    names = ["initial output weights", "output activation", "units"]
    axes = parallel(*[(name, ["a", "b"]) for name in names], ("MSE", [1.0, 2.0])).dimensions
    expected = ["initial output<br>weights", "output<br>activation", "units", "MSE"]
    assert [axis.label for axis in axes] == expected


def test_sizes_stand_in_the_order_of_their_layers_and_units():
    sizes, _ = parallel(
        ("units", ["16-16", "4", "none", "16", "4-4"]), ("error", [1.0] * 5)
    ).dimensions
    assert list(sizes.ticktext) == ["none", "4", "16", "4-4", "16-16"]


def test_a_wide_range_has_a_logarithmic_axis_with_its_numbers_written_out():
    rate, error = parallel(("rate", [0.001, 0.02, 0.3]), ("error", [1.0, 2.0, 3.0])).dimensions
    np.testing.assert_allclose(rate["values"], np.log10([0.001, 0.02, 0.3]))
    assert list(rate.ticktext) == ["0.001", "0.003", "0.01", "0.03", "0.1", "0.3"]
    np.testing.assert_allclose(rate.tickvals, np.log10([float(each) for each in rate.ticktext]))
    assert error.tickvals is None


def test_the_ends_of_a_logarithmic_axis_are_named():
    *_, error = parallel(("rate", [1.0, 2.0, 3.0]), ("error", [1.412, 8.0, 139.0])).dimensions
    assert list(error.ticktext) == ["1.41", "3", "10", "30", "100", "139"]


def test_a_column_with_a_zero_has_no_logarithmic_axis():
    dropout, _ = parallel(("dropout", [0.0, 0.5, 50.0]), ("error", [1.0, 2.0, 3.0])).dimensions
    np.testing.assert_array_equal(dropout["values"], [0, 0.5, 50])
