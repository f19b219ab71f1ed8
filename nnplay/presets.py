"""Configurations to begin with, all of them measured: some that learn well, and common errors."""

from dataclasses import replace
from typing import Any, NamedTuple

from nnplay.config import TrainingConfig
from nnplay.datasets import HELD_OUT, recommended_settings

# On the accidents of the states these end within 1% of linear regression from each of twenty seeds.
SOUND: dict[str, Any] = {"standardize": True, "optimizer": "Adam", "learning_rate": 0.01}

PLAYGROUND: dict[str, Any] = {
    "samples": 500,
    "validation_split": 0.5,
    "activation": "tanh",
    "output_activation": "sigmoid",
    "loss": "binary_crossentropy",
    "batch_size": 10,
    "epochs": 300,
}
# By what the page calls them. TensorFlow Playground's own output is a tanh with a squared error.
PRESETS: dict[str, TrainingConfig] = {
    "As in TensorFlow Playground": TrainingConfig(
        dataset="circle",
        features=("x1", "x2"),
        hidden_units=(4, 2),
        optimizer="SGD",
        learning_rate=0.03,
        **PLAYGROUND,
    ),
    # Without the sines only four of twenty seeds classify nine in ten held-out points correctly.
    "The spiral, solved": TrainingConfig(
        dataset="spiral",
        features=("x1", "x2", "sin x1", "sin x2"),
        hidden_units=(8, 8),
        optimizer="Adam",
        learning_rate=0.01,
        **PLAYGROUND,
    ),
}


class CommonError(NamedTuple):
    """A run that goes wrong.

    Attributes:
        label: What the page calls it.
        sight: One sentence that says what one will see.
        finding: The code of the doctor's first finding that is not "good".
        config: A run that goes wrong from each of five seeds; the first fix repairs each of them.
    """

    label: str
    sight: str
    finding: str
    config: TrainingConfig


# This learns to predict the accidents; each common error changes what its label says.
LEARNS = TrainingConfig(**SOUND, **HELD_OUT)
ZEROS, ONES = (
    dict[str, Any](kernel_initializer=name, output_kernel_initializer=name)
    for name in ("zeros", "ones")
)

COMMON_ERRORS = (
    CommonError(
        "Initializer: zeros",
        "All weights stay 0, so every state gets the same prediction.",
        "zero_start",
        replace(LEARNS, **ZEROS),
    ),
    CommonError(
        "Initializer: ones",
        "Four units do the work of one, so the border stays straight.",
        "twin_units",
        replace(recommended_settings("circle"), **ONES),
    ),
    CommonError(
        "Activation: sigmoid output",
        "No prediction gets above 1, but the accidents go up to 23.9.",
        "unreachable_targets",
        replace(LEARNS, output_activation="sigmoid"),
    ),
    CommonError(
        "Activation: dead relu",
        "Every hidden unit gives 0 for every state, and stays so.",
        "dead_units",
        replace(LEARNS, activation="relu", standardize=False, learning_rate=0.3),
    ),
    CommonError(
        "Activation: exponential",
        "Exponentials of exponentials: the loss is NaN, not a number, at once.",
        "diverged",
        replace(recommended_settings("circle"), activation="exponential", hidden_units=(8, 8, 8)),
    ),
    CommonError(
        "Optimizer: SGD on raw features",
        "On features in the hundreds each step overshoots further, up to NaN.",
        "diverged",
        TrainingConfig(optimizer="SGD", **HELD_OUT),
    ),
    CommonError(
        "Optimizer: rate too high",
        "Even with standardised features a rate of 1 makes the loss explode.",
        "diverged",
        replace(LEARNS, optimizer="SGD", learning_rate=1.0),
    ),
    CommonError(
        "Optimizer: rate too low",
        "In 500 epochs the loss hardly moves.",
        "stuck",
        replace(LEARNS, learning_rate=1e-5),
    ),
    CommonError(
        "Epochs: too few",
        "After 10 epochs the loss has only begun to fall.",
        "not_finished",
        replace(LEARNS, epochs=10),
    ),
    CommonError(
        "Epochs: too many",
        "The training loss falls to nearly 0 while the validation loss rises.",
        "overfitting",
        replace(LEARNS, activation="tanh", hidden_units=(32,), epochs=3000),
    ),
    CommonError(
        "Loss: one that does not fit",
        "The loss falls far below 0, yet every prediction is too low.",
        "loss_mismatch",
        replace(LEARNS, loss="binary_crossentropy"),
    ),
    CommonError(
        "Data: leaked columns",
        "A fine score, but four columns were computed from the answer.",
        "target_leakage",
        replace(LEARNS, hidden_units=(), learning_rate=0.1),
    ),
    CommonError(
        "Data: unequal scales",
        "Premiums near 900 dollars allow only tiny steps: the loss creeps.",
        "not_finished",
        TrainingConfig(
            optimizer="SGD", learning_rate=1e-6, hidden_units=(), batch_size=40, **HELD_OUT
        ),
    ),
)
