from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from nnplay.config import TrainingConfig
from nnplay.datasets import dataset_of, prepare
from nnplay.explain.formula import latex_number, names_of
from nnplay.explain.gradient_remark import remark
from nnplay.explain.gradient_step import chain_latex, chain_of, mean_latex, ways
from nnplay.explain.place import Place
from nnplay.training.step import take_step, train_to

pytestmark = pytest.mark.usefixtures("untraced")
SMALL = TrainingConfig(hidden_units=(3,), standardize=True, epochs=4, batch_size=16)
NETWORKS = [
    {},
    {"hidden_units": (), "loss": "huber"},
    {"hidden_units": (3, 2, 1), "activation": "tanh", "l1": 0.1, "l2": 0.2},
    {"activation": "relu", "dropout": 0.5, "hidden_units": (4, 4)},
    {
        "dataset": "car_crashes_median",
        "loss": "binary_crossentropy",
        "output_activation": "sigmoid",
    },
    {
        "dataset": "car_crashes_terciles",
        "loss": "sparse_categorical_crossentropy",
        "output_activation": "softmax",
        "activation": "gelu",
    },
    {
        "dataset": "car_crashes_terciles",
        "loss": "mean_squared_error",
        "output_activation": "softmax",
    },
    {"dataset": "xor", "loss": "squared_hinge", "activation": "tanh", "output_activation": "tanh"},
]


def make_step(epoch=1, batch=0, **changes):
    config = replace(SMALL, **changes)
    dataset = dataset_of(config)
    step = take_step(config, dataset, train_to(config, dataset, epoch, None), batch)
    examples = prepare(config, dataset)
    sizes = (len(examples.features), *config.hidden_units, examples.outputs)
    return config, step, names_of(examples.features, sizes, dataset.output_names)


def places(names):
    for layer, (inputs, units) in enumerate(pairwise(names)):
        for row in [*range(len(inputs)), -1]:
            yield from (Place(layer, row, unit) for unit in range(len(units)))


@pytest.mark.parametrize("changes", NETWORKS, ids=str)
def test_the_mean_of_the_products_is_the_gradient_of_every_weight(changes):
    config, step, names = make_step(**changes)
    size = np.abs(step.gradient).max()
    found = list(places(names))
    assert [place.index_in(tuple(map(len, names))) for place in found] == list(
        range(len(step.gradient))
    )
    for place in found:
        chain = chain_of(step, config, place, names)
        gradient = chain.products.mean() + (chain.penalty or 0.0)
        assert chain.gradient == step.gradient[place.index_in(tuple(map(len, names)))]
        assert gradient == pytest.approx(chain.gradient, rel=1e-4, abs=1e-5 * size)
        assert (chain.penalty is not None) == (place.row >= 0 and config.l1 > 0)
        assert chain_latex(chain).count("{") == chain_latex(chain).count("}")
        assert mean_latex(chain).count("{") == mean_latex(chain).count("}")


def test_the_gradient_of_a_single_row_is_written_once():
    config, step, names = make_step(batch_size=1)
    chain = chain_of(step, config, Place(0, 0, 0), names)
    assert mean_latex(chain) == f"g = {latex_number(chain.gradient)}"


def kinds(chain):
    return [factor.kind for factor in chain.factors]


def test_the_chain_of_the_default_network_leads_from_the_error_to_the_input():
    config, step, names = make_step()
    chain = chain_of(step, config, Place(0, 2, 1), names)
    assert kinds(chain) == ["error", "activation", "weight", "activation", "input"]
    assert kinds(chain_of(step, config, Place(0, -1, 1), names)) == kinds(chain)[:-1]
    output = chain_of(step, config, Place(1, 2, 0), names)
    assert kinds(output) == ["error", "activation", "input"]
    examples = prepare(config, dataset_of(config))
    np.testing.assert_array_equal(chain.factors[-1].values, examples.x[step.rows, 2])
    sums = step.layers[-1].sums[:, 0]  # the output is linear
    error = 2 * (sums - examples.y[step.rows, 0])
    np.testing.assert_allclose(chain.factors[0].values, error, rtol=1e-5)
    assert chain_latex(chain).startswith(r"{g = \text{mean over the rows of }}")


def test_softmax_and_losses_from_sums_have_one_slope_by_the_sum():
    for changes in NETWORKS[4:7]:
        config, step, names = make_step(**changes)
        assert kinds(chain_of(step, config, Place(1, 0, 0), names)) == ["sum", "input"]
    config, step, names = make_step(output_activation="softmax")  # of one unit: always 1
    assert kinds(chain_of(step, config, Place(1, 0, 0), names)) == ["error", "activation", "input"]


def test_a_unit_that_several_take_sums_over_the_ways():
    config, step, names = make_step(hidden_units=(2, 3))
    chain = chain_of(step, config, Place(0, 0, 1), names)
    assert kinds(chain)[0] == "ways"
    found = ways(step, names, chain.place, 4)
    assert [name for name, _, _ in found] == ["h2_1", "h2_2", "h2_3"]
    total = sum(slope * weight for _, slope, weight in found)
    assert total == pytest.approx(chain.factors[0].values[4])


def say(place, **changes):
    config, step, names = make_step(**changes)
    return remark(step, chain_of(step, config, place, names))


FIRST = Place(0, 0, 0)


@pytest.mark.parametrize(
    ("changes", "place", "words"),
    [
        ({}, FIRST, ""),
        ({"kernel_initializer": "zeros", "activation": "relu", "epoch": 0}, FIRST, "h1 is dead"),
        (
            {"output_kernel_initializer": "zeros", "epoch": 0},
            FIRST,
            "weight from h1 to accidents, on the way, is 0",
        ),
        ({"kernel_initializer": "zeros", "epoch": 0}, Place(1, 0, 0), "h1 is 0 for all 16 rows"),
        (
            {"kernel_initializer": "ones", "activation": "hard_sigmoid", "standardize": False},
            FIRST,
            "h1 is saturated, where hard_sigmoid is flat",
        ),
        (
            {"kernel_initializer": "constant", "activation": "tanh", "standardize": False},
            FIRST,
            "h1 is saturated",
        ),
        ({"activation": "relu"}, FIRST, "rows: these have no say in this gradient"),
        (
            {"output_activation": "softmax"},
            FIRST,
            "a softmax of a single unit is always 1",
        ),
        (
            {"optimizer": "SGD", "learning_rate": 10.0, "epochs": 20, "epoch": 20},
            FIRST,
            "no longer numbers (NaN) or infinite before this step",
        ),
        (
            {"kernel_initializer": "zeros", "epoch": 0, "l2": 0.1},
            Place(1, 0, 0),
            "Only the penalty",
        ),
    ],
    ids=str,
)
def test_what_is_special_about_a_gradient_is_said(changes, place, words):
    said = say(place, **changes)
    assert words in said
    assert bool(words) == bool(said)


def test_a_step_with_infinite_slopes_is_said_to_break_the_network():
    config, step, names = make_step(activation="exponential", hidden_units=(3, 3))
    chain = chain_of(step, config, FIRST, names)
    factor = replace(chain.factors[0], values=np.array([np.inf, 1.0]))
    broken = replace(chain, factors=(factor, *chain.factors[1:]), gradient=np.inf)
    assert "infinite or not a number for 1 of 2 rows" in remark(step, broken)
