"""The steps of the exported program: what each is for, and its code."""

import io
import math
from collections.abc import Iterator
from dataclasses import dataclass

import pandas as pd

from nnplay.config import CONSTANT, MOMENTUM, TrainingConfig
from nnplay.datasets import Dataset, Examples, prepare
from nnplay.export.python_text import bracketed, escaped, quoted

BELOW_ZERO = ("poisson", "binary_crossentropy")  # losses that can be, so without a logarithm
IMPORTS = """\
import io

import keras
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd"""
SHOW_WEIGHTS = """\
print("First layer before training:")
print(pd.DataFrame(weights_before[0], index=features).to_string())
print("First layer after training:")
print(pd.DataFrame(model.get_weights()[0], index=features).to_string())"""


@dataclass(frozen=True)
class PageNumbers:
    """What the page got, for the reader to compare with.

    Attributes:
        loss: Loss of the last epoch.
        mse: Mean squared error over the training rows at the end.
        val_mse: The same over the held-out rows, if any.
        refusal: Why Keras refused to train, one sentence, or None; the numbers don't count then.
    """

    loss: float
    mse: float
    val_mse: float | None = None
    refusal: str | None = None


@dataclass(frozen=True)
class Part:
    """A step of the program: its name, what it is for in plain sentences, and its code."""

    name: str
    text: str
    code: str


def parts_of(config: TrainingConfig, dataset: Dataset, page: PageNumbers) -> Iterator[Part]:
    """Write the steps of the program, in their order.

    Raises:
        ConfigError: If the configuration does not fit the data set.
    """
    examples = prepare(config, dataset)
    label = str(dataset.row_labels.name or "state")
    yield Part("imports", "", IMPORTS)
    yield _data(dataset, label)
    yield _columns(config, dataset, examples)
    if len(examples.validation_rows):
        yield _split(config, dataset, examples)
    if config.standardize:
        yield _scaling(dataset, examples)
    yield _model(config, examples)
    yield _training(config, examples, page)
    yield _predictions(examples, label)
    text = "Have the weights changed? Each row belongs to a feature, each column to a unit."
    yield Part("weights", text, SHOW_WEIGHTS)
    yield _plots(config, dataset, examples)


def _data(dataset: Dataset, label: str) -> Part:
    table = dataset.frame.copy()
    table.insert(0, label, dataset.row_labels)
    index = table.index.name = str(table.index.name or "abbrev")
    csv = table.to_csv(lineterminator="\n")
    arguments = ["io.StringIO(DATA)", f"index_col={quoted(index)}"]
    if not pd.read_csv(io.StringIO(csv), index_col=index).equals(table):
        # there are names like "NA" and "007"
        names = f"{{{quoted(index)}: str, {quoted(label)}: str}}"
        arguments += [f"dtype={names}", "keep_default_na=False"]
    reading = bracketed("table = pd.read_csv", arguments)
    return Part("data", dataset.source.strip(), f'DATA = """\\\n{escaped(csv)}"""\n{reading}')


def _columns(config: TrainingConfig, dataset: Dataset, examples: Examples) -> Part:
    def named(column: str, comma: str = "") -> str:
        words = " ".join(dataset.descriptions.get(column, "").split())
        return quoted(column) + comma + (f"  # {words}" if words else "")

    lines = [
        f"target = {named(dataset.target)}",
        "features = [",
        *(f"    {named(name, ',')}" for name in examples.features),
        "]",
        # scaling takes all digits; Keras computes with float32
        f'x = table[features].to_numpy("{"float64" if config.standardize else "float32"}")',
        'y = table[[target]].to_numpy("float32")',
    ]
    return Part("columns", "What to predict, and what to predict it from.", "\n".join(lines))


def _split(config: TrainingConfig, dataset: Dataset, examples: Examples) -> Part:
    text = "The network is tried on rows that it never learns from: "
    count, rows = len(examples.validation_rows), len(examples.y)
    if config.validation_rows == "last":
        text += f"the last {count} of the {rows}, which `validation_split` in `fit` holds out too."
        code = f"held_out = np.arange(len(table)) >= {len(examples.training_rows)}"
    else:
        text += f"{count} of the {rows}, drawn by nnplay from the seed."
        names = [quoted(name) for name in dataset.frame.index[examples.validation_rows]]
        code = bracketed("chosen = ", names, "[]") + "\nheld_out = table.index.isin(chosen)"
    return Part("split", text, f"{code}\ntraining = ~held_out")


def _scaling(dataset: Dataset, examples: Examples) -> Part:
    rows = "[training]" if len(examples.validation_rows) else ""
    lines = [f"mean, deviation = x{rows}.mean(axis=0), x{rows}.std(axis=0)"]
    x = dataset.frame[list(examples.features)].to_numpy("float64")[examples.training_rows]
    if (x.std(axis=0) != examples.scale).any():
        remark = "a constant feature becomes 0, not NaN"
        lines.append(f"deviation[deviation <= 1e-12 * np.abs(mean)] = 1.0  # {remark}")
    lines.append('x = ((x - mean) / deviation).astype("float32")')
    text = (
        "Features of one size are easier to learn from. Their means and standard deviations are "
        "those of the rows that the network learns from."
    )
    return Part("scaling", text, "\n".join(lines))


def _model(config: TrainingConfig, examples: Examples) -> Part:
    hidden, output = config.kernel_initializer, config.output_kernel_initializer
    optimizer, momentum = config.optimizer, ""
    if optimizer == "SGD with momentum":
        optimizer, momentum = "SGD", f", momentum={MOMENTUM}"
    rate = f"learning_rate={config.learning_rate_used!r}{momentum}"
    compiling = [f"optimizer=keras.optimizers.{optimizer}({rate})", f'loss="{config.loss}"']
    lines = [
        f"keras.utils.set_random_seed({config.seed})",
        "model = keras.Sequential(",
        "    [",
        f"        keras.Input(({len(examples.features)},)),",
        *(f"{_dense(units, config.activation, hidden)}," for units in config.hidden_units),
        f"{_dense(1, config.output_activation, output)},",
        "    ]",
        ")",
        bracketed("model.compile", compiling),
        "weights_before = model.get_weights()",
    ]
    text = "The seed makes the initial weights the same every time, here and on nnplay's page."
    return Part("model", text, "\n".join(lines))


def _dense(units: int, activation: str, initializer: str) -> str:
    """Write a layer, leaving out what is Keras's default."""
    arguments = [str(units)]
    if activation != "linear":
        arguments.append(f'activation="{activation}"')
    if initializer == "constant":
        arguments.append(f"kernel_initializer=keras.initializers.Constant({CONSTANT})")
    elif initializer != "glorot_uniform":
        arguments.append(f'kernel_initializer="{initializer}"')
    return bracketed(" " * 8 + "keras.layers.Dense", arguments)


def _training(config: TrainingConfig, examples: Examples, page: PageNumbers) -> Part:
    epochs, split = config.epochs, len(examples.validation_rows) > 0
    rows = ["x", "y"]
    if split and config.validation_rows == "last":
        rows.append(f"validation_split={config.validation_split!r}")
    elif split:
        rows = ["x[training]", "y[training]", "validation_data=(x[held_out], y[held_out])"]
    settings = (f"batch_size={config.batch_size}", f"shuffle={config.shuffle}", "verbose=0")
    lines = [bracketed("history = model.fit", [*rows, f"epochs={epochs}", *settings])]
    for name in ("loss", "val_loss") if split else ("loss",):
        lines.append(
            f"""print(f"{name} in epoch {epochs}: {{history.history['{name}'][-1]:.7g}}")"""
        )
    return Part("training", _comparison(config, page), "\n".join(lines))


def _comparison(config: TrainingConfig, page: PageNumbers) -> str:
    """Say what the page got, and how far the program can come out differently."""
    if page.refusal is not None:
        return f"{page.refusal} `fit` raises that error here as well."
    text = (
        f"nnplay's page: loss {_number(page.loss)} in epoch {config.epochs}, "
        f"mean squared error {_number(page.mse)} after it"
    )
    if page.val_mse is not None:
        text += f", {_number(page.val_mse)} on the rows held out"
    if config.shuffle:
        reason = "with `shuffle=True` Keras draws the order of the rows from its own generator"
        return f"{text}. The numbers here differ somewhat: {reason}."
    reason = "with `shuffle=False` only rounding differs, which an unsteady training can magnify"
    return f"{text}. The numbers here agree with these: {reason}."


def _predictions(examples: Examples, label: str) -> Part:
    columns = ["actual=table[target]", "predicted=predicted[:, 0]"]
    means = {"mean squared error": "errors"}
    if len(examples.validation_rows):
        columns.append("held_out=held_out")
        means = {
            "mean squared error": "errors[training]",
            "mean squared error on the rows held out": "errors[held_out]",
        }
    lines = [
        'predicted = model.predict(x, verbose=0).astype("float64")',
        "errors = (predicted - y) ** 2",
        *(f'print(f"{name}: {{np.mean({rows}):.7g}}")' for name, rows in means.items()),
        bracketed(f"result = table[[{quoted(label)}]].assign", columns),
        "print(result.round(2).to_string())",
    ]
    text = (
        "The loss of an epoch is an average while the weights still move; the mean squared error "
        "is that of the weights at the end."
    )
    return Part("predictions", text, "\n".join(lines))


def _plots(config: TrainingConfig, dataset: Dataset, examples: Examples) -> Part:
    logarithmic = [] if config.loss in BELOW_ZERO else ["logy=True"]
    loss_axes = ["ax=left", *logarithmic, 'xlabel="epoch"', f'ylabel="{config.loss}"']
    axes = [
        f"{axis}label={quoted(f'{what} {dataset.target_label}')}"
        for axis, what in (("x", "actual"), ("y", "predicted"))
    ]
    dots = ["right.scatter(y, predicted)"]
    if len(examples.validation_rows):
        dots = [
            'right.scatter(y[training], predicted[training], label="learned from")',
            'right.scatter(y[held_out], predicted[held_out], label="held out")',
        ]
    lines = [
        'figure, (left, right) = plt.subplots(1, 2, figsize=(12, 5), layout="constrained")',
        f"losses = pd.DataFrame(history.history, index=range(1, {config.epochs + 1}))",
        bracketed("losses.plot", loss_axes),
        *dots,
        'right.axline((y.mean(), y.mean()), slope=1, color="gray", label="predicted = actual")',
        bracketed("right.set", axes),
        "right.legend()",
        "plt.show()",
    ]
    return Part("plots", "The closer the dots are to the line, the better.", "\n".join(lines))


def _number(value: float) -> str:
    return "not a number" if math.isnan(value) else f"{value:.5g}"
