"""How long the doctor takes beside the training; run with `pytest tests/benchmarks -s`."""

from statistics import median
from time import perf_counter

import pytest

from nnplay.config import TrainingConfig
from nnplay.diagnosis import check, diagnose
from nnplay.training import train
from tests.unit.diagnosis.tables import MEDIAN, TERCILES, dataset_for, on

LARGEST = TrainingConfig(
    hidden_units=(64,) * 5, epochs=5000, standardize=True, activation="tanh", optimizer="Adam"
)
RUNS = {
    **{
        name: TrainingConfig(**on(name))
        for name in ("car_crashes", MEDIAN, TERCILES, "circle", "bumps", "own_four")
    },
    "largest": LARGEST,
    "largest, held out": TrainingConfig(
        hidden_units=(64,) * 5, epochs=5000, standardize=True, validation_split=0.2
    ),
}


def milliseconds(function, *arguments):
    began = perf_counter()
    function(*arguments)
    return 1000 * (perf_counter() - began)


@pytest.mark.parametrize("name", RUNS)
def test_diagnosis_speed(name):
    config = RUNS[name]
    dataset = dataset_for(config)
    history = train(config, dataset)
    training = milliseconds(train, config, dataset)
    for function, arguments in ((check, ()), (diagnose, (history,))):
        taken = median(milliseconds(function, config, dataset, *arguments) for _ in range(10))
        print(
            f"\n{function.__name__} {name}: {taken:.1f} ms, {taken / training:.2f} of its training "
            "(budget 0.5)"
        )
        assert taken / training <= 0.5
