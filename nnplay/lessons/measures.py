"""The numbers of a run that lessons name."""

from collections.abc import Mapping

import numpy as np

from nnplay.config import TrainingConfig
from nnplay.datasets import Dataset, Examples, prepare
from nnplay.evaluation.baselines import (
    answer_majority_class,
    classify_linearly,
    predict_linearly,
    predict_mean,
)
from nnplay.evaluation.comparison import Curve, first_within, lowest, race
from nnplay.evaluation.metrics import accuracies, classes_of, mean_absolute_error, squared_errors
from nnplay.evaluation.seeds import SeedResults
from nnplay.history import TrainingHistory

SAME = 1e-3  # weights and predictions that differ less, or losses by a smaller share, are the same
FAR = 4  # times the highest value of every feature, a row is far from all others


def measure(
    config: TrainingConfig, dataset: Dataset, history: TrainingHistory, problems: int
) -> dict[str, float]:
    """Return the numbers of a finished run by their names; some may be NaN.

    Errors on the rows held out, if there are any, have names that end in `_held_out`. For each row
    of a table, there are its prediction, under its short name, the prediction before training, with
    `_before` behind it, and its target, with `_actual`.

    Args:
        problems: How many problems the doctor has found.
    """
    examples = prepare(config, dataset)
    numbers = {"problems": float(problems), **_of_settings(config, examples, history)}
    numbers |= _of_losses(history)
    numbers |= _of_weights(history)
    before, after = (history.predict(examples.x, epoch) for epoch in (0, None))
    if examples.classes:
        numbers |= _shares(config.loss, examples, before, after)
    else:
        numbers |= _errors(examples, before, after)
    numbers |= _of_predictions(before, after)
    if not (dataset.pattern or dataset.classes):
        numbers |= _of_rows(dataset, examples, before, after)
        numbers["far"] = _prediction_far_off(dataset, examples, history)
    return numbers


def combine(
    own: Mapping[str, float], beside: Mapping[str, Mapping[str, float]]
) -> dict[str, float]:
    """Return the numbers of a run together with those of runs beside it, as "Adam.mse".

    "least.mse" and "most.mse" are the least and the most of all runs, NaN if any is.
    """
    numbers = dict(own)
    for name, others in beside.items():
        numbers |= {f"{name}.{key}": value for key, value in others.items()}
    for key in own if beside else ():
        values = [own[key], *(others.get(key, np.nan) for others in beside.values())]
        numbers |= {f"least.{key}": float(np.min(values)), f"most.{key}": float(np.max(values))}
    return numbers


def arrivals(losses: Mapping[str, np.ndarray]) -> dict[str, float]:
    """Return the epoch at which each run crosses the finish line of a race of these losses.

    The name is "crossed_at" for the run called "", for others "Adam.crossed_at" and so on; the
    value is NaN if a run never crosses it.
    """
    curves = [Curve(np.arange(1.0, len(loss) + 1), loss) for loss in losses.values()]
    return {
        f"{name}.crossed_at" if name else "crossed_at": (
            np.nan if arrival.crossed_at is None else arrival.crossed_at
        )
        for name, arrival in zip(losses, race(curves), strict=True)
    }


def spreads(found: Mapping[str, SeedResults]) -> dict[str, float]:
    """Return the lowest, the median and the highest finite error of each run's seeds.

    The names are "seeds_lowest", "seeds_median" and "seeds_highest" for the run called "", for
    others "zeros.seeds_lowest" and so on.
    """
    numbers: dict[str, float] = {}
    for name, results in found.items():
        prefix = f"{name}.seeds" if name else "seeds"
        errors = results.errors[np.isfinite(results.errors)]
        parts = np.quantile(errors, (0, 0.5, 1)) if len(errors) else np.full(3, np.nan)
        for part, value in zip(("lowest", "median", "highest"), parts, strict=True):
            numbers[f"{prefix}_{part}"] = float(value)
    return numbers


def _of_settings(
    config: TrainingConfig, examples: Examples, history: TrainingHistory
) -> dict[str, float]:
    return {
        "epochs": config.epochs,
        "features": len(examples.features),
        "hidden_layers": len(config.hidden_units),
        "units": sum(config.hidden_units),
        "widest": max(config.hidden_units, default=0),
        "weights": history.parameters.shape[1],
        "rows": len(examples.training_rows),
        "held_out": len(examples.validation_rows),
        "outputs": examples.outputs,
    }


def _of_losses(history: TrainingHistory) -> dict[str, float]:
    """Return numbers of the losses; `epochs_to_best` is the first within 5% of the lowest."""
    loss, val_loss = history.loss.astype(float), history.val_loss
    broken = np.flatnonzero(~np.isfinite(loss))
    numbers = {
        "refused": float(history.refusal is not None),
        "broken": float(len(broken) > 0),
        "broken_epoch": float(broken[0] + 1) if len(broken) else np.nan,
    }
    if len(loss):
        numbers |= {"loss_first": loss[0], "loss": loss[-1]}
        reached = first_within(loss, lowest(loss))
        numbers["rises"] = float(np.count_nonzero(loss[1:] > (1 + SAME) * loss[:-1]))
        numbers["epochs_to_best"] = np.nan if reached is None else float(reached + 1)
    if val_loss is not None and len(val_loss):
        numbers |= {
            "val_loss": float(val_loss[-1]),
            "val_loss_lowest": float(val_loss.min()),
            "val_loss_lowest_epoch": float(val_loss.argmin() + 1),
        }
    return numbers


def _of_weights(history: TrainingHistory) -> dict[str, float]:
    """Return how many weights and biases have changed, and how many units are different.

    `hidden_changed` counts changed weights from the inputs alone, `different_units` the units of
    the first layer that are not like one before them; `output_bias` is that of the first output.
    """
    first, last = history.weights_at(0), history.weights_at(int(history.epochs_recorded[-1]))
    moved = [np.count_nonzero(was != now) for was, now in zip(first, last, strict=True)]
    incoming = np.vstack([last[0], last[1]])
    apart = np.abs(incoming[:, :, None] - incoming[:, None, :]).max(axis=0)
    repeats = np.tril(apart <= SAME * max(float(np.abs(incoming).max()), SAME), k=-1).any(axis=1)
    return {
        "changed": float(sum(moved)),
        "hidden_changed": float(moved[0]),
        "different_units": float((~repeats).sum()),
        "output_bias": float(last[-1][0]),
    }


def _errors(examples: Examples, before: np.ndarray, after: np.ndarray) -> dict[str, float]:
    predictions = {
        "mse": after,
        "mse_before": before,
        "mse_mean": predict_mean(examples),
        "mse_line": predict_linearly(examples),
    }
    rows = examples.training_rows
    numbers = {
        "mae": mean_absolute_error(examples.y[rows], after[rows]),
        "mean_actual": float(examples.y[rows].mean()),
    }
    errors = {name: squared_errors(examples, each) for name, each in predictions.items()}
    return numbers | _with_held_out(errors)


def _shares(
    loss: str, examples: Examples, before: np.ndarray, after: np.ndarray
) -> dict[str, float]:
    answers = {
        "accuracy": classes_of(after, loss),
        "accuracy_before": classes_of(before, loss),
        "accuracy_largest_class": answer_majority_class(examples)[:, 0],
        "accuracy_line": classify_linearly(examples)[:, 0],
    }
    return _with_held_out({name: accuracies(examples, each) for name, each in answers.items()})


def _with_held_out(pairs: Mapping[str, tuple[float, float | None]]) -> dict[str, float]:
    numbers = {name: training for name, (training, _) in pairs.items()}
    held_out = {f"{name}_held_out": other for name, (_, other) in pairs.items()}
    return numbers | {name: other for name, other in held_out.items() if other is not None}


def _of_predictions(before: np.ndarray, after: np.ndarray) -> dict[str, float]:
    """Return the range of the predictions, and how many of them are different."""
    numbers: dict[str, float] = {}
    for name, predicted in (("_before", before), ("", after)):
        numbers[f"lowest{name}"] = float(predicted.min())
        numbers[f"highest{name}"] = float(predicted.max())
        numbers[f"different{name}"] = float(len(np.unique(np.round(predicted / SAME), axis=0)))
    return numbers


def _of_rows(
    dataset: Dataset, examples: Examples, before: np.ndarray, after: np.ndarray
) -> dict[str, float]:
    columns = {"_before": before[:, 0], "": after[:, 0], "_actual": examples.y[:, 0]}
    return {
        f"{row}{suffix}": float(value)
        for suffix, column in columns.items()
        for row, value in zip(dataset.frame.index, column, strict=True)
    }


def _prediction_far_off(dataset: Dataset, examples: Examples, history: TrainingHistory) -> float:
    """Return the prediction for a row whose features are `FAR` times the highest training ones."""
    raw = dataset.numbers(examples.features)[examples.training_rows]
    x = (FAR * raw.max(axis=0) - examples.offset) / examples.scale
    return float(history.predict(x[None].astype("float32"))[0, 0])
