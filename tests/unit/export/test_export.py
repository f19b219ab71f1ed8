"""The texts of exported scripts and notebooks; `test_exported_runs.py` executes them."""

import ast
import io
import json
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import nbformat
import numpy as np
import pandas as pd
import pytest

from nnplay import choices
from nnplay.config import ConfigError, TrainingConfig
from nnplay.datasets import DATASETS, Dataset, dataset_of, load_dataset, prepare
from nnplay.datasets.patterns import INPUTS
from nnplay.evaluation.metrics import accuracies, classes_of
from nnplay.export import PageNumbers, history_csv, notebook, script
from nnplay.export.data import folded
from nnplay.export.part import PageGradient
from nnplay.fields import VALIDATION_ROWS
from nnplay.history import TrainingHistory
from tests.covering import cover
from tests.options import OPTIONS

ROOT = Path(__file__).parents[3]
PAGE = PageNumbers(loss=3.214159, mse=3.201124)
# of a network without hidden layers: a bias, and a weight before training with many rows
BIAS = PageGradient(
    "a bias", 0, -1, 0, 9, 4, np.array([0.1, -2, np.nan] * 9, "f4"), np.arange(3), 1.5
)
WEIGHT = PageGradient("a weight", 0, 2, 0, 1, 0, None, np.arange(60), -1e-9)
PLOTTING_AND_KERAS = ("import keras", "import matplotlib", "from matplotlib")
CLASSIFIED = [name for name in DATASETS if load_dataset(name).classes]
PATTERNS = [name for name in DATASETS if load_dataset(name).pattern]
BOTH_PENALTIES = {"l1": 0.001, "l2": 0.01, "dropout": 0.5, "hidden_units": (8, 4)}
FEATURES = [None, slice(1), slice(4, 5), slice(1, 3), slice(None)]  # of the columns
PAIRS = [
    ("dataset", "validation_split"),
    ("dataset", "validation_rows"),
    ("dataset", "standardize"),
    ("validation_split", "validation_rows"),
    ("validation_split", "standardize"),
    ("samples", "validation_rows"),
    ("features", "standardize"),
    ("hidden_units", "dropout"),
    ("l1", "l2"),
]


def recommended_settings(name: str, change: dict[str, Any]) -> TrainingConfig:
    """Return the recommended settings, with few points unless others are wanted."""
    few = {"samples": 40}
    return TrainingConfig(dataset=name, **{**load_dataset(name).recommended, **few, **change})


def config_of(row: dict[str, Any]) -> TrainingConfig:
    """Return a combination of options, its features by their names."""
    data = load_dataset(row["dataset"])
    columns = tuple(INPUTS if data.pattern else data.frame.columns.drop(data.target))
    return TrainingConfig(**{**row, "features": row["features"] and columns[row["features"]]})


CONFIGS = [
    *(recommended_settings(name, {}) for name in DATASETS),
    *(config_of(row) for row in cover(OPTIONS | {"features": FEATURES}, PAIRS)),
]
every_option = pytest.mark.parametrize("config", CONFIGS, ids=range(len(CONFIGS)))


@pytest.fixture(scope="module")
def awkward() -> Dataset:
    """Return a data set whose texts and numbers break code that is not careful with them."""
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
        label="Odd names",
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
    lines = (line for line in head.split("\n") if not line.startswith(PLOTTING_AND_KERAS))
    variables = {"keras": SimpleNamespace(utils=SimpleNamespace(to_categorical=to_categorical))}
    exec("\n".join(lines), variables)
    return variables


def to_categorical(numbers, classes):
    """Do what Keras's own does."""
    return np.eye(classes)[np.array(numbers, "int64")]


def code_of(book):
    cells = nbformat.reads(book, as_version=4).cells
    return "\n\n".join(cell.source for cell in cells if cell.cell_type == "code")


@every_option
def test_the_script_compiles_and_imports_only_what_its_head_names(config):
    dataset = dataset_of(config)
    code = script(config, dataset, PAGE)
    compile(code, "network.py", "exec", dont_inherit=True)
    tree = ast.parse(code)
    imported = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            imported |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            imported.add(node.module)
    expected = {"io", "keras", "matplotlib.pyplot", "numpy", "pandas"}
    assert imported == expected | ({"matplotlib.colors"} if dataset.pattern else set())
    assert "pip install tensorflow pandas matplotlib" in ast.get_docstring(tree)
    without_data = re.sub(r'DATA = """.*?"""', "", code, flags=re.DOTALL)
    assert max(map(len, without_data.splitlines())) <= 100


@every_option
def test_every_setting_stands_in_the_code(config):
    dataset = dataset_of(config)
    found = calls(script(config, dataset, PAGE))
    assert found["keras.utils.set_random_seed"] == [{0: str(config.seed)}]
    inputs = len(prepare(config, dataset).features)
    assert found["keras.Input"] == [{0: f"({inputs},)"}]
    rate = config.learning_rate or choices.OPTIMIZERS[config.optimizer].learning_rate
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
def test_every_layer_stands_in_the_code_without_keras_defaults(config):
    dataset = dataset_of(config)
    found = calls(script(config, dataset, PAGE))
    units = (*config.hidden_units, dataset.outputs)
    initializers = [config.kernel_initializer] * len(config.hidden_units)
    initializers.append(config.output_kernel_initializer)
    expected = []
    for count, activation, initializer in zip(units, config.activations, initializers, strict=True):
        layer = {0: str(count)}
        if activation != "linear":
            layer["activation"] = repr(activation)
        if initializer == "constant":
            layer["kernel_initializer"] = "keras.initializers.Constant(value=0.1)"
        elif initializer != "glorot_uniform":
            layer["kernel_initializer"] = repr(initializer)
        if config.l1 and config.l2:
            layer["kernel_regularizer"] = f"keras.regularizers.L1L2(l1={config.l1}, l2={config.l2})"
        elif config.l1:
            layer["kernel_regularizer"] = f"keras.regularizers.L1({config.l1})"
        elif config.l2:
            layer["kernel_regularizer"] = f"keras.regularizers.L2({config.l2})"
        expected.append(layer)
    assert found["keras.layers.Dense"] == expected
    drops = [{0: str(config.dropout), "seed": str(config.seed)}] * len(config.hidden_units)
    assert found.get("keras.layers.Dropout", []) == (drops if config.dropout else [])


def test_a_dropout_layer_stands_behind_every_hidden_layer():
    config = recommended_settings("car_crashes_terciles", BOTH_PENALTIES)
    tree = ast.parse(script(config, dataset_of(config), PAGE))
    (layers,) = (
        node.args[0].elts
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "keras.Sequential"
    )
    names = [ast.unparse(layer.func).rpartition(".")[2] for layer in layers]
    assert names == ["Input", "Dense", "Dropout", "Dense", "Dropout", "Dense"]


@every_option
def test_the_arrays_of_every_question_are_those_of_nnplay(config):
    dataset = dataset_of(config)
    examples = prepare(config, dataset)
    variables = variables_before_keras(script(config, dataset, PAGE))
    assert variables["x"].dtype == "float32"
    if dataset.pattern:  # the digits of float32 are scaled and computed with
        np.testing.assert_allclose(variables["x"], examples.x, rtol=1e-6, atol=3e-6)
    else:
        np.testing.assert_array_equal(variables["x"], examples.x, strict=True)
    np.testing.assert_array_equal(variables["y"], examples.targets)
    assert variables["target"] == dataset.target
    assert tuple(variables.get("classes", ())) == dataset.classes
    assert ("training" in variables) == bool(config.validation_split)
    if config.validation_split:
        splits = {"training": examples.training_rows, "held_out": examples.validation_rows}
        for name, rows in splits.items():
            np.testing.assert_array_equal(np.flatnonzero(variables[name]), rows)


@pytest.mark.parametrize("name", PATTERNS)
def test_points_read_back_exactly_with_few_digits(name):
    config = recommended_settings(name, {"samples": 1_000, "noise": 0.1, "standardize": False})
    code = script(config, dataset_of(config), PAGE)
    examples = prepare(config, dataset_of(config))
    variables = variables_before_keras(code)
    np.testing.assert_array_equal(variables["x"], examples.x, strict=True)
    np.testing.assert_array_equal(variables["y"], examples.y, strict=True)
    assert list(variables["table"].columns) == ["x1", "x2", examples_target(name)]
    rows = code.split('"""')[3].strip().split("\n")[2:]  # without the names
    assert len(rows) == 1_000
    for row in rows:
        for number in row.split(",")[1:]:
            digits = number.partition("e")[0].lstrip("-0.").replace(".", "")
            assert len(digits) <= 9


def examples_target(name):
    return "height" if name in ("plane", "bumps") else "colour"


def test_rows_that_are_held_out_at_random_are_marked_where_there_are_many(dataset):
    random = {"validation_split": 0.3, "validation_rows": "random"}
    pattern = recommended_settings("circle", random | {"samples": 1_000})
    listed = script(TrainingConfig(**random), dataset, PAGE)
    marked = script(pattern, dataset_of(pattern), PAGE)
    assert "chosen = [" in listed
    assert "chosen" not in marked
    assert "point,x1,x2,colour,held_out\n" in marked
    many = pd.concat([dataset.frame] * 3).set_axis([f"row {n}" for n in range(153)], axis="index")
    labels = pd.Series(many.index, many.index, name="label")
    own = replace(dataset, frame=many, row_labels=labels)
    code = script(TrainingConfig(**random), own, PAGE)
    assert "chosen" not in code
    assert "to_string(max_rows=" in code
    examples = prepare(TrainingConfig(**random), own)
    variables = variables_before_keras(code)
    np.testing.assert_array_equal(np.flatnonzero(variables["held_out"]), examples.validation_rows)
    # where the table has such a column of its own, the rows are listed after all
    taken = replace(own, frame=many.assign(held_out=0.5))
    assert "chosen = [" in script(TrainingConfig(**random), taken, PAGE)


@pytest.mark.parametrize("name", ["car_crashes_terciles", "circle"])
@pytest.mark.parametrize("loss", choices.LOSSES)
def test_the_decision_is_that_of_nnplay(name, loss):
    config = recommended_settings(name, {"loss": loss, "validation_split": 0.2})
    data = dataset_of(config)
    code = script(config, data, PAGE)
    before = code.split('print(f"accuracy:')[0]
    lines = before[before.index("decided = ") :]
    outputs = np.random.default_rng(0).normal(0.3, 0.5, (len(data.frame), data.outputs))
    outputs[0], outputs[1], outputs[2], outputs[3, -1] = 0.5, 0.0, 1e-6, np.nan
    variables = {"np": np, "outputs": outputs, "table": data.frame.astype(int)}
    exec(lines, variables | {"target": data.target}, variables)
    assert variables["decided"].tolist() == classes_of(outputs, loss).tolist()
    examples = prepare(config, data)
    sides = examples.training_rows, examples.validation_rows
    correct = tuple(variables["correct"][rows].mean() for rows in sides)
    assert correct == accuracies(examples, classes_of(outputs, loss))
    assert variables["decided"][3] == -1


@pytest.mark.parametrize("loss", choices.LOSSES)
def test_classes_become_columns_only_where_the_loss_takes_them(loss):
    for name in CLASSIFIED:
        config = recommended_settings(name, {"loss": loss})
        dataset = dataset_of(config)
        found = calls(script(config, dataset, PAGE))
        wanted = dataset.outputs == 3 and not loss.startswith("sparse_")
        assert ("keras.utils.to_categorical" in found) == wanted


def test_the_data_read_back_exactly(dataset):
    code = script(TrainingConfig(), dataset, PAGE)
    table = variables_before_keras(code)["table"]
    assert list(table.columns) == ["state", *dataset.frame.columns]
    pd.testing.assert_series_equal(table.pop("state"), dataset.row_labels)
    pd.testing.assert_frame_equal(table, dataset.frame, check_exact=True)
    assert 'pd.read_csv(io.StringIO(DATA), index_col="abbrev")' in code
    assert "creativecommons.org" in code


@pytest.mark.parametrize("rows", VALIDATION_ROWS)
def test_awkward_texts_and_numbers_read_back_exactly(rows, awkward):
    config = TrainingConfig(
        standardize=True, validation_split=0.3, validation_rows=rows, batch_size=2
    )
    code = script(config, awkward, PAGE)
    compile(code, "network.py", "exec", dont_inherit=True)
    variables = variables_before_keras(code)
    assert variables["table"].index.tolist() == awkward.frame.index.tolist()
    assert variables["table"]["row"].tolist() == awkward.row_labels.tolist()
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
    cases = [(config, dataset_of(config)) for config in CONFIGS]
    cases += [(replace(small, validation_rows=rows), awkward) for rows in VALIDATION_ROWS]
    for number, (config, data) in enumerate(cases):
        page = replace(PAGE, gradient=(BIAS, WEIGHT, None)[number % 3])
        (tmp_path / f"network_{number}.py").write_text(script(config, data, page), "utf-8")
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
def test_the_notebook_is_valid_and_runs_the_code_of_the_script(config):
    dataset = dataset_of(config)
    book = notebook(config, dataset, PAGE)
    nbformat.validate(nbformat.reads(book, as_version=4))
    # as trees, which leave out the comments that are Markdown in the notebook
    _, *statements = ast.parse(script(config, dataset, PAGE)).body
    expected = ast.Module(statements, type_ignores=[])
    assert ast.dump(ast.parse(code_of(book))) == ast.dump(expected)


@pytest.mark.parametrize("gradient", [BIAS, WEIGHT], ids=lambda each: each.name)
def test_a_gradient_is_computed_again_at_the_weights_of_the_page(gradient, dataset):
    config = TrainingConfig(hidden_units=(), dropout=0.5)
    code = script(config, dataset, replace(PAGE, gradient=gradient))
    assert "import tensorflow as tf" in code
    assert "nothing is dropped" not in code
    assert max(map(len, code.splitlines())) <= 100
    last = code.split("\n\n")[-1]
    given = {}
    exec("import numpy as np\n" + last.split("trained =")[0], given)
    if gradient is BIAS:
        np.testing.assert_array_equal(given["numbers"], gradient.weights)
        assert "gradients[1][0]" in last
    else:
        assert "model.set_weights(weights_before)" in last
        assert "gradients[0][2, 0]" in last
    dropping = replace(config, hidden_units=(3,))
    assert "nothing is dropped" in notebook(dropping, dataset, replace(PAGE, gradient=gradient))


def test_the_notebook_explains_every_step(dataset):
    page = replace(PAGE, gradient=WEIGHT)
    book = json.loads(notebook(TrainingConfig(validation_split=0.2), dataset, page))
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
    """Return the text of the comment, without its line breaks."""
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


def test_classes_are_compared_by_their_accuracy():
    page = PageNumbers(0.5, float("nan"), accuracy=0.91234, val_accuracy=0.75)
    split = {"validation_split": 0.2, "epochs": 30, "shuffle": False}
    for name in CLASSIFIED:
        config = recommended_settings(name, split)
        comment = comment_before_fit(config, dataset_of(config), page)
        words = "loss 0.5 in epoch 30, accuracy 0.91234 after it, 0.75 on the rows held out. "
        assert comment.startswith(f"nnplay's page: {words}The numbers here agree")
    comment = comment_before_fit(config, dataset_of(config), PageNumbers(0.5, float("nan")))
    assert comment.startswith("nnplay's page: loss 0.5 in epoch 30. ")


def test_with_dropout_the_numbers_are_said_to_differ(dataset):
    config = TrainingConfig(dropout=0.2, shuffle=False)
    comment = comment_before_fit(config, dataset, PAGE)
    assert "The numbers here differ: Keras itself draws which values `Dropout` sets" in comment
    assert "shuffle" not in comment
    comment = comment_before_fit(replace(config, shuffle=True), dataset, PAGE)
    assert "`Dropout`" in comment
    assert "order of the rows" in comment
    # without a hidden layer there is nothing to drop
    comment = comment_before_fit(replace(config, hidden_units=()), dataset, PAGE)
    assert "The numbers here agree" in comment


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


def test_a_loss_that_may_be_zero_or_below_has_no_logarithmic_axis(dataset):
    names = list(choices.LOSSES)
    for loss in names:
        (plot,) = calls(script(TrainingConfig(loss=loss), dataset, PAGE))["losses.plot"]
        assert ("logy" in plot) == (loss in names[: names.index("poisson")])


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


@pytest.mark.parametrize(("scale", "decimals"), [(1.0, 2), (1e-4, 6), (1e4, 0)])
def test_the_table_at_the_end_tells_predictions_apart(dataset, scale, decimals):
    frame = dataset.frame.assign(**{dataset.target: dataset.frame[dataset.target] * scale})
    text = script(TrainingConfig(), replace(dataset, frame=frame), PAGE)
    assert f"print(result.round({decimals}).to_string())" in text


def test_a_long_table_is_folded_away_in_the_program_that_is_shown():
    short = script(TrainingConfig(), load_dataset("car_crashes"), PAGE)
    assert folded(short) == (short, 0)
    dataset = load_dataset("car_crashes")
    frame = pd.concat([dataset.frame] * 40, ignore_index=True).rename(str)
    labels = pd.Series([f"state {n}" for n in frame.index], frame.index)
    long = script(TrainingConfig(), replace(dataset, frame=frame, row_labels=labels), PAGE)
    shown, left_out = folded(long)
    assert left_out == 40 * 51 - 20
    assert shown.count("state ") < 30
    compile(shown, "shown", "exec")
    assert long.startswith(shown[: shown.index("... and 2,020 more rows")])
    assert long.endswith(shown[shown.index("table = pd.read_csv") :])
