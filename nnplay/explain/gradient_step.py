"""The gradient of one weight by the chain rule: a product of slopes, with a step's numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from nnplay.choices import ACTIVATIONS
from nnplay.config import TrainingConfig
from nnplay.explain.activation import function_latex
from nnplay.explain.formula import latex_number, latex_text
from nnplay.explain.place import Place
from nnplay.history import split_parameters
from nnplay.step import Step

Names = Sequence[Sequence[str]]
Kind = Literal["error", "sum", "ways", "weight", "activation", "dropout", "input"]


@dataclass(frozen=True, eq=False)
class Factor:
    """One factor of the chain rule.

    Attributes:
        kind: "error", the slope of the loss by a prediction; "sum", that by the sum of an output
            unit; "ways", that by the value of a hidden unit which leads to several units; "weight",
            a weight on the way; "activation", the slope of one; "dropout", what that multiplies a
            value by; "input", the value that the weight is multiplied by.
        name: In words.
        owner: The unit, or the input, that it belongs to.
        latex: Its symbol.
        values: Its value for each row of the batch, shape (rows,).
        activation: The name of the activation whose slope it is, "" for other kinds.
    """

    kind: Kind
    name: str
    owner: str
    latex: str
    values: np.ndarray
    activation: str = ""


@dataclass(frozen=True, eq=False)
class Chain:
    """The gradient of one weight: the mean of the factors' products, plus the penalty's slope.

    Attributes:
        factors: From the loss back to the weight.
        penalty: The slope of what l1 and l2 add to the loss; None without them, and for a bias.
        gradient: The gradient that the engine has computed.
    """

    place: Place
    factors: tuple[Factor, ...]
    penalty: float | None
    gradient: float

    @property
    def products(self) -> np.ndarray:
        """The slope of each row's own loss by the weight, shape (rows,)."""
        with np.errstate(all="ignore"):
            return np.prod([factor.values for factor in self.factors], axis=0)


def chain_of(step: Step, config: TrainingConfig, place: Place, names: Names) -> Chain:
    """Take the gradient of a weight apart into its factors.

    Args:
        names: Of the inputs and of every layer's units, from `formula.names_of`.
    """
    layer = step.layers[place.layer]
    sizes = (len(names[0]), *(len(units) for units in names[1:]))
    factors = _slopes(step, config, names, place.layer, place.unit)
    if place.row >= 0:
        source = names[place.layer][place.row]
        factors.append(
            Factor(
                "input",
                f"{source}, which came in",
                source,
                latex_text(source),
                layer.inputs[:, place.row].astype(float),
            )
        )
    index = place.index_in(sizes)
    penalty = None
    if place.row >= 0 and (config.l1 or config.l2):
        weight = float(step.before[index])
        penalty = config.l1 * float(np.sign(weight)) + 2 * config.l2 * weight
    return Chain(place, tuple(factors), penalty, float(step.gradient[index]))


def _slopes(
    step: Step, config: TrainingConfig, names: Names, layer: int, unit: int
) -> list[Factor]:
    """Return the factors whose product is the slope of each row's loss by the sum of a unit."""
    name, own = names[layer + 1][unit], step.layers[layer]
    activation = ACTIVATIONS[config.activations[layer]]
    if layer == len(step.layers) - 1:
        shares = activation.shared and len(names[-1]) > 1
        if step.error_slopes is None or shares:
            return [_by_sum(name, own.deltas[:, unit])]
        symbol = rf"\dfrac{{\partial\,\text{{loss}}}}{{\partial\,{latex_text(name)}}}"
        error = step.error_slopes[:, unit].astype(float)
        factors = [Factor("error", f"slope of the loss by {name}", name, symbol, error)]
    else:
        factors = _way_back(step, config, names, layer, unit)
    if own.factors is not None:
        symbol = rf"d_{{{latex_text(name)}}}"
        dropped = own.factors[:, unit].astype(float)
        factors.append(Factor("dropout", f"dropout's factor of {name}", name, symbol, dropped))
    symbol = rf"{function_latex(activation.name)}'(s_{{{latex_text(name)}}})"
    slope = own.slopes[:, unit].astype(float)
    words = f"slope of {activation.name} at the sum of {name}"
    return [*factors, Factor("activation", words, name, symbol, slope, activation.name)]


def _by_sum(name: str, deltas: np.ndarray) -> Factor:
    symbol = rf"\dfrac{{\partial\,\text{{loss}}}}{{\partial\,s_{{{latex_text(name)}}}}}"
    words = f"slope of the loss by the sum of {name}"
    return Factor("sum", words, name, symbol, deltas.astype(float))


def _way_back(
    step: Step, config: TrainingConfig, names: Names, layer: int, unit: int
) -> list[Factor]:
    """Return the factors that lead from the loss back to the value of a hidden unit."""
    name, following = names[layer + 1][unit], names[layer + 2]
    weights = _weights_from(step, names, layer, unit)
    if len(following) > 1:
        symbol = rf"\dfrac{{\partial\,\text{{loss}}}}{{\partial\,{latex_text(name)}}}"
        with np.errstate(all="ignore"):
            through = step.layers[layer + 1].deltas.astype(float) @ weights
        return [Factor("ways", f"slope of the loss by {name}", name, symbol, through)]
    (target,) = following
    symbol = rf"w_{{{latex_text(name)}\to{latex_text(target)}}}"
    words = f"weight from {name} to {target}, on the way"
    weight = np.full(len(step.rows), weights[0])
    behind = _slopes(step, config, names, layer + 1, 0)
    return [*behind, Factor("weight", words, name, symbol, weight)]


def _weights_from(step: Step, names: Names, layer: int, unit: int) -> np.ndarray:
    """Return the weights that lead from a hidden unit to the next layer."""
    arrays = split_parameters(step.before, [len(units) for units in names])
    return arrays[2 * layer + 2][unit].astype(float)


def ways(step: Step, names: Names, place: Place, row: int) -> list[tuple[str, float, float]]:
    """Return what a "ways" factor sums: each next unit, the slope by its sum, and the weight to it.

    Args:
        row: The index of a row in the batch.
    """
    weights = _weights_from(step, names, place.layer, place.unit)
    deltas = step.layers[place.layer + 1].deltas[row].astype(float)
    return [
        (name, float(delta), float(weight))
        for name, delta, weight in zip(names[place.layer + 2], deltas, weights, strict=True)
    ]


def chain_latex(chain: Chain) -> str:
    """Write the chain rule with its symbols, as LaTeX that a browser can wrap."""
    product = r"\;\cdot\;\allowbreak ".join(f"{{{factor.latex}}}" for factor in chain.factors)
    penalty = "" if chain.penalty is None else r"\allowbreak \;{+}\; {\text{slope of the penalty}}"
    return rf"{{g = \text{{mean over the rows of }}}}\allowbreak {product}{penalty}"


def mean_latex(chain: Chain, products_shown: int = 3) -> str:
    """Write the gradient as the mean of the rows' products, and the penalty's slope."""
    products = chain.products
    if len(products) == 1 and chain.penalty is None:
        return f"g = {latex_number(chain.gradient)}"
    terms = [latex_number(float(products[0]))]
    terms += [signed(float(each)) for each in products[1:products_shown]]
    left = len(products) - products_shown
    if left > 0:
        terms.append(rf"\;+\;\dots\text{{ {left} more}}")
    total = "".join(terms)
    mean = rf"\dfrac{{{total}}}{{{len(products)}}}" if len(products) > 1 else total
    if chain.penalty is not None:
        mean += signed(chain.penalty)
    return rf"g = {mean} = {latex_number(chain.gradient)}"


def signed(value: float) -> str:
    """Write a number with its sign, to follow another one in a sum."""
    return rf"\;{'-' if value < 0 else '+'}\;{latex_number(abs(value))}"


def bracketed(value: float, count: int = 4) -> str:
    """Write a number, in brackets if a product or a power needs them."""
    text = latex_number(value, count)
    return f"({text})" if value < 0 or "^" in text else text
