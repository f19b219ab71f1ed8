"""The settings of the training."""

from nnplay.choices import LOSSES, OPTIMIZERS, SCHEDULES
from nnplay.fields.data import MAX_SEED
from nnplay.fields.field import Field, Search, either
from nnplay.fields.kinds import Choice, Flag, Number, Whole
from nnplay.numbers import count, exact

MIN_LEARNING_RATE, MAX_LEARNING_RATE = 1e-6, 10.0
MAX_EPOCHS = 5_000


def _rate(rate: float | None) -> str:
    return "default lr" if rate is None else f"lr {exact(rate)}"


def _epochs(epochs: int) -> str:
    return count(epochs, "epoch")


def _patience(epochs: int) -> str:
    return f"patience {epochs:,}" if epochs else "no early stopping"


def _penalty(name: str, power: str) -> Field:
    what = f"{name} penalty on weights"
    return Field(
        name,
        name.upper(),
        Number(0.0, 1.0),
        "number_input",
        f"Adds this times the {power} of every weight to the loss, which keeps weights small; "
        f"Keras: `kernel_regularizer`, `{name}`.",
        short=name + " {}",
        fix=lambda value: f"{what} {exact(value)}" if value else f"no {what}",
        options={"step": 0.001, "format": "%.4g"},
        search=Search(1e-5, 0.1, lowest=1e-8, logarithmic=True),
    )


TRAINING = (
    Field(
        "optimizer",
        "Optimizer",
        Choice(tuple(OPTIMIZERS)),
        "",
        "How gradients become weight updates; Keras: `optimizer`.",
        short="{}",
        fix="optimizer {}",
        records=OPTIMIZERS,
        search=Search(by_default=True),
    ),
    Field(
        "learning_rate",
        "Learning rate",
        Number(MIN_LEARNING_RATE, MAX_LEARNING_RATE, optional=True),
        "",
        "What the size of every step is multiplied by; choose one or type a number from "
        f"{exact(MIN_LEARNING_RATE)} to {exact(MAX_LEARNING_RATE)}; Keras: `learning_rate`.",
        short=_rate,
        fix="learning rate {}",
        used="learning_rate_used",
        search=Search(1e-3, 0.3, logarithmic=True, by_default=True),
    ),
    Field(
        "learning_rate_schedule",
        "Learning rate schedule",
        Choice(tuple(SCHEDULES)),
        "",
        "How the learning rate changes from step to step, beginning with the one that is set; "
        "Keras: a class of `keras.optimizers.schedules` in place of the number.",
        short="{}",
        fix="schedule {}",
        records=SCHEDULES,
        search=Search(),
    ),
    Field(
        "loss",
        "Loss",
        Choice(tuple(LOSSES)),
        "",
        "The error that training makes small; Keras: `loss`.",
        short="{}",
        fix="loss {}",
        records=LOSSES,
        search=Search(),
    ),
    _penalty("l1", "size"),
    _penalty("l2", "square"),
    Field(
        "dropout",
        "Dropout",
        Number(0.0, 0.8),
        "slider",
        "The share of every hidden layer's values that a training step sets to 0, so that the "
        "network does not rely on single units; Keras: a `Dropout` layer.",
        short="dropout {}",
        fix=lambda share: f"dropout {exact(share)}" if share else "no dropout",
        options={"step": 0.1},
        search=Search(0.0, 0.5),
    ),
    Field(
        "epochs",
        "Epochs",
        Whole(1, MAX_EPOCHS),
        "number_input",
        f"How often the network goes through all training rows, 1 to {MAX_EPOCHS:,}; Keras: "
        "`epochs`.",
        short=_epochs,
        fix=_epochs,
        options={"step": 100},
        search=Search(100, 1_000, logarithmic=True),
    ),
    Field(
        "patience",
        "Patience",
        Whole(0, MAX_EPOCHS),
        "number_input",
        "Early stopping: training ends when the validation loss has found no new lowest value for "
        "this many epochs; 0 is off, and it needs validation rows; Keras: the callback "
        "`EarlyStopping`, `patience`.",
        short=_patience,
        fix=lambda epochs: f"early stopping, {_patience(epochs)}" if epochs else _patience(0),
        options={"step": 10},
    ),
    Field(
        "restore_best_weights",
        "Restore best weights",
        Flag(),
        "toggle",
        "With early stopping, go back at the end to the epoch with the lowest validation loss; "
        "Keras: `restore_best_weights`.",
        short=either("best weights", "last weights"),
        fix=either("restore the best weights", "keep the last weights"),
    ),
    Field(
        "batch_size",
        "Batch size",
        Whole(1, None),
        "number_input",
        "How many rows each step learns from; Keras: `batch_size`.",
        short="batch {}",
        fix="batch size {}",
        search=Search(4, 64, highest=5_000, logarithmic=True),
    ),
    Field(
        "shuffle",
        "Shuffle",
        Flag(),
        "toggle",
        "Take the rows in a new random order every epoch; Keras: `shuffle`.",
        short=either("shuffled", "not shuffled"),
        fix=either("shuffle the rows", "keep the order of the rows"),
        search=Search(),
    ),
    Field(
        "seed",
        "Seed",
        Whole(0, MAX_SEED),
        "number_input",
        "The start of the training's random numbers: the same seed gives the same run; Keras: "
        "`keras.utils.set_random_seed`.",
        short="seed {}",
        fix="seed {}",
    ),
)
