"""Learners' own tables, and the settings of runs on them and on the data sets of the page."""

from typing import Any

import numpy as np
import pandas as pd

from nnplay.config import TrainingConfig
from nnplay.datasets import Dataset, dataset_of, load_dataset

MEDIAN, TERCILES = "car_crashes_median", "car_crashes_terciles"
SIDES = ("left", "between", "right")
BINARY = {"output_activation": "sigmoid", "loss": "binary_crossentropy"}
SEVERAL = {"output_activation": "softmax", "loss": "sparse_categorical_crossentropy"}
# The runs were labelled on all rows: what eleven states say of a fault is a matter of chance.
ALL_ROWS: dict[str, Any] = {"validation_split": 0.0, "validation_rows": "last"}
# A network that suits the other patterns is too small for a spiral.
FOUR: dict[str, Any] = {
    **{"samples": 200, "standardize": False, "hidden_units": (4,), "activation": "tanh"},
    **{"learning_rate": 0.03, "batch_size": 10},
}


def table(name: str, x: np.ndarray, y: np.ndarray, classes: tuple[str, ...], **recommended: Any):
    """A learner's own table, its columns named a, b, c and so on."""
    names = [chr(ord("a") + column) for column in range(x.shape[1])]
    index = pd.Index([str(row) for row in range(len(y))], name="row")
    frame = pd.DataFrame({"answer": y.astype(float), **dict(zip(names, x.T, strict=True))}, index)
    return Dataset(
        name=name,
        label=name,
        frame=frame,
        target="answer",
        target_label="answer",
        question="Can this network tell?",
        row_labels=pd.Series(index, index),
        descriptions=dict.fromkeys(frame.columns, "a column"),
        source="Drawn.",
        classes=classes,
        recommended={
            "standardize": True,
            "optimizer": "Adam",
            "learning_rate": 0.01,
            **recommended,
        },
    )


def _named(*tables: Dataset) -> dict[str, Dataset]:
    return {each.name: each for each in tables}


def _tables() -> dict[str, Dataset]:
    draw = np.random.default_rng(7)
    rare = (np.arange(120) % 10 == 0).astype(int)
    four = np.arange(120) % 4
    corners = np.array([(0, 0, 0), (4, 0, 1), (0, 4, 2), (4, 4, 0)])[four]
    by_class = np.argsort(four)
    x = draw.normal(size=(150, 3))

    def normal(columns: int = 3) -> np.ndarray:
        return draw.normal(size=(120, columns))

    return _named(
        table("own_rare", normal() + 2 * rare[:, None], rare, ("no", "yes"), **BINARY),
        table("own_chance", normal(), rare, ("no", "yes"), **BINARY),
        table("own_four", normal() + corners, four, tuple("ABCD"), **SEVERAL),
        table("own_slope", x, 100 + 10 * x[:, 0] - 5 * x[:, 1] + draw.normal(size=150), ()),
        table("own_sorted", normal() + corners[by_class], np.sort(four), tuple("ABCD"), **SEVERAL),
        table("own_row", normal(2) + 2.5 * (four % 3)[:, None], four % 3, SIDES, **SEVERAL),
    )


def _warned_of() -> dict[str, Dataset]:
    """Return tables with one cause for a warning each."""
    draw = np.random.default_rng(11)
    x, yes = draw.normal(size=(120, 3)), (np.arange(120) % 5 < 2).astype(int)
    slope = 20 + 3 * x[:, 0] - 2 * x[:, 1] + draw.normal(size=120)
    far_out = np.where(np.arange(120) == 60, slope + 400, slope)
    up = np.argsort(slope**2)
    positive = np.column_stack([x + 10, slope]).round(2)
    added = np.vstack([positive, positive.sum(axis=0)])
    return _named(
        table("own_copied", np.column_stack([x, 2 - yes]), yes, ("no", "yes"), **BINARY),
        table("own_doubled", np.column_stack([x, 2 * slope + 1]), slope, ()),
        table("own_numbered", np.column_stack([x, draw.permutation(120) + 7]), slope, ()),
        table("own_ascending", np.abs(x)[up], 0.01 * (slope**2)[up], ()),
        table("own_added_up", added[:, :3], added[:, 3], ()),
        table("own_far_out", x, far_out, ()),
    )


OWN, WARNED_OF = _tables(), _warned_of()


def dataset_for(config: TrainingConfig) -> Dataset:
    return {**OWN, **WARNED_OF}.get(config.dataset) or dataset_of(config)


def on(name: str, **changes: Any) -> dict[str, Any]:
    """Return a data set's recommended settings with changes; on a table, no rows are held out."""
    dataset = {**OWN, **WARNED_OF}.get(name) or load_dataset(name)
    rows = {} if dataset.pattern else ALL_ROWS
    return {"dataset": name, **dataset.recommended, **rows, **changes}


def pair(name: str, output_activation: str, loss: str, **changes: Any) -> dict[str, Any]:
    return on(name, output_activation=output_activation, loss=loss, **changes)
