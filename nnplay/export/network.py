"""The steps of the exported program that build and train the network."""

import math
from collections.abc import Mapping, Sequence

from nnplay.choices import ACTIVATIONS, INITIALIZERS, OPTIMIZERS
from nnplay.config import TrainingConfig
from nnplay.datasets import Dataset, Examples
from nnplay.export.part import PageNumbers, Part
from nnplay.export.python_text import bracketed, named
from nnplay.numbers import count

KERAS_INITIALIZER = "glorot_uniform"  # the default of `keras.layers.Dense`


def model_part(config: TrainingConfig, examples: Examples) -> Part:
    """Build and compile the model."""
    optimizer = OPTIMIZERS[config.optimizer]
    rate = "schedule" if config.schedule.changes else repr(config.learning_rate_used)
    settings = ", ".join([f"learning_rate={rate}", *_named_each(optimizer.arguments)])
    compiling = [
        f"optimizer=keras.optimizers.{optimizer.keras_class}({settings})",
        f'loss="{config.loss}"',
    ]
    lines = [
        f"keras.utils.set_random_seed({config.seed})",
        "model = keras.Sequential(",
        "    [",
        f"        keras.Input(({len(examples.features)},)),",
        *(f"{layer}," for layer in _layers(config, examples)),
        "    ]",
        ")",
        *_schedule(config, examples),
        bracketed("model.compile", compiling),
        "weights_before = model.get_weights()",
    ]
    text = "The seed makes the initial weights the same every time, here and on nnplay's page."
    if _drops(config):
        text += " `Dropout` has its own, or it would change the ones that the layers behind it get."
    if config.schedule.changes:
        batches = config.batches(len(examples.training_rows))
        text += (
            f" `{config.schedule.name}` counts steps, here {count(config.epochs, 'epoch')} of "
            f"{count(batches, 'step')}: the learning rate {config.schedule.phrase}."
        )
    return Part("model", text, "\n".join(lines))


def _schedule(config: TrainingConfig, examples: Examples) -> list[str]:
    """Write the schedule of the learning rate, nothing if it is constant."""
    if config.schedule.arguments is None:
        return []
    steps = config.epochs * config.batches(len(examples.training_rows))
    arguments = config.schedule.arguments(config.learning_rate_used, steps)
    name = f"schedule = keras.optimizers.schedules.{config.schedule.name}"
    return [bracketed(name, _named_each(arguments))]


def _named_each(arguments: Mapping[str, object]) -> list[str]:
    return [named({name: value}) for name, value in arguments.items()]


def _layers(config: TrainingConfig, examples: Examples) -> list[str]:
    layers = []
    for units, activation in zip(config.hidden_units, config.hidden_activations, strict=True):
        layers.append(_dense(config, units, activation, config.kernel_initializer))
        if config.dropout:
            dropping = [repr(config.dropout), f"seed={config.seed}"]
            layers.append(bracketed(" " * 8 + "keras.layers.Dropout", dropping))
    initializer = config.output_kernel_initializer
    return [*layers, _dense(config, examples.outputs, config.output_activation, initializer)]


def _dense(config: TrainingConfig, units: int, activation: str, initializer: str) -> str:
    """Write a layer without what is Keras's default."""
    arguments = [str(units)]
    if not ACTIVATIONS[activation].linear:
        arguments.append(f'activation="{activation}"')
    if initializer != KERAS_INITIALIZER:
        arguments.append(f"kernel_initializer={_initializer(initializer)}")
    if config.l1 or config.l2:
        arguments.append(f"kernel_regularizer=keras.regularizers.{_penalty(config)}")
    return bracketed(" " * 8 + "keras.layers.Dense", arguments)


def _initializer(name: str) -> str:
    chosen = INITIALIZERS[name]
    if not chosen.arguments:
        return f'"{name}"'
    return f"keras.initializers.{chosen.keras_class}({named(chosen.arguments)})"


def _penalty(config: TrainingConfig) -> str:
    if config.l1 and config.l2:
        return f"L1L2(l1={config.l1!r}, l2={config.l2!r})"
    return f"L1({config.l1!r})" if config.l1 else f"L2({config.l2!r})"


def _drops(config: TrainingConfig) -> bool:
    return bool(config.dropout and config.hidden_units)


def training_part(
    config: TrainingConfig, dataset: Dataset, examples: Examples, page: PageNumbers
) -> Part:
    """Train the model and print the losses of the epoch that it ends with."""
    epochs, split = config.epochs, len(examples.validation_rows) > 0
    rows = ["x", "y"]
    if split and config.validation_rows == "last":
        rows.append(f"validation_split={config.validation_split!r}")
    elif split:
        rows = ["x[training]", "y[training]", "validation_data=(x[held_out], y[held_out])"]
    settings = (f"batch_size={config.batch_size}", f"shuffle={config.shuffle}", "verbose=0")
    names = ("loss", "val_loss") if split else ("loss",)
    if config.stops_early:
        lines = _stopped_early(config, [*rows, f"epochs={epochs}", *settings], names)
        return Part("training", _comparison(config, dataset, page), "\n".join(lines))
    lines = [bracketed("history = model.fit", [*rows, f"epochs={epochs}", *settings])]
    for name in names:
        lines.append(
            f"""print(f"{name} in epoch {epochs}: {{history.history['{name}'][-1]:.7g}}")"""
        )
    return Part("training", _comparison(config, dataset, page), "\n".join(lines))


def _stopped_early(
    config: TrainingConfig, arguments: Sequence[str], names: Sequence[str]
) -> list[str]:
    """Train with early stopping, and print the losses of the epoch that counts."""
    watching = ['monitor="val_loss"', f"patience={config.patience}"]
    last = "len(history.epoch)"
    if config.restore_best_weights:
        watching.append("restore_best_weights=True")
        last = "stopping.best_epoch + 1  # whose weights the model has again"
    lines = [
        bracketed("stopping = keras.callbacks.EarlyStopping", watching),
        bracketed("history = model.fit", [*arguments, "callbacks=[stopping]"]),
        'print(f"trained for {len(history.epoch)} epochs")',
        f"last = {last}",
    ]
    return [
        *lines,
        *(
            f"""print(f"{name} in epoch {{last}}: {{history.history['{name}'][last - 1]:.7g}}")"""
            for name in names
        ),
    ]


def _comparison(config: TrainingConfig, dataset: Dataset, page: PageNumbers) -> str:
    """Say what results the page had, and why those of the program can differ."""
    if page.refusal is not None:
        return f"{page.refusal} `fit` raises that error here as well."
    epoch = config.epochs if page.epoch is None else page.epoch
    text = f"nnplay's page: loss {_number(page.loss)} in epoch {epoch}"
    if dataset.classes:
        name, value, held_out = "accuracy", page.accuracy, page.val_accuracy
    else:
        name, value, held_out = "mean squared error", page.mse, page.val_mse
    if value is not None:
        text += f", {name} {_number(value)} after it"
    if held_out is not None:
        text += f", {_number(held_out)} on the rows held out"
    text = f"{text}. The numbers here {_agreement(config)}."
    if config.stops_early and (config.shuffle or _drops(config)):
        text += " So the training can also stop at another epoch."
    return text


def _agreement(config: TrainingConfig) -> str:
    draws_order = "with `shuffle=True` Keras draws the order of the rows from its own generator"
    if _drops(config):
        drawn = (
            "Keras itself draws which values `Dropout` sets to 0, and draws others than the page"
        )
        return f"differ: {drawn}" + (f"; {draws_order}" if config.shuffle else "")
    if config.shuffle:
        return f"differ somewhat: {draws_order}"
    reason = "with `shuffle=False` only rounding differs, which an unsteady training can magnify"
    return f"agree with these: {reason}"


def _number(value: float) -> str:
    return "not a number" if math.isnan(value) else f"{value:.5g}"
