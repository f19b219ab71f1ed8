"""Runs on classes, patterns and learners' own tables, labelled by reasoning about each.

The labels were written before the doctor had seen the runs; five have been corrected since.
"""

from typing import Any

import numpy as np
import pandas as pd

from nnplay.config import TrainingConfig
from nnplay.datasets import DATASETS, HELD_OUT, Dataset, dataset_of, load_dataset
from nnplay.datasets.textbook import TEXTBOOK
from tests.unit.diagnosis.labelled_runs import GOOD, NAN, NONE, Labelled

MEDIAN, TERCILES = "car_crashes_median", "car_crashes_terciles"


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


def _tables() -> dict[str, Dataset]:
    draw = np.random.default_rng(7)
    binary = {"output_activation": "sigmoid", "loss": "binary_crossentropy"}
    several = {"output_activation": "softmax", "loss": "sparse_categorical_crossentropy"}
    rare = (np.arange(120) % 10 == 0).astype(int)
    four = np.arange(120) % 4
    corners = np.array([(0, 0, 0), (4, 0, 1), (0, 4, 2), (4, 4, 0)])[four]
    x = draw.normal(size=(150, 3))
    return {
        each.name: each
        for each in (
            table(
                "own_rare",
                draw.normal(size=(120, 3)) + 2 * rare[:, None],
                rare,
                ("no", "yes"),
                **binary,
            ),
            table("own_chance", draw.normal(size=(120, 3)), rare, ("no", "yes"), **binary),
            table("own_four", draw.normal(size=(120, 3)) + corners, four, tuple("ABCD"), **several),
            table("own_slope", x, 100 + 10 * x[:, 0] - 5 * x[:, 1] + draw.normal(size=150), ()),
            table(
                "own_sorted",
                draw.normal(size=(120, 3)) + corners[np.argsort(four)],
                np.sort(four),
                tuple("ABCD"),
                **several,
            ),
            table(
                "own_row",
                draw.normal(size=(120, 2)) + 2.5 * (four % 3)[:, None],
                four % 3,
                ("left", "between", "right"),
                **several,
            ),
        )
    }


OWN = _tables()
# The runs were labelled on all rows: what eleven states say of a fault is a matter of chance.
ALL_ROWS: dict[str, Any] = {"validation_split": 0.0, "validation_rows": "last"}


def _warned_of() -> dict[str, Dataset]:
    """Make tables with what a table is warned of, one thing each."""
    draw = np.random.default_rng(11)
    x, yes = draw.normal(size=(120, 3)), (np.arange(120) % 5 < 2).astype(int)
    binary = {"output_activation": "sigmoid", "loss": "binary_crossentropy"}
    slope = 20 + 3 * x[:, 0] - 2 * x[:, 1] + draw.normal(size=120)
    far_out = np.where(np.arange(120) == 60, slope + 400, slope)
    up = np.argsort(slope**2)
    positive = np.column_stack([x + 10, slope]).round(2)
    added = np.vstack([positive, positive.sum(axis=0)])
    return {
        each.name: each
        for each in (
            table("own_copied", np.column_stack([x, 2 - yes]), yes, ("no", "yes"), **binary),
            table("own_doubled", np.column_stack([x, 2 * slope + 1]), slope, ()),
            table("own_numbered", np.column_stack([x, draw.permutation(120) + 7]), slope, ()),
            table("own_ascending", np.abs(x)[up], 0.01 * (slope**2)[up], ()),
            table("own_added_up", added[:, :3], added[:, 3], ()),
            table("own_far_out", x, far_out, ()),
        )
    }


WARNED_OF = _warned_of()


def dataset_for(config: TrainingConfig) -> Dataset:
    own = {**OWN, **WARNED_OF}
    return own[config.dataset] if config.dataset in own else dataset_of(config)


def on(name: str, **changes: Any) -> dict[str, Any]:
    """A data set's own settings, changed; a table has all its rows to learn from."""
    own = {**OWN, **WARNED_OF}
    dataset = own[name] if name in own else load_dataset(name)
    rows = {} if dataset.pattern else ALL_ROWS
    return {"dataset": name, **dataset.recommended, **rows, **changes}


def pair(name: str, output_activation: str, loss: str, **changes: Any) -> dict[str, Any]:
    return on(name, output_activation=output_activation, loss=loss, **changes)


WHOLE = {"validation_split": 0.0}
# What suits the other patterns is too little for a spiral.
FOUR: dict[str, Any] = {
    **{"samples": 200, "standardize": False, "hidden_units": (4,), "activation": "tanh"},
    **{"learning_rate": 0.03, "batch_size": 10},
}
STRAIGHT: dict[str, Any] = {"hidden_units": ()}

SOUND_CLASSES = [
    Labelled(on(MEDIAN), NONE, GOOD, "its own settings"),
    Labelled(on(TERCILES), NONE, GOOD, "its own settings"),
    *(Labelled(on(name), NONE, GOOD, "its own settings") for name in TEXTBOOK),
    Labelled(on("circle"), NONE, GOOD, "its own settings"),
    Labelled(on("xor"), NONE, GOOD, "its own settings"),
    Labelled(on("gauss"), NONE, GOOD, "its own settings"),
    Labelled(on("moons"), NONE, GOOD, "its own settings"),
    Labelled(on("plane"), NONE, GOOD, "its own settings"),
    Labelled(
        on("bumps"),
        NONE,
        {"as_good_as_linear", "short_of_reference"},
        "four units, six bumps",
    ),
    Labelled(on("own_rare"), NONE, {"imbalanced_classes", *GOOD}, "nine of ten are no"),
    Labelled(on("own_four"), NONE, GOOD, "four clusters"),
    Labelled(on("own_slope", learning_rate=0.1, hidden_units=()), NONE, GOOD, "a straight formula"),
    Labelled(on("gauss", noise=0.5), NONE, GOOD, "clusters that overlap"),
    Labelled(on("circle", noise=0.2), NONE, GOOD, "a blurred border"),
    Labelled(on("circle", samples=1000), NONE, GOOD, "many points"),
    Labelled(on("circle", data_seed=3), NONE, GOOD, "other points"),
    Labelled(on("xor", hidden_units=(8,)), NONE, GOOD, "more units"),
    Labelled(on("circle", l2=0.001), NONE, GOOD, "a gentle penalty"),
    Labelled(on("circle", hidden_units=(16,), dropout=0.1), NONE, GOOD, "a little dropout"),
    Labelled(on("moons", activation="relu", hidden_units=(8,)), NONE, GOOD, "relu bends too"),
    Labelled(
        on("spiral", samples=1000, hidden_units=(16, 16), activation="relu", learning_rate=0.01),
        NONE,
        GOOD,
        "enough units and points",
    ),
    Labelled(on("gauss", **STRAIGHT), NONE, GOOD, "a straight border is enough"),
    Labelled(on(MEDIAN, **STRAIGHT, learning_rate=0.1), NONE, GOOD, "logistic regression"),
    Labelled(on(TERCILES, **STRAIGHT, learning_rate=0.1), NONE, GOOD, "logistic regression"),
    Labelled(on("moons", **STRAIGHT), NONE, {"cannot_bend"}, "straight gets most of the way"),
    Labelled(
        on("circle", **STRAIGHT, features=("x1²", "x2²"), standardize=True),
        NONE,
        GOOD,
        "a circle is a line in squares",
    ),
    Labelled(
        on("xor", **STRAIGHT, features=("x1·x2",), standardize=True),
        NONE,
        GOOD,
        "the product's sign",
    ),
    Labelled(pair(MEDIAN, "sigmoid", "mean_squared_error"), NONE, {"loss_mismatch"}, "it works"),
    Labelled(pair(MEDIAN, "linear", "huber"), NONE, {"loss_mismatch"}, "it works"),
    Labelled(pair("moons", "linear", "mean_squared_error"), NONE, {"loss_mismatch"}, "it works"),
    Labelled(pair(TERCILES, "softmax", "mean_squared_error"), NONE, {"loss_mismatch"}, "it works"),
    Labelled(pair(MEDIAN, "sigmoid", "poisson"), NONE, {"loss_mismatch"}, "it works"),
    Labelled(pair(MEDIAN, "linear", "binary_crossentropy"), NONE, {"loss_mismatch"}, "lucky"),
    Labelled(pair(TERCILES, "sigmoid", "binary_crossentropy"), NONE, GOOD, "three yes or no"),
    Labelled(pair(TERCILES, "softmax", "categorical_crossentropy"), NONE, GOOD, "the same loss"),
    Labelled(pair(TERCILES, "softmax", "kl_divergence"), NONE, GOOD, "the same loss"),
    Labelled(pair(MEDIAN, "tanh", "hinge"), NONE, GOOD, "-1 and 1 can be reached"),
    Labelled(pair("moons", "linear", "squared_hinge"), NONE, GOOD, "-1 and 1 can be reached"),
    Labelled(pair(TERCILES, "linear", "categorical_hinge"), NONE, GOOD, "made for several"),
    Labelled(pair("moons", "linear", "categorical_hinge"), NONE, {"loss_mismatch"}, "as hinge"),
    Labelled(pair("moons", "relu", "hinge", seed=2), NONE, {"loss_mismatch"}, "0 is no yes"),
    Labelled(
        on("own_chance"),
        NONE,
        {"imbalanced_classes", "uninformative_features"},
        "no pattern at all",
    ),
]

WRONG, REACH = {"loss_mismatch"}, {"unreachable_targets"}
BENT = {"cannot_bend"}
HELD = {"over_regularized"}

FAULTY_CLASSES = [
    Labelled(on("spiral", **FOUR), {"overfitting"}, NONE, "100 points memorised"),
    Labelled(on("circle", **STRAIGHT), BENT, NONE, "a ring has no straight border"),
    Labelled(on("xor", **STRAIGHT), BENT, NONE, "opposite corners"),
    Labelled(on("spiral", **{**FOUR, **STRAIGHT}), BENT, NONE, "arms around each other"),
    Labelled(on("bumps", **STRAIGHT), BENT, NONE, "hills and valleys"),
    Labelled(on("circle", activation="linear"), BENT, NONE, "linear layers collapse"),
    Labelled(on("xor", activation="linear", hidden_units=(8, 8)), BENT, NONE, "the same"),
    Labelled(on("bumps", activation="linear"), BENT, NONE, "the same"),
    Labelled(on("circle", hidden_units=(1,)), {"short_of_reference"}, NONE, "one unit, one bend"),
    Labelled(pair(MEDIAN, "softmax", "binary_crossentropy"), REACH, NONE, "always 1"),
    Labelled(pair("circle", "softmax", "mean_squared_error"), REACH, NONE, "always 1"),
    Labelled(pair(MEDIAN, "sigmoid", "sparse_categorical_crossentropy"), {"refused"}, NONE, "0, 1"),
    Labelled(
        pair("moons", "softmax", "sparse_categorical_crossentropy"), {"refused"}, NONE, "0, 1"
    ),
    Labelled(pair(MEDIAN, "sigmoid", "categorical_crossentropy", seed=1), NONE, WRONG, "untrained"),
    Labelled(pair("moons", "sigmoid", "categorical_crossentropy"), WRONG, NONE, "no gradient"),
    Labelled(pair("moons", "relu", "categorical_crossentropy"), {*WRONG, *NAN}, NONE, "0 by 0"),
    Labelled(pair("moons", "sigmoid", "kl_divergence"), WRONG, NONE, "only class 1 counts"),
    Labelled(pair(MEDIAN, "sigmoid", "kl_divergence"), WRONG, NONE, "only class 1 counts"),
    Labelled(pair("moons", "sigmoid", "hinge"), WRONG, NONE, "never below 0"),
    Labelled(pair(MEDIAN, "sigmoid", "squared_hinge"), WRONG, NONE, "never below 0"),
    Labelled(pair("moons", "exponential", "hinge"), WRONG, NONE, "never below 0"),
    Labelled(pair("circle", "softplus", "squared_hinge"), WRONG, NONE, "never below 0"),
    Labelled(pair("moons", "sigmoid", "categorical_hinge"), WRONG, NONE, "as hinge"),
    Labelled(
        pair("moons", "sigmoid", "mean_absolute_percentage_error"), WRONG, NONE, "divided by 0"
    ),
    Labelled(
        pair(TERCILES, "linear", "mean_absolute_percentage_error"), WRONG, NONE, "divided by 0"
    ),
    Labelled(pair("moons", "linear", "poisson"), {"loss_mismatch", *NAN}, NONE, "log of -1"),
    Labelled(pair(TERCILES, "tanh", "poisson"), {"loss_mismatch", *NAN}, NONE, "log of -1"),
    Labelled(pair(TERCILES, "linear", "sparse_categorical_crossentropy"), WRONG, NONE, "cut off"),
    Labelled(pair(TERCILES, "tanh", "categorical_crossentropy"), WRONG, NONE, "cut off"),
    Labelled(pair(TERCILES, "relu", "categorical_crossentropy"), {*WRONG, *NAN}, NONE, "0 by 0"),
    Labelled(pair(TERCILES, "exponential", "kl_divergence"), WRONG, NONE, "nothing pulls down"),
    Labelled(pair("own_four", "relu", "sparse_categorical_crossentropy"), WRONG, NONE, "cut off"),
    Labelled(
        pair("bumps", "linear", "hinge"), {*WRONG, "no_better_than_baseline"}, NONE, "for classes"
    ),
    Labelled(
        pair("bumps", "linear", "kl_divergence"),
        {*WRONG, "no_better_than_baseline"},
        NONE,
        "for classes",
    ),
    Labelled(
        pair("bumps", "linear", "binary_crossentropy"),
        {*WRONG, "no_better_than_baseline"},
        NONE,
        "targets below 0",
    ),
    Labelled(
        pair("bumps", "linear", "mean_squared_logarithmic_error"),
        {*WRONG, "no_better_than_baseline"},
        NONE,
        "targets below 0",
    ),
    Labelled(
        pair("bumps", "linear", "mean_absolute_percentage_error"),
        {*WRONG, "no_better_than_baseline"},
        NONE,
        "many heights are 0",
    ),
    Labelled(pair("bumps", "linear", "poisson"), {*WRONG, *NAN}, NONE, "log of -1"),
    Labelled(
        pair("plane", "sigmoid", "mean_squared_error"),
        {"unreachable_targets"},
        NONE,
        "half below 0",
    ),
    Labelled(
        on("own_sorted", validation_split=0.4), {"class_held_out"}, NONE, "all of D is held out"
    ),
    Labelled(
        on("own_sorted", validation_split=0.2),
        {"class_held_out"},
        NONE,
        "most of D is held out",
    ),
    Labelled(on("circle", l2=1.0), HELD, NONE, "all weights pressed to 0"),
    Labelled(on("circle", l1=1.0), HELD, NONE, "all weights pressed to 0"),
    Labelled(on("circle", l1=0.05), HELD, NONE, "weights cost most of what they win"),
    Labelled(on("circle", l2=0.1), HELD, NONE, "weights too small for a bend"),
    Labelled(on(TERCILES, l1=0.5), HELD, NONE, "all weights pressed to 0"),
    Labelled(on("plane", l2=1.0), HELD, NONE, "all weights pressed to 0"),
    Labelled(on("circle", dropout=0.8), NONE, HELD, "0.8 units are left, yet most is learned"),
    Labelled(on(MEDIAN, optimizer="SGD", learning_rate=1e-5), {"stuck"}, NONE, "hardly a step"),
    Labelled(
        on(MEDIAN, kernel_initializer="zeros", output_kernel_initializer="zeros"),
        {"zero_start", "no_better_than_baseline"},
        NONE,
        "0 times 0",
    ),
    Labelled(
        on("circle", kernel_initializer="ones", output_kernel_initializer="ones"),
        {"twin_units", "short_of_reference"},
        NONE,
        "equal in, equal out",
    ),
    Labelled(
        on("moons", noise=0.5, hidden_units=(64, 64), epochs=1000),
        NONE,
        {"overfitting", "more_parameters_than_rows"},
        "4,400 weights for 100 points, yet no fewer right than by a line",
    ),
    Labelled(
        on(
            "own_chance",
            hidden_units=(64, 64),
            activation="relu",
            validation_split=0.3,
            epochs=1000,
        ),
        {"overfitting"},
        {"imbalanced_classes"},
        "nothing to learn but chance",
    ),
    Labelled(
        pair(TERCILES, "linear", "mean_absolute_error"),
        WRONG,
        NONE,
        "the middle of three numbers is skipped, and a straight formula gets all right",
    ),
    Labelled(
        pair("own_row", "linear", "mean_absolute_error"),
        {"class_never_predicted"},
        WRONG,
        "the middle of three numbers is skipped",
    ),
    Labelled(
        on("own_rare", epochs=1, seed=1),
        {"not_finished", "no_better_than_baseline"},
        {"imbalanced_classes"},
        "four steps from a random start",
    ),
    Labelled(
        on(TERCILES, epochs=12),
        NONE,
        {"not_finished", "short_of_reference"},
        "24 steps, most of the way",
    ),
    Labelled(on("circle", epochs=1, learning_rate=0.001), {"not_finished"}, NONE, "ten steps"),
    Labelled(
        on("circle", patience=1, optimizer="SGD", learning_rate=0.1),
        {"short_of_reference"},
        {"stopped_soon"},
        "one epoch without a new lowest loss ends it long before the ring is seen",
    ),
    Labelled(on("own_copied"), {"target_in_disguise"}, NONE, "a column is the class, 1 and 2"),
    Labelled(
        on("own_doubled", **HELD_OUT), {"target_in_disguise"}, NONE, "a column is twice the target"
    ),
    Labelled(on("own_numbered"), NONE, {"row_numbers_as_feature"}, "a column counts the rows"),
    Labelled(
        on("own_ascending", validation_split=0.2),
        {"sorted_rows"},
        NONE,
        "all that is held out is larger than all that is learned from",
    ),
    Labelled(on("own_added_up"), NONE, {"total_among_rows", "outliers"}, "the last row is the sum"),
    Labelled(on("own_far_out"), NONE, {"outliers"}, "one target is 400 too large"),
]

LABELLED_CLASSES = SOUND_CLASSES + FAULTY_CLASSES
assert set(DATASETS) - {"car_crashes"} <= {run.config.dataset for run in LABELLED_CLASSES}
