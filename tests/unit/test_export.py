"""The texts of exported scripts and notebooks; `test_exported_runs.py` executes them."""

import ast
import io
import json
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
import numpy as np
import pandas as pd
import pytest

from nnplay import config as choices
from nnplay.config import ConfigError, TrainingConfig
from nnplay.datasets import Dataset, prepare
from nnplay.export import PageNumbers, history_csv, notebook, script
from nnplay.history import TrainingHistory

ROOT = Path(__file__).parents[2]
PAGE = PageNumbers(loss=3.214159, mse=3.201124)
OPTIONS: dict[str, Iterable[Any]] = {
    "features": [("ins_losses",), ("alcohol", "speeding")],
    "standardize": [True],
    "hidden_units": [(), (1,), (8, 4), (64,) * 5],
    "activation": choices.ACTIVATIONS,
    "output_activation": choices.OUTPUT_ACTIVATIONS,
    "kernel_initializer": choices.KERNEL_INITIALIZERS,
    "output_kernel_initializer": choices.KERNEL_INITIALIZERS,
    "optimizer": choices.OPTIMIZERS,
    "learning_rate": [1e-6, 0.001, 1, 10.0],
    "loss": choices.LOSSES,
    "epochs": [1, 5_000],
    "batch_size": [1, 51],
    "shuffle": [False],
    "seed": [choices.MAX_SEED],
}
SPLITS: list[dict[str, Any]] = [
    {"validation_split": share, "validation_rows": rows, "standardize": standardize}
    for share in (0.01, 0.2, 0.8)
    for rows in choices.VALIDATION_ROWS
    for standardize in (False, True)
]
CHANGES = [{name: value} for name, values in OPTIONS.items() for value in values] + SPLITS
CONFIGS = [replace(TrainingConfig(), **change) for change in ({}, *CHANGES)]
every_option = pytest.mark.parametrize("config", CONFIGS, ids=["default", *map(str, CHANGES)])


@pytest.fixture(scope="module")
def awkward() -> Dataset:
    """Make a table whose texts and numbers break what is not careful with them."""
    names = [
        'say """stop"""',
        "back\\slash",
        "two\nlines",
        "a, b",
        "NA",
        "007",
        "O'Hara's",
        "\u2028",
    ]
    values = np.random.default_rng(0).normal(size=(8, 3)) * [1e-20, 1, 1e10]
    columns = ['a "quoted" one', "it's", "back\\slash"]
    frame = pd.DataFrame(values, index=pd.Index(names[::-1]), columns=columns)
    frame["constant"] = 0.1
    return Dataset(
        name='"""\\',
        frame=frame,
        target="it's",
        target_label='so-called "size"',
        question="What?",
        row_labels=pd.Series(names, index=frame.index),
        descriptions={"constant": "always\n0.1 # or so", "it's": '"""'},
        source='First line.\n\nSecond line with """ and \\n.',
    )


def calls(code):
    """Return the arguments of every call, by the name of the function."""
    found = {}
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call):
            arguments = [*node.args, *(keyword.value for keyword in node.keywords)]
            names = [*range(len(node.args)), *(keyword.arg for keyword in node.keywords)]
            texts = map(ast.unparse, arguments)
            called = dict(zip(names, texts, strict=True))
            found.setdefault(ast.unparse(node.func), []).append(called)
    return found


def variables_before_keras(code):
    """Execute the script up to the model, without loading Keras."""
    head, _ = code.split("# The seed makes")
    variables = {}
    exec(head.replace("import keras\nimport matplotlib.pyplot as plt\n", ""), variables)
    return variables


def code_of(book):
    cells = nbformat.reads(book, as_version=4).cells
    return "\n\n".join(cell.source for cell in cells if cell.cell_type == "code")


@every_option
def test_the_script_compiles_and_imports_only_what_its_head_names(config, dataset):
    code = script(config, dataset, PAGE)
    compile(code, "network.py", "exec", dont_inherit=True)
    tree = ast.parse(code)
    imported = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    assert imported == {"io", "keras", "matplotlib.pyplot", "numpy", "pandas"}
    assert "pip install tensorflow pandas matplotlib" in ast.get_docstring(tree)
    assert max(map(len, code.splitlines())) <= 100


@every_option
def test_every_setting_stands_in_the_code(config, dataset):
    found = calls(script(config, dataset, PAGE))
    assert found["keras.utils.set_random_seed"] == [{0: str(config.seed)}]
    inputs = len(prepare(config, dataset).features)
    assert found["keras.Input"] == [{0: f"({inputs},)"}]
    rate = config.learning_rate or choices.OPTIMIZERS[config.optimizer]
    name, momentum = config.optimizer, {}
    if name == "SGD with momentum":
        name, momentum = "SGD", {"momentum": "0.9"}
    assert found[f"keras.optimizers.{name}"] == [{"learning_rate": repr(rate), **momentum}]
    (compiled,) = found["model.compile"]
    assert compiled["loss"] == repr(config.loss)
    (fit,) = found["model.fit"]
    assert fit["epochs"] == str(config.epochs)
    assert fit["batch_size"] == str(config.batch_size)
    assert fit["shuffle"] == str(config.shuffle)
    split = {name: value for name, value in fit.items() if str(name).startswith("validation")}
    if not config.validation_split:
        assert split == {}
    elif config.validation_rows == "last":
        assert split == {"validation_split": str(config.validation_split)}
    else:
        assert split == {"validation_data": "(x[held_out], y[held_out])"}


@every_option
def test_every_layer_stands_in_the_code_without_keras_defaults(config, dataset):
    layers = calls(script(config, dataset, PAGE))["keras.layers.Dense"]
    units = (*config.hidden_units, 1)
    initializers = [config.kernel_initializer] * len(config.hidden_units)
    initializers.append(config.output_kernel_initializer)
    expected = []
    for count, activation, initializer in zip(units, config.activations, initializers, strict=True):
        layer = {0: str(count)}
        if activation != "linear":
            layer["activation"] = repr(activation)
        if initializer == "constant":
            layer["kernel_initializer"] = "keras.initializers.Constant(0.1)"
        elif initializer != "glorot_uniform":
            layer["kernel_initializer"] = repr(initializer)
        expected.append(layer)
    assert layers == expected


@pytest.mark.parametrize("change", SPLITS, ids=str)
def test_rows_are_split_and_scaled_as_in_nnplay_to_the_last_bit(change, dataset):
    config = TrainingConfig(**change)
    examples = prepare(config, dataset)
    variables = variables_before_keras(script(config, dataset, PAGE))
    np.testing.assert_array_equal(variables["x"], examples.x, strict=True)
    np.testing.assert_array_equal(variables["y"], examples.y, strict=True)
    np.testing.assert_array_equal(np.flatnonzero(variables["training"]), examples.training_rows)
    np.testing.assert_array_equal(np.flatnonzero(variables["held_out"]), examples.validation_rows)


@pytest.mark.parametrize("features", [None, ("ins_losses",), ("alcohol", "speeding")])
@pytest.mark.parametrize("standardize", [False, True])
def test_features_are_chosen_and_scaled_as_in_nnplay(features, standardize, dataset):
    config = TrainingConfig(features=features, standardize=standardize)
    variables = variables_before_keras(script(config, dataset, PAGE))
    np.testing.assert_array_equal(variables["x"], prepare(config, dataset).x, strict=True)
    assert "training" not in variables


def test_the_data_read_back_exactly(dataset):
    code = script(TrainingConfig(), dataset, PAGE)
    table = variables_before_keras(code)["table"]
    assert list(table.columns) == ["state", *dataset.frame.columns]
    pd.testing.assert_series_equal(table.pop("state"), dataset.row_labels)
    pd.testing.assert_frame_equal(table, dataset.frame, check_exact=True)
    assert 'pd.read_csv(io.StringIO(DATA), index_col="abbrev")' in code
    assert "creativecommons.org" in code


@pytest.mark.parametrize("rows", choices.VALIDATION_ROWS)
def test_awkward_texts_and_numbers_read_back_exactly(rows, awkward):
    config = TrainingConfig(
        standardize=True, validation_split=0.3, validation_rows=rows, batch_size=2
    )
    code = script(config, awkward, PAGE)
    compile(code, "network.py", "exec", dont_inherit=True)
    variables = variables_before_keras(code)
    assert variables["table"].index.tolist() == awkward.frame.index.tolist()
    assert variables["table"]["state"].tolist() == awkward.row_labels.tolist()
    np.testing.assert_array_equal(variables["table"][awkward.frame.columns], awkward.frame)
    examples = prepare(config, awkward)
    np.testing.assert_array_equal(variables["x"], examples.x, strict=True)
    assert (variables["x"][:, -1] == 0).all()
    np.testing.assert_array_equal(np.flatnonzero(variables["held_out"]), examples.validation_rows)
    book = nbformat.reads(notebook(config, awkward, PAGE), as_version=4)
    nbformat.validate(book)


def test_ruff_would_write_the_scripts_the_same_way(dataset, awkward, tmp_path):
    pytest.importorskip("ruff")
    small = TrainingConfig(batch_size=2, validation_split=0.3, standardize=True)
    cases = [(config, dataset) for config in CONFIGS]
    cases += [(replace(small, validation_rows=rows), awkward) for rows in choices.VALIDATION_ROWS]
    for number, (config, data) in enumerate(cases):
        (tmp_path / f"network_{number}.py").write_text(script(config, data, PAGE), "utf-8")
    # lines of data may be long
    for command in (["format", "--check"], ["check", "--ignore", "E501"]):
        options = ["--no-cache", "--config", ROOT / "pyproject.toml", tmp_path]
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *command, *options],
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr


@every_option
def test_the_notebook_is_valid_and_runs_the_code_of_the_script(config, dataset):
    book = notebook(config, dataset, PAGE)
    nbformat.validate(nbformat.reads(book, as_version=4))
    # as trees, which leave out the comments that are Markdown in the notebook
    _, *statements = ast.parse(script(config, dataset, PAGE)).body
    expected = ast.Module(statements, type_ignores=[])
    assert ast.dump(ast.parse(code_of(book))) == ast.dump(expected)


def test_the_notebook_explains_every_step(dataset):
    book = json.loads(notebook(TrainingConfig(validation_split=0.2), dataset, PAGE))
    kinds = [cell["cell_type"] for cell in book["cells"]]
    assert kinds[:2] == ["markdown", "code"]
    assert kinds[2:] == ["markdown", "code"] * (len(kinds) // 2 - 1)
    assert "%pip install tensorflow pandas matplotlib" in "".join(book["cells"][0]["source"])
    assert book["metadata"]["kernelspec"]["name"] == "python3"
    assert all(not cell.get("outputs") for cell in book["cells"])


@pytest.mark.parametrize("write", [script, notebook])
def test_the_same_run_gives_the_same_file(write, dataset):
    config = TrainingConfig(validation_split=0.2, validation_rows="random", standardize=True)
    assert write(config, dataset, PAGE) == write(config, dataset, PAGE)
    assert write(config, dataset, PAGE) != write(replace(config, seed=1), dataset, PAGE)


@pytest.mark.parametrize("write", [script, notebook])
def test_a_configuration_that_does_not_fit_the_data_is_named(write, dataset):
    with pytest.raises(ConfigError, match="batch_size is 52"):
        write(TrainingConfig(batch_size=52), dataset, PAGE)


def comment_before_fit(config, dataset, page):
    """Return the words of the comment, however its lines are broken."""
    _, after = script(config, dataset, page).split("weights_before = model.get_weights()\n\n")
    lines = after.split("history = model.fit")[0].splitlines()
    assert all(line.startswith("# ") for line in lines)
    return " ".join(line.removeprefix("# ") for line in lines)


def test_the_numbers_of_the_page_stand_before_fit(dataset):
    comment = comment_before_fit(TrainingConfig(), dataset, PAGE)
    numbers = "nnplay's page: loss 3.2142 in epoch 500, mean squared error 3.2011 after it"
    assert comment.startswith(f"{numbers}. ")
    assert "differ" in comment
    assert "order of the rows" in comment
    comment = comment_before_fit(TrainingConfig(shuffle=False), dataset, PAGE)
    assert comment.startswith(f"{numbers}. The numbers here agree")
    assert "rounding" in comment
    split = replace(PAGE, val_mse=4.00012)
    comment = comment_before_fit(TrainingConfig(validation_split=0.2), dataset, split)
    assert comment.startswith(f"{numbers}, 4.0001 on the rows held out. ")


def test_numbers_of_every_size_are_said(dataset):
    page = PageNumbers(loss=float("nan"), mse=float("nan"), val_mse=float("inf"))
    comment = comment_before_fit(TrainingConfig(optimizer="SGD"), dataset, page)
    assert "loss not a number in epoch 500, mean squared error not a number after it" in comment
    assert "inf on the rows held out" in comment
    comment = comment_before_fit(TrainingConfig(), dataset, PageNumbers(1.5e20, 2e-7))
    assert "loss 1.5e+20 in epoch 500, mean squared error 2e-07 after it" in comment


def test_a_refusal_stands_before_fit_with_its_reason(dataset):
    config = TrainingConfig(loss="sparse_categorical_crossentropy")
    reason = "Keras refuses to train with this: it expects class numbers."
    page = PageNumbers(loss=float("nan"), mse=16.0, refusal=reason)
    comment = comment_before_fit(config, dataset, page)
    assert comment == f"{reason} `fit` raises that error here as well."


def test_a_loss_below_zero_has_no_logarithmic_axis(dataset):
    for loss in choices.LOSSES:
        (plot,) = calls(script(TrainingConfig(loss=loss), dataset, PAGE))["losses.plot"]
        assert ("logy" in plot) == (loss not in ("poisson", "binary_crossentropy"))


@pytest.mark.parametrize("val_loss", [None, np.array([4, 1e-9, np.inf], "float32")])
def test_the_losses_read_back_exactly_from_csv(val_loss):
    loss = np.float32([1 / 3, 1e20, np.nan])
    history = TrainingHistory(
        sizes=(1, 1),
        activations=("linear",),
        loss=loss,
        val_loss=val_loss,
        epochs_recorded=np.array([0, 3]),
        parameters=np.zeros((2, 2), "float32"),
        seconds=0.0,
    )
    text = history_csv(history)
    table = pd.read_csv(io.StringIO(text))
    assert list(table.columns) == ["epoch", "loss"] + ["val_loss"] * (val_loss is not None)
    assert table["epoch"].tolist() == [1, 2, 3]
    np.testing.assert_array_equal(table["loss"].astype("float32"), loss)
    if val_loss is not None:
        np.testing.assert_array_equal(table["val_loss"].astype("float32"), val_loss)
    assert "\r" not in text
    assert "NaN" in text


def test_a_history_without_epochs_is_a_csv_of_names():
    nothing = np.zeros(0, "float32")
    history = TrainingHistory(
        (1, 1), ("linear",), nothing, None, np.array([0]), np.zeros((1, 2), "float32"), 0.0
    )
    assert history_csv(history) == "epoch,loss\n"
