import tomllib
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
from plotly.colors import sample_colorscale

from nnplay.figures.curves import MOST_MARKS, loss_figure, spread_figure
from nnplay.figures.labels import POSITIONS, label_positions
from nnplay.figures.predictions import LABELLED, MOST_POINTS, predictions_figure, rows_per_point
from nnplay.figures.style import VALIDATION, wrap
from nnplay.figures.weights import weights_figure
from nnplay.numbers import AXIS

CONFIG = Path(__file__).parents[3] / ".streamlit/config.toml"
ROWS = 14
ACTUAL = np.linspace(5, 18, ROWS).astype("float32")
PREDICTED = ACTUAL + np.arange(ROWS, dtype="float32")  # row 0 is exact, row 13 is worst
HELD_OUT = np.arange(ROWS) >= 11
NAMES = [f"State {row}" for row in range(ROWS)]
ABBREVIATIONS = [f"S{row}" for row in range(ROWS)]


def draw_predictions(predicted=PREDICTED, held_out=HELD_OUT):
    return predictions_figure(ACTUAL, predicted, NAMES, ABBREVIATIONS, held_out, "accidents")


def traces(figure):
    return {trace.name: trace for trace in figure.data}


def test_every_prediction_is_a_point_of_its_side():
    drawn = traces(draw_predictions())
    assert list(drawn) == ["training rows", "validation rows", "names", "perfect"]
    for name, rows in (("training rows", ~HELD_OUT), ("validation rows", HELD_OUT)):
        np.testing.assert_array_equal(drawn[name].x, ACTUAL[rows])
        np.testing.assert_array_equal(drawn[name].y, PREDICTED[rows])
        assert drawn[name].showlegend is True
    assert drawn["training rows"].marker.symbol != drawn["validation rows"].marker.symbol
    assert drawn["training rows"].marker.color is None
    assert drawn["validation rows"].marker.color == VALIDATION


def test_every_point_tells_its_name_and_numbers():
    drawn = traces(draw_predictions())
    hovers = [*drawn["training rows"].hovertext, *drawn["validation rows"].hovertext]
    assert len(hovers) == ROWS
    assert hovers[13] == "State 13<br>actual 18.00, predicted 31.00"
    assert [hover.split("<br>")[0] for hover in hovers] == NAMES


def test_the_diagonal_goes_from_the_smallest_to_the_largest_target():
    perfect = traces(draw_predictions())["perfect"]
    assert list(perfect.x) == list(perfect.y) == [5, 18]


def test_the_largest_errors_are_labelled():
    drawn = traces(draw_predictions())
    assert {*drawn["names"].text} == {*ABBREVIATIONS[ROWS - LABELLED :]}
    assert drawn["training rows"].text is drawn["validation rows"].text is None  # slow to draw


def test_some_of_many_rows_are_drawn_and_the_largest_errors():
    rows = np.arange(2 * MOST_POINTS + 1)
    predicted = rows + 0.1
    predicted[[10, 50]] = np.nan
    predicted[[7, 77]] = 1e4
    names = [f"row {row}" for row in rows]
    figure = predictions_figure(rows, predicted, names, names, rows < 0, "accidents")
    drawn = traces(figure)["training rows"]
    assert rows_per_point(len(rows) - 2) == 2
    assert MOST_POINTS <= len(drawn.x) <= MOST_POINTS + LABELLED
    assert {7, 77} < {*drawn.x}
    assert [told.split("<br>")[0] for told in drawn.hovertext] == [f"row {x:.0f}" for x in drawn.x]


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_a_prediction_that_is_no_number_is_left_out(value):
    predicted = PREDICTED.copy()
    predicted[[2, 13]] = value
    drawn = traces(draw_predictions(predicted))
    kept = np.delete(np.arange(11), 2)
    np.testing.assert_array_equal(drawn["training rows"].x, ACTUAL[kept])
    np.testing.assert_array_equal(drawn["training rows"].y, PREDICTED[kept])
    np.testing.assert_array_equal(drawn["validation rows"].y, PREDICTED[[11, 12]])
    assert "State 2<" not in "".join(drawn["training rows"].hovertext)
    assert len(drawn["names"].text) == LABELLED


def test_a_run_of_nan_draws_the_diagonal_alone():
    drawn = traces(draw_predictions(np.full(ROWS, np.nan)))
    assert len(drawn["training rows"].x) == len(drawn["validation rows"].x) == 0
    assert len(drawn["perfect"].x) == 2


def test_without_held_out_rows_the_legend_does_not_name_them():
    drawn = traces(draw_predictions(held_out=np.zeros(ROWS, dtype=bool)))
    assert drawn["validation rows"].showlegend is False
    assert len(drawn["training rows"].x) == ROWS


def test_the_axes_of_the_predictions_name_the_target():
    layout = draw_predictions().layout
    assert layout.xaxis.title.text == "actual accidents"
    assert layout.yaxis.title.text == "predicted accidents"


KERNEL = np.array([[1, 2, 3], [-4, 5, 6]], "float32")
BIAS = np.array([7, 8, -9], "float32")


def draw_weights(kernel=KERNEL, bias=BIAS, limit=2.5):
    inputs = [f"input {row}" for row in range(len(kernel))]
    units = [f"unit {column}" for column in range(len(bias))]
    return weights_figure(kernel, bias, inputs, units, limit)


def test_a_kernel_is_a_heat_map_with_its_biases_below():
    figure = draw_weights()
    (trace,) = figure.data
    np.testing.assert_array_equal(trace.z, [[1, 2, 3], [-4, 5, 6], [7, 8, -9]])
    assert tuple(trace.y) == ("input 0", "input 1", "bias")
    assert tuple(trace.x) == ("unit 0", "unit 1", "unit 2")
    assert figure.layout.yaxis.autorange == "reversed"  # the first input on top
    written = figure.layout.coloraxis.colorbar.to_plotly_json()
    assert AXIS.items() <= written.items()  # 100,000 instead of 100k


def test_a_small_number_beside_large_ones_does_not_look_like_none():
    (trace,) = draw_weights(KERNEL * 100, np.array([-0.28, 0, 0.02]), 600).data
    assert trace.text[0] == ["100.0", "200.0", "300.0"]
    assert trace.text[2] == ["−0.3", "0", "0.0"]


def test_long_names_beside_weights_are_broken_into_lines_with_room():
    names = ["a very long column name inde… number one", "strongly_disagree_with_all_of_this"]
    figure = weights_figure(KERNEL[:, :2], BIAS[:2], names, names, 9.0)
    (trace,) = figure.data
    for axis in (trace.y[:2], trace.x):
        assert [name.replace("<br>", " ").replace(" ", "") for name in axis] == [
            name.replace(" ", "") for name in names
        ]
        assert max(len(line) for name in axis for line in name.split("<br>")) <= 18
    assert figure.layout.height > draw_weights().layout.height


def test_names_that_look_like_numbers_stay_names():
    figure = weights_figure(KERNEL, BIAS, ["2019", "2020"], ["0", "1", "2"], 9.0)
    assert (figure.layout.xaxis.type, figure.layout.yaxis.type) == ("category", "category")


def test_a_weight_that_is_no_number_is_left_out():
    kernel = KERNEL.copy()
    kernel[1, 0] = np.nan
    (trace,) = draw_weights(kernel).data
    assert np.isnan(trace.z[1][0])
    assert np.isfinite(trace.z).sum() == 8


def test_the_colours_of_weights_go_as_far_as_the_limit_on_both_sides_of_0():
    figure = draw_weights(np.zeros((2, 9)), np.zeros(9), limit=2.5)
    scale = figure.layout[figure.data[0].coloraxis]
    assert (scale.cmin, scale.cmid, scale.cmax) == (-2.5, 0, 2.5)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_numbers_in_a_heat_map_can_be_read_on_every_colour(theme):
    colors = tomllib.loads(CONFIG.read_text())["theme"][theme]["chartDivergingColors"]
    full = draw_weights(limit=2.5).layout.coloraxis.cmax
    for value in np.linspace(-2.5, 2.5, 101):
        (color,) = sample_colorscale(colors, [0.5 + value / full / 2], colortype="tuple")
        red, green, blue = (255 * part for part in color)
        # Plotly's ink is white on what is dark, else #444
        is_dark = 0.299 * red + 0.587 * green + 0.114 * blue < 128
        inks = sorted([luminance(color), luminance([1.0] * 3 if is_dark else [0x44 / 255] * 3)])
        assert (inks[1] + 0.05) / (inks[0] + 0.05) >= 4.5


def luminance(color):
    """Return the relative luminance of a colour of three numbers from 0 to 1, by WCAG 2.2."""
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in color
    ]
    return float(np.dot([0.2126, 0.7152, 0.0722], linear))


@pytest.mark.parametrize(
    ("inputs", "units", "written"),
    [(6, 3, True), (16, 8, True), (6, 9, False), (17, 8, False), (64, 64, False)],
)
def test_weights_are_written_as_numbers_where_they_fit_else_a_bar_tells_the_colours(
    inputs, units, written
):
    figure = draw_weights(np.zeros((inputs, units)), np.zeros(units))
    assert (figure.data[0].texttemplate is not None) is written
    assert figure.layout.coloraxis.showscale is not written


def draw_losses(*losses, **options):
    curves = [
        (f"run {number}", np.arange(1, len(loss) + 1), np.float32(loss))
        for number, loss in enumerate(losses)
    ]
    return loss_figure(curves, "epoch", "huber", **{"logarithmic": False, **options})


def test_every_curve_shows_its_values_where_they_are():
    figure = draw_losses([9, 4, 2, 1], [8, 5, 3, 3])
    assert list(traces(figure)) == ["run 0", "run 1"]
    for trace, values in zip(figure.data, ([9, 4, 2, 1], [8, 5, 3, 3]), strict=True):
        assert list(trace.x) == [1, 2, 3, 4]
        np.testing.assert_array_equal(trace.y, values)
    assert figure.layout.xaxis.title.text == "epoch"
    assert figure.layout.yaxis.title.text == "huber"


def test_the_curve_of_the_validation_rows_is_dashed_and_has_their_colour():
    training, validation = draw_losses([9, 4, 2], [8, 5, 3], validation="run 1").data
    assert (validation.line.dash, validation.line.color) == ("dash", VALIDATION)
    assert training.line.color is None


def test_the_curves_of_eight_runs_differ_by_more_than_their_colours():
    drawn = draw_losses(*np.ones((8, 9))).data
    looks = {(trace.line.dash, trace.marker.symbol) for trace in drawn}
    assert len(looks) == 8
    assert all(trace.mode == "lines+markers" for trace in drawn)
    assert {trace.marker.maxdisplayed for trace in drawn} == {MOST_MARKS}


def test_losses_that_are_no_numbers_leave_a_gap():
    (trace,) = draw_losses([9, np.inf, 4, np.nan, -np.inf]).data
    assert list(trace.x) == [1, 2, 3, 4, 5]
    values = np.array([np.nan if value is None else value for value in trace.y], dtype=float)
    np.testing.assert_array_equal(values, [9, np.nan, 4, np.nan, np.nan])


@pytest.mark.parametrize("loss", [[1.0], [5e18, np.nan, np.nan, np.nan, np.nan]])
def test_few_losses_are_points_as_no_line_would_show(loss):
    (trace,) = draw_losses(loss, validation="none").data
    assert trace.mode == "lines+markers"


def test_the_chosen_epoch_is_marked():
    (mark,) = draw_losses(np.ones(9), marked=7).layout.shapes
    assert mark.x0 == mark.x1 == 7
    assert not draw_losses(np.ones(9)).layout.shapes


@pytest.mark.parametrize(("logarithmic", "kind"), [(True, "log"), (False, "linear")])
def test_the_scale_of_the_loss_can_be_logarithmic(logarithmic, kind):
    assert draw_losses(np.ones(9), logarithmic=logarithmic).layout.yaxis.type == kind


def test_a_run_that_breaks_does_not_stretch_the_scale_of_the_others():
    broken, sound = [9, 1e30, np.nan], [9, 2, 1]
    low, high = draw_losses(broken, sound).layout.yaxis.range
    assert (low, high) == (0, pytest.approx(9.4))
    low, high = draw_losses(broken, sound, logarithmic=True).layout.yaxis.range
    assert 10**low < 1 < 9 < 10**high < 20
    assert draw_losses(broken).layout.yaxis.range is None


def test_many_powers_of_ten_are_the_only_ticks_and_are_written_out():
    axis = draw_losses([1e5, 1e-3], logarithmic=True).layout.yaxis
    assert (axis.dtick, axis.tickformat) == (1, ",~g")
    assert draw_losses([9, 5], logarithmic=True).layout.yaxis.dtick is None


def test_values_share_a_label_only_at_the_same_places():
    assert draw_losses(np.ones(9), np.ones(4)).layout.hovermode == "x unified"
    curves = [("a", np.array([0.1, 0.2]), np.ones(2)), ("b", np.array([0.15, 0.3]), np.ones(2))]
    figure = loss_figure(curves, "seconds", "huber", logarithmic=False)
    assert figure.layout.hovermode == "closest"


def test_a_long_name_is_broken_into_lines():
    name = "Adam, lr 0.01, standardised, units 16-16, 2,000 epochs"
    lines = wrap(name).split("<br>")
    assert " ".join(lines) == name
    assert max(map(len, lines)) <= 30
    assert wrap("Adam") == "Adam"


def test_the_spread_is_a_box_with_its_points_for_every_name():
    errors = np.array([1.0, 2, np.nan, 4, np.inf])
    figure = spread_figure([("Adam", errors), ("SGD", errors[:2])], "MSE", logarithmic=True)
    drawn = traces(figure)
    assert list(drawn) == ["Adam", "SGD"]
    assert list(drawn["Adam"].x) == [1, 2, 4]
    assert drawn["Adam"].boxpoints == "all"
    assert figure.layout.xaxis.type == "log"
    assert figure.layout.yaxis.autorange == "reversed"


def test_two_figures_of_predictions_can_share_a_scale():
    arguments = ACTUAL, PREDICTED, NAMES, ABBREVIATIONS, HELD_OUT, "accidents"
    assert predictions_figure(*arguments, (-5.0, 40.0)).layout.yaxis.range == (-5, 40)
    assert predictions_figure(*arguments).layout.yaxis.range is None


@pytest.mark.parametrize("apart", [0.0, 0.5, 1.0, 3.0])
def test_names_beside_points_do_not_meet(apart):
    """South Carolina and West Virginia are close together, and their names covered each other."""
    x = np.array([0.0, 100.0, 50.0, 50.0 + apart, 50.0])
    y = np.array([0.0, 100.0, 50.0, 50.0, 50.0 + apart])
    positions = label_positions(x, y, [(2, "SC"), (3, "WV"), (4, "ND"), (0, "DC")])
    assert positions[0] == "top center"
    boxes = []
    for row, position in positions.items():
        right, up = POSITIONS[position]
        boxes.append((x[row] / 100 * 380 + right * 16, y[row] / 100 * 300 + up * 14))
    for one, other in combinations(boxes, 2):
        assert abs(one[0] - other[0]) >= 18 or abs(one[1] - other[1]) >= 16


@pytest.mark.parametrize(
    ("actual", "texts"),
    [
        ([0.0004, 0.00127], ["0.000400", "0.001270"]),
        ([248_000, 251_000], ["248,000", "251,000"]),
    ],
)
def test_small_and_large_quantities_can_be_told_apart(actual, texts):
    values = np.array(actual, float)
    figure = predictions_figure(values, values, ["a", "b"], ["a", "b"], values < 0, "t")
    assert [f"actual {text}, predicted {text}" for text in texts] == [
        each.split("<br>")[1] for each in figure.data[0].hovertext
    ]
