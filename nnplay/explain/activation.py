"""What an activation does to a sum, in words and as a formula."""

from nnplay.choices import ACTIVATIONS

# What the formulas use beside plain arithmetic.
SYMBOLS = {
    "e^": "e is a number, about 2.718.",
    r"\ln": "ln of a number says to which power e must be raised to make that number.",
    r"\tanh": "tanh squeezes a number between −1 and 1.",
    "|s|": "|s| is s without its sign.",
}


def activation_latex(activation: str) -> str:
    """Write what an activation makes of the sum s, in LaTeX."""
    return f"{function_latex(activation)}(s) = {ACTIVATIONS[activation].latex}"


def activation_words(activation: str) -> str:
    """Say what an activation does, and what every symbol in its formula means."""
    chosen = ACTIVATIONS[activation]
    symbols = [text for symbol, text in SYMBOLS.items() if symbol in chosen.latex]
    return " ".join([f"The activation {activation} {chosen.phrase}.", *symbols])


def function_latex(name: str) -> str:
    """Set a name upright, as functions are."""
    return rf"\operatorname{{{escape(name)}}}"


def escape(name: str) -> str:
    """Keep LaTeX from reading signs in a name as its own."""
    return "".join(rf"\{sign}" if sign in "_%&#$" else sign for sign in name)
