"""Following the verdict's fixes one after the other leads somewhere, and never back."""

import pytest

from nnplay.config import TrainingConfig
from tests.covering import in_full
from tests.sentences import random_changes
from tests.unit.diagnosis.clinic import codes, follow
from tests.unit.diagnosis.tables import on

BROKEN = {
    "a rate that ends in NaN": {"optimizer": "SGD"},
    "sigmoid output": {"output_activation": "sigmoid"},
    "zeros": {"kernel_initializer": "zeros", "output_kernel_initializer": "zeros"},
    "rate 10": {"learning_rate": 10.0},
    "17,153 weights": {"hidden_units": (64,) * 5, "activation": "relu"},
    "hinge": {"loss": "hinge"},
    "ones": {"kernel_initializer": "ones", "output_kernel_initializer": "ones"},
    "exponential": {"activation": "exponential"},
    "dead relu": {"activation": "relu"},
    "circle without a layer": on("circle", hidden_units=()),
    "spiral with 3 linear units": on("spiral", hidden_units=(3,), activation="linear"),
    "noisy spiral": on("spiral", noise=0.5),
    "a spiral of few points": on("spiral", samples=40),
    "a penalty that hides a class": on("own_sorted", l1=0.1),
}
RANDOM = {f"random {number}": each for number, each in enumerate(random_changes(24, 16))}
FAST = ["a rate that ends in NaN", "a spiral of few points", "a penalty that hides a class"]

pytestmark = [
    pytest.mark.filterwarnings("ignore:You are using a softmax"),
    pytest.mark.filterwarnings("ignore:In loss categorical_crossentropy"),
]


@pytest.mark.parametrize("name", in_full([*BROKEN, *RANDOM], but=FAST))
def test_the_first_fix_again_and_again_ends_and_never_comes_back(name):
    *_, (last, _) = follow(TrainingConfig(**{**BROKEN, **RANDOM}[name]))
    assert name in RANDOM or not codes(last, "problem")
