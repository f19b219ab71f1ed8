"""Runs labelled by reasoning about each, before the doctor had seen any of them."""

from collections.abc import Iterable
from typing import Any, NamedTuple

import pytest

from nnplay.config import TrainingConfig
from tests.covering import in_full


class Labelled(NamedTuple):
    """A run and what must be found.

    Attributes:
        changes: What differs from the default configuration.
        problems: All codes of severity "problem", no more and no fewer.
        also: Codes that must be found too, whatever their severity.
        because: Why, in a few words.
    """

    changes: dict[str, Any]
    problems: set[str]
    also: set[str]
    because: str

    @property
    def config(self) -> TrainingConfig:
        return TrainingConfig(**self.changes)

    @property
    def name(self) -> str:
        return " ".join(f"{key}={value}" for key, value in self.changes.items()) or "default"

    @property
    def codes(self) -> set[str]:
        return self.problems | self.also


def each_of(runs: Iterable[Labelled]) -> pytest.MarkDecorator:
    """Test each run in the full tier; by default those by which a code is shown first."""
    first, shown = [], set[str]()
    for run in runs:
        if not run.codes <= shown:
            first.append(run)
            shown |= run.codes
    return pytest.mark.parametrize("run", in_full(runs, but=first), ids=lambda run: run.name)


def adam(rate: float = 0.03, **changes: Any) -> dict[str, Any]:
    """Standardised features and Adam at a suitable rate."""
    return {"standardize": True, "optimizer": "Adam", "learning_rate": rate, **changes}


def sgd(**changes: Any) -> dict[str, Any]:
    return {"standardize": True, "optimizer": "SGD", **changes}


def standardised(optimizer: str, **changes: Any) -> dict[str, Any]:
    return {"standardize": True, "optimizer": optimizer, **changes}


INSURANCE = ("ins_premium", "ins_losses")
NONE: set[str] = set()
GOOD = {"as_good_as_linear"}

SOUND = [
    Labelled(
        {},
        NONE,
        {"different_scales", "all_linear", "target_leakage", "short_of_reference"},
        "raw but on its way: most of the variation explained",
    ),
    Labelled({"epochs": 5000}, NONE, {"different_scales"}, "slow, but arrived"),
    Labelled(
        {"optimizer": "Adam", "learning_rate": 0.03}, NONE, {"different_scales"}, "near the goal"
    ),
    Labelled(sgd(), NONE, {"all_linear", *GOOD}, "0.01 is far below 0.32"),
    Labelled(sgd(hidden_units=()), NONE, GOOD, "linear regression by descent"),
    Labelled(sgd(hidden_units=(), output_kernel_initializer="zeros"), NONE, GOOD, "no deadlock"),
    Labelled(sgd(hidden_units=(), learning_rate=0.1), NONE, GOOD, "below 0.32"),
    Labelled(sgd(kernel_initializer="zeros"), NONE, {"twin_units"}, "random outputs"),
    Labelled(sgd(activation="tanh"), NONE, GOOD, "sums are small"),
    Labelled(sgd(activation="sigmoid"), NONE, GOOD, "sums are small"),
    Labelled(sgd(batch_size=1), NONE, {"all_linear"}, "noisy but near"),
    Labelled(standardised("SGD with momentum"), NONE, GOOD, "0.01 is below a tenth of 1.2"),
    Labelled(standardised("RMSprop", learning_rate=0.03), NONE, {"all_linear"}, "wide enough"),
    Labelled(standardised("Nadam", learning_rate=0.03), NONE, GOOD, "as Adam"),
    Labelled(standardised("AdamW", learning_rate=0.03), NONE, GOOD, "as Adam"),
    Labelled(standardised("Adamax", learning_rate=0.03), NONE, GOOD, "as Adam"),
    Labelled(standardised("Adagrad", learning_rate=0.1), NONE, GOOD, "large enough to arrive"),
    Labelled(standardised("Ftrl", learning_rate=0.1), NONE, GOOD, "as Adagrad"),
    Labelled(adam(), NONE, {"all_linear", *GOOD}, "the recommended settings"),
    Labelled(adam(batch_size=51), NONE, GOOD, "no noise at all"),
    Labelled(adam(output_kernel_initializer="zeros"), NONE, GOOD, "the hidden layer is random"),
    Labelled(adam(activation="relu", hidden_units=(8,)), NONE, GOOD, "enough units"),
    Labelled(adam(activation="tanh", hidden_units=(8,)), NONE, GOOD, "enough units"),
    Labelled(adam(activation="sigmoid", hidden_units=(8,)), NONE, GOOD, "enough units"),
    Labelled(adam(activation="selu", hidden_units=(8,)), NONE, GOOD, "enough units"),
    Labelled(
        adam(0.01, activation="relu", hidden_units=(16, 16, 16)),
        NONE,
        {"more_parameters_than_rows", "as_good_as_linear"},
        "deep at a small rate",
    ),
    Labelled(adam(output_activation="softplus"), NONE, GOOD, "reaches all above 0"),
    Labelled(adam(output_activation="relu"), NONE, GOOD, "reaches all above 0"),
    Labelled(adam(loss="mean_absolute_error"), NONE, GOOD, "fits an amount"),
    Labelled(adam(loss="mean_absolute_percentage_error"), NONE, GOOD, "targets far from 0"),
    Labelled(adam(loss="huber"), NONE, GOOD, "fits an amount"),
    Labelled(adam(loss="log_cosh"), NONE, GOOD, "fits an amount"),
    Labelled(adam(loss="poisson", output_activation="softplus"), NONE, GOOD, "always above 0"),
    Labelled(
        adam(loss="mean_squared_logarithmic_error", output_activation="softplus"),
        NONE,
        GOOD,
        "always above 0",
    ),
    Labelled(adam(validation_split=0.2), NONE, GOOD, "25 linear weights for 40 rows"),
    Labelled(adam(patience=5), NONE, {"idle_early_stopping"}, "nothing is held out to go by"),
    Labelled(
        adam(validation_split=0.2, validation_rows="random"), NONE, GOOD, "the same, other rows"
    ),
    Labelled(adam(features=("speeding", "alcohol")), NONE, GOOD, "as good as they allow"),
    Labelled(adam(features=INSURANCE), NONE, {"uninformative_features"}, "nothing to be learned"),
]

REACH = {"unreachable_targets", "saturated_output"}
SHORT = {"not_finished", "no_better_than_baseline"}
NAN = {"diverged"}

FAULTY = [
    Labelled({"output_activation": "sigmoid"}, REACH, NONE, "up to 1, and raw sums of hundreds"),
    Labelled({"output_activation": "hard_sigmoid"}, REACH, NONE, "the same, exactly flat"),
    Labelled({"output_activation": "tanh"}, REACH, NONE, "-1 to 1, and raw sums of hundreds"),
    Labelled({"output_activation": "softsign"}, REACH, NONE, "-1 to 1, and raw sums of hundreds"),
    Labelled({"output_activation": "softmax"}, REACH, NONE, "a single unit is always 1"),
    Labelled(adam(output_activation="sigmoid"), REACH, NONE, "sums grow until it is flat"),
    Labelled(adam(output_activation="tanh"), REACH, NONE, "sums grow until it is flat"),
    Labelled(
        {"loss": "binary_crossentropy"},
        {"loss_mismatch", "no_better_than_baseline"},
        NONE,
        "targets up to 23.9",
    ),
    Labelled(
        {"loss": "binary_crossentropy", "output_activation": "sigmoid"},
        {"loss_mismatch", *REACH},
        NONE,
        "set up for a yes or no",
    ),
    Labelled({"loss": "sparse_categorical_crossentropy"}, {"refused"}, NONE, "one output"),
    Labelled(
        {"loss": "sparse_categorical_crossentropy", "output_activation": "softmax"},
        {"refused"},
        NONE,
        "set up for classes",
    ),
    Labelled(adam(loss="poisson"), {"loss_mismatch", *NAN}, NONE, "half start below 0"),
    Labelled(
        {"standardize": True, "loss": "mean_squared_logarithmic_error"},
        SHORT,
        {"loss_mismatch"},
        "small steps, and a linear output",
    ),
    Labelled({"optimizer": "SGD"}, {"learning_rate_too_high", *NAN}, NONE, "0.01 against 1.2e-6"),
    Labelled(
        {"optimizer": "SGD with momentum"}, {"learning_rate_too_high", *NAN}, NONE, "the same"
    ),
    Labelled(
        {"optimizer": "SGD", "learning_rate": 1e-5},
        {"learning_rate_too_high", *NAN},
        NONE,
        "8 times too high",
    ),
    Labelled(
        {"optimizer": "SGD", "loss": "mean_absolute_error"},
        {"learning_rate_too_high", *NAN},
        NONE,
        "slope 1 times 900 squared",
    ),
    Labelled(
        {"optimizer": "SGD", "loss": "huber"},
        {"learning_rate_too_high", *NAN},
        NONE,
        "slope 1 times 900 squared",
    ),
    Labelled(sgd(learning_rate=1.0), {"learning_rate_too_high", *NAN}, NONE, "3 times too high"),
    Labelled(
        sgd(learning_rate=0.5, hidden_units=()),
        {"learning_rate_too_high", *NAN},
        NONE,
        "0.5 is above 0.32",
    ),
    Labelled(
        {
            "optimizer": "SGD",
            "learning_rate": 2e-6,
            "hidden_units": (),
            "batch_size": 51,
            "epochs": 20,
        },
        {"learning_rate_too_high", "diverged"},
        NONE,
        "twice too high, but only 20 steps",
    ),
    Labelled(
        sgd(learning_rate=0.5, hidden_units=(), batch_size=51, epochs=20),
        {"learning_rate_too_high", "diverged"},
        NONE,
        "above 0.32, but only 20 steps",
    ),
    Labelled(sgd(learning_rate=0.1), NAN, NONE, "hidden layers make the error steeper"),
    Labelled(sgd(activation="relu", hidden_units=(64,) * 5), NAN, NONE, "deep, wide, unbounded"),
    Labelled({"activation": "exponential"}, NAN, NONE, "exp of hundreds"),
    Labelled({"output_activation": "exponential"}, NAN, NONE, "exp of hundreds"),
    Labelled(adam(activation="exponential", hidden_units=(16, 16, 16)), NAN, NONE, "exp of exp"),
    Labelled(
        {"kernel_initializer": "zeros", "output_kernel_initializer": "zeros"},
        {"zero_start", "no_better_than_baseline"},
        NONE,
        "0 times 0",
    ),
    Labelled(
        {"kernel_initializer": "zeros", "hidden_units": (3, 3)},
        {"zero_start", "no_better_than_baseline"},
        NONE,
        "0 times 0 between the layers",
    ),
    Labelled(
        {"kernel_initializer": "zeros", "activation": "relu"},
        {"zero_start", "no_better_than_baseline"},
        NONE,
        "relu has slope 0 at 0",
    ),
    Labelled(
        sgd(kernel_initializer="zeros", output_kernel_initializer="zeros", activation="tanh"),
        {"zero_start", "no_better_than_baseline"},
        NONE,
        "only the bias learns, and finds the mean",
    ),
    Labelled(
        adam(output_activation="relu", output_kernel_initializer="zeros", hidden_units=()),
        {"zero_start", "no_better_than_baseline"},
        NONE,
        "relu has slope 0 at 0",
    ),
    Labelled(
        adam(kernel_initializer="ones", output_kernel_initializer="ones", activation="tanh"),
        {"twin_units"},
        NONE,
        "equal in, equal out",
    ),
    Labelled(
        adam(
            kernel_initializer="constant",
            output_kernel_initializer="zeros",
            activation="tanh",
            hidden_units=(4,),
        ),
        {"twin_units"},
        NONE,
        "equal in, equal out",
    ),
    Labelled(
        sgd(kernel_initializer="ones", output_kernel_initializer="ones"),
        NONE,
        {"twin_units", "all_linear"},
        "twins, but a line needs only one unit",
    ),
    Labelled({"activation": "tanh"}, {"saturated_units", *SHORT}, NONE, "raw sums of hundreds"),
    Labelled({"activation": "sigmoid"}, {"saturated_units", *SHORT}, NONE, "the same"),
    Labelled({"activation": "hard_sigmoid"}, {"saturated_units", *SHORT}, NONE, "the same"),
    Labelled(
        adam(activation="tanh", hidden_units=(16, 16, 16)),
        {"saturated_units", "no_better_than_baseline"},
        NONE,
        "0.03 is wide for three layers of tanh",
    ),
    Labelled({"activation": "relu"}, {"dead_units", *SHORT}, NONE, "sums below -100 in every row"),
    Labelled({"activation": "gelu"}, {"dead_units", *SHORT}, NONE, "the same; gelu is 0 there"),
    Labelled(
        sgd(activation="sigmoid", hidden_units=(8,) * 5),
        {"vanishing_updates", "no_better_than_baseline"},
        NONE,
        "five slopes of at most a quarter",
    ),
    Labelled(standardised("RMSprop"), SHORT, NONE, "1,000 steps of 0.001 make 1, not 16"),
    Labelled(standardised("Adam"), SHORT, NONE, "the same"),
    Labelled(standardised("Lion"), SHORT, NONE, "the same"),
    Labelled({"optimizer": "Adam"}, SHORT, {"different_scales"}, "the same, from far above"),
    Labelled({"optimizer": "Adadelta"}, SHORT, {"different_scales"}, "tiny steps from far above"),
    Labelled(standardised("RMSprop", hidden_units=()), SHORT, NONE, "the same without a layer"),
    Labelled(standardised("Adadelta"), {"stuck"}, NONE, "tiny steps"),
    Labelled(standardised("Adagrad"), {"stuck"}, NONE, "steps that shrink"),
    Labelled(sgd(learning_rate=1e-6), {"stuck"}, NONE, "hardly a step"),
    Labelled(adam(1e-6), {"stuck"}, NONE, "hardly a step"),
    Labelled(adam(epochs=3), SHORT, NONE, "six steps"),
    Labelled(adam(epochs=1), SHORT, NONE, "two steps"),
    Labelled(
        {"seed": 2},
        {"oscillating", "no_better_than_baseline"},
        {"different_scales"},
        "one step of 0.001 moves a raw prediction by 1: the loss jumps, and the end is chance",
    ),
    Labelled(
        {"learning_rate": 1.0},
        {"oscillating", "no_better_than_baseline"},
        {"learning_rate_too_high"},
        "steps of a thousand accidents",
    ),
    Labelled(
        {"learning_rate": 10.0},
        {"oscillating", "no_better_than_baseline"},
        {"learning_rate_too_high"},
        "steps of ten thousand accidents",
    ),
    Labelled(
        sgd(loss="mean_absolute_error", learning_rate=1.0),
        {"learning_rate_too_high", "oscillating", "no_better_than_baseline"},
        NONE,
        "the slope is always 1, so it jumps for ever",
    ),
    Labelled(
        adam(
            features=INSURANCE,
            hidden_units=(64, 64),
            activation="relu",
            epochs=2000,
            validation_split=0.3,
            validation_rows="random",
        ),
        {"overfitting"},
        {"uninformative_features", "more_parameters_than_rows"},
        "4,400 weights memorise 35 rows of noise",
    ),
    Labelled(
        adam(
            hidden_units=(64, 64),
            activation="tanh",
            epochs=2000,
            validation_split=0.3,
            validation_rows="random",
        ),
        {"overfitting"},
        {"more_parameters_than_rows"},
        "4,700 weights for 35 rows",
    ),
]

LABELLED = SOUND + FAULTY
