"""The optimizers' rules in LaTeX, computed by an evaluator of their own."""

import math
import re
from dataclasses import replace
from functools import cache
from string import Template

import keras
import pytest

from nnplay.choices import OPTIMIZERS
from nnplay.config import TrainingConfig
from nnplay.datasets import load_dataset
from nnplay.explain.update_rule import meanings, numbers_of, symbol, update_lines
from nnplay.training.step import take_step, train_to

pytestmark = pytest.mark.usefixtures("untraced")
WEIGHT = 4
FUNCTIONS = {"sqrt": math.sqrt, "max": max, "sign": lambda x: math.copysign(1, x), "abs": abs}


def braces(text, start):
    """Return what is in the braces that begin at an index, and the index after them."""
    depth = 0
    for at in range(start, len(text)):
        depth += {"{": 1, "}": -1}.get(text[at], 0)
        if depth == 0:
            return text[start + 1 : at], at + 1
    raise AssertionError(text)


def python_of(latex):
    """Translate the little LaTeX of the rules into Python."""
    while r"\frac" in latex:
        at = latex.rindex(r"\frac")
        above, after = braces(latex, at + 5)
        below, end = braces(latex, after)
        latex = f"{latex[:at]}(({above})/({below})){latex[end:]}"
    latex = latex.replace(r"\operatorname{sign}", "sign").replace(r"\,", " ")
    latex = latex.replace(r"\sqrt{", "sqrt{").replace(r"\max", "max").replace(r"\cdot", "*")
    latex = re.sub(r"\|([^|]*)\|", r"abs(\1)", latex)
    return latex.replace("^", "**").replace("{", "(").replace("}", ")")


def compute(latex, numbers):
    filled = Template(latex).substitute({name: f"({n!r})" for name, n in numbers.items()})
    return eval(python_of(filled), {"__builtins__": {}}, FUNCTIONS)


@cache
def steps_of(optimizer):
    dataset = load_dataset("car_crashes")
    config = TrainingConfig(
        optimizer=optimizer, learning_rate=0.01, standardize=True, epochs=2, batch_size=20
    )
    checkpoint = train_to(config, dataset, 1, None)
    return [take_step(config, dataset, checkpoint, batch) for batch in range(3)]


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_the_rule_gives_what_the_engine_remembers_and_the_new_weight(optimizer):
    for step in steps_of(optimizer):
        numbers = numbers_of(step, optimizer, WEIGHT)
        record = OPTIMIZERS[optimizer]
        assert len(step.memory_before) == len(record.memory)
        told = [line.partition(" = ")[0][1:] for line in record.update_latex]
        assert set(told) == {"new_w", *record.between, *(f"new_{name}" for name in record.memory)}
        for line in record.update_latex:
            name, _, right = line.partition(" = ")
            assert compute(right, numbers) == pytest.approx(numbers[name[1:]], rel=1e-4, abs=1e-7)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_every_symbol_of_a_rule_is_explained_and_its_numbers_are_written(optimizer):
    step = steps_of(optimizer)[0]
    numbers = numbers_of(step, optimizer, WEIGHT)
    record = OPTIMIZERS[optimizer]
    names = set(re.findall(r"\$(\w+)", " ".join(record.update_latex)))
    told = {latex for latex, _ in meanings(optimizer)}
    own = {name.removeprefix("new_") for name in names} - set(record.between)
    assert told == {symbol(name) for name in own}
    for line in update_lines(optimizer, numbers):
        assert "$" not in line.symbols + line.numbers
        assert line.numbers.count("{") == line.numbers.count("}")


def test_numbers_that_are_none_are_written_too():
    step = steps_of("Nadam")[0]
    broken = replace(step, gradient=step.gradient * math.nan, after=step.after * math.nan)
    lines = update_lines("Nadam", numbers_of(broken, "Nadam", WEIGHT))
    assert r"\text{NaN}" in lines[-1].numbers


@pytest.mark.parametrize("optimizer", ["Adagrad", "Ftrl"])
def test_the_memory_begins_at_what_is_said(optimizer):
    assert getattr(keras.optimizers, optimizer)().initial_accumulator_value == 0.1
