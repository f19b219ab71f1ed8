"""The settings of the network."""

from nnplay.choices import ACTIVATIONS, HIDDEN_ACTIVATIONS, INITIALIZERS
from nnplay.fields.field import Field, Search
from nnplay.fields.kinds import Choice, Choices, Layers, Whole
from nnplay.numbers import count, listed

MAX_HIDDEN_LAYERS, MAX_UNITS = 5, 64
NEW_UNITS = 3  # of a layer that is added


def _layers(units: tuple[int, ...]) -> str:
    return f"units {'-'.join(map(str, units))}" if units else "no hidden layer"


def _layers_fix(units: tuple[int, ...]) -> str:
    if not units:
        return "no hidden layer"
    layers = count(len(units), "hidden layer")
    return f"{layers} of {listed(units)} unit{'' if units == (1,) else 's'}"


def _activations(names: tuple[str, ...]) -> str:
    return f"layers {'-'.join(names)}" if names else "same activation"


def _activations_fix(names: tuple[str, ...]) -> str:
    if not names:
        return "the same activation in every layer"
    if len(set(names)) == 1:
        return f"activation {names[0]} in every layer"
    return f"activations {listed(names)}"


NETWORK = (
    Field(
        "hidden_units",
        "Hidden layers",
        Layers(MAX_HIDDEN_LAYERS, Whole(1, MAX_UNITS)),
        "",
        "How many layers lie between the inputs and the output, and how many neurons each has; "
        "Keras: a `Dense` for each, `units`.",
        short=_layers,
        fix=_layers_fix,
        search=Search(by_default=True),
    ),
    Field(
        "activation",
        "Activation",
        Choice(HIDDEN_ACTIVATIONS),
        "",
        "What every hidden unit does to its weighted sum before passing it on; Keras: "
        "`activation`.",
        short="{}",
        fix="activation {}",
        records=ACTIVATIONS,
        search=Search(by_default=True),
    ),
    Field(
        "layer_activations",
        "Activation per layer",
        Choices(HIDDEN_ACTIVATIONS, MAX_HIDDEN_LAYERS),
        "",
        "Give every hidden layer an activation of its own; Keras: `activation` of each `Dense`.",
        short=_activations,
        fix=_activations_fix,
    ),
    Field(
        "kernel_initializer",
        "Initial weights",
        Choice(tuple(INITIALIZERS)),
        "",
        "How the hidden layers' weights are set before training "
        f"(constant is {INITIALIZERS['constant'].constant}); Keras: `kernel_initializer`.",
        short="{} weights",
        fix="initial weights {}",
        records=INITIALIZERS,
        search=Search(by_default=True),
    ),
    Field(
        "output_activation",
        "Output activation",
        Choice(tuple(ACTIVATIONS)),
        "",
        "What the output unit does to its weighted sum, which decides what can be predicted at "
        "all; Keras: `activation` of the last `Dense`.",
        short="{} output",
        fix="output activation {}",
        records=ACTIVATIONS,
        search=Search(),
    ),
    Field(
        "output_kernel_initializer",
        "Initial output weights",
        Choice(tuple(INITIALIZERS)),
        "",
        "How the output layer's weights are set before training; Keras: `kernel_initializer` "
        "of the last `Dense`.",
        short="{} output weights",
        fix="initial output weights {}",
        records=INITIALIZERS,
        search=Search(),
    ),
)
