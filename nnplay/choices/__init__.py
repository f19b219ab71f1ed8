"""What a configuration may choose from: one record per choice, by the name that Keras gives it.

`TrainingConfig` holds the names. Whatever depends on a choice asks its record, so that a new choice
is one record here (an activation also needs its line in the stage's `forward.js`).
"""

from nnplay.choices.activations import ACTIVATIONS, HIDDEN_ACTIVATIONS, Activation
from nnplay.choices.initializers import INITIALIZERS, Initializer
from nnplay.choices.losses import LOSSES, Loss
from nnplay.choices.optimizers import OPTIMIZERS, Optimizer
from nnplay.choices.schedules import SCHEDULES, Schedule

__all__ = [
    "ACTIVATIONS",
    "HIDDEN_ACTIVATIONS",
    "INITIALIZERS",
    "LOSSES",
    "OPTIMIZERS",
    "SCHEDULES",
    "Activation",
    "Initializer",
    "Loss",
    "Optimizer",
    "Schedule",
]
