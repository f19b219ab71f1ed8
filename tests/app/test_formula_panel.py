"""The formula panel without a browser: what it says, and weights changed by hand."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from nnplay.choices import ACTIVATIONS
from nnplay.config import TrainingConfig
from nnplay.datasets import Dataset, prepare
from nnplay.evaluation.baselines import predict_linearly
from nnplay.evaluation.metrics import mean_squared_error
from nnplay.history import TrainingHistory
from nnplay.numbers import sign_or_number
from nnplay.ui.runs import Run
from tests.numerals import read_number

WARNING = "Changed by hand, not trained"


def draw(run, epoch):
    from nnplay.ui.panels.formula import panel
    from nnplay.ui.state import follow_address

    follow_address()
    panel.draw(run, epoch)


def make_run(dataset: Dataset, name: str = "run", **changes) -> Run:
    config = TrainingConfig(**changes)
    examples = prepare(config, dataset)
    sizes = (len(examples.features), *config.hidden_units, 1)
    count = sum(inputs * units + units for inputs, units in pairwise(sizes))
    parameters = np.random.default_rng(1).normal(scale=0.3, size=(3, count)).astype("float32")
    loss = np.array([3.0, 2.0], "float32")
    history = TrainingHistory(
        sizes, config.activations, loss, None, np.arange(3), parameters, seconds=0.1
    )
    return Run(
        *(name, [], {}, predict_linearly(examples), b""),
        *(config, dataset, examples, history),
    )


def open_panel(run: Run, epoch: int = 2) -> AppTest:
    kwargs = {"run": run, "epoch": epoch}
    return rerun(AppTest.from_function(draw, kwargs=kwargs, default_timeout=60))


def rerun(panel: AppTest, **changes) -> AppTest:
    panel.kwargs = {**(panel.kwargs or {}), **changes}
    panel.run()
    assert not panel.exception
    return panel


def change(panel: AppTest, value: float | None) -> AppTest:
    panel.number_input[0].set_value(value)
    return rerun(panel)


def choose(panel: AppTest, label: str, value: int) -> AppTest:
    next(box for box in panel.selectbox if box.label.startswith(label)).set_value(value)
    return rerun(panel)


def press(panel: AppTest, key: str) -> AppTest:
    panel.button(key=key).click()
    return rerun(panel)


def texts(panel: AppTest) -> str:
    return "\n".join(element.value for element in [*panel.markdown, *panel.caption])


def formulas(panel: AppTest) -> list[str]:
    return [m.value for m in panel.markdown if m.value.startswith(r"$\text{")]


def results(panel: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in panel.metric}


def expected_results(run: Run, epoch: int, row: int = 0) -> tuple[str, str]:
    predicted, rows = run.history.predict(run.examples.x, epoch), run.examples.training_rows
    error = mean_squared_error(run.examples.y[rows], predicted[rows])
    return sign_or_number(predicted[row].item()), sign_or_number(error)


@pytest.mark.parametrize("layers", range(6))
@pytest.mark.parametrize("standardize", [False, True])
def test_a_linear_network_is_one_formula_beside_linear_regression(dataset, layers, standardize):
    run = make_run(dataset, hidden_units=(4,) * layers, standardize=standardize)
    panel = open_panel(run)
    comparison = panel.table[0].value
    assert list(comparison.columns) == ["this network", "linear regression"]
    assert list(comparison.index) == [*dataset.features, "bias"]
    table = np.column_stack([dataset.frame[list(dataset.features)], np.ones(51)])
    predicted = run.history.predict(run.examples.x)[:, 0]
    coefficients = comparison["this network"].map(read_number).to_numpy(float)
    rounded = np.abs(table) @ np.abs(coefficients) * 1e-3  # four digits are shown
    assert (np.abs(table @ coefficients - predicted) < rounded).all()
    assert texts(panel).count("**How to read it.**") == 1


def test_standardised_coefficients_can_be_seen_too(dataset):
    panel = open_panel(make_run(dataset, standardize=True))
    assert r"\text{speeding}" in formulas(panel)[0]
    panel.get("button_group")[0].set_value("standardised")
    rerun(panel)
    assert r"\text{z\_speeding}" in formulas(panel)[0]
    assert panel.table[0].value.index[0] == "z_speeding"


@pytest.mark.parametrize("activation", [name for name in ACTIVATIONS if name != "linear"])
def test_a_bent_network_is_written_layer_by_layer(dataset, activation):
    hidden = "tanh" if activation == "softmax" else activation
    run = make_run(
        dataset,
        hidden_units=(2, 3),
        activation=hidden,
        output_activation=activation,
        standardize=True,
    )
    panel = open_panel(run)
    assert "**The formula, layer by layer**" in texts(panel)
    names = [formula.split("}")[0].removeprefix(r"$\text{") for formula in formulas(panel)]
    assert names[0] == r"z\_speeding"
    assert len(panel.table) == 1  # the arithmetic alone: regression has nothing to compare with
    assert f"{activation}(…) is an activation" in texts(panel)


def test_every_unit_of_a_large_network_can_be_opened(dataset):
    run = make_run(dataset, hidden_units=(64,) * 5, activation="relu", standardize=True)
    panel = open_panel(run)
    choose(panel, "Layer", 3)
    choose(panel, "Unit", 63)
    arithmetic = panel.table[0].value
    assert len(arithmetic) == 64 + 4
    assert arithmetic["input"].iloc[-1] == "**h4_64**"


def test_the_arithmetic_of_the_output_unit_ends_at_the_prediction(dataset):
    run = make_run(dataset, hidden_units=(2,), activation="tanh", standardize=True)
    panel = open_panel(run)
    choose(panel, "State", 7)
    choose(panel, "Layer", 1)
    last = panel.table[0].value.iloc[-1]
    assert last["input"] == "**accidents**"
    shown = float(read_number(last["= product"].strip("*")))
    assert shown == pytest.approx(run.history.predict(run.examples.x)[7, 0], rel=1e-5)
    assert results(panel)["Prediction"] == expected_results(run, 2, row=7)[0]


def test_a_change_by_hand_is_followed_at_once_and_marked(dataset):
    run = make_run(dataset)
    before = run.history.parameters.copy()
    panel = open_panel(run)
    assert not panel.warning
    assert results(panel) == dict(zip(("Prediction", "MSE"), expected_results(run, 2), strict=True))
    formula = formulas(panel)[0]

    change(panel, 0.75)
    assert "the weight from speeding to h1" in panel.warning[0].value
    assert "by hand 0.75" in panel.warning[0].value
    assert texts(panel).count("changed by hand]") == 2
    assert formulas(panel)[0] != formula
    assert panel.table[0].value.columns[0] == "changed by hand"
    assert panel.table[1].value["input × weight"].iloc[0].endswith("× 0.75")
    parameters = before.copy()
    parameters[2, 0] = 0.75
    by_hand = replace(run, history=replace(run.history, parameters=parameters))
    assert tuple(results(panel).values()) == expected_results(by_hand, 2)
    assert set(results(panel)) == {"Prediction, by hand", "MSE, by hand"}
    trained = [f"trained: {text}" for text in expected_results(run, 2)]
    assert [metric.delta for metric in panel.metric] == trained
    np.testing.assert_array_equal(run.history.parameters, before)

    press(panel, "restore_weight")
    assert not panel.warning
    assert formulas(panel)[0] == formula
    assert tuple(results(panel).values()) == expected_results(run, 2)
    assert panel.number_input[0].value == pytest.approx(float(before[2, 0]))
    assert panel.button(key="restore_weight").disabled


def test_a_bias_can_be_changed_as_well(dataset):
    panel = open_panel(make_run(dataset))
    choose(panel, "From", -1)
    change(panel, 2.5)
    assert "the bias of h1" in panel.warning[0].value


def test_changes_add_up_and_are_put_back_together(dataset):
    panel = change(open_panel(make_run(dataset)), 0.75)
    choose(panel, "From", 2)
    assert panel.number_input[0].value != 0.75
    change(panel, -1.5)
    assert panel.warning[0].value.count("by hand") == 2
    choose(panel, "From", 0)
    assert panel.number_input[0].value == 0.75
    press(panel, "restore_weights")
    assert not panel.warning


def test_an_emptied_box_means_the_trained_weight(dataset):
    panel = change(open_panel(make_run(dataset)), 0.75)
    change(panel, None)
    assert not panel.warning
    assert panel.number_input[0].value is not None


def test_a_change_belongs_to_its_epoch_and_its_run(dataset):
    run = make_run(dataset)
    panel = change(open_panel(run), 0.75)
    assert not rerun(panel, epoch=1).warning
    assert rerun(panel, epoch=2).warning
    assert not rerun(panel, run=make_run(dataset, "another")).warning
    assert not rerun(panel, run=run).warning


def test_another_structure_is_drawn_in_the_same_session(dataset):
    panel = choose(open_panel(make_run(dataset, hidden_units=(8, 8))), "Layer", 2)
    rerun(panel, run=make_run(dataset, "flat", hidden_units=()))
    rerun(panel, run=make_run(dataset, "few", hidden_units=(2,), features=("alcohol",)))
    assert results(panel)


@pytest.mark.parametrize("value", [np.nan, np.inf, 3e38, 0.0])
@pytest.mark.parametrize("activation", ["linear", "tanh", "exponential"])
def test_broken_weights_are_shown_and_can_be_changed(dataset, value, activation):
    run = make_run(dataset, activation=activation)
    run.history.parameters[:] = value
    panel = open_panel(run)
    assert bool(panel.info) == (not np.isfinite(value))
    change(panel, 0.5)
    assert panel.warning
    change(panel, 1e6)
    press(panel, "restore_weight")
    assert not panel.warning


def open_the_output(run, epoch):
    from nnplay.ui.panels.formula import panel
    from nnplay.ui.panels.formula.unit import open_unit
    from nnplay.ui.state import follow_address

    follow_address()
    open_unit(run.history.sizes, 1, 0)
    panel.draw(run, epoch)


def test_a_unit_can_be_opened_from_outside(dataset):
    kwargs = {"run": make_run(dataset), "epoch": 2}
    panel = rerun(AppTest.from_function(open_the_output, kwargs=kwargs, default_timeout=60))
    assert panel.table[-1].value["input"].iloc[-1] == "**accidents**"
