"""Runs on classes, patterns and learners' own tables, labelled by reasoning about each.

The labels were written before the doctor had seen the runs; five have been corrected since.
"""

from typing import Any

import numpy as np
import pandas as pd

from nnplay.config import TrainingConfig
from nnplay.datasets import DATASETS, Dataset, dataset_of, load_dataset
from tests.unit.diagnosis.labelled_runs import GOOD, NAN, NONE, Labelled

# Codes that no run on `car_crashes` itself shows.
NEW_CODES = {
    "not_a_probability",
    "too_straight",
    "held_back",
    "worse_than_largest_class",
    "like_largest_class",
    "short_of_logistic",
    "short_of_neighbours",
    "class_never_answered",
    "uneven_classes",
    "class_held_out",
    "better_than_logistic",
    "as_good_as_logistic",
}
MEDIAN, TERCILES = "car_crashes_median", "car_crashes_terciles"


def table(name: str, x: np.ndarray, y: np.ndarray, classes: tuple[str, ...], **recommended: Any):
    """A learner's own table, its columns named a, b, c and so on."""
    names = [chr(ord("a") + column) for column in range(x.shape[1])]
    index = pd.Index([str(row) for row in range(len(y))], name="row")
    frame = pd.DataFrame({"answer": y.astype(float), **dict(zip(names, x.T, strict=True))}, index)
    return Dataset(
        name=name,
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


def dataset_for(config: TrainingConfig) -> Dataset:
    return OWN[config.dataset] if config.dataset in OWN else dataset_of(config)


def on(name: str, **changes: Any) -> dict[str, Any]:
    """A data set's own settings, changed."""
    recommended = OWN[name].recommended if name in OWN else load_dataset(name).recommended
    return {"dataset": name, **recommended, **changes}


def pair(name: str, output_activation: str, loss: str, **changes: Any) -> dict[str, Any]:
    return on(name, output_activation=output_activation, loss=loss, **changes)


WHOLE = {"validation_split": 0.0}
BETTER = {"feasible", "better_than_logistic"}
# What suits the other patterns is too little for a spiral.
FOUR: dict[str, Any] = {
    **{"samples": 200, "standardize": False, "hidden_units": (4,), "activation": "tanh"},
    **{"learning_rate": 0.03, "batch_size": 10},
}
STRAIGHT: dict[str, Any] = {"hidden_units": ()}

SOUND_CLASSES = [
    Labelled(on(MEDIAN), NONE, GOOD, "its own settings"),
    Labelled(on(TERCILES), NONE, GOOD, "its own settings"),
    Labelled(on("circle"), NONE, BETTER, "its own settings"),
    Labelled(on("xor"), NONE, BETTER, "its own settings"),
    Labelled(on("gauss"), NONE, GOOD, "its own settings"),
    Labelled(on("moons"), NONE, BETTER, "its own settings"),
    Labelled(on("plane"), NONE, GOOD, "its own settings"),
    Labelled(
        on("bumps"),
        NONE,
        {"better_than_regression", "short_of_neighbours"},
        "four units, six bumps",
    ),
    Labelled(on("own_rare"), NONE, {"uneven_classes", *GOOD}, "nine of ten are no"),
    Labelled(on("own_four"), NONE, GOOD, "four heaps"),
    Labelled(on("own_slope", learning_rate=0.1, hidden_units=()), NONE, GOOD, "a straight formula"),
    Labelled(on("gauss", noise=0.5), NONE, GOOD, "heaps that overlap"),
    Labelled(on("circle", noise=0.2), NONE, BETTER, "a blurred border"),
    Labelled(on("circle", samples=1000), NONE, BETTER, "many points"),
    Labelled(on("circle", data_seed=3), NONE, BETTER, "other points"),
    Labelled(on("xor", hidden_units=(8,)), NONE, BETTER, "more units"),
    Labelled(on("circle", l2=0.001), NONE, BETTER, "a gentle penalty"),
    Labelled(on("circle", hidden_units=(16,), dropout=0.1), NONE, BETTER, "a little dropout"),
    Labelled(on("moons", activation="relu", hidden_units=(8,)), NONE, BETTER, "relu bends too"),
    Labelled(
        on("spiral", samples=1000, hidden_units=(16, 16), activation="relu", learning_rate=0.01),
        NONE,
        BETTER,
        "enough units and points",
    ),
    Labelled(on("gauss", **STRAIGHT), NONE, GOOD, "a straight border is enough"),
    Labelled(on(MEDIAN, **STRAIGHT, learning_rate=0.1), NONE, GOOD, "logistic regression"),
    Labelled(on(TERCILES, **STRAIGHT, learning_rate=0.1), NONE, GOOD, "logistic regression"),
    Labelled(on("moons", **STRAIGHT), NONE, {"too_straight"}, "straight gets most of the way"),
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
    Labelled(pair(MEDIAN, "linear", "binary_crossentropy"), NONE, {"not_a_probability"}, "lucky"),
    Labelled(pair(TERCILES, "sigmoid", "binary_crossentropy"), NONE, GOOD, "three yes or no"),
    Labelled(pair(TERCILES, "softmax", "categorical_crossentropy"), NONE, GOOD, "the same loss"),
    Labelled(pair(TERCILES, "softmax", "kl_divergence"), NONE, GOOD, "the same loss"),
    Labelled(pair(MEDIAN, "tanh", "hinge"), NONE, GOOD, "-1 and 1 can be reached"),
    Labelled(pair("moons", "linear", "squared_hinge"), NONE, BETTER, "-1 and 1 can be reached"),
    Labelled(pair(TERCILES, "linear", "categorical_hinge"), NONE, GOOD, "made for several"),
    Labelled(pair("moons", "linear", "categorical_hinge"), NONE, {"loss_mismatch"}, "as hinge"),
    Labelled(pair("moons", "relu", "hinge", seed=2), NONE, {"unreachable_targets"}, "0 is no yes"),
    Labelled(
        on("own_chance"), NONE, {"uneven_classes", "features_say_little"}, "no pattern at all"
    ),
]

WRONG, REACH, STRAY = {"loss_mismatch"}, {"unreachable_targets"}, {"not_a_probability"}
BENT = {"too_straight"}
HELD = {"held_back"}

FAULTY_CLASSES = [
    Labelled(on("spiral", **FOUR), {"overfitting"}, NONE, "100 points learned by heart"),
    Labelled(on("circle", **STRAIGHT), BENT, NONE, "a ring has no straight border"),
    Labelled(on("xor", **STRAIGHT), BENT, NONE, "opposite corners"),
    Labelled(on("spiral", **{**FOUR, **STRAIGHT}), BENT, NONE, "arms around each other"),
    Labelled(on("bumps", **STRAIGHT), BENT, NONE, "hills and hollows"),
    Labelled(on("circle", activation="linear"), BENT, NONE, "linear layers collapse"),
    Labelled(on("xor", activation="linear", hidden_units=(8, 8)), BENT, NONE, "the same"),
    Labelled(on("bumps", activation="linear"), BENT, NONE, "the same"),
    Labelled(on("circle", hidden_units=(1,)), {"short_of_neighbours"}, NONE, "one unit, one bend"),
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
    Labelled(pair("moons", "sigmoid", "hinge"), REACH, NONE, "never below 0"),
    Labelled(pair(MEDIAN, "sigmoid", "squared_hinge"), REACH, NONE, "never below 0"),
    Labelled(pair("moons", "exponential", "hinge"), REACH, NONE, "never below 0"),
    Labelled(pair("circle", "softplus", "squared_hinge"), REACH, NONE, "never below 0"),
    Labelled(pair("moons", "sigmoid", "categorical_hinge"), REACH, NONE, "as hinge"),
    Labelled(
        pair("moons", "sigmoid", "mean_absolute_percentage_error"), WRONG, NONE, "divided by 0"
    ),
    Labelled(
        pair(TERCILES, "linear", "mean_absolute_percentage_error"), WRONG, NONE, "divided by 0"
    ),
    Labelled(pair("moons", "linear", "poisson"), {"negative_predictions", *NAN}, NONE, "log of -1"),
    Labelled(pair(TERCILES, "tanh", "poisson"), {"negative_predictions", *NAN}, NONE, "log of -1"),
    Labelled(pair(TERCILES, "linear", "sparse_categorical_crossentropy"), STRAY, NONE, "cut off"),
    Labelled(pair(TERCILES, "tanh", "categorical_crossentropy"), STRAY, NONE, "cut off"),
    Labelled(pair(TERCILES, "relu", "categorical_crossentropy"), {*STRAY, *NAN}, NONE, "0 by 0"),
    Labelled(pair(TERCILES, "exponential", "kl_divergence"), STRAY, NONE, "nothing pulls down"),
    Labelled(pair("own_four", "relu", "sparse_categorical_crossentropy"), STRAY, NONE, "cut off"),
    Labelled(pair("bumps", "linear", "hinge"), {*WRONG, "worse_than_mean"}, NONE, "for classes"),
    Labelled(
        pair("bumps", "linear", "kl_divergence"), {*WRONG, "worse_than_mean"}, NONE, "for classes"
    ),
    Labelled(
        pair("bumps", "linear", "binary_crossentropy"),
        {*WRONG, "worse_than_mean"},
        NONE,
        "targets below 0",
    ),
    Labelled(
        pair("bumps", "linear", "mean_squared_logarithmic_error"),
        {*WRONG, "worse_than_mean"},
        NONE,
        "targets below 0",
    ),
    Labelled(
        pair("bumps", "linear", "mean_absolute_percentage_error"),
        {*WRONG, "like_the_mean"},
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
        {"zero_start", "like_largest_class"},
        NONE,
        "0 times 0",
    ),
    Labelled(
        on("circle", kernel_initializer="ones", output_kernel_initializer="ones"),
        {"twin_units", "short_of_neighbours"},
        NONE,
        "equal in, equal out",
    ),
    Labelled(
        on("moons", noise=0.5, hidden_units=(64, 64), epochs=1000),
        NONE,
        {"overfitting", "more_weights_than_rows"},
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
        {"uneven_classes"},
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
        {"class_never_answered"},
        WRONG,
        "the middle of three numbers is skipped",
    ),
    Labelled(
        on("own_rare", epochs=1, seed=1),
        {"not_finished", "worse_than_largest_class"},
        {"uneven_classes"},
        "four steps from a random start",
    ),
    Labelled(
        on(TERCILES, epochs=12),
        NONE,
        {"not_finished", "short_of_logistic"},
        "24 steps, most of the way",
    ),
    Labelled(on("circle", epochs=1, learning_rate=0.001), {"not_finished"}, NONE, "ten steps"),
]

LABELLED_CLASSES = SOUND_CLASSES + FAULTY_CLASSES
assert set(DATASETS) - {"car_crashes"} <= {run.config.dataset for run in LABELLED_CLASSES}
