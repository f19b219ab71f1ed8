"""The recommended settings learn from targets of any size in a file of one's own."""

import numpy as np
import pandas as pd
import pytest
from sklearn.datasets import load_diabetes

from nnplay.datasets import prepare
from nnplay.datasets.csv import read_table
from nnplay.training import train
from tests.unit.datasets.csv.own_files import ask, of_numbers


def drawn(rows, columns, scale, shift):
    random = np.random.default_rng(rows + columns)
    x = random.normal(size=(rows, columns))
    y = x @ random.normal(size=columns) + 0.5 * random.normal(size=rows)
    table = pd.DataFrame(x).rename(columns=lambda number: f"x{number}")
    return table.assign(y=scale * y + shift)


FILES = {
    **{
        f"{rows} rows, {columns} features, {scale:g} times, from {shift:g}": drawn(
            rows, columns, scale, shift
        )
        for rows, columns in ((10, 1), (80, 4), (300, 12))
        for scale, shift in (
            *((1e-3, 0), (1, 0), (1, 30), (1, 10_000), (10, 2_000), (500, 2_000)),
            *((1e5, 1e6), (1e8, 0), (4e11, 2e12)),
        )
    },
    "diabetes": load_diabetes(as_frame=True).frame.rename(columns={"target": "y"}),
}

NEAR = 1.2  # measured: 1.15 at most, on the rows that both learned from


@pytest.mark.parametrize("name", FILES)
def test_suggested_settings_end_near_linear_regression(name):
    table = read_table(FILES[name].to_csv(index=False).encode(), "file.csv")
    dataset, _ = ask(table, "y", [each for each in of_numbers(table) if each != "y"], False)
    config = dataset.recommended_settings
    examples, history = prepare(config, dataset), train(config, dataset)
    rows = examples.training_rows
    x, y = examples.x[rows], dataset.frame["y"].to_numpy()[rows]
    inputs = np.column_stack([x.astype("float64"), np.ones(len(y))])
    line = inputs @ np.linalg.lstsq(inputs, y, rcond=None)[0]
    predicted = history.predict(x)[:, 0]
    assert ((predicted - y) ** 2).mean() < NEAR * ((line - y) ** 2).mean()
