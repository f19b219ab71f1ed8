"""What the chosen rows and features show before a run: unequal sizes, leaks, unequal classes."""

from functools import lru_cache

import numpy as np
import pandas as pd

from nnplay.datasets import Dataset
from nnplay.datasets.warnings import MOST, TableWarning, disguises
from nnplay.diagnosis.finding import Finding, finding
from nnplay.diagnosis.fixes import make_fixes
from nnplay.diagnosis.task import HALF, Task
from nnplay.numbers import count, number, percent, times

# If feature sizes differ by a factor r, the error's valley is about r² times as long as wide, and
# plain gradient descent needs about that many steps: 2,500 is five runs of the default 500 epochs.
SCALE_RATIO = 50.0
# Columns that are whole percentages of the target in every row are not so by chance: with this
# tolerance one row in 25 would be.
PERCENT_TOLERANCE = 0.02
MIN_ROWS = 10
HARDLY_ANY = 5  # fewer training rows of a class are hardly any
CHANCE = 3.0  # standard deviations by which a class's number of held-out rows may differ by chance


@finding("different_scales", 240)
def different_scales(task: Task) -> Finding | None:
    """Find features of very different size; the bias counts as a feature that is always 1."""
    config, examples = task.config, task.examples
    x = examples.x[examples.training_rows].astype(float)
    sizes = np.sqrt((x**2).mean(axis=0))
    largest, smallest = int(sizes.argmax()), int(sizes.argmin())
    name, high = examples.features[largest], sizes[largest]
    other, low = examples.features[smallest], sizes[smallest]
    if low == 0 or high < SCALE_RATIO * low:  # of similar size, but perhaps not to the bias
        other, low = "the constant 1 of the bias", 1.0
    if config.standardize or high < SCALE_RATIO * low:
        return None
    return Finding(
        "hint",
        f"{name} is {times(high / low)} times as large as {other}",
        f"Typical sizes: {name} {number(high)}, {other} {number(low)}.",
        "The same change of a weight moves the prediction far more for a large feature than for a "
        "small one. One step length can hardly suit both, so training may be slow or unsteady. "
        "Standardised features (mean 0, deviation 1) are all of one size.",
        make_fixes(config, {"standardize": True}),
        ("standardize", "features"),
    )


@finding("target_leakage", 300)
def target_leakage(task: Task) -> Finding | None:
    """Find features that are whole percentages of the target, or of what classes were cut from."""
    dataset, features = task.dataset, task.examples.features
    names = [name for name in leaked_columns(dataset) if name in features]
    quantity = _quantity(dataset)
    if quantity is None or not names:
        return None
    y, source = quantity.to_numpy(float), quantity.name
    x = dataset.numbers(features)
    shares, computed = 100.0 * x / y[:, None], np.isin(features, names)
    with_target, bare = leave_one_out(x, y), leave_one_out(np.where(computed, shares, x), y)
    rest = tuple(name for name in dataset.features if name not in names)
    rest = tuple(name for name in rest if name in features) or rest
    what = ", and so are the classes" if dataset.classes else " itself"
    return Finding(
        "hint",
        f"{', '.join(names)}: computed from {source}{what}",
        f"Each is {source} times a whole percentage. On {task.noun}s left out one at a time, a "
        f"linear formula explains {_explained(with_target)} of the variation of {source}; with the "
        f"bare percentages {_explained(bare)}.",
        "These columns contain the very number that the answer is made of, so a good fit shows "
        f"mostly that the network undid a multiplication. For a {task.noun} whose number is "
        "unknown, these columns would be unknown too.",
        make_fixes(task.config, {"features": rest}) if rest else (),
        ("features",),
    )


def _explained(share: float) -> str:
    if share < 0:
        return "nothing, as it is worse than always predicting the mean"
    return percent(share)


def _quantity(dataset: Dataset) -> pd.Series | None:
    """Return the target, or the quantity that the classes were cut from, if that is known."""
    return dataset.cut_from if dataset.classes else dataset.frame[dataset.target]


@lru_cache(maxsize=8)  # bounded, as every draw of a pattern is another data set
def leaked_columns(dataset: Dataset) -> tuple[str, ...]:
    """Return the columns that are whole percentages of the target."""
    quantity = _quantity(dataset)
    if quantity is None or len(quantity) < MIN_ROWS or (quantity == 0).any():
        return ()
    shares = 100.0 * dataset.numbers(dataset.features) / quantity.to_numpy(float)[:, None]
    whole = _whole_percentages(shares)
    return tuple(name for name, is_so in zip(dataset.features, whole, strict=True) if is_so)


@lru_cache(maxsize=8)
def disguised(dataset: Dataset) -> tuple[TableWarning, ...]:
    """Return the warnings of columns that are the target itself; none if all columns are."""
    if dataset.pattern:
        return ()
    frame, target = dataset.frame, dataset.target
    if dataset.classes:
        names = np.array(dataset.classes, object)
        frame = frame.assign(**{target: names[frame[target].to_numpy(int)]})
    found = tuple(disguises(frame, target, dataset.features))
    return found if len(found) < len(dataset.features) else ()


def more_features(task: Task) -> dict[str, tuple[str, ...] | None]:
    """Return the change to all features, except those unused ones that give the answer away."""
    used, features = task.examples.features, task.dataset.features
    telling = {*leaked_columns(task.dataset), *(each.column for each in disguised(task.dataset))}
    kept = {*used, *features} - (telling - {*used})
    if kept == {*features}:
        return {"features": None}
    return {} if kept == {*used} else {"features": tuple(f for f in features if f in kept)}


def _whole_percentages(shares: np.ndarray) -> np.ndarray:
    """Tell for each column whether its shares are whole percentages, and not always the same.

    A share below the tolerance counts only if it is exactly 0: beside a large target, every small
    number is less than a hundredth of a percent.
    """
    whole = shares.round()
    near = (shares == 0) | ((whole != 0) & (np.abs(shares - whole) < PERCENT_TOLERANCE))
    varied = whole.min(axis=0) < whole.max(axis=0)
    return near.all(axis=0) & varied & ((whole != 0).sum(axis=0) >= MIN_ROWS)


def leave_one_out(x: np.ndarray, y: np.ndarray) -> float:
    """Return the share of the variance that a linear fit explains on rows it has not seen.

    Every row is predicted by the fit to all the others; below 0 is worse than their mean.
    """
    deviation = x.std(axis=0)
    scaled = (x - x.mean(axis=0)) / np.where(deviation > 0, deviation, 1.0)
    inputs = np.column_stack([scaled, np.ones(len(x))])
    hat = inputs @ np.linalg.pinv(inputs)
    # the residual of a row left out follows from the hat matrix without fitting again
    residuals = (y - hat @ y) / (1.0 - np.diag(hat)).clip(1e-9)
    return float(1.0 - np.sum(residuals**2) / np.sum((y - y.mean()) ** 2))


def _class_counts(task: Task) -> tuple[np.ndarray, np.ndarray]:
    """Return how many rows each class has, and how many of them are training rows."""
    numbers, classes = task.examples.y[:, 0].astype(int), len(task.dataset.classes)
    training = numbers[task.examples.training_rows]
    return np.bincount(numbers, minlength=classes), np.bincount(training, minlength=classes)


def hidden_class(task: Task) -> int | None:
    """Return the class with far more held-out rows than its share, None if there is none."""
    rows = len(task.examples.y)
    held_out = len(task.examples.validation_rows) / rows
    if not task.dataset.classes or task.config.validation_rows == "random" or not held_out:
        return None
    everywhere, left = _class_counts(task)
    expected = everywhere * (1 - held_out)
    missing = expected - left
    hidden = (left < HALF * expected) & (missing > CHANCE * np.sqrt(expected * held_out))
    return int(np.where(hidden, missing, -np.inf).argmax()) if hidden.any() else None


@finding("class_held_out", 50, explains="poor overfitting as_good_as_linear")
def class_held_out(task: Task) -> Finding | None:
    """Find a class most of whose rows are held out, as in a table that is sorted by class."""
    worst = hidden_class(task)
    if worst is None:
        return None
    names, (everywhere, left) = task.dataset.classes, _class_counts(task)
    listed = ", ".join(
        f"{name} {amount} of {whole}"
        for name, amount, whole in zip(names, left, everywhere, strict=True)
    )
    return Finding(
        "problem",
        f"The class {names[worst]} is held out: {left[worst]} of its {everywhere[worst]} "
        f"{task.noun}s are left to learn from",
        f"Training {task.noun}s of each class: {listed}.",
        f"The last {task.noun}s of the table are held out, which takes far more of {names[worst]} "
        "than its share. What is hardly ever seen can't be learned, so the result says nothing "
        f"about the network. Validation {task.noun}s drawn at random leave some of every class.",
        make_fixes(task.config, {"validation_rows": "random"}),
        ("validation_rows", "validation_split"),
    )


@finding("imbalanced_classes", 260)
def imbalanced_classes(task: Task) -> Finding | None:
    """Find a class that most rows have, or one that hardly any row has."""
    names = task.dataset.classes
    if not names or hidden_class(task) is not None:
        return None
    _, counts = _class_counts(task)
    largest, smallest, rows = int(counts.argmax()), int(counts.argmin()), counts.sum()
    if counts[largest] < MOST * rows and counts[smallest] >= HARDLY_ANY:
        return None
    share = percent(counts[largest] / rows)
    few = count(int(counts[smallest]), f"training {task.noun}")
    listed = ", ".join(f"{name} {amount}" for name, amount in zip(names, counts, strict=True))
    return Finding(
        "hint",
        f"{share} of the training {task.noun}s are of the class {names[largest]}"
        if counts[largest] >= MOST * rows
        else f"The class {names[smallest]} has only {few}",
        f"Training {task.noun}s of each class: {listed}.",
        f"Always predicting the class {names[largest]} is right in {share} of the cases without "
        "looking at any input, so only more than that is a success. And a class with few examples "
        "is easily missed, though it may be the one that matters.",
        settings=("validation_rows", "validation_split"),
    )
