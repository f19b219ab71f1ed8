"""The 50 states of the USA and the District of Columbia, with three questions."""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from nnplay.datasets.recommended import HELD_OUT, MORE_CLASSES, TWO_CLASSES
from nnplay.datasets.table import Dataset
from nnplay.numbers import digits, exact

# In the published table: "Number of drivers involved in fatal collisions per billion miles".
UNIT = "drivers in fatal collisions per billion miles"
DATA = Path(__file__).parents[1] / "data"
# On raw features a sigmoid or a softmax saturates at once.
RECOMMENDED_FOR_CLASSES = {
    "standardize": True,
    "optimizer": "Adam",
    "learning_rate": 0.01,
    **HELD_OUT,
}


@cache
def car_crashes() -> Dataset:
    """Return the states with their rate of accidents as the target."""
    table = pd.read_csv(DATA / "car_crashes.csv", index_col="abbrev")
    row_labels = table.pop("state")
    return Dataset(
        name="car_crashes",
        label="US states: fatal accidents",
        row_noun="state",
        frame=table,
        target="total",
        target_label="accidents",
        question="How well can this network predict accidents?",
        row_labels=row_labels,
        descriptions={
            "total": UNIT,
            "speeding": "of these, drivers who were speeding",
            "alcohol": "of these, drivers who had drunk alcohol",
            "not_distracted": "of these, drivers who were not distracted",
            "no_previous": "of these, drivers with no previous accident",
            "ins_premium": "car insurance premium in dollars",
            "ins_losses": "insurers' losses per insured driver in dollars",
        },
        unit=UNIT,
        source=(DATA / "car_crashes.md").read_text(encoding="utf-8"),
    )


@cache
def car_crashes_median() -> Dataset:
    """Return the states in two classes: up to the median rate of accidents, or above it."""
    total = car_crashes().frame["total"]
    median = total.median()
    return _with_classes(
        "car_crashes_median",
        "US states: few or many",
        "Few accidents or many?",
        (total > median).astype(int),
        "many",
        f"many (1) above the median of {exact(median)} {UNIT}, else few (0)",
        ("few", "many"),
        TWO_CLASSES,
    )


@cache
def car_crashes_terciles() -> Dataset:
    """Return the states in three classes: thirds of them by their rates of accidents."""
    total = car_crashes().frame["total"]
    low, high = np.quantile(total, [1 / 3, 2 / 3])
    return _with_classes(
        "car_crashes_terciles",
        "US states: low, medium, high",
        "Low, medium or high?",
        (total > low).astype(int) + (total > high).astype(int),
        "third",
        f"low (0) up to {digits(low, 3)} {UNIT}, medium (1) up to {digits(high, 3)}, "
        "high (2) above",
        ("low", "medium", "high"),
        MORE_CLASSES,
    )


def _with_classes(
    name: str,
    label: str,
    question: str,
    numbers: pd.Series,
    target: str,
    description: str,
    classes: tuple[str, ...],
    recommended: Mapping[str, Any],
) -> Dataset:
    states = car_crashes()
    frame = states.frame.drop(columns=states.target)
    frame.insert(0, target, numbers)
    descriptions = {target: description, **states.descriptions}
    del descriptions[states.target]  # to which "of these" refers
    descriptions = {
        column: text.replace("of these, drivers", "of the drivers in fatal collisions, those")
        for column, text in descriptions.items()
    }
    return replace(
        states,
        name=name,
        label=label,
        frame=frame,
        target=target,
        target_label="class",
        question=question,
        descriptions=descriptions,
        classes=classes,
        unit="",
        cut_from=states.frame[states.target],
        recommended={**RECOMMENDED_FOR_CLASSES, **recommended},
    )


# By their names.
STATES = {
    "car_crashes": car_crashes,
    "car_crashes_median": car_crashes_median,
    "car_crashes_terciles": car_crashes_terciles,
}
