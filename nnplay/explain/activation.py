"""Activations in words and as formulas."""

from nnplay.choices import ACTIVATIONS

# Explains what the formulas contain beside plain arithmetic.
SYMBOLS = {
    "e^": "e is a number, about 2.718.",
    r"\ln": "ln of a number says to which power e must be raised to make that number.",
    r"\tanh": "tanh squeezes a number between −1 and 1.",
    "|s|": "|s| is s without its sign.",
}


def activation_latex(activation: str) -> str:
    """Write the formula of an activation of the sum s, in LaTeX."""
    return f"{function_latex(activation)}(s) = {ACTIVATIONS[activation].latex}"


def activation_words(activation: str) -> str:
    """Say what an activation does, and what every symbol in its formula means."""
    chosen = ACTIVATIONS[activation]
    symbols = [text for symbol, text in SYMBOLS.items() if symbol in chosen.latex]
    return " ".join([f"The activation {activation} {chosen.phrase}.", *symbols])


def function_latex(name: str) -> str:
    """Write a function's name in LaTeX, upright."""
    return rf"\operatorname{{{escape(name)}}}"


def escape(name: str) -> str:
    """Escape the characters of a name that mean something in LaTeX."""
    return "".join(rf"\{sign}" if sign in "_%&#$" else sign for sign in name)
