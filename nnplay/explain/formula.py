"""The network as a formula, in LaTeX."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from nnplay.choices import ACTIVATIONS
from nnplay.datasets import Examples
from nnplay.explain.activation import escape, function_latex
from nnplay.numbers import MINUS, RAISED, digits

# What fits on a screen: a longer sum or layer shows its first terms or units and counts the rest.
TERMS_SHOWN, UNITS_SHOWN = 8, 3
DIGITS = 4
LOWERED = {to: at for at, to in RAISED.items()}
POWER = re.compile(r"10([⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)")


@dataclass(frozen=True, eq=False)
class WeightedSum:
    """A weighted sum of inputs, and a bias.

    Attributes:
        inputs: Names of the inputs.
        coefficients: What each input is multiplied by, shape (inputs,).
        bias: What is added at the end.
    """

    inputs: tuple[str, ...]
    coefficients: np.ndarray
    bias: float


def names_of(
    features: Sequence[str],
    sizes: Sequence[int],
    outputs: Sequence[str],
    *,
    standardized: bool = False,
) -> list[tuple[str, ...]]:
    """Name the inputs, then every layer's units: speeding or z_speeding, h2 or h1_2, accidents.

    Args:
        sizes: Units of every layer from the inputs to the outputs.
        outputs: The names of the output units.
    """
    names = [tuple(f"z_{name}" for name in features) if standardized else tuple(features)]
    hidden = sizes[1:-1]
    for layer, units in enumerate(hidden, start=1):
        prefix = "h" if len(hidden) == 1 else f"h{layer}_"
        names.append(tuple(f"{prefix}{unit}" for unit in range(1, units + 1)))
    return [*names, tuple(outputs)]


def collapse(
    weights: Sequence[np.ndarray], activations: Sequence[str], inputs: tuple[str, ...]
) -> WeightedSum | None:
    """Multiply linear layers out to a single weighted sum.

    Returns:
        The sum that the output activation gets; None if a hidden activation is not linear, or there
        are several outputs.
    """
    straight = all(ACTIVATIONS[name].linear for name in activations[:-1])
    if not straight or weights[-1].size > 1:
        return None
    kernel, bias = (array.astype(float) for array in weights[:2])
    with np.errstate(all="ignore"):
        for next_kernel, next_bias in zip(weights[2::2], weights[3::2], strict=True):
            kernel, bias = kernel @ next_kernel, bias @ next_kernel + next_bias
    return WeightedSum(inputs, kernel[:, 0], float(bias[0]))


def in_raw_units(formula: WeightedSum, examples: Examples) -> WeightedSum:
    """Rewrite a weighted sum of scaled inputs as the same sum of the raw features."""
    with np.errstate(all="ignore"):
        coefficients = formula.coefficients / examples.scale
        bias = formula.bias - float(coefficients @ examples.offset)
    return WeightedSum(examples.features, coefficients, bias)


def equation(
    name: str,
    formula: WeightedSum,
    activation: str = "linear",
    colors: tuple[str, str] | None = None,
) -> str:
    """Write `name = activation(sum)` in LaTeX that a browser can wrap between the terms.

    Args:
        colors: The colours of positive and of negative numbers, as #rrggbb.
    """
    inputs = formula.inputs
    count = len(inputs) if len(inputs) <= TERMS_SHOWN + 1 else TERMS_SHOWN
    shown = zip(inputs[:count], formula.coefficients[:count], strict=True)
    terms = [
        _term(value, rf" \cdot {latex_text(label)}", colors, first=i == 0)
        for i, (label, value) in enumerate(shown)
    ]
    if count < len(inputs):
        terms.append(rf"{{\;{{+}}\;\dots\text{{ {len(inputs) - count} more terms }}\dots}}")
    terms.append(_term(formula.bias, "", colors))
    total = r"\allowbreak ".join(terms)
    if not ACTIVATIONS[activation].linear:
        total = f"{function_latex(activation)}({total})"
    return rf"{latex_text(name)} = {total}"


def layer_formulas(
    weights: Sequence[np.ndarray],
    activations: Sequence[str],
    names: Sequence[tuple[str, ...]],
    colors: tuple[str, str] | None = None,
) -> list[str]:
    """Write each layer as Markdown paragraphs, one per unit, or the first units of a long layer."""
    layers = []
    for layer, activation in enumerate(activations):
        kernel, bias = weights[2 * layer : 2 * layer + 2]
        units = names[layer + 1]
        count = len(units) if len(units) <= UNITS_SHOWN + 1 else UNITS_SHOWN
        sums = (WeightedSum(names[layer], kernel[:, i], float(bias[i])) for i in range(count))
        # a softmax takes the sums of all units together
        together = ACTIVATIONS[activation].shared and len(units) > 1
        written, function = (
            ([f"s_{name}" for name in units], "linear") if together else (units, activation)
        )
        lines = [
            f"${equation(name, formula, function, colors)}$"
            for name, formula in zip(written, sums, strict=False)
        ]
        if count < len(units):
            lines.append(f"… and {len(units) - count} more units, up to {units[-1]}.")
        if together:
            lines.append(f"${_row(units)} = {function_latex(activation)}{_row(written)}$")
        layers.append("\n\n".join(lines))
    return layers


def scaling_formulas(examples: Examples, inputs: tuple[str, ...]) -> str:
    """Write how every standardised input is computed from its feature, as lines of Markdown."""
    lines = []
    for name, feature, offset, scale in zip(
        inputs, examples.features, examples.offset, examples.scale, strict=True
    ):
        shifted = rf"({latex_text(feature)}{_term(-offset, '', None)})"
        lines.append(f"${latex_text(name)} = {{{shifted} / {latex_number(scale)}}}$")
    return "  \n".join(lines)


def latex_number(value: float, count: int = DIGITS) -> str:
    """Write a number with at most this many significant digits, in LaTeX."""
    text = digits(value, count)
    if not np.isfinite(value):
        return text.replace("NaN", r"\text{NaN}").replace("∞", r"\infty")
    text = text.replace(MINUS, "-").replace(",", "{,}").replace("×", r" \times ")
    return POWER.sub(lambda found: f"10^{{{found[1].translate(LOWERED)}}}", text)


def _term(value: float, rest: str, colors: tuple[str, str] | None, *, first: bool = False) -> str:
    """Write a term with its sign, in braces so that no line is broken inside it."""
    negative = bool(value < 0)
    sign = "-" if negative else "" if first else "+"
    number = latex_number(abs(value))
    if not first:
        sign = rf"\;{{{sign}}}\;"
    if colors and np.isfinite(value) and value:
        number = rf"\textcolor{{{colors[negative]}}}{{{sign}{number}}}"
    else:
        number = f"{sign}{number}"
    return f"{{{number}{rest}}}"


def _row(names: Sequence[str]) -> str:
    """Write names in brackets; if there are many, without those in the middle."""
    texts = [latex_text(name) for name in names]
    if len(texts) > UNITS_SHOWN + 1:
        texts = [*texts[:UNITS_SHOWN], r"\dots", texts[-1]]
    inside = r",\allowbreak ".join(texts)
    return f"({inside})"


def latex_text(name: str) -> str:
    """Write a name as plain text in LaTeX."""
    return rf"\text{{{escape(name)}}}"
