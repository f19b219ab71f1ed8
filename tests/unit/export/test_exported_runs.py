"""Exported scripts and notebooks, executed as a learner would, against the page's own runs."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pandas as pd
import pytest
from nbclient import NotebookClient

from nnplay.config import TrainingConfig
from nnplay.datasets import Dataset, dataset_of, load_dataset, prepare
from nnplay.datasets.csv import read_table
from nnplay.evaluation.metrics import accuracies, classes_of, squared_errors
from nnplay.export import PageNumbers, notebook, script
from nnplay.export.part import PageGradient
from nnplay.history import TrainingHistory
from nnplay.training import train
from nnplay.training.losses import gradients
from nnplay.training.step import take_step, train_to
from tests.covering import in_full
from tests.unit.datasets.csv.own_files import ask

TOLERANCE = 1e-4
pytestmark = pytest.mark.xdist_group("learner")
PENALTIES = {"l1": 0.01, "l2": 0.02, "hidden_units": (6, 4)}
RANDOM = {"validation_split": 0.3, "validation_rows": "random", "standardize": True}
STOPS = {  # at epoch 14, and goes back to epoch 12
    "epochs": 30,
    "patience": 2,
    "restore_best_weights": True,
    "learning_rate": 0.2,
    "learning_rate_schedule": "CosineDecay",
}
EXTRA_INPUTS = {"features": ("x1", "x2", "x1²", "sin x1"), "validation_rows": "random"}


@dataclass
class Run:
    """A run of the page, to be repeated by its script."""

    config: TrainingConfig
    dataset: Dataset

    @cached_property
    def history(self) -> TrainingHistory:
        return train(self.config, self.dataset)

    @cached_property
    def predicted(self) -> np.ndarray:
        return self.history.predict(prepare(self.config, self.dataset).x)

    @cached_property
    def gradient(self) -> PageGradient | None:
        """That of the last bias in the last step."""
        config, dataset = self.config, self.dataset
        if self.history.refusal:
            return None
        epoch = config.epochs - 1
        batches = config.batches(len(prepare(config, dataset).training_rows))
        step = take_step(config, dataset, train_to(config, dataset, epoch, None), batches - 1)
        weights = step.before[None]
        return PageGradient(
            name="the last bias",
            layer=len(config.hidden_units),
            row=-1,
            unit=dataset.outputs - 1,
            number=step.number,
            epoch=epoch,
            weights=step.before,
            rows=step.rows,
            value=float(gradients(config, dataset, weights, step.rows)[0, -1]),
        )

    @cached_property
    def page(self) -> PageNumbers:
        return replace(self._page, gradient=self.gradient)

    @cached_property
    def _page(self) -> PageNumbers:
        config, examples = self.config, prepare(self.config, self.dataset)
        loss = float(self.history.loss[-1]) if self.history.epochs else float("nan")
        if not self.dataset.classes:
            errors = squared_errors(examples, self.predicted)
            epoch = self.history.epochs
            return PageNumbers(loss, *errors, refusal=self.history.refusal, epoch=epoch)
        right = accuracies(examples, classes_of(self.predicted, config.loss))
        return PageNumbers(loss, float("nan"), None, self.history.refusal, *right)


def states(**change: Any) -> Run:
    """Return a run of which 10 epochs already lead far from the initial weights."""
    config = TrainingConfig(epochs=10, shuffle=False, learning_rate=0.02)
    return Run(replace(config, **change), load_dataset("car_crashes"))


def question(name: str, **change: Any) -> Run:
    """Return a run on another data set with its recommended settings, but with few points."""
    short = {"epochs": 10, "shuffle": False, "samples": 60}
    config = TrainingConfig(dataset=name, **{**load_dataset(name).recommended, **short, **change})
    return Run(config, dataset_of(config))


def own_table(target: str, classes: bool) -> Run:
    lines = [f"p{i},{i % 7},{'yn'[i % 2]},{i % 3 + i % 2},{'uvw'[i % 3]}" for i in range(40)]
    table = read_table("\n".join(["who,size,member,price in $,kind", *lines]).encode(), "own.csv")
    features = [
        column.name for column in table.columns if not column.flaw and column.name != target
    ]
    dataset = ask(table, target, features, classes)[0]
    short: dict[str, Any] = {"epochs": 10, "shuffle": False, "validation_split": 0.3}
    return Run(replace(dataset.recommended_settings, **short), dataset)


# One run for every way that a script can go.
EACH_WAY = {
    "rows_drawn": states(**RANDOM, **STOPS),
    "two_classes": question(
        "car_crashes_median",
        validation_split=0.2,
        output_activation="tanh",
        loss="hinge",
        **PENALTIES,
    ),
    "three_classes": question("car_crashes_terciles", loss="categorical_crossentropy"),
    "computed_inputs": question("spiral", noise=0.1, standardize=True, **EXTRA_INPUTS),
    "heights": question("bumps", validation_split=0.0, **PENALTIES),
    "own_classes": own_table("kind", classes=True),
}
# Each has several of what a setting can be, so that few do for all.
MORE = {
    "default_rate": states(learning_rate=None, hidden_units=(), seed=3),
    "constant": states(
        features=("alcohol", "ins_premium"),
        standardize=True,
        hidden_units=(8, 4),
        activation="tanh",
        kernel_initializer="constant",
        output_kernel_initializer="constant",
        loss="huber",
        batch_size=7,
    ),
    "momentum": states(
        output_activation="softplus",
        kernel_initializer="he_normal",
        standardize=True,
        optimizer="SGD with momentum",
        learning_rate=0.003,
    ),
    "falls_and_stops": states(
        validation_split=0.3,
        standardize=True,
        hidden_units=(4, 3),
        layer_activations=("tanh", "relu"),
        learning_rate_schedule="ExponentialDecay",
        patience=4,
        epochs=30,
        learning_rate=0.2,
    ),
    "three_rates": states(
        kernel_initializer="zeros",
        learning_rate_schedule="PiecewiseConstantDecay",
        optimizer="Adagrad",
    ),
    "one_batch": states(
        loss="poisson",
        output_activation="exponential",
        validation_split=0.2,
        standardize=True,
        batch_size=51,
    ),
    "ends_in_nan": states(optimizer="SGD"),
    "not_a_number": question(
        "car_crashes_median",
        standardize=False,
        optimizer="SGD",
        output_activation="linear",
        loss="mean_squared_error",
    ),
    "three_classes_drawn": question("car_crashes_terciles", **RANDOM),
    "own_quantity": own_table("price in", classes=False),
}
DROPOUT = question("car_crashes_terciles", dropout=0.3, hidden_units=(8, 4), l2=0.01)
SHUFFLED = states(shuffle=True, standardize=True, epochs=60, learning_rate=0.01)
REFUSED = states(loss="sparse_categorical_crossentropy")
RUNS = EACH_WAY | MORE


@pytest.fixture
def run_script(tmp_path, run_program) -> Callable[[Run], tuple[str, str]]:
    """Return a function that runs a run's script: what it prints, and the error it ends with."""

    def run(each: Run) -> tuple[str, str]:
        program = tmp_path / "network.py"
        program.write_text(script(each.config, each.dataset, each.page), "utf-8")
        return run_program(program)

    return run


def run_notebook(run: Run, folder: Path, monkeypatch) -> str:
    """Run a notebook in a kernel of its own; return what it printed."""
    for variable in ("IPYTHONDIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR"):
        monkeypatch.setenv(variable, str(folder / variable))
    monkeypatch.delenv("MPLBACKEND", raising=False)  # Streamlit sets it when another test loads it
    text = notebook(run.config, run.dataset, run.page)
    book = nbformat.reads(text, as_version=nbformat.NO_CONVERT)
    client = NotebookClient(book, timeout=300, resources={"metadata": {"path": str(folder)}})
    client.execute()
    outputs = [output for cell in book.cells for output in cell.get("outputs", ())]
    assert not [output for output in outputs if output.output_type == "execute_result"]
    assert sum("image/png" in output.get("data", ()) for output in outputs) == 1
    return "".join(output.text for output in outputs if output.get("name") == "stdout")


def printed_numbers(text):
    return {name: float(number) for name, number in re.findall(r"^(.+): (\S+)$", text, re.M)}


def assert_same_gradient(text):
    here, on_page = re.search(
        r"^gradient: (\S+) here, (\S+) on nnplay's page$", text, re.M
    ).groups()
    assert float(here) == pytest.approx(float(on_page), rel=1e-3, abs=1e-5, nan_ok=True)


def assert_same_as_the_page(text, run):
    assert_same_gradient(text)
    assert_numbers_of_the_page(text, run)
    assert_predictions_of_the_page(text, run)
    if run.dataset.classes:
        assert_confusion_of_the_page(text, run)


def assert_numbers_of_the_page(text, run):
    page, epochs = run.page, run.history.epochs
    name, value, held_out = "mean squared error", page.mse, page.val_mse
    if run.dataset.classes:
        name, value, held_out = "accuracy", page.accuracy, page.val_accuracy
    expected = {f"loss in epoch {epochs}": page.loss, name: value}
    if held_out is not None:
        expected[f"val_loss in epoch {epochs}"] = run.history.val_loss[-1]
        expected[f"{name} on the rows held out"] = held_out
    assert printed_numbers(text) == pytest.approx(expected, rel=TOLERANCE, nan_ok=True)


def printed_rows(text, config, dataset):
    """Yield each row of the table of predictions: actual, predicted, outputs, held out."""
    split = " +(True|False)" if config.validation_split else "()"
    outputs = "()"
    if dataset.classes:  # the columns of several classes were added at last
        outputs = r" +(\S+)" if dataset.outputs == 1 else r"((?: +\S+){3})"
    ending = outputs + split if dataset.outputs == 1 else split + outputs
    for number, (short, name) in enumerate(dataset.row_labels.items()):
        first = r"\S+ +\S+" if dataset.pattern else name
        key = number + 1 if dataset.pattern else short
        found = re.search(rf"^{key} +{first} +(\S+) +(\S+){ending}$", text, re.M)
        actual, predicted, *last = found.groups()
        yield actual, predicted, *(last if dataset.outputs == 1 else last[::-1])


def assert_predictions_of_the_page(text, run):
    """Compare the table of predictions, one line per row of the data."""
    config, dataset, predicted = run.config, run.dataset, run.predicted
    examples = prepare(config, dataset)
    held_out = np.isin(np.arange(len(predicted)), examples.validation_rows)
    names = [*dataset.classes, "NaN"]
    rows = printed_rows(text, config, dataset)
    for number, (actual, decided, outputs, tried) in enumerate(rows):
        if dataset.classes:
            assert actual == names[int(examples.y[number, 0])]
            assert decided == names[classes_of(predicted[number : number + 1], config.loss)[0]]
        else:
            assert float(actual) == pytest.approx(examples.y[number, 0], abs=0.0051)
            outputs = decided
        # printed with two or three decimals
        assert [float(output) for output in outputs.split()] == pytest.approx(
            predicted[number], rel=TOLERANCE, abs=0.0051, nan_ok=True
        )
        assert tried == (str(held_out[number]) if held_out.any() else "")
    assert number == len(predicted) - 1


def assert_confusion_of_the_page(text, run):
    """Compare the confusion matrix."""
    config, dataset, predicted = run.config, run.dataset, run.predicted
    examples = prepare(config, dataset)
    numbers = examples.y[:, 0].astype(int), classes_of(predicted, config.loss)
    actual, decided = (
        pd.Series(pd.Categorical.from_codes(each, dataset.classes), name=name)
        for name, each in zip(("actual", "predicted"), numbers, strict=True)
    )
    index = [actual]
    if config.validation_split:
        held_out = np.isin(np.arange(len(predicted)), examples.validation_rows)
        index = [pd.Series(held_out, name="held_out"), actual]
    assert pd.crosstab(index, decided, dropna=False).to_string() in text


def spread(run):
    """Return the lowest and highest loss and error that other orders of the rows may give.

    The order that Keras draws is as good as the one that another seed draws in nnplay, so its
    result belongs among those of other seeds. (They have other initial weights too, so they may
    differ more than orders alone would make them.) No 21st result need lie between the lowest and
    the highest of 20; so the range is widened by the distance between the quartiles, on a
    logarithmic scale.
    """
    runs = [Run(replace(run.config, seed=seed), run.dataset) for seed in range(20)]
    logarithms = np.log([[each._page.loss, each._page.mse] for each in runs])
    low, first, third, high = np.percentile(logarithms, [0, 25, 75, 100], axis=0)
    return np.exp(low - (third - first)), np.exp(high + (third - first))


@pytest.mark.parametrize("name", in_full(RUNS, but=EACH_WAY))
def test_a_script_gives_the_numbers_of_the_page(name, run_script):
    printed, error = run_script(RUNS[name])
    assert not error
    assert_same_as_the_page(printed, RUNS[name])


@pytest.mark.full
def test_a_notebook_gives_the_numbers_of_the_page(tmp_path, monkeypatch):
    run = RUNS["own_classes"]  # the code of each is that of its script, see test_export.py
    assert_same_as_the_page(run_notebook(run, tmp_path, monkeypatch), run)


def test_with_dropout_the_script_runs_to_other_numbers(run_script):
    printed, error = run_script(DROPOUT)
    assert not error
    found = printed_numbers(printed)
    assert found.keys() >= {"loss in epoch 10", "accuracy"}
    assert_same_gradient(printed)
    assert np.isfinite(list(found.values())).all()


def test_a_refused_script_says_why_and_fails_with_the_error_of_keras(run_script):
    printed, error = run_script(REFUSED)
    assert "outside the valid range" in error
    assert printed_numbers(printed) == {}
    code = script(REFUSED.config, REFUSED.dataset, REFUSED.page)
    before_fit = code.split("history = model.fit")[0]
    assert "# Keras refuses to train with sparse_categorical_crossentropy" in before_fit


@pytest.mark.full
def test_shuffled_it_gives_what_another_order_of_the_rows_may_give(run_script):
    low, high = spread(SHUFFLED)
    printed, error = run_script(SHUFFLED)
    assert not error
    numbers = printed_numbers(printed)
    found = [numbers["loss in epoch 60"], numbers["mean squared error"]]
    assert (low <= found).all()
    assert (found <= high).all()
