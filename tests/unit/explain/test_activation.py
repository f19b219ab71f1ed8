import math
import re

import numpy as np
import pytest

from nnplay.choices import ACTIVATIONS
from nnplay.explain.activation import (
    activation_latex,
    activation_words,
    escape,
)

FUNCTIONS = {
    **{"max": np.maximum, "min": np.minimum, "ln": np.log, "tanh": np.tanh, "exp": np.exp},
    "Phi": np.vectorize(lambda s: (1 + math.erf(s / math.sqrt(2))) / 2),
    "where": np.where,
    "abs": np.abs,
}


def python_of(latex):
    """Translate the LaTeX of the formulas, and no other, to Python."""
    text = re.sub(r"e\^\{([^{}]*)\}", r"exp(\1)", latex)
    text = re.sub(r"\\[dt]frac\{([^{}]*)\}\{([^{}]*)\}", r"((\1)/(\2))", text)
    cases = r"\\begin\{cases\} (.*) & s > 0 \\\\ (.*) & \\text\{otherwise\} \\end\{cases\}"
    text = re.sub(cases, r"where(s > 0, \1, \2)", text).replace("|s|", "abs(s)")
    text = text.replace(r",\,", ",").replace(r"\,", "*").replace(r"\cdot", "*")
    return text.translate(str.maketrans("{}", "()")).replace("\\", "")


@pytest.mark.parametrize("name", [name for name in ACTIVATIONS if name != "softmax"])
def test_the_formula_is_what_the_activation_computes(name):
    s = np.linspace(-8, 8, 161)
    expected = ACTIVATIONS[name].function(s)
    formula = python_of(ACTIVATIONS[name].latex)
    computed = eval(formula, {"__builtins__": {}}, {**FUNCTIONS, "s": s})
    np.testing.assert_allclose(computed, expected, rtol=1e-4, atol=1e-5)


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_every_activation_is_explained_in_words_and_as_a_formula(name):
    assert len(ACTIVATIONS[name].phrase.split()) >= 4
    assert activation_words(name).startswith(f"The activation {name} ")
    latex = activation_latex(name)
    assert latex.startswith(rf"\operatorname{{{escape(name)}}}(s) = ")
    assert latex.count("{") == latex.count("}")


def test_every_symbol_of_a_formula_is_explained():
    assert "e is a number, about 2.718." in activation_words("sigmoid")
    assert "ln of a number says" in activation_words("mish")
    assert "tanh squeezes" in activation_words("mish")
    assert activation_words("relu").endswith("turns a negative one into 0.")


def test_signs_that_latex_reads_are_escaped():
    assert escape("not_distracted & 5%") == r"not\_distracted \& 5\%"
