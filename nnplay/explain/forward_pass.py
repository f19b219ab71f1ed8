"""One row walked through the network, unit by unit, with numbers that add up on screen."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

import numpy as np

from nnplay.choices import ACTIVATIONS
from nnplay.history import forward
from nnplay.numbers import MINUS, digits, raised

# Six digits are the 1e-5 that a shown prediction must keep. Where large products cancel, the sum
# gets more decimals, but no term more than nine digits: float32 has hardly eight.
DIGITS, MOST_DIGITS = 6, 9
# Numbers whose last shown digit lies outside these powers of ten are written with a power.
PLAIN_POWERS = (-9, 2)


@dataclass(frozen=True, eq=False)
class UnitWalk:
    """What one unit makes of one row; `total` + `bias` = `before`.

    Attributes:
        name: The unit, as in the formula.
        inputs: Names of what flows in.
        values: What flows in, shape (inputs,).
        weights: What each value is multiplied by, shape (inputs,).
        before: The sum with the bias, as the activation gets it (rounded to float32).
        after: What the unit passes on.
    """

    name: str
    inputs: tuple[str, ...]
    values: np.ndarray
    weights: np.ndarray
    bias: float
    activation: str
    before: float
    after: float

    @property
    def products(self) -> np.ndarray:
        """Values times weights, shape (inputs,)."""
        with np.errstate(all="ignore"):
            return self.values * self.weights

    @property
    def total(self) -> float:
        """The sum of the products, before the bias."""
        with np.errstate(all="ignore"):
            return float(self.products.sum())


@dataclass(frozen=True, eq=False)
class LayerWalk:
    """One layer's units for one row."""

    activation: str
    units: tuple[UnitWalk, ...]


@dataclass(frozen=True, eq=False)
class Walk:
    """One row from the inputs to the prediction, the output layer last."""

    layers: tuple[LayerWalk, ...]

    @property
    def prediction(self) -> float:
        """What the (first) output unit passes on."""
        return self.layers[-1].units[0].after


@dataclass(frozen=True)
class ShownSum:
    """A unit's sum as texts: the products add up to `total`, and with `bias` to `before`."""

    products: tuple[str, ...]
    total: str
    bias: str
    before: str
    after: str


def predict(weights: Sequence[np.ndarray], activations: Sequence[str], x: np.ndarray) -> np.ndarray:
    """Predict with any weights as `TrainingHistory.predict` does, shape (rows, outputs)."""
    sizes = (len(weights[0]), *(len(bias) for bias in weights[1::2]))
    parameters = np.concatenate([array.ravel() for array in weights])
    return forward(x, parameters, sizes, activations)


def walk(
    weights: Sequence[np.ndarray],
    activations: Sequence[str],
    names: Sequence[tuple[str, ...]],
    row: np.ndarray,
) -> Walk:
    """Follow one row through every unit.

    Args:
        weights: Kernels and biases in the order of `keras.Model.get_weights`.
        names: The inputs, then the units of every layer, as `formula.names_of` has them.
        row: Inputs as the network was trained on, shape (inputs,).
    """
    values, layers = np.asarray(row, "float32"), []
    for layer, activation in enumerate(activations):
        kernel, bias = weights[2 * layer : 2 * layer + 2]
        with np.errstate(all="ignore"):  # a run that broke walks through NaN and infinity
            before = _sums(values, kernel, bias)
            after = ACTIVATIONS[activation].function(before)
        flows = (names[layer], values.astype(float), kernel.astype(float), bias.astype(float))
        units = _units(names[layer + 1], flows, activation, before, after)
        layers.append(LayerWalk(activation, units))
        values = after
    return Walk(tuple(layers))


def shown_sum(unit: UnitWalk) -> ShownSum:
    """Write a unit's sum so that the texts add up exactly.

    Every term is rounded to the same decimal, the sum first; what rounding leaves over goes, one
    unit of the last digit each, to the terms that were cut most.
    """
    terms = np.append(unit.products, unit.bias)
    if not np.isfinite([*terms, unit.before]).all():
        values = (*unit.products, unit.total, unit.bias, unit.before, unit.after)
        *products, total, bias, before, after = (digits(value, DIGITS) for value in values)
        return ShownSum(tuple(products), total, bias, before, after)
    power = _last_power(float(np.abs(terms).max()), abs(unit.before))
    sum_steps = int(Decimal(unit.before).scaleb(-power).to_integral_value())
    steps = _steps([Decimal(float(term)).scaleb(-power) for term in terms], sum_steps)
    before = _plain(sum_steps, power)
    return ShownSum(
        products=tuple(_plain(each, power) for each in steps[:-1]),
        total=_plain(sum(steps[:-1]), power),
        bias=_plain(steps[-1], power),
        before=before,
        after=before if unit.activation == "linear" else digits(unit.after, DIGITS),
    )


def _steps(terms: list[Decimal], total: int) -> list[int]:
    """Round the terms to whole numbers that sum to `total`."""
    steps = [int(term.to_integral_value(ROUND_FLOOR)) for term in terms]
    cut_most = sorted(range(len(terms)), key=lambda i: steps[i] - terms[i])
    for i in cut_most[: max(0, total - sum(steps))]:
        steps[i] += 1
    return steps


def _units(
    names: tuple[str, ...],
    flows: tuple[tuple[str, ...], np.ndarray, np.ndarray, np.ndarray],
    activation: str,
    before: np.ndarray,
    after: np.ndarray,
) -> tuple[UnitWalk, ...]:
    inputs, values, kernel, bias = flows
    return tuple(
        UnitWalk(
            name=name,
            inputs=inputs,
            values=values,
            weights=kernel[:, unit],
            bias=float(bias[unit]),
            activation=activation,
            before=float(before[unit]),
            after=float(after[unit]),
        )
        for unit, name in enumerate(names)
    )


def _sums(values: np.ndarray, kernel: np.ndarray, bias: np.ndarray) -> np.ndarray:
    """Sum in float64, so that the products add up, but overflow where the network does."""
    as_trained = values @ kernel + bias
    exact = values.astype(float) @ kernel.astype(float) + bias
    return np.where(np.isfinite(as_trained), exact, as_trained).astype("float32")


def _last_power(largest: float, result: float) -> int:
    """Return the power of ten of the last digit to show."""
    if largest == 0:
        return -2
    highest = int(np.floor(np.log10(largest)))
    wanted = int(np.floor(np.log10(result))) if result else highest
    return min(highest, max(wanted, highest - (MOST_DIGITS - DIGITS))) - (DIGITS - 1)


def _plain(steps: int, power: int) -> str:
    if not steps:
        return "0"
    number = Decimal(steps).scaleb(power)
    low, high = PLAIN_POWERS
    if low <= power <= high:
        return f"{number:,f}".replace("-", MINUS)
    mantissa, _, exponent = f"{number:e}".partition("e")
    return f"{mantissa}×10{raised(int(exponent))}".replace("-", MINUS)
