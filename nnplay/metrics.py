"""How good predictions are, and the two baselines that a network must be compared with."""

from dataclasses import dataclass, field
from functools import lru_cache

import numpy as np

from nnplay.datasets import Examples

WORSE = 1.05  # errors within 5 % of each other are called the same
ROUNDING = 1e-9  # of the variance: a formula may be exact but for it


def mean_squared_error(y: np.ndarray, predictions: np.ndarray) -> float:
    """Return the mean of the squared errors; NaN or infinity if a prediction is."""
    with np.errstate(all="ignore"):
        return float(np.mean((predictions.astype(float) - y) ** 2))


def mean_absolute_error(y: np.ndarray, predictions: np.ndarray) -> float:
    """Return the mean of the errors' sizes; NaN or infinity if a prediction is."""
    with np.errstate(all="ignore"):
        return float(np.mean(np.abs(predictions.astype(float) - y)))


def r_squared(y: np.ndarray, predictions: np.ndarray) -> float:
    """Return the share of the variance that is explained: 1 is perfect, 0 is the mean's.

    NaN if there is no variance.
    """
    variance = float(y.var(dtype=float))
    return 1 - mean_squared_error(y, predictions) / variance if variance else float("nan")


def predict_mean(examples: Examples) -> np.ndarray:
    """Predict the mean of the training rows for every row, shape (rows, 1)."""
    return np.full(examples.y.shape, examples.y[examples.training_rows].mean(dtype=float))


def regress(examples: Examples) -> tuple[np.ndarray, float]:
    """Fit ordinary least squares to the training rows: coefficients, shape (inputs,), and bias."""
    # scaling the columns keeps the solution and its digits when features differ in size
    sizes = np.abs(examples.x).max(axis=0).clip(1e-12).astype(float)
    rows = examples.training_rows
    inputs = np.column_stack([examples.x[rows] / sizes, np.ones(len(rows))])
    solution, *_ = np.linalg.lstsq(inputs, examples.y[rows, 0].astype(float))
    return solution[:-1] / sizes, float(solution[-1])


def predict_linearly(examples: Examples) -> np.ndarray:
    """Predict every row by `regress`, shape (rows, 1)."""
    coefficients, bias = regress(examples)
    return (examples.x.astype(float) @ coefficients + bias)[:, None]


def without_rounding(examples: Examples, error: float) -> float:
    """Return a squared error, or 0 if it is but the rounding of an exact fit in float32."""
    variance = float(examples.y[examples.training_rows].var(dtype=float))
    return 0.0 if error < ROUNDING * variance else error


def errors_of(examples: Examples, predictions: np.ndarray, loss: str) -> tuple[float, float | None]:
    """Return the errors of the training rows and of those held out, if any; 0 is perfect.

    For quantities it is the mean squared error, for classes the share of wrong answers.

    Args:
        predictions: Of all rows, shape (rows, outputs).
    """
    if not examples.classes:
        return squared_errors(examples, predictions)
    right, held_out = shares_right(examples, classes_of(predictions, loss))
    return 1 - right, None if held_out is None else 1 - held_out


def squared_errors(examples: Examples, predictions: np.ndarray) -> tuple[float, float | None]:
    """Return the mean squared errors of the training rows and of those held out, if any.

    Args:
        predictions: Of all rows, shape (rows, 1).
    """
    y, rows, held_out = examples.y, examples.training_rows, examples.validation_rows
    training = mean_squared_error(y[rows], predictions[rows])
    if not len(held_out):
        return training, None
    return training, mean_squared_error(y[held_out], predictions[held_out])


def shares_right(examples: Examples, numbers: np.ndarray) -> tuple[float, float | None]:
    """Return the shares of right answers among the training rows and those held out, if any.

    Args:
        numbers: The class that each row is said to be of, shape (rows,).
    """
    right = numbers == examples.y[:, 0]
    held_out = examples.validation_rows
    training = float(right[examples.training_rows].mean())
    return training, float(right[held_out].mean()) if len(held_out) else None


def error_of(examples: Examples, predictions: np.ndarray, loss: str) -> float:
    """Return the error that counts: of the rows held out, if any, else of the training rows."""
    training, held_out = errors_of(examples, predictions, loss)
    return training if held_out is None else held_out


def row_errors(examples: Examples, predictions: np.ndarray, loss: str) -> np.ndarray:
    """Return what each row adds to the error that counts, shape (rows,).

    That is the squared error or, for classes, 1 for a wrong answer; NaN for no answer at all.

    Args:
        predictions: Of all rows, shape (rows, outputs).
    """
    if not examples.classes:
        return squares_of_rows(examples, predictions)
    return wrong_rows(examples, classes_of(predictions, loss))


def squares_of_rows(examples: Examples, predictions: np.ndarray) -> np.ndarray:
    """Return the squared error of each row, shape (rows,), of predictions (rows, 1)."""
    with np.errstate(all="ignore"):
        return (predictions[:, 0].astype(float) - examples.y[:, 0]) ** 2


def wrong_rows(examples: Examples, numbers: np.ndarray) -> np.ndarray:
    """Return 1 for each row that is said to be of another class, NaN where none is said.

    Args:
        numbers: The class that each row is said to be of, -1 for none, shape (rows,).
    """
    return np.where(numbers < 0, np.nan, numbers != examples.y[:, 0])


def has_learned(examples: Examples, predictions: np.ndarray, loss: str) -> bool:
    """Tell whether the training rows are predicted better than without looking at the features.

    Args:
        predictions: Of all rows, shape (rows, outputs).
    """
    training, _ = errors_of(examples, predictions, loss)
    if examples.classes:
        right, _ = shares_right(examples, answer_largest_class(examples)[:, 0])
        return training < 1 - right
    return training < float(examples.y[examples.training_rows].var(dtype=float)) / WORSE


# ---- classes


def classes_of(predictions: np.ndarray, loss: str) -> np.ndarray:
    """Return the number of the class that each prediction means, shape (rows,).

    Several outputs mean the class of the largest; one output means class 1 above one half, and with
    a hinge loss, which pulls towards -1 and 1, above 0. What is not a number means class -1.

    Args:
        predictions: Shape (rows, outputs).
    """
    if predictions.shape[1] > 1:
        numbers = np.argmax(np.nan_to_num(predictions, nan=-np.inf), axis=1)
    else:
        numbers = (predictions[:, 0] > (0.0 if "hinge" in loss else 0.5)).astype(int)
    return np.where(np.isnan(predictions).any(axis=1), -1, numbers)


def accuracy(y: np.ndarray, predictions: np.ndarray, loss: str) -> float:
    """Return the share of the rows whose class is the predicted one.

    Args:
        y: Numbers of classes, shape (rows, 1).
        predictions: Shape (rows, outputs).
    """
    return float(np.mean(classes_of(predictions, loss) == y[:, 0]))


def log_loss(y: np.ndarray, predictions: np.ndarray) -> float:
    """Return the mean of -log of what is given to each row's own class, as Keras clips it.

    Predictions that are no probabilities are clipped to 0 and 1, and several outputs are divided by
    their sum; NaN if a prediction is.
    """
    shares = np.clip(predictions.astype(float), 1e-7, 1 - 1e-7)
    if shares.shape[1] == 1:
        shares = np.column_stack([1 - shares, shares])
    own = shares[np.arange(len(y)), y[:, 0].astype(int)] / shares.sum(axis=1)
    return float(-np.log(own).mean())


# ---- baselines for classes, and for what no straight formula can tell

NEIGHBOURS = (1, 3, 9)  # how many are asked; the number that does best on the training rows counts
MOST_NEIGHBOURS = 500  # training rows to look among, so that the largest tables take no second
MOST_ITERATIONS = 1_000
# Hardly a penalty, as a network has none: only the coefficients of classes that a border separates
# completely, which would grow for ever, are kept in range.
HARDLY_PENALISED = 1e6


@dataclass(frozen=True)
class _Content:
    """Examples that are equal if their numbers are, as every `prepare` makes new ones."""

    key: tuple
    examples: Examples = field(compare=False)


def _content(examples: Examples) -> _Content:
    arrays = (examples.x, examples.y, examples.training_rows)
    parts = [(array.shape, array.tobytes()) for array in arrays]
    return _Content((examples.classes, *parts), examples)


def answer_largest_class(examples: Examples) -> np.ndarray:
    """Answer every row by the class that most training rows have: its number, shape (rows, 1)."""
    numbers = examples.y[examples.training_rows, 0].astype(int)
    largest = np.bincount(numbers, minlength=examples.classes).argmax()
    return np.full(examples.y.shape, largest)


def class_frequencies(examples: Examples) -> np.ndarray:
    """Give every row the shares of the training rows' classes, shape (rows, classes)."""
    numbers = examples.y[examples.training_rows, 0].astype(int)
    shares = np.bincount(numbers, minlength=examples.classes) / len(numbers)
    return np.tile(shares, (len(examples.y), 1))


def log_loss_of_frequencies(examples: Examples) -> float:
    """Return the log loss of the training rows when all are given the classes' frequencies."""
    rows = examples.training_rows
    return log_loss(examples.y[rows], class_frequencies(examples)[rows])


def classify_linearly(examples: Examples) -> np.ndarray:
    """Answer every row by logistic regression, fitted to the training rows, shape (rows, 1)."""
    return _classified(_content(examples))


@lru_cache(maxsize=64)
def _classified(content: _Content) -> np.ndarray:
    examples = content.examples
    y = examples.y[examples.training_rows, 0].astype(int)
    if len(np.unique(y)) < 2:
        return answer_largest_class(examples)
    # 80 MB and 0.8 s, which a page with quantities alone is spared
    from sklearn.linear_model import LogisticRegression  # noqa: PLC0415

    model = LogisticRegression(
        C=HARDLY_PENALISED, solver="newton-cholesky", max_iter=MOST_ITERATIONS
    )
    x = _standardised(examples)
    return model.fit(x[examples.training_rows], y).predict(x)[:, None]


def follow_neighbours(examples: Examples) -> np.ndarray:
    """Predict every row from the training rows most like it, shape (rows, 1).

    A training row is no neighbour of itself, so its prediction is one for a new row. Classes are
    voted for, quantities averaged.
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
    """Return the numbers of the training rows nearest to each row, the nearest first."""
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
