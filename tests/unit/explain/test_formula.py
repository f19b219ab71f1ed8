import re

import numpy as np
import pytest

from nnplay.config import TrainingConfig
from nnplay.datasets import prepare
from nnplay.evaluation.baselines import predict_linearly, regress
from nnplay.explain.formula import (
    TERMS_SHOWN,
    UNITS_SHOWN,
    WeightedSum,
    collapse,
    equation,
    in_raw_units,
    latex_number,
    layer_formulas,
    names_of,
    scaling_formulas,
)
from nnplay.explain.place import Place, changed
from tests.unit.histories import make_history

UNITS = (5, 4, 6, 3, 2)


def linear_history(layers):
    return make_history((6, *UNITS[:layers], 1), activations=("linear",) * (layers + 1))


def values_of(formula, x):
    return x.astype(float) @ formula.coefficients + formula.bias


def plain(latex):
    """Read LaTeX as a learner sees it."""
    latex = re.sub(r"\\(text|operatorname|textcolor\{#\w+\})\{([^{}]*)\}", r"\2", latex)
    latex = re.sub(r"\\;|\\allowbreak |[{}$]", " ", latex).replace(r"\cdot", "*")
    return " ".join(latex.replace(r"\_", "_").replace(r"\dots", "...").split())


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        ((2, 1), [("a", "b"), ("accidents",)]),
        ((2, 3, 1), [("a", "b"), ("h1", "h2", "h3"), ("accidents",)]),
        ((2, 1, 2, 1), [("a", "b"), ("h1_1",), ("h2_1", "h2_2"), ("accidents",)]),
    ],
)
def test_every_quantity_has_a_name(sizes, expected):
    assert names_of(("a", "b"), sizes, ("accidents",)) == expected


def test_standardised_inputs_have_names_of_their_own():
    assert names_of(("a", "b"), (2, 1), ("y",), standardized=True)[0] == ("z_a", "z_b")


@pytest.mark.parametrize("standardize", [False, True])
@pytest.mark.parametrize("layers", range(6))
def test_the_collapsed_formula_is_what_a_linear_network_predicts(dataset, layers, standardize):
    examples = prepare(TrainingConfig(standardize=standardize, validation_split=0.2), dataset)
    history = linear_history(layers)
    expected = history.predict(examples.x)[:, 0]
    formula = collapse(history.weights_at(2), history.activations, examples.features)
    size = np.abs(expected).max()
    np.testing.assert_allclose(
        values_of(formula, examples.x), expected, rtol=1e-5, atol=1e-6 * size
    )
    raw = in_raw_units(formula, examples)
    table = dataset.frame[list(examples.features)].to_numpy()
    assert raw.inputs == examples.features
    np.testing.assert_allclose(values_of(raw, table), expected, rtol=1e-5, atol=1e-6 * size)


def test_a_network_small_enough_for_pencil_and_paper():
    # h1 = 2a + 3b + 1, h2 = -a + 4; y = 5 h1 + 10 h2 - 3 = 0 a + 15 b + 42
    weights = [np.float32([[2, -1], [3, 0]]), np.float32([1, 4]), np.float32([[5], [10]])]
    formula = collapse([*weights, np.float32([-3])], ("linear", "linear"), ("a", "b"))
    np.testing.assert_array_equal(formula.coefficients, [0, 15])
    assert formula.bias == 42


def test_only_hidden_activations_keep_a_network_from_collapsing():
    weights = make_history((6, 3, 1)).weights_at(2)
    assert collapse(weights, ("tanh", "linear"), tuple("abcdef")) is None
    inside = collapse(weights, ("linear", "sigmoid"), tuple("abcdef"))
    outside = collapse(weights, ("linear", "linear"), tuple("abcdef"))
    np.testing.assert_array_equal(inside.coefficients, outside.coefficients)


def test_broken_weights_collapse_to_a_broken_formula_without_a_warning(dataset):
    history = make_history(
        parameters=np.full((3, 25), np.nan, "float32"), activations=("linear", "linear")
    )
    examples = prepare(TrainingConfig(standardize=True), dataset)
    formula = collapse(history.weights_at(2), history.activations, examples.features)
    assert np.isnan([*in_raw_units(formula, examples).coefficients, formula.bias]).all()
    assert "NaN" in equation("y", formula)
    assert "NaN" in layer_formulas(history.weights_at(2), history.activations, NAMES)[0]


NAMES = names_of(("a", "b", "c", "d", "e", "f"), (6, 3, 1), ("y",))


@pytest.mark.parametrize("standardize", [False, True])
def test_linear_regression_has_the_coefficients_of_least_squares(dataset, standardize):
    config = TrainingConfig(standardize=standardize, validation_split=0.3)
    examples = prepare(config, dataset)
    table = dataset.frame[list(examples.features)].to_numpy()
    rows = examples.training_rows
    expected, *_ = np.linalg.lstsq(
        np.column_stack([table, np.ones(51)])[rows], dataset.frame["total"].to_numpy()[rows]
    )
    formula = WeightedSum(examples.features, *regress(examples))
    raw = in_raw_units(formula, examples)
    np.testing.assert_allclose([*raw.coefficients, raw.bias], expected, rtol=2e-4, atol=1e-6)
    np.testing.assert_allclose(
        values_of(formula, examples.x), predict_linearly(examples)[:, 0], rtol=1e-8
    )


def test_linear_regression_survives_more_features_than_rows(dataset):
    examples = prepare(TrainingConfig(validation_split=0.8, features=("alcohol",)), dataset)
    assert np.isfinite(regress(examples)[0]).all()


@pytest.mark.parametrize(
    ("place", "number"),
    [
        (Place(0, 4, 2), 14),
        (Place(0, -1, 1), 19),
        (Place(1, 2, 0), 23),
        (Place(1, -1, 0), 24),
    ],
)
def test_an_edit_changes_one_number_and_never_the_run(place, number):
    history = make_history()
    before = history.parameters.copy()
    weights = changed(history.weights_at(1), {place: 7.5})
    flat = np.concatenate([array.ravel() for array in weights])
    assert np.flatnonzero(flat != before[1]).tolist() == [number]
    assert flat[number] == place.value_in(weights) == 7.5
    assert {array.dtype for array in weights} == {np.dtype("float32")}
    for array in weights:
        array[:] = 0
    np.testing.assert_array_equal(history.parameters, before)


def test_an_edit_beyond_float32_is_infinite_without_a_warning():
    weights = changed(make_history().weights_at(1), {Place(0, 0, 0): 1e300})
    assert np.isinf(weights[0][0, 0])


def test_a_formula_shows_every_sign_and_number():
    formula = WeightedSum(("speeding", "not_distracted", "c"), np.array([-0.5, 0.25, -3]), 12.0)
    text = equation("accidents", formula)
    assert plain(text) == "accidents = -0.5 * speeding + 0.25 * not_distracted - 3 * c + 12"
    assert r"not\_distracted" in text
    assert plain(equation("h1", formula, "leaky_relu")).startswith(
        "h1 = leaky_relu( -0.5 * speeding"
    )


def test_numbers_are_coloured_by_their_sign():
    formula = WeightedSum(("a", "b", "c"), np.array([-0.5, 0.25, 0]), np.nan)
    text = equation("y", formula, colors=("#0000ff", "#ff8800"))
    assert r"\textcolor{#ff8800}{-0.5}" in text
    assert r"\textcolor{#0000ff}{\;{+}\;0.25}" in text
    assert text.count("textcolor") == 2


@pytest.mark.parametrize("count", [1, TERMS_SHOWN, TERMS_SHOWN + 1, TERMS_SHOWN + 2, 64])
def test_a_long_sum_counts_the_terms_it_leaves_out(count):
    names = tuple(f"h{i}" for i in range(1, count + 1))
    text = plain(equation("y", WeightedSum(names, np.ones(count), 0.5)))
    shown = re.findall(r"\* (h\d+)", text)
    left_out = re.findall(r"\.\.\. (\d+) more terms", text)
    assert shown == list(names[: len(shown)])
    assert len(shown) + sum(map(int, left_out)) == count
    assert len(shown) <= TERMS_SHOWN + 1
    assert left_out != ["1"]
    assert text.endswith("+ 0.5")


@pytest.mark.parametrize("units", [1, UNITS_SHOWN, UNITS_SHOWN + 1, UNITS_SHOWN + 2, 64])
def test_a_long_layer_counts_the_units_it_leaves_out(units):
    history = make_history((6, units, 1))
    names = names_of(tuple("abcdef"), history.sizes, ("accidents",))
    hidden, output = layer_formulas(history.weights_at(2), history.activations, names)
    shown = re.findall(r"\$\\text\{(h\d+)\} = \\operatorname\{tanh\}", hidden)
    left_out = re.findall(r"and (\d+) more units, up to h(\d+)", hidden)
    assert shown == list(names[1][: len(shown)])
    assert len(shown) + sum(int(count) for count, _ in left_out) == units
    assert all(last == str(units) for _, last in left_out)
    assert output.startswith(r"$\text{accidents} = {")


def test_standardised_inputs_are_explained_by_their_own_formula(dataset):
    examples = prepare(TrainingConfig(standardize=True, features=("alcohol",)), dataset)
    mean, deviation = dataset.frame["alcohol"].mean(), dataset.frame["alcohol"].std(ddof=0)
    text = plain(scaling_formulas(examples, ("z_alcohol",)))
    assert text == f"z_alcohol = (alcohol - {mean:.4g} ) / {deviation:.4g}"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.35123, "0.3512"),
        (12.0, "12"),
        (1.2346e-7, r"1.235 \times 10^{-7}"),
        (3e20, r"3 \times 10^{20}"),
        (np.nan, r"\text{NaN}"),
        (np.inf, r"\infty"),
    ],
)
def test_numbers_in_latex(value, text):
    assert latex_number(value) == text


@pytest.mark.parametrize("classes", [2, 3, 4, 7])
def test_softmax_takes_the_sums_of_all_units_together(classes):
    names = [("a",), tuple(f"class{i}" for i in range(classes))]
    weights = [np.ones((1, classes)), np.zeros(classes)]
    (text,) = layer_formulas(weights, ["softmax"], names)
    *sums, last = [line for line in text.split("\n\n") if line.startswith("$")]
    assert all("softmax" not in line for line in sums)
    assert sums[0].startswith(r"$\text{s\_class0} =")
    assert r"\operatorname{softmax}(\text{s\_class0}," in last
    assert last.startswith(r"$(\text{class0},") and last.count(f"class{classes - 1}") == 2


def test_softmax_of_a_single_unit_is_written_as_it_is():
    weights = [np.ones((1, 1)), np.zeros(1)]
    (text,) = layer_formulas(weights, ["softmax"], [("a",), ("accidents",)])
    assert text.startswith(r"$\text{accidents} = \operatorname{softmax}(")
