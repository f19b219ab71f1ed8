"""`Evidence`, what a run has shown, measured once for all the rules."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from nnplay.choices import ACTIVATIONS, LOSSES
from nnplay.config import TrainingConfig
from nnplay.datasets import Examples
from nnplay.diagnosis.finding import Finding, problems
from nnplay.diagnosis.task import HALF, Task
from nnplay.evaluation.metrics import WORSE
from nnplay.history import TrainingHistory

# A run that wins less than half of what is known to be possible has a problem, else at most a hint.
# If a bend is needed and the run beats a linear model, a third is enough.
A_THIRD = 1 / 3
MOST = 0.7  # a run is fine from this share on of the way from a linear model to what a bend can win

Layers = list[tuple[np.ndarray, np.ndarray]]  # the weighted sums and the values of each


@dataclass(frozen=True, eq=False)
class Evidence:
    """A run of a task, with the findings of `check` as its possible causes."""

    task: Task
    history: TrainingHistory
    causes: list[Finding]

    @property
    def config(self) -> TrainingConfig:
        return self.task.config

    @property
    def examples(self) -> Examples:
        return self.task.examples

    @cached_property
    def end(self) -> str:
        """How the run ended: "refused" by Keras, "broke" (out of range) or "finished"."""
        if self.history.refusal:
            return "refused"
        numbers = (self.history.loss[-1:], self.history.parameters[-1], self.predictions)
        return "finished" if all(np.isfinite(each).all() for each in numbers) else "broke"

    @cached_property
    def predictions(self) -> np.ndarray:
        return self.history.predict(self.examples.x)

    @cached_property
    def answers(self) -> np.ndarray:
        """The predictions of all rows as answers (see `Task`), shape (rows, 1)."""
        return self.task.answers(self.predictions)

    @cached_property
    def error(self) -> float:
        """The validation error, or the training error without a split."""
        return self.task.error_of(self.answers, self.examples.judged_rows)

    @cached_property
    def training_error(self) -> float:
        return self.task.error_of(self.answers, self.examples.training_rows)

    def compare(self, *others: str, when: str = "") -> str:
        """Write a sentence that compares the error with some of the `Errors`, or the "goal"."""
        task = self.task
        names = [task.goal_name if name == "goal" else name for name in others]
        errors = {name: getattr(task.errors, name) for name in names}
        return task.compare(f"on the {task.where}{when}", network=self.error, **errors)

    @property
    def on_training_rows(self) -> str:
        """A sentence that compares the training error with the baseline's."""
        return self.task.compare(
            f"on the training {self.task.noun}s",
            network=self.training_error,
            baseline=self.task.training_errors.baseline,
        )

    @property
    def learned(self) -> bool:
        """Whether the run beats the baseline on the training rows."""
        return self.training_error < self.task.training_errors.baseline / WORSE

    @cached_property
    def fits(self) -> bool:
        """Whether the run is about as good on the training rows as the features allow."""
        goal = getattr(self.task.training_errors, self.task.goal_name)
        return self.task.close(self.training_error, goal)

    @property
    def is_worse(self) -> bool:
        """Whether the run is worse than the baseline."""
        return self.task.worse(self.error, self.task.errors.baseline)

    @property
    def beats_baseline(self) -> bool:
        return self.task.better(self.error, self.task.errors.baseline)

    @property
    def beats_linear(self) -> bool:
        """Whether the run beats the best linear model and, if a bend is needed, the baseline."""
        useful = not self.task.needs_bend or self.beats_baseline
        return useful and self.task.better(self.error, self.task.errors.linear)

    @cached_property
    def fine(self) -> bool:
        """Whether the run is about as good as a linear model or, if a bend is needed, the goal."""
        error, task, linear = self.error, self.task, self.task.errors.linear
        if self.is_worse or not task.close(error, linear):
            return False
        most = linear - MOST * (linear - task.goal)
        return not task.needs_bend or error <= most or task.close(error, task.goal)

    @property
    def severity(self) -> str:
        """How severe a shortcoming is, judged by the run's result: "problem" or "hint"."""
        share = A_THIRD if self.task.needs_bend and self.beats_linear else HALF
        return "hint" if self.fine or self.task.wins(self.error, share) else "problem"

    def judge(self, finding: Finding) -> Finding:
        """Give a finding foreseen about loss or output the severity that the result shows."""
        if not self.task.informative or self.severity == finding.severity:
            return finding
        result = self.compare("goal")
        return replace(finding, severity=self.severity, evidence=f"{finding.evidence} {result}")

    @cached_property
    def layers(self) -> Layers:
        """The weighted sums and the values of every layer at the end, on the training rows."""
        return self.layers_at(self.history.epochs)

    def layers_at(self, epoch: int) -> Layers:
        values = self.examples.x[self.examples.training_rows].astype(float)
        arrays, found = self.history.weights_at(epoch), []
        with np.errstate(all="ignore"):
            for kernel, bias, name in zip(
                arrays[::2], arrays[1::2], self.history.activations, strict=True
            ):
                sums = values @ kernel.astype(float) + bias
                values = ACTIVATIONS[name].function(sums)
                found.append((sums, values))
        return found

    @cached_property
    def weight_sizes(self) -> tuple[float, float]:
        """The mean size of a weight, biases aside, before the first step and at the end."""
        first, last = (float(np.abs(weights).mean()) for weights in self._first_and_last)
        return first, last

    @cached_property
    def moved(self) -> float:
        """How far a weight has moved on average."""
        first, last = self._first_and_last
        return float(np.abs(last - first).mean())

    @cached_property
    def _first_and_last(self) -> list[np.ndarray]:
        """All weights but the biases, before the first step and at the end."""
        ends = (self.history.weights_at(epoch)[::2] for epoch in (0, self.history.epochs))
        return [
            np.concatenate([each.ravel() for each in kernels]).astype(float) for kernels in ends
        ]

    @cached_property
    def curve(self) -> np.ndarray | None:
        """The training loss minus its lowest possible value; None if the loss means nothing."""
        return self._excess(self.history.loss, self.examples.training_rows)

    @cached_property
    def validation_curve(self) -> np.ndarray | None:
        if self.history.val_loss is None:
            return None
        return self._excess(self.history.val_loss, self.examples.validation_rows)

    def _excess(self, loss: np.ndarray, rows: np.ndarray) -> np.ndarray | None:
        if any(cause.code == "loss_mismatch" for cause in problems(self.causes)):
            return None
        loss = loss.astype(float)
        if not LOSSES[self.config.loss].zero_is_best:  # poisson: lowest at the targets themselves
            y = self.examples.targets[rows].astype(float)
            loss = np.maximum(loss - np.mean(y - y * np.log(np.maximum(y, 1e-7))), 1e-9)
        # kl_divergence can be below 0, and shares of that have no meaning
        return loss if np.isfinite(loss).all() and (loss >= 0).all() else None
