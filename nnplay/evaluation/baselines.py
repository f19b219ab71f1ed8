"""What a network is compared with: always the same answer, a linear model, nearest neighbours."""

from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from nnplay.datasets import Examples
from nnplay.evaluation.metrics import WORSE, accuracies, errors_of, log_loss

NEIGHBOURS = (1, 3, 9)  # numbers of neighbours to try; the best on the training rows is used
MOST_NEIGHBOURS = 500  # training rows to choose from: the largest tables then take below a second
MOST_ITERATIONS = 1_000
# Hardly any penalty, as a network has none. It only keeps coefficients from growing for ever if a
# straight border separates the classes completely.
HARDLY_PENALISED = 1e6


def predict_mean(examples: Examples) -> np.ndarray:
    """Predict the mean of the training rows for every row, shape (rows, 1)."""
    return np.full(examples.y.shape, examples.y[examples.training_rows].mean(dtype=float))


def answer_majority_class(examples: Examples) -> np.ndarray:
    """Answer every row with the number of the training rows' majority class, shape (rows, 1)."""
    numbers = examples.y[examples.training_rows, 0].astype(int)
    largest = np.bincount(numbers, minlength=examples.classes).argmax()
    return np.full(examples.y.shape, largest)


def guess(examples: Examples) -> np.ndarray:
    """Answer every row without looking at its features, shape (rows, 1)."""
    return answer_majority_class(examples) if examples.classes else predict_mean(examples)


def answer_linearly(examples: Examples) -> np.ndarray:
    """Answer every row by linear or, for classes, logistic regression, shape (rows, 1)."""
    return classify_linearly(examples) if examples.classes else predict_linearly(examples)


def class_frequencies(examples: Examples) -> np.ndarray:
    """Give every row the classes' frequencies in the training rows, shape (rows, classes)."""
    numbers = examples.y[examples.training_rows, 0].astype(int)
    shares = np.bincount(numbers, minlength=examples.classes) / len(numbers)
    return np.tile(shares, (len(examples.y), 1))


def log_loss_of_frequencies(examples: Examples) -> float:
    """Return the log loss of giving all training rows the classes' frequencies."""
    rows = examples.training_rows
    return log_loss(examples.y[rows], class_frequencies(examples)[rows])


def has_learned(examples: Examples, predictions: np.ndarray, loss: str) -> bool:
    """Tell whether predictions are better than the baseline's on the training rows.

    Args:
        predictions: Of all rows, shape (rows, outputs).
    """
    training, _ = errors_of(examples, predictions, loss)
    if examples.classes:
        right, _ = accuracies(examples, answer_majority_class(examples)[:, 0])
        return training < 1 - right
    return training < float(examples.y[examples.training_rows].var(dtype=float)) / WORSE


def regress(examples: Examples) -> tuple[np.ndarray, float]:
    """Fit ordinary least squares to the training rows: coefficients, shape (inputs,), and bias."""
    # scaling the columns does not change the solution, but keeps its digits if their sizes differ
    sizes = np.abs(examples.x).max(axis=0).clip(1e-12).astype(float)
    rows = examples.training_rows
    inputs = np.column_stack([examples.x[rows] / sizes, np.ones(len(rows))])
    solution, *_ = np.linalg.lstsq(inputs, examples.y[rows, 0].astype(float))
    return solution[:-1] / sizes, float(solution[-1])


def predict_linearly(examples: Examples) -> np.ndarray:
    """Predict every row by `regress`, shape (rows, 1)."""
    coefficients, bias = regress(examples)
    return (examples.x.astype(float) @ coefficients + bias)[:, None]


@dataclass(frozen=True)
class _Content:
    """A cache key for examples: equal if their numbers are equal, not only if they are the same."""

    key: tuple
    examples: Examples = field(compare=False)


def _content(examples: Examples) -> _Content:
    arrays = (examples.x, examples.y, examples.training_rows)
    parts = [(array.shape, array.tobytes()) for array in arrays]
    return _Content((examples.classes, *parts), examples)


def classify_linearly(examples: Examples) -> np.ndarray:
    """Answer every row by logistic regression, fitted to the training rows, shape (rows, 1)."""
    return _classified(_content(examples))


@lru_cache(maxsize=64)
def _classified(content: _Content) -> np.ndarray:
    examples = content.examples
    y = examples.y[examples.training_rows, 0].astype(int)
    if len(np.unique(y)) < 2:
        return answer_majority_class(examples)
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415  workers only

    model = LogisticRegression(
        C=HARDLY_PENALISED, solver="newton-cholesky", max_iter=MOST_ITERATIONS
    )
    x = _standardised(examples)
    return model.fit(x[examples.training_rows], y).predict(x)[:, None]


def follow_neighbours(examples: Examples) -> np.ndarray:
    """Predict every row from the training rows most like it, shape (rows, 1).

    Neighbours vote for a class, or their quantities are averaged. A training row is not its own
    neighbour, so it is predicted like a new row.
    """
    return _followed(_content(examples))


@lru_cache(maxsize=64)
def _followed(content: _Content) -> np.ndarray:
    examples = content.examples
    rows = examples.training_rows
    nearest = _nearest(examples)
    best, lowest = examples.y, np.inf
    for count in NEIGHBOURS[: 1 + sum(nearest.shape[1] >= more for more in NEIGHBOURS[1:])]:
        answers = examples.y[nearest[:, :count], 0]
        if examples.classes:
            votes = [(answers == number).sum(axis=1) for number in range(examples.classes)]
            predictions = np.argmax(votes, axis=0)
        else:
            predictions = answers.mean(axis=1, dtype=float)
        missed = (predictions - examples.y[:, 0])[rows]
        error = float(np.mean(missed != 0) if examples.classes else np.mean(missed**2))
        if error < lowest:
            best, lowest = predictions[:, None], error
    return best


def _nearest(examples: Examples) -> np.ndarray:
    """Return the row numbers of the training rows nearest to each row, the nearest first."""
    rows = examples.training_rows
    if len(rows) > MOST_NEIGHBOURS:
        rows = rows[np.linspace(0, len(rows) - 1, MOST_NEIGHBOURS).astype(int)]
    x = _standardised(examples)
    squares = (x**2).sum(axis=1)
    distances = squares[:, None] + squares[rows] - 2 * x @ x[rows].T
    distances[rows, np.arange(len(rows))] = np.inf
    count = min(NEIGHBOURS[-1], max(len(rows) - 1, 1))
    chosen = np.argpartition(distances, count - 1, axis=1)[:, :count]
    order = np.take_along_axis(distances, chosen, axis=1).argsort(axis=1, kind="stable")
    return rows[np.take_along_axis(chosen, order, axis=1)]


def _standardised(examples: Examples) -> np.ndarray:
    x = examples.x.astype(float)
    offset, scale = (getattr(x[examples.training_rows], name)(axis=0) for name in ("mean", "std"))
    return (x - offset) / np.where(scale > 1e-12 * np.abs(offset), scale, 1.0)
