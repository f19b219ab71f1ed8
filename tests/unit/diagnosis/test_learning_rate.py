"""The largest stable learning rate, beside what descent really does."""

from dataclasses import replace

import numpy as np
import pytest

from nnplay.config import TrainingConfig
from nnplay.datasets import prepare
from nnplay.diagnosis.rules.learning_rate import largest_stable_rate
from nnplay.fields import MIN_LEARNING_RATE
from nnplay.training import train


def test_the_largest_stable_rates_of_the_raw_and_the_standardised_features(dataset):
    config = TrainingConfig(optimizer="SGD", hidden_units=())
    scaled = replace(config, standardize=True)
    raw_limit = largest_stable_rate(config, prepare(config, dataset))
    assert raw_limit == pytest.approx(1.2e-6, rel=0.01)
    assert largest_stable_rate(scaled, prepare(scaled, dataset)) == pytest.approx(0.32, abs=0.005)


@pytest.mark.parametrize(
    ("standardize", "optimizer"), [(False, "SGD with momentum"), (True, "SGD")]
)
def test_descent_is_stable_just_below_the_limit_and_not_above(standardize, optimizer, dataset):
    config = TrainingConfig(
        optimizer=optimizer, hidden_units=(), standardize=standardize, batch_size=51, epochs=1500
    )
    limit = largest_stable_rate(config, prepare(config, dataset))
    below, above = (
        train(replace(config, learning_rate=share * limit), dataset).loss
        if share * limit >= MIN_LEARNING_RATE
        else None
        for share in (0.95, 1.05)
    )
    assert not np.isfinite(above[-1]) or above[-1] > 100 * above[0]
    assert below is None or below[-1] < below[0]
