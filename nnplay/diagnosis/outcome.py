"""What a run came to, measured once for all the findings about it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from nnplay.activations import ACTIVATION_FUNCTIONS
from nnplay.config import TrainingConfig
from nnplay.datasets import Dataset, Examples, prepare
from nnplay.diagnosis.findings import Finding
from nnplay.diagnosis.rates import LOGARITHMIC, steady
from nnplay.history import TrainingHistory
from nnplay.metrics import (
    WORSE,
    has_learned,
    mean_squared_error,
    predict_linearly,
    predict_mean,
)

# Close to linear regression. Losses other than the squared error, and the noise of shuffled
# batches, cost up to about a quarter of its error in runs with nothing wrong.
CLOSE = 1.25
# Where linear regression removes less than a tenth of the error, the features say little.
INFORMATIVE = 0.9
# Less than half of what linear regression explains is called a problem, more a hint.
HALF_WAY = 0.5


@dataclass(frozen=True, eq=False)
class Outcome:
    """A run with its configuration, its data and what `check` said before it."""

    config: TrainingConfig
    dataset: Dataset
    history: TrainingHistory
    causes: list[Finding]

    @cached_property
    def examples(self) -> Examples:
        return prepare(self.config, self.dataset)

    @property
    def where(self) -> str:
        return "held-out rows" if len(self.examples.validation_rows) else "training rows"

    @cached_property
    def predictions(self) -> np.ndarray:
        return self.history.predict(self.examples.x)

    def error(self, predictions: np.ndarray, rows: np.ndarray | None = None) -> float:
        rows = self.examples.judged_rows if rows is None else rows
        return mean_squared_error(self.examples.y[rows], predictions[rows])

    @cached_property
    def mse(self) -> float:
        return self.error(self.predictions)

    @cached_property
    def mse_of_mean(self) -> float:
        return self.error(predict_mean(self.examples))

    @cached_property
    def mse_of_regression(self) -> float:
        return self.error(predict_linearly(self.examples))

    @cached_property
    def training_mse(self) -> float:
        return self.error(self.predictions, self.examples.training_rows)

    @cached_property
    def variance(self) -> float:
        """The mean squared error of predicting the mean on the training rows."""
        return float(self.examples.y[self.examples.training_rows].var(dtype=float))

    @property
    def learned(self) -> bool:
        """Whether the training rows are predicted better than by their mean."""
        return has_learned(self.examples, self.predictions, self.config.loss)

    @cached_property
    def fits(self) -> bool:
        """Whether the training rows are predicted about as well as by linear regression."""
        regression = self.error(predict_linearly(self.examples), self.examples.training_rows)
        return self.training_mse <= CLOSE * regression

    @property
    def broken(self) -> bool:
        """Whether the run ended out of the range of numbers."""
        return not (
            np.isfinite(self.history.loss[-1:]).all()
            and np.isfinite(self.history.parameters[-1]).all()
            and np.isfinite(self.predictions).all()
        )

    @property
    def informative(self) -> bool:
        """Whether linear regression beats the mean, so that the features say something."""
        return self.mse_of_regression < INFORMATIVE * self.mse_of_mean

    @property
    def fine(self) -> bool:
        """Whether the run is about as good as linear regression, or better."""
        return self.mse <= CLOSE * self.mse_of_regression and self.mse <= WORSE * self.mse_of_mean

    @property
    def severity(self) -> str:
        """How bad a shortcoming is, by what came of the run."""
        gained, possible = self.mse_of_mean - self.mse, self.mse_of_mean - self.mse_of_regression
        return "hint" if self.fine or gained > HALF_WAY * possible > 0 else "problem"

    @cached_property
    def layers(self) -> list[tuple[np.ndarray, np.ndarray]]:
        """The weighted sums and the values of every layer on the training rows, at the end."""
        values = self.examples.x[self.examples.training_rows].astype(float)
        arrays, found = self.history.weights_at(self.history.epochs), []
        with np.errstate(all="ignore"):
            for kernel, bias, name in zip(
                arrays[::2], arrays[1::2], self.history.activations, strict=True
            ):
                sums = values @ kernel.astype(float) + bias
                values = ACTIVATION_FUNCTIONS[name](sums)
                found.append((sums, values))
        return found

    @property
    def learns_by_heart(self) -> bool:
        """Whether held-out rows are predicted badly by a network that is too able for its rows."""
        if not len(self.examples.validation_rows) or self.fine or not self.config.hidden_units:
            return False
        return self.learned and (self.fits or self.config.activation != "linear")

    @property
    def simpler(self) -> dict[str, Any]:
        """The changes that make the network a linear regression, which has the fewest weights."""
        output = "linear"
        if self.config.loss in LOGARITHMIC:
            output = "softplus"
        changes = {"hidden_units": (), "output_activation": output}
        return {**changes, **steady(replace(self.config, hidden_units=()))}

    def remedies(self, **first: Any) -> list[Mapping[str, Any]]:
        """Return changes that train this run well, the causes that `check` found mended too."""
        causes: dict[str, Any] = {}
        for cause in self.causes:
            if cause.severity == "problem" or cause.code == "negative_predictions":
                causes |= cause.changes
        mended = {**causes, **first}
        remedy = {**mended, **steady(replace(self.config, **mended))}
        if self.learns_by_heart:
            return [{**mended, **self.simpler}]
        if any(getattr(self.config, name) != value for name, value in remedy.items()):
            return [remedy]
        if self.severity == "hint":
            return []
        # a run that has all this already needs a network that can do more
        return [{**remedy, "hidden_units": (8,), "activation": "relu", "learning_rate": 0.01}]
