"""What a run has shown, measured once for all the findings about it."""

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

# Less than half of what is known to be possible is called a problem, more a hint; where a bend is
# needed, less than a third, if at least a linear model is beaten.
A_THIRD = 1 / 3
MOST = 0.7  # of the way from a linear model to what a bend can win, to be called fine


@dataclass(frozen=True, eq=False)
class Evidence:
    """A run of a task, and what `check` said before it."""

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
        """What the predictions of all rows mean, shape (rows, 1)."""
        return self.task.answers(self.predictions)

    @cached_property
    def error(self) -> float:
        """The validation error, or the training error without a split."""
        return self.task.error_of(self.answers, self.examples.judged_rows)

    @cached_property
    def training_error(self) -> float:
        return self.task.error_of(self.answers, self.examples.training_rows)

    def compare(self, *others: str, when: str = "") -> str:
        """Compare the error in one sentence with some of the `Errors`, or the "goal"."""
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
        """Whether the training rows are answered better than by the baseline."""
        return self.training_error < self.task.training_errors.baseline / WORSE

    @cached_property
    def fits(self) -> bool:
        """Whether the training rows are answered about as well as the features allow."""
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
        """Whether the run is better than the best linear model, and not by its weakness."""
        useful = not self.task.needs_bend or self.beats_baseline
        return useful and self.task.better(self.error, self.task.errors.linear)

    @cached_property
    def fine(self) -> bool:
        """Whether the run is about as good as a linear model and uses most of a bend."""
        error, task, linear = self.error, self.task, self.task.errors.linear
        if self.is_worse or not task.close(error, linear):
            return False
        most = linear - MOST * (linear - task.goal)
        return not task.needs_bend or error <= most or task.close(error, task.goal)

    @property
    def severity(self) -> str:
        """How bad a shortcoming is, by what came of the run."""
        share = A_THIRD if self.task.needs_bend and self.beats_linear else HALF
        return "hint" if self.fine or self.task.wins(self.error, share) else "problem"

    def judge(self, finding: Finding) -> Finding:
        """Say how bad it is that a loss or an output does not fit, by what came of the run."""
        if not self.task.informative or self.severity == finding.severity:
            return finding
        result = self.compare("goal")
        return replace(finding, severity=self.severity, evidence=f"{finding.evidence} {result}")

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
                values = ACTIVATIONS[name].function(sums)
                found.append((sums, values))
        return found

    @cached_property
    def curve(self) -> np.ndarray | None:
        """The training loss above its best possible value; None if it measures nothing."""
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
        if not LOSSES[self.config.loss].zero_is_best:  # poisson: the best is that of the targets
            y = self.examples.targets[rows].astype(float)
            loss = np.maximum(loss - np.mean(y - y * np.log(np.maximum(y, 1e-7))), 1e-9)
        # of a loss below 0, which kl_divergence may be, no share can be told
        return loss if np.isfinite(loss).all() and (loss >= 0).all() else None
