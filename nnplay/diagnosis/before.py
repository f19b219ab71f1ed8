"""What can be known before a run, from the settings and the data alone."""

from collections.abc import Iterator

import numpy as np

from nnplay.config import TrainingConfig
from nnplay.datasets import Dataset, Examples, prepare
from nnplay.diagnosis.data import columns_from_target, scales
from nnplay.diagnosis.findings import Finding, make_fixes, number, worst_first
from nnplay.diagnosis.network import initial_weights, layers
from nnplay.diagnosis.rates import LOGARITHMIC, learning_rate

# Lowest and highest value of each activation that has a limit; the dips of gelu, silu and mish
# below 0 are their minima.
RANGES = {
    "relu": (0.0, np.inf),
    "softplus": (0.0, np.inf),
    "exponential": (0.0, np.inf),
    "sigmoid": (0.0, 1.0),
    "hard_sigmoid": (0.0, 1.0),
    "tanh": (-1.0, 1.0),
    "softsign": (-1.0, 1.0),
    "softmax": (1.0, 1.0),  # the only unit gets the whole sum of 1
    "elu": (-1.0, np.inf),
    "selu": (-1.7581, np.inf),
    "gelu": (-0.17, np.inf),
    "silu": (-0.2785, np.inf),
    "mish": (-0.3088, np.inf),
}
# A hundredth of the targets' variance is less than linear regression leaves on any of our data.
UNREACHABLE = 0.01


def check(config: TrainingConfig, dataset: Dataset) -> list[Finding]:
    """Find what can be known before the run, worst first.

    Raises:
        ConfigError: If the configuration does not fit the data set.
    """
    examples = prepare(config, dataset)
    return worst_first(
        [
            *_loss(config, examples),
            *_output_range(config, examples),
            *initial_weights(config),
            *learning_rate(config, dataset, examples),
            *scales(config, examples),
            *layers(config, examples),
            *columns_from_target(dataset, examples, config),
        ]
    )


def _loss(config: TrainingConfig, examples: Examples) -> Iterator[Finding]:
    y = examples.y[examples.training_rows]
    low, high = float(y.min()), float(y.max())
    evidence = f"The targets run from {low:.1f} to {high:.1f}."
    changes = {"loss": "mean_squared_error", **_reachable(config, examples)}
    if config.loss == "binary_crossentropy" and (low < 0 or high > 1):
        yield Finding(
            "loss_mismatch",
            "problem",
            f"binary_crossentropy is for targets from 0 to 1; here they go up to {high:.1f}",
            evidence,
            "This loss compares the chances of a yes with a yes or a no, so it expects targets "
            "between 0 and 1. Beyond 1 it keeps falling without limit while the predictions get no "
            "better. For amounts, use the mean of the squared errors.",
            make_fixes(config, changes),
            ("loss",),
        )
    elif config.loss == "sparse_categorical_crossentropy":
        yield Finding(
            "loss_mismatch",
            "problem",
            "sparse_categorical_crossentropy is for class numbers, and this network has one output",
            f"{evidence} With one output unit the only class number is 0.",
            "This loss picks one class out of several and needs an output unit for each of them. "
            "Here an amount is to be predicted. For amounts, use the mean of the squared errors.",
            make_fixes(config, changes),
            ("loss",),
        )
    elif config.loss in LOGARITHMIC and RANGES.get(config.output_activation, (-np.inf,))[0] < 0:
        yield _negative(config)


def _negative(config: TrainingConfig) -> Finding:
    poisson = config.loss == "poisson"
    effect = (
        "a number below 0 has no logarithm, so the loss is not a number (NaN)"
        if poisson
        else "Keras counts every number below 0 as 0, so training cannot tell how far off it is"
    )
    lowest = RANGES.get(config.output_activation, (-np.inf,))[0]
    return Finding(
        "negative_predictions",
        "problem" if poisson else "hint",
        f"The loss {config.loss} needs predictions above 0, but a {config.output_activation} "
        "output can fall below",
        f"The lowest value of {config.output_activation} is {lowest:g}."
        if np.isfinite(lowest)
        else f"A {config.output_activation} output has no lower limit.",
        f"This loss takes the logarithm of the prediction: {effect}. The output activation "
        "softplus is always above 0 and nearly straight for large values.",
        make_fixes(
            config,
            {"output_activation": "softplus", "standardize": True},
            {"loss": "mean_squared_error"},
        ),
        ("loss", "output_activation"),
    )


def best_reachable_error(activation: str, y: np.ndarray) -> float:
    """Return the smallest mean squared error that predictions in the activation's range allow."""
    low, high = RANGES.get(activation, (-np.inf, np.inf))
    return float(np.mean((y.astype(float) - np.clip(y, low, high)) ** 2))


def _reachable(config: TrainingConfig, examples: Examples) -> dict[str, str]:
    """Return the change of the output activation that the targets ask for, if any."""
    y = examples.y[examples.training_rows]
    if best_reachable_error(config.output_activation, y) <= UNREACHABLE * y.var(dtype=float):
        return {}
    return {"output_activation": "softplus" if config.loss in LOGARITHMIC else "linear"}


def _output_range(config: TrainingConfig, examples: Examples) -> Iterator[Finding]:
    changes: dict[str, str] = _reachable(config, examples)
    if not changes:
        return
    y = examples.y[examples.training_rows]
    low, high = RANGES[config.output_activation]
    reach = f"only {low:g}" if low == high else f"{low:g} to {high:g}".replace("inf", "no limit")
    best = best_reachable_error(config.output_activation, y)
    if config.loss == "binary_crossentropy" and y.max() > 1:
        changes["loss"] = "mean_squared_error"
    yield Finding(
        "unreachable_targets",
        "problem",
        f"A {config.output_activation} output reaches {reach}; the targets lie at {y.min():.1f} to "
        f"{y.max():.1f}",
        f"The best mean squared error that this range allows is {number(best)}; always predicting "
        f"the mean scores {number(float(y.var(dtype=float)))}.",
        "The output activation is the last thing done to a prediction, so nothing beyond its range "
        "can ever be predicted, however long the training. For amounts, a linear output, which "
        "changes nothing, reaches every number.",
        make_fixes(config, changes),
        ("output_activation",),
    )
