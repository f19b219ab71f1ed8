"""Where a bend is needed, and what a linear layer is good for."""

from itertools import combinations

import pytest

from nnplay.config import TrainingConfig
from nnplay.datasets import DATASETS
from tests.covering import cover
from tests.unit.diagnosis.clinic import assert_plain, examine, foreseen, found
from tests.unit.diagnosis.labelled_runs import adam
from tests.unit.diagnosis.tables import MEDIAN, TERCILES, on

SIZES = {
    "dataset": DATASETS,
    "samples": [40, 1000],
    "hidden_units": [(), (1,), (64,), (64, 64), (64,) * 5],
    "activation": ["linear", "relu"],
}


def test_inputs_that_curve_are_offered_where_they_are_enough():
    for name, inputs in (("circle", ("x1²", "x2²")), ("xor", ("x1·x2",)), ("spiral", None)):
        finding = foreseen(TrainingConfig(**on(name, hidden_units=())))["cannot_bend"]
        offered = [fix.changes["features"] for fix in finding.fixes if "features" in fix.changes]
        assert offered == ([inputs] if inputs else [])


@pytest.mark.parametrize(
    "config",
    [
        TrainingConfig(**adam(0.03)),
        TrainingConfig(**adam(0.3)),
        *(TrainingConfig(**on(name, seed=seed)) for name in (MEDIAN, TERCILES) for seed in (0, 2)),
    ],
    ids=lambda config: f"{config.dataset} {config.learning_rate} {config.seed}",
)
def test_without_its_linear_hidden_layer_a_network_is_no_worse(config):
    finding = found(config)["all_linear"]
    assert finding.changes["hidden_units"] == ()
    assert "may learn more slowly" in finding.why
    assert examine(finding.fixes[0].apply(config))[1] <= 1.02 * examine(config)[1]


@pytest.mark.parametrize("change", cover(SIZES, combinations(SIZES, 2)), ids=str)
def test_a_network_of_any_size_is_looked_at_before_its_run(change):
    for finding in foreseen(
        TrainingConfig(**{**on(change["dataset"]), **change, "batch_size": 32})
    ).values():
        assert_plain(finding)
