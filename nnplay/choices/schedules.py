"""Keras's learning-rate schedules, with the numbers that they have here."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

END = 0.01  # of the learning rate, after the last step of an exponential decay
FALLS = ((0.5, 0.1), (0.75, 0.01))  # after this share of the steps, this share of the learning rate


@dataclass(frozen=True)
class Schedule:
    """A schedule.

    Attributes:
        name: The name of Keras's class, or "constant" for no schedule at all.
        phrase: How the learning rate changes, as a continuation of "it".
        latex: The rate in step t of T, where eta is the learning rate that is set.
        share: Given step numbers, from 0, and the number of all steps: the factor of the learning
            rate in each of them.
        arguments: Given a learning rate and the number of all steps: the arguments of Keras's
            class; None for no schedule.
    """

    name: str
    phrase: str
    latex: str
    share: Callable[[np.ndarray, int], np.ndarray]
    arguments: Callable[[float, int], Mapping[str, object]] | None = None

    @property
    def changes(self) -> bool:
        """Whether the learning rate changes from step to step."""
        return self.arguments is not None


def _boundaries(steps: int) -> list[int]:
    return [int(share * steps) for share, _ in FALLS]


def _piecewise(step: np.ndarray, steps: int) -> np.ndarray:
    return np.array([1.0, *(left for _, left in FALLS)])[np.searchsorted(_boundaries(steps), step)]


SCHEDULES = {
    each.name: each
    for each in (
        Schedule(
            "constant",
            "stays the same",
            r"\eta",
            lambda step, steps: np.ones(step.shape),  # noqa: ARG005
        ),
        Schedule(
            "ExponentialDecay",
            "falls by the same share every step, to 1% of itself at the end",
            rf"\eta \cdot {END}^{{t/T}}",
            lambda step, steps: END ** (step / steps),
            lambda rate, steps: {
                "initial_learning_rate": rate,
                "decay_steps": steps,
                "decay_rate": END,
            },
        ),
        Schedule(
            "CosineDecay",
            "falls along half a cosine wave, to 0 at the end",
            r"\eta \cdot \frac{1 + \cos(\pi t/T)}{2}",
            lambda step, steps: (1 + np.cos(np.pi * step / steps)) / 2,
            lambda rate, steps: {"initial_learning_rate": rate, "decay_steps": steps},
        ),
        Schedule(
            "PiecewiseConstantDecay",
            "falls to a tenth after half of the steps and to a hundredth after three quarters",
            r"\eta \cdot \begin{cases} 1 & t \le T/2 \\ 0.1 & t \le 3T/4 \\ 0.01 & t > 3T/4 "
            r"\end{cases}",
            _piecewise,
            lambda rate, steps: {
                "boundaries": _boundaries(steps),
                # divided: 0.003 * 0.1 is 0.00030000000000000003
                "values": [rate, *(rate / round(1 / left) for _, left in FALLS)],
            },
        ),
    )
}
