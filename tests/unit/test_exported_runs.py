"""Exported scripts and notebooks, executed as a learner would, against the page's own runs."""

import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import Any

import nbformat
import numpy as np
import pandas as pd
import pytest
from nbclient import NotebookClient

from nnplay.config import TrainingConfig
from nnplay.datasets import dataset_of, load_dataset, prepare
from nnplay.datasets.own import make_dataset, read_table
from nnplay.export import PageNumbers, notebook, script
from nnplay.metrics import accuracy, classes_of, squared_errors
from nnplay.training import train

TOLERANCE = 1e-4
DEFAULT = TrainingConfig()
# fast enough that 25 epochs lead far from the initial weights
SHORT = TrainingConfig(epochs=25, shuffle=False, learning_rate=0.02)
RANDOM = {"validation_split": 0.3, "validation_rows": "random", "standardize": True}
CHANGES = [
    {"learning_rate": None},
    {"standardize": True},
    {"validation_split": 0.2},
    {"validation_split": 0.2, "standardize": True, "batch_size": 51},
    RANDOM,
    {"features": ("alcohol", "ins_premium"), "standardize": True},
    {"hidden_units": (), "seed": 3},
    {"hidden_units": (8, 4), "activation": "tanh", "standardize": True},
    {"output_activation": "softplus", "kernel_initializer": "he_normal", "standardize": True},
    {"kernel_initializer": "zeros"},
    {"kernel_initializer": "constant", "output_kernel_initializer": "constant"},
    {"optimizer": "SGD with momentum", "learning_rate": 0.003, "standardize": True},
    {"optimizer": "Adam", "learning_rate": 0.05},
    {"loss": "huber", "batch_size": 7, "standardize": True},
    {"loss": "poisson", "output_activation": "exponential", "standardize": True},
    {"optimizer": "SGD"},  # ends in NaN
]
TANH = {"output_activation": "tanh", "loss": "hinge"}
NOT_A_NUMBER = {
    "standardize": False,
    "optimizer": "SGD",
    "output_activation": "linear",
    "loss": "mean_squared_error",
}
ONE_COLUMN_A_CLASS = {"loss": "categorical_crossentropy"}
PENALTIES = {"l1": 0.01, "l2": 0.02, "hidden_units": (6, 4)}
EXTRA_INPUTS = {"features": ("x1", "x2", "x1²", "sin x1"), "validation_rows": "random"}
# Other questions than that of car_crashes, with what differs from the settings that suit them.
QUESTIONS: list[tuple[str, dict[str, Any]]] = [
    ("car_crashes_median", {"validation_split": 0.2}),
    ("car_crashes_median", NOT_A_NUMBER),
    ("car_crashes_median", TANH | PENALTIES),
    ("car_crashes_terciles", RANDOM),
    ("car_crashes_terciles", ONE_COLUMN_A_CLASS),
    ("circle", {"noise": 0.1}),
    ("spiral", EXTRA_INPUTS | {"standardize": True}),
    ("bumps", PENALTIES | {"validation_split": 0.0}),
]


def suited_config(name, change):
    """Return a short run on few points with the settings that suit a question."""
    short = {"epochs": 25, "shuffle": False, "samples": 60}
    return TrainingConfig(dataset=name, **{**load_dataset(name).suited, **short, **change})


def page_numbers(config, dataset):
    history, examples = train(config, dataset), prepare(config, dataset)
    predicted = history.predict(examples.x)
    loss = float(history.loss[-1]) if history.epochs else float("nan")
    if not dataset.classes:
        return PageNumbers(loss, *squared_errors(examples, predicted), refusal=history.refusal)
    training, held_out = (
        accuracy(examples.y[rows], predicted[rows], config.loss) if len(rows) else None
        for rows in (examples.training_rows, examples.validation_rows)
    )
    return PageNumbers(loss, float("nan"), accuracy=training, val_accuracy=held_out)


def run_script(config, dataset, folder):
    code = script(config, dataset, page_numbers(config, dataset))
    return run_code(code, folder)


def run_code(code, folder):
    """Run a script where it finds neither this package nor a screen; warnings are errors."""
    file = folder / "network.py"
    file.write_text(code, "utf-8")
    return subprocess.run(
        [sys.executable, "-W", "error", file.name],
        cwd=folder,
        env={**os.environ, "MPLBACKEND": "Agg"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def run_notebook(text, folder, monkeypatch):
    """Run a notebook in a kernel of its own; return what it printed and how many plots it has."""
    for variable in ("IPYTHONDIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR"):
        monkeypatch.setenv(variable, str(folder / variable))
    monkeypatch.delenv("MPLBACKEND", raising=False)  # Streamlit sets it when another test loads it
    book = nbformat.reads(text, as_version=nbformat.NO_CONVERT)
    client = NotebookClient(book, timeout=300, resources={"metadata": {"path": str(folder)}})
    client.execute()
    outputs = [output for cell in book.cells for output in cell.get("outputs", ())]
    assert not [output for output in outputs if output.output_type == "execute_result"]
    plots = [output for output in outputs if "image/png" in output.get("data", ())]
    printed = [output for output in outputs if output.get("name") == "stdout"]
    return "".join(output.text for output in printed), len(plots)


def run_both(config, dataset, folder, monkeypatch):
    """Run script and notebook, each with one plot; return what they printed."""
    page = page_numbers(config, dataset)
    with ThreadPoolExecutor() as beside:  # each takes seconds to load TensorFlow
        running = beside.submit(run_code, script(config, dataset, page), folder)
        printed, plots = run_notebook(notebook(config, dataset, page), folder, monkeypatch)
    done = running.result()
    assert done.returncode == 0, done.stderr
    assert plots == 1
    return done.stdout, printed


def printed_numbers(text):
    return {name: float(number) for name, number in re.findall(r"^(.+): (\S+)$", text, re.M)}


def assert_numbers_of_the_page(text, config, dataset):
    page, history = page_numbers(config, dataset), train(config, dataset)
    name, value, held_out = "mean squared error", page.mse, page.val_mse
    if dataset.classes:
        name, value, held_out = "accuracy", page.accuracy, page.val_accuracy
    expected = {f"loss in epoch {config.epochs}": page.loss, name: value}
    if held_out is not None:
        expected[f"val_loss in epoch {config.epochs}"] = history.val_loss[-1]
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


def assert_predictions_of_the_page(text, config, dataset):
    """Compare the table, one line a row of the data."""
    examples = prepare(config, dataset)
    predicted = train(config, dataset).predict(examples.x)
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


def assert_confusion_of_the_page(text, config, dataset):
    """Compare the last table, how many rows of each class are taken for which."""
    examples = prepare(config, dataset)
    predicted = train(config, dataset).predict(examples.x)
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


def spread(config, dataset):
    """Return the lowest and highest loss and error that other orders of the rows may give.

    The order that Keras draws is as good as the one that another seed draws in nnplay, so its
    result belongs among those of other seeds. (They have other initial weights too, so they may
    differ more than orders alone would make them.) No 21st result need lie between the lowest and
    the highest of 20; so the range is widened by the distance between the quartiles, on a
    logarithmic scale because the results span a factor of 30.
    """
    pages = [page_numbers(replace(config, seed=seed), dataset) for seed in range(20)]
    logarithms = np.log([[page.loss, page.mse] for page in pages])
    low, first, third, high = np.percentile(logarithms, [0, 25, 75, 100], axis=0)
    return np.exp(low - (third - first)), np.exp(high + (third - first))


@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_script_and_notebook_give_the_numbers_of_the_page(change, dataset, tmp_path, monkeypatch):
    config = replace(SHORT, **change)
    for text in run_both(config, dataset, tmp_path, monkeypatch):
        assert_numbers_of_the_page(text, config, dataset)
        assert_predictions_of_the_page(text, config, dataset)


@pytest.mark.parametrize(("name", "change"), QUESTIONS, ids=str)
def test_other_questions_give_the_numbers_of_the_page(name, change, tmp_path, monkeypatch):
    config = suited_config(name, change)
    dataset = dataset_of(config)
    for text in run_both(config, dataset, tmp_path, monkeypatch):
        assert_numbers_of_the_page(text, config, dataset)
        assert_predictions_of_the_page(text, config, dataset)
        if dataset.classes:
            assert_confusion_of_the_page(text, config, dataset)


def own_dataset(target, classes):
    lines = [f"p{i},{i % 7},{'yn'[i % 2]},{i % 3 + i % 2},{'uvw'[i % 3]}" for i in range(40)]
    table = read_table("\n".join(["who,size,member,price in $,kind", *lines]).encode(), "own.csv")
    return make_dataset(table, target, [n for n in table.usable if n != target], classes)[0]


@pytest.mark.parametrize(("target", "classes"), [("kind", True), ("price in", False)])
def test_own_tables_give_the_numbers_of_the_page(target, classes, tmp_path, monkeypatch):
    dataset = own_dataset(target, classes)
    short = {"epochs": 25, "shuffle": False, "validation_split": 0.3}
    config = replace(dataset.suited_config, **short)
    for text in run_both(config, dataset, tmp_path, monkeypatch):
        assert_numbers_of_the_page(text, config, dataset)
        assert_predictions_of_the_page(text, config, dataset)
        if classes:
            assert_confusion_of_the_page(text, config, dataset)


def test_with_dropout_the_script_runs_to_other_numbers(tmp_path):
    change = {"dropout": 0.3, "hidden_units": (8, 4), "l2": 0.01}
    config = suited_config("car_crashes_terciles", change)
    dataset = dataset_of(config)
    done = run_script(config, dataset, tmp_path)
    assert done.returncode == 0, done.stderr
    found = printed_numbers(done.stdout)
    assert found.keys() == {"loss in epoch 25", "accuracy"}
    assert np.isfinite(list(found.values())).all()


def test_by_default_they_give_what_another_order_of_the_rows_may_give(
    dataset, tmp_path, monkeypatch
):
    low, high = spread(DEFAULT, dataset)
    for text in run_both(DEFAULT, dataset, tmp_path, monkeypatch):
        numbers = printed_numbers(text)
        found = [numbers["loss in epoch 500"], numbers["mean squared error"]]
        assert (low <= found).all()
        assert (found <= high).all()


def test_a_refused_script_says_why_and_fails_with_the_error_of_keras(dataset, tmp_path):
    config = replace(SHORT, loss="sparse_categorical_crossentropy")
    done = run_script(config, dataset, tmp_path)
    assert done.returncode == 1
    assert "outside the valid range" in done.stderr
    assert printed_numbers(done.stdout) == {}
    before_fit = (tmp_path / "network.py").read_text("utf-8").split("history = model.fit")[0]
    assert "# Keras refuses to train with sparse_categorical_crossentropy" in before_fit
