"""Settings that data sets recommend, by the names of `TrainingConfig`'s fields."""

from collections.abc import Mapping
from typing import Any

# What a network is worth shows only on rows that it has not learned from. They are drawn at random,
# as the last rows of a table that is sorted by its target are unlike the others.
HELD_OUT: Mapping[str, Any] = {"validation_split": 0.2, "validation_rows": "random"}
TWO_CLASSES: Mapping[str, Any] = {"output_activation": "sigmoid", "loss": "binary_crossentropy"}
MORE_CLASSES: Mapping[str, Any] = {
    "output_activation": "softmax",
    "loss": "sparse_categorical_crossentropy",
}
