"""What the chosen features say before a run: their sizes, and where they come from."""

from collections.abc import Iterator

import numpy as np

from nnplay.config import TrainingConfig
from nnplay.datasets import Dataset, Examples
from nnplay.diagnosis.findings import Finding, count, make_fixes
from nnplay.diagnosis.question import Question
from nnplay.numbers import number, percent, times

# Where feature sizes differ by r, the error's valley is about r² times as long as wide, and plain
# descent needs about that many steps: 2,500 is five runs of the default 500 epochs.
SCALE_RATIO = 50.0
# Shares of the target that are whole percentages in every row are no chance: with a tolerance of
# 0.02 percent one row in 25 would be.
PERCENT_TOLERANCE = 0.02
MIN_ROWS = 10
MOST = 0.75  # of the training rows in one class
HARDLY_ANY = 5  # training rows of a class
HALF = 0.5  # of the training rows that a class would have by its share
CHANCE = 3.0  # standard deviations of their number in rows drawn at random


def scales(config: TrainingConfig, examples: Examples) -> Iterator[Finding]:
    """Find features of very different size; the constant 1 of the bias counts as one."""
    x = examples.x[examples.training_rows].astype(float)
    sizes = np.sqrt((x**2).mean(axis=0))
    largest, smallest = int(sizes.argmax()), int(sizes.argmin())
    name, high = examples.features[largest], sizes[largest]
    other, low = examples.features[smallest], sizes[smallest]
    if low == 0 or high < SCALE_RATIO * low:  # alike among themselves, perhaps not with the bias
        other, low = "the constant 1 of the bias", 1.0
    if config.standardize or high < SCALE_RATIO * low:
        return
    yield Finding(
        "different_scales",
        "hint",
        f"{name} is {times(high / low)} times as large as {other}",
        f"Typical sizes: {name} {number(high)}, {other} {number(low)}.",
        "The same change of a weight moves the prediction far more for a large feature than for a "
        "small one. One step length can't suit both, so training is slow or restless. Standardised "
        "features (mean 0, deviation 1) are all of one size.",
        make_fixes(config, {"standardize": True}),
        ("standardize", "features"),
    )


def columns_from_target(
    dataset: Dataset, examples: Examples, config: TrainingConfig
) -> Iterator[Finding]:
    """Find features that are whole percentages of the quantity asked for, or cut into classes."""
    quantity = dataset.cut_from if dataset.classes else dataset.frame[dataset.target]
    if quantity is None or len(quantity) < MIN_ROWS or (quantity == 0).any():
        return
    y, source = quantity.to_numpy(float), quantity.name
    x = dataset.numbers(examples.features)
    shares = 100.0 * x / y[:, None]
    computed = _whole_percentages(shares)
    if not computed.any():
        return
    names = [name for name, is_so in zip(examples.features, computed, strict=True) if is_so]
    with_target, bare = leave_one_out(x, y), leave_one_out(np.where(computed, shares, x), y)
    rest = tuple(name for name in dataset.features if name not in names)
    rest = tuple(name for name in rest if name in examples.features) or rest
    listed = ", ".join(names)
    named = "states" if dataset.row_labels.name == "state" else "rows"
    yield Finding(
        "features_from_target",
        "hint",
        f"{listed}: computed from {source}"
        + (", and so are the classes" if dataset.classes else " itself"),
        f"Each is {source} times a whole percentage. On rows left out one at a time, "
        f"a straight formula explains {percent(with_target)} of the variation of {source}; with "
        f"the bare percentages {percent(bare)}"
        f"{', worse than always predicting the mean' if bare < 0 else ''}.",
        "These columns contain the very number that the answer is made of, so a good fit shows "
        "mostly that the network undid a multiplication. For "
        f"{named} whose number is unknown, these columns would be unknown too.",
        make_fixes(config, {"features": rest}) if rest else (),
        ("features",),
    )


def _whole_percentages(shares: np.ndarray) -> np.ndarray:
    """Tell of which columns all shares are whole percentages, and not always the same.

    A share below the tolerance is whole only if it is nothing at all, as next to a large target
    every small number is less than a hundredth of a percent.
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


def class_held_out(config: TrainingConfig, question: Question) -> list[Finding]:
    """Find a class whose rows were held out, as in a table that is sorted by class."""
    names, examples = question.dataset.classes, question.examples
    if not names or config.validation_rows == "random" or not len(examples.validation_rows):
        return []
    numbers = examples.y[:, 0].astype(int)
    training = numbers[examples.training_rows]
    everywhere, left = (np.bincount(each, minlength=len(names)) for each in (numbers, training))
    held_out = 1 - len(training) / len(numbers)
    expected = everywhere * (1 - held_out)
    missing = expected - left
    hidden = (left < HALF * expected) & (missing > CHANCE * np.sqrt(expected * held_out))
    if not hidden.any():
        return []
    worst = int(np.where(hidden, missing, -np.inf).argmax())
    listed = ", ".join(
        f"{name} {amount} of {whole}"
        for name, amount, whole in zip(names, left, everywhere, strict=True)
    )
    return [
        Finding(
            "class_held_out",
            "problem",
            f"The class {names[worst]} is held out: {left[worst]} of its {everywhere[worst]} "
            f"{question.noun}s are left to learn from",
            f"Training {question.noun}s of each class: {listed}.",
            f"The last {question.noun}s of the table are held out, and they are mostly of one "
            "class. What is hardly ever seen can't be learned, so the result says nothing about "
            f"the network. Held-out {question.noun}s drawn at random leave some of every class.",
            make_fixes(config, {"validation_rows": "random"}),
            ("validation_rows", "validation_split"),
        )
    ]


def uneven_classes(config: TrainingConfig, question: Question) -> Iterator[Finding]:
    """Find a class that most rows have, or one that hardly any have."""
    names, examples = question.dataset.classes, question.examples
    if not names:
        return
    numbers = examples.y[examples.training_rows, 0].astype(int)
    counts = np.bincount(numbers, minlength=len(names))
    largest, smallest, rows = int(counts.argmax()), int(counts.argmin()), len(numbers)
    if counts[largest] < MOST * rows and counts[smallest] >= HARDLY_ANY:
        return
    share = percent(counts[largest] / rows)
    few = count(int(counts[smallest]), f"training {question.noun}")
    listed = ", ".join(f"{name} {amount}" for name, amount in zip(names, counts, strict=True))
    options = [{"validation_rows": "random"}] if config.validation_split else []
    yield Finding(
        "uneven_classes",
        "hint",
        f"{share} of the training {question.noun}s are of the class {names[largest]}"
        if counts[largest] >= MOST * rows
        else f"The class {names[smallest]} has only {few}",
        f"Training {question.noun}s of each class: {listed}.",
        f"Always answering {names[largest]} is right in {share} without looking at any input, so "
        "only more than that is a success. And a class with few examples is easily missed, though "
        "it may be the one that matters.",
        make_fixes(config, *options),
        ("validation_rows", "validation_split"),
    )
