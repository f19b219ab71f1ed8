"""What every activation does to a sum, in words and as a formula."""

# In words, then in LaTeX; s is the sum of the weighted inputs and the bias.
ACTIVATION_FORMULAS: dict[str, tuple[str, str]] = {
    "linear": ("passes the sum on as it is", r"s"),
    "relu": ("passes a positive sum on and turns a negative one into 0", r"\max(0,\, s)"),
    "sigmoid": ("squeezes the sum between 0 and 1", r"\dfrac{1}{1 + e^{-s}}"),
    "tanh": (
        "squeezes the sum between -1 and 1",
        r"\dfrac{e^{s} - e^{-s}}{e^{s} + e^{-s}}",
    ),
    "leaky_relu": (
        "passes a positive sum on, and a fifth of a negative one",
        r"\max(0.2\,s,\, s)",
    ),
    "elu": (
        "passes a positive sum on and bends a negative one towards -1",
        r"\begin{cases} s & s > 0 \\ e^{s} - 1 & \text{otherwise} \end{cases}",
    ),
    "selu": (
        "is elu stretched by fixed numbers, so that a deep network keeps its values in range",
        r"\begin{cases} 1.0507\,s & s > 0 \\ 1.7581\,(e^{s} - 1) & \text{otherwise} \end{cases}",
    ),
    "gelu": (
        "multiplies the sum by Φ(s), the share of the bell curve that lies below it",
        r"s \cdot \Phi(s)",
    ),
    "silu": (
        "multiplies the sum by its own sigmoid, a number between 0 and 1",
        r"\dfrac{s}{1 + e^{-s}}",
    ),
    "softplus": ("is relu with a rounded corner, always above 0", r"\ln(1 + e^{s})"),
    "softsign": ("squeezes the sum between -1 and 1, slowly", r"\dfrac{s}{1 + |s|}"),
    "exponential": (
        "raises e to the power of the sum: always above 0, soon very large",
        r"e^{s}",
    ),
    "hard_sigmoid": (
        "is a sigmoid of straight lines: 0 up to a sum of -3, 1 from a sum of 3 on",
        r"\min(1,\, \max(0,\, {\tfrac{s}{6} + 0.5}))",
    ),
    "mish": (
        "passes a large positive sum on and turns a very negative one almost into 0, smoothly",
        r"s \cdot \tanh(\ln(1 + e^{s}))",
    ),
    "softmax": (
        "shares 1 between the units of its layer, so a single unit always gets 1",
        r"\dfrac{e^{s}}{\text{sum of } e^{s} \text{ over the layer's units}}",
    ),
}

# What the formulas use beside plain arithmetic.
SYMBOLS = {
    "e^": "e is a number, about 2.718.",
    r"\ln": "ln of a number says to which power e must be raised to make that number.",
    r"\tanh": "tanh squeezes a number between -1 and 1.",
    "|s|": "|s| is s without its sign.",
}


def activation_latex(activation: str) -> str:
    """Write what an activation makes of the sum s, in LaTeX."""
    return f"{function_latex(activation)}(s) = {ACTIVATION_FORMULAS[activation][1]}"


def activation_words(activation: str) -> str:
    """Say what an activation does, and what every symbol in its formula means."""
    words, formula = ACTIVATION_FORMULAS[activation]
    symbols = [text for symbol, text in SYMBOLS.items() if symbol in formula]
    return " ".join([f"The activation {activation} {words}.", *symbols])


def function_latex(name: str) -> str:
    """Set a name upright, as functions are."""
    return rf"\operatorname{{{escape(name)}}}"


def escape(name: str) -> str:
    """Keep LaTeX from reading signs in a name as its own."""
    return "".join(rf"\{sign}" if sign in "_%&#$" else sign for sign in name)
