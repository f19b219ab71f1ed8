"""Exported scripts and notebooks, executed as a learner would, against the page's own runs."""

import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import nbformat
import numpy as np
import pytest
from nbclient import NotebookClient

from nnplay.config import TrainingConfig
from nnplay.datasets import prepare
from nnplay.export import PageNumbers, notebook, script
from nnplay.metrics import squared_errors
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


def page_numbers(config, dataset):
    history, examples = train(config, dataset), prepare(config, dataset)
    errors = squared_errors(examples, history.predict(examples.x))
    loss = float(history.loss[-1]) if history.epochs else float("nan")
    return PageNumbers(loss, *errors, refusal=history.refusal)


def run_script(config, dataset, folder):
    """Run the script where it finds neither this package nor a screen; warnings are errors."""
    file = folder / "network.py"
    file.write_text(script(config, dataset, page_numbers(config, dataset)), "utf-8")
    return subprocess.run(
        [sys.executable, "-W", "error", file.name],
        cwd=folder,
        env={**os.environ, "MPLBACKEND": "Agg"},
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


def run_notebook(config, dataset, folder, monkeypatch):
    """Run the notebook in a kernel of its own; return what it printed and how many plots it has."""
    for variable in ("IPYTHONDIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR"):
        monkeypatch.setenv(variable, str(folder / variable))
    monkeypatch.delenv("MPLBACKEND", raising=False)  # Streamlit sets it when another test loads it
    book = nbformat.reads(
        notebook(config, dataset, page_numbers(config, dataset)), as_version=nbformat.NO_CONVERT
    )
    client = NotebookClient(book, timeout=300, resources={"metadata": {"path": str(folder)}})
    client.execute()
    outputs = [output for cell in book.cells for output in cell.get("outputs", ())]
    assert not [output for output in outputs if output.output_type == "execute_result"]
    plots = [output for output in outputs if "image/png" in output.get("data", ())]
    printed = [output for output in outputs if output.get("name") == "stdout"]
    return "".join(output.text for output in printed), len(plots)


def printed_numbers(text):
    return {name: float(number) for name, number in re.findall(r"^(.+): (\S+)$", text, re.M)}


def assert_numbers_of_the_page(text, config, dataset):
    page, history = page_numbers(config, dataset), train(config, dataset)
    expected = {
        f"loss in epoch {config.epochs}": page.loss,
        "mean squared error": page.mse,
    }
    if page.val_mse is not None:
        expected[f"val_loss in epoch {config.epochs}"] = history.val_loss[-1]
        expected["mean squared error on the rows held out"] = page.val_mse
    assert printed_numbers(text) == pytest.approx(expected, rel=TOLERANCE, nan_ok=True)


def assert_predictions_of_the_page(text, config, dataset):
    """Compare the table, one line a state: abbreviation, name, actual, predicted, held out."""
    examples = prepare(config, dataset)
    predicted = train(config, dataset).predict(examples.x)[:, 0]
    held_out = np.isin(np.arange(len(predicted)), examples.validation_rows)
    names = dataset.row_labels.items()
    for (short, name), actual, number, tried in zip(
        names, dataset.frame[dataset.target], predicted, held_out, strict=True
    ):
        found = re.search(rf"^{short} +{name} +(\S+) +(\S+)(?: +(True|False))?$", text, re.M)
        assert float(found[1]) == actual
        # printed with two decimals
        assert float(found[2]) == pytest.approx(number, rel=TOLERANCE, abs=0.0051, nan_ok=True)
        assert found[3] == (str(tried) if held_out.any() else None)


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


def assert_within_the_spread(text, config, dataset):
    numbers = printed_numbers(text)
    found = [numbers[f"loss in epoch {config.epochs}"], numbers["mean squared error"]]
    low, high = spread(config, dataset)
    assert (low <= found).all()
    assert (found <= high).all()


@pytest.mark.parametrize("change", CHANGES, ids=str)
def test_script_and_notebook_give_the_numbers_of_the_page(change, dataset, tmp_path, monkeypatch):
    config = replace(SHORT, **change)
    with ThreadPoolExecutor() as beside:  # each takes seconds to load TensorFlow
        running = beside.submit(run_script, config, dataset, tmp_path)
        printed, plots = run_notebook(config, dataset, tmp_path, monkeypatch)
    done = running.result()
    assert done.returncode == 0, done.stderr
    assert plots == 1
    for text in (done.stdout, printed):
        assert_numbers_of_the_page(text, config, dataset)
        assert_predictions_of_the_page(text, config, dataset)


def test_the_default_script_gives_what_another_order_of_the_rows_may_give(dataset, tmp_path):
    done = run_script(DEFAULT, dataset, tmp_path)
    assert done.returncode == 0, done.stderr
    assert_within_the_spread(done.stdout, DEFAULT, dataset)


def test_a_refused_script_says_why_and_fails_with_the_error_of_keras(dataset, tmp_path):
    config = replace(SHORT, loss="sparse_categorical_crossentropy")
    done = run_script(config, dataset, tmp_path)
    assert done.returncode == 1
    assert "outside the valid range" in done.stderr
    assert printed_numbers(done.stdout) == {}
    before_fit = (tmp_path / "network.py").read_text("utf-8").split("history = model.fit")[0]
    assert "# Keras refuses to train with sparse_categorical_crossentropy" in before_fit


def test_the_default_notebook_gives_what_another_order_of_the_rows_may_give(
    dataset, tmp_path, monkeypatch
):
    printed, plots = run_notebook(DEFAULT, dataset, tmp_path, monkeypatch)
    assert plots == 1
    assert_within_the_spread(printed, DEFAULT, dataset)
