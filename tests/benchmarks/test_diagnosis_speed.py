"""How long the doctor takes; run with `pytest tests/benchmarks -s`."""

import statistics
import time

import pytest

from nnplay.config import TrainingConfig
from nnplay.diagnosis import check, diagnose
from nnplay.training import train

RUNS = {
    "default": TrainingConfig(),
    "largest": TrainingConfig(
        hidden_units=(64,) * 5, epochs=5000, standardize=True, activation="tanh", optimizer="Adam"
    ),
    "largest, held out": TrainingConfig(
        hidden_units=(64,) * 5, epochs=5000, standardize=True, validation_split=0.2
    ),
}


@pytest.mark.parametrize("name", RUNS)
def test_diagnosis_speed(name, dataset):
    config = RUNS[name]
    history = train(config, dataset)
    for function, arguments in ((check, ()), (diagnose, (history,))):
        times = []
        for _ in range(10):
            began = time.perf_counter()
            function(config, dataset, *arguments)
            times.append(1000 * (time.perf_counter() - began))
        print(
            f"\n{function.__name__} {name}: median {statistics.median(times):.1f} ms, "
            f"slowest {max(times):.1f} ms"
        )
