"""The gallery of common errors: each goes wrong as it says, and is found and fixed."""

import itertools
from dataclasses import replace
from functools import cached_property

import numpy as np
import pytest

from nnplay.config import TrainingConfig
from nnplay.datasets import dataset_of, prepare
from nnplay.diagnosis import diagnose, foremost, problems
from nnplay.evaluation.metrics import error_of
from nnplay.history import TrainingHistory
from nnplay.presets import COMMON_ERRORS
from nnplay.training import train
from tests.covering import in_full
from tests.unit.side_by_side import train_together

of_each_error = pytest.mark.parametrize("error", COMMON_ERRORS, ids=lambda error: error.label)


class Trained:
    """A run of a configuration, with what the tests here measure of it."""

    def __init__(self, config: TrainingConfig, history: TrainingHistory | None = None) -> None:
        self.config, dataset = config, dataset_of(config)
        self.examples, self.history = prepare(config, dataset), history or train(config, dataset)
        self.findings = diagnose(config, dataset, self.history)
        self.loss, self.val_loss = self.history.loss, self.history.val_loss

    @cached_property
    def predicted(self):
        with np.errstate(all="ignore"):
            return self.history.predict(self.examples.x)

    @property
    def error(self):
        """The error on the rows held out; infinite if the run broke."""
        error = error_of(self.examples, self.predicted, self.config.loss)
        return error if np.isfinite(error) else np.inf

    @property
    def kernels(self):
        return self.history.weights_at(self.history.epochs)[::2]

    @property
    def fall(self):
        """The loss of the last epoch divided by that of the first."""
        return self.loss[-1] / self.loss[0]

    @property
    def first_broken_epoch(self):
        return 1 + np.flatnonzero(~np.isfinite(self.loss))[0]


# For each error, whether a run shows what its sentence says that one will see.
SIGHTS = {
    "Initializer: zeros": lambda run: (
        not any(each.any() for each in run.kernels) and np.ptp(run.predicted) == 0
    ),
    "Initializer: ones": lambda run: (
        run.kernels[0].shape[1] == 4
        and np.allclose(run.kernels[0], run.kernels[0][:, :1], rtol=1e-4)
    ),
    "Activation: sigmoid output": lambda run: (
        run.predicted.max() <= 1 and run.examples.y.max() == np.float32(23.9)
    ),
    "Activation: dead relu": lambda run: (
        run.config.activation == "relu" and np.ptp(run.predicted) == 0
    ),
    "Activation: exponential": lambda run: run.first_broken_epoch == 1,
    "Optimizer: SGD on raw features": lambda run: 1 < run.first_broken_epoch < 10,
    "Optimizer: rate too high": lambda run: 1 < run.first_broken_epoch < 10,
    "Optimizer: rate too low": lambda run: 0.99 < run.fall < 1 and run.history.epochs == 500,
    "Epochs: too few": lambda run: 0.8 < run.fall < 1 and run.history.epochs == 10,
    "Epochs: too many": lambda run: (
        run.loss[-1] < 0.001 and run.val_loss[-1] > 3 * run.val_loss.min()
    ),
    "Loss: one that does not fit": lambda run: (
        run.loss[-1] < -100 and run.predicted.max() < run.examples.y.min()
    ),
    "Data: leaked columns": lambda run: run.error < 1,
    "Data: unequal scales": lambda run: run.loss[-1] > 100 and run.loss[-1] > 0.8 * run.loss[-100],
}


@of_each_error
@pytest.mark.parametrize("seeds", in_full([[0], [1, 2, 3, 4]], but=[[0]]), ids=str)
def test_the_doctor_finds_just_the_error_and_its_first_fix_fixes_it(error, seeds):
    fixed = {}
    configs = [replace(error.config, seed=seed) for seed in seeds]
    for run in itertools.starmap(Trained, train_together(configs).items()):
        found = foremost([each for each in run.findings if each.severity != "good"])
        assert found.code == error.finding, run.config
        fixed[found.fixes[0].apply(run.config)] = run.error
    for run in map(Trained, fixed):
        assert not problems(run.findings), run.config
        if error.finding == "target_leakage":  # an honest score is worse
            assert error.finding not in {each.code for each in run.findings}, run.config
        else:
            assert run.error < fixed[run.config], run.config


@of_each_error
def test_one_sees_what_is_said(error):
    assert SIGHTS[error.label](Trained(error.config)), error.sight


def test_each_error_is_judged_on_rows_that_are_held_out():
    assert all(error.config.validation_split for error in COMMON_ERRORS)
