"""Patterns of points in the plane, most of which no straight line can separate.

The shapes are those of TensorFlow Playground, and scikit-learn's two moons.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from nnplay.datasets.recommended import TWO_CLASSES
from nnplay.datasets.table import Dataset

SIZE = 6.0  # the plane reaches from -6 to 6 both ways
CLASSES = ("orange", "blue")
SOURCE = (
    "Drawn by the page from the settings; the patterns are those of TensorFlow Playground, the two "
    "moons those of scikit-learn."
)


class Input(NamedTuple):
    """An input that is computed from points.

    Attributes:
        of: Computes its values from points, shape (points, 2).
        python: The same as an expression of x1 and x2.
        description: What it measures, for the page.
    """

    of: Callable[[np.ndarray], np.ndarray]
    python: str
    description: str


# By their names; the stage computes them too (`INPUTS` in its `forward.js`).
INPUTS = {
    "x1": Input(
        lambda points: points[:, 0], "x1", "how far to the right the point lies, from −6 to 6"
    ),
    "x2": Input(lambda points: points[:, 1], "x2", "how far up the point lies, from −6 to 6"),
    "x1²": Input(lambda points: points[:, 0] ** 2, "x1**2", "the square of x1"),
    "x2²": Input(lambda points: points[:, 1] ** 2, "x2**2", "the square of x2"),
    "x1·x2": Input(lambda points: points.prod(axis=1), "x1 * x2", "the product of both"),
    "sin x1": Input(lambda points: np.sin(points[:, 0]), "np.sin(x1)", "the sine of x1"),
    "sin x2": Input(lambda points: np.sin(points[:, 1]), "np.sin(x2)", "the sine of x2"),
}
QUANTITY: dict[str, Any] = {
    "hidden_units": (4,),
    "activation": "tanh",
    "optimizer": "Adam",
    "learning_rate": 0.03,
}
TRIED_ON_HALF = {"validation_split": 0.5, "batch_size": 10, "epochs": 300}
RECOMMENDED_FOR_QUANTITY: dict[str, Any] = {**QUANTITY, **TRIED_ON_HALF}
RECOMMENDED_FOR_CLASSES: dict[str, Any] = {**RECOMMENDED_FOR_QUANTITY, **TWO_CLASSES}

# Four units memorise a spiral and get new points wrong; these get nearly all right.
RECOMMENDED_FOR_SPIRAL = {
    **RECOMMENDED_FOR_CLASSES,
    "samples": 1_000,
    "standardize": True,
    "hidden_units": (16, 16),
    "activation": "relu",
    "learning_rate": 0.01,
    "batch_size": 32,
}

# Points, shape (samples, 2), and their targets, shape (samples,).
Points = tuple[np.ndarray, np.ndarray]


def _circle(draw: np.random.Generator, samples: int, noise: float) -> Points:
    """A disk in a ring; noise does not move a point, but may give it another's class."""
    inside = np.arange(samples) < samples // 2
    radius = np.where(inside, draw.uniform(0, 2.5, samples), draw.uniform(3.5, 5, samples))
    angle = draw.uniform(0, 2 * np.pi, samples)
    points = radius[:, None] * np.column_stack([np.sin(angle), np.cos(angle)])
    moved = points + noise * draw.uniform(-5, 5, points.shape)
    return points, np.hypot(*moved.T) < 2.5


def _xor(draw: np.random.Generator, samples: int, noise: float) -> Points:
    """Blue where x1 and x2 have the same sign, with a gap along the axes."""
    points = draw.uniform(-5, 5, (samples, 2))
    points += 0.3 * np.sign(points)
    moved = points + noise * draw.uniform(-5, 5, points.shape)
    return points, moved.prod(axis=1) >= 0


def _gauss(draw: np.random.Generator, samples: int, noise: float) -> Points:
    """Two clusters, which noise makes wider: the points of scikit-learn's `make_blobs`."""
    legacy = np.random.RandomState(int(draw.integers(2**31)))
    labels = np.arange(samples) >= (samples + 1) // 2
    deviation = np.sqrt(0.5 + 7 * noise)
    centers = np.where(labels[:, None], 2.0, -2.0) * np.ones(2)
    points = legacy.normal(centers, deviation)
    order = _shuffled(legacy, samples)
    return points[order], labels[order]


def _spiral(draw: np.random.Generator, samples: int, noise: float) -> Points:
    """Two arms around each other."""
    blue = np.arange(samples) % 2 == 0
    along = np.arange(samples) // 2 / (samples / 2)
    angle = 3.5 * np.pi * along + np.pi * blue
    points = 5 * along[:, None] * np.column_stack([np.sin(angle), np.cos(angle)])
    return points + noise * draw.uniform(-1, 1, points.shape), blue


def _moons(draw: np.random.Generator, samples: int, noise: float) -> Points:
    """Two half circles that reach into each other: the points of scikit-learn's `make_moons`."""
    legacy = np.random.RandomState(int(draw.integers(2**31)))
    outer = samples // 2
    angle = np.concatenate([np.linspace(0, np.pi, each) for each in (outer, samples - outer)])
    points, labels = np.column_stack([np.cos(angle), np.sin(angle)]), np.arange(samples) >= outer
    points[labels] = np.array([1, 0.5]) - points[labels]
    order = _shuffled(legacy, samples)
    points, labels = points[order], labels[order]
    if noise:
        points += legacy.normal(scale=noise, size=points.shape)
    return 3 * (points - (0.5, 0.25)), labels


def _shuffled(legacy: np.random.RandomState, samples: int) -> np.ndarray:
    order = np.arange(samples)
    legacy.shuffle(order)
    return order


def _plane(draw: np.random.Generator, samples: int, noise: float) -> Points:
    """A slope from one corner to the opposite one."""
    points = draw.uniform(-SIZE, SIZE, (samples, 2))
    moved = points + noise * draw.uniform(-SIZE, SIZE, points.shape)
    return points, moved.sum(axis=1) / 10


def _bumps(draw: np.random.Generator, samples: int, noise: float) -> Points:
    """Three hills and three valleys."""
    points = draw.uniform(-SIZE, SIZE, (samples, 2))
    moved = points + noise * draw.uniform(-SIZE, SIZE, points.shape)
    heights = np.zeros(samples)
    for x1, x2, sign in BUMPS:
        height = sign * np.clip(1 - np.hypot(*(moved - (x1, x2)).T) / 2, 0, 1)
        heights = np.where(np.abs(height) > np.abs(heights), height, heights)
    return points, heights


# x1 and x2 of the top or bottom, and its height
BUMPS = ((-4, 2.5, 1), (0, 2.5, -1), (4, 2.5, 1), (-4, -2.5, -1), (0, -2.5, 1), (4, -2.5, -1))


@dataclass(frozen=True)
class Pattern:
    """A pattern.

    Attributes:
        label: What the page calls it.
        phrase: What it is called in a question.
        draw: Draws points and their targets, given a generator, their number and the noise.
        height: Whether the targets are heights, not classes.
        recommended: Recommended settings.
    """

    label: str
    phrase: str
    draw: Callable[[np.random.Generator, int, float], Points]
    height: bool = False
    recommended: Mapping[str, Any] = field(default_factory=lambda: RECOMMENDED_FOR_CLASSES)


PATTERNS = {
    "circle": Pattern("Pattern: circle", "a circle", _circle),
    "xor": Pattern("Pattern: exclusive or", "exclusive or", _xor),
    "gauss": Pattern("Pattern: two clusters", "two clusters", _gauss),
    "spiral": Pattern("Pattern: spiral", "a spiral", _spiral, recommended=RECOMMENDED_FOR_SPIRAL),
    "moons": Pattern("Pattern: two moons", "two moons", _moons),
    "plane": Pattern("Pattern: slope", "a slope", _plane, True, RECOMMENDED_FOR_QUANTITY),
    "bumps": Pattern(
        "Pattern: hills and valleys", "hills and valleys", _bumps, True, RECOMMENDED_FOR_QUANTITY
    ),
}


@lru_cache(maxsize=32)
def make_pattern(name: str, samples: int, noise: float, seed: int) -> Dataset:
    """Draw the points of a pattern, in a random order.

    Args:
        noise: From 0 to 0.5; what it does depends on the pattern.
    """
    draw = np.random.default_rng([seed, samples])
    pattern = PATTERNS[name]
    points, targets = pattern.draw(draw, samples, noise)
    order = draw.permutation(samples)
    points, targets = points[order], np.asarray(targets, float)[order]
    names = pd.Index([str(number) for number in range(1, samples + 1)], name="point")
    target = "height" if pattern.height else "colour"
    columns = {target: targets} | {key: each.of(points) for key, each in INPUTS.items()}
    meaning = (
        "how high the point lies, from −1 to 1" if pattern.height else "0 is orange, 1 is blue"
    )
    descriptions = {key: each.description for key, each in INPUTS.items()}
    return Dataset(
        name=name,
        label=pattern.label,
        frame=pd.DataFrame(columns, index=names),
        target=target,
        target_label=target,
        question=f"Can it learn {pattern.phrase}?",
        row_labels=pd.Series([f"point {number}" for number in names], names, name="name"),
        descriptions={target: meaning, **descriptions},
        source=SOURCE,
        row_noun="point",
        classes=() if pattern.height else CLASSES,
        default_features=("x1", "x2"),
        recommended=pattern.recommended,
        pattern=True,
    )
