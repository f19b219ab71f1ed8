"""Print how right the doctor is about sixty runs drawn at random that it was never tuned on.

`python -m tests.unseen`. They were labelled by reasoning before the doctor had seen any of them; a
label stays as it was first written, right or wrong.
"""

from typing import NamedTuple

from nnplay.config import TrainingConfig
from nnplay.datasets.patterns import PATTERNS
from nnplay.datasets.states import STATES
from tests.sentences import random_changes
from tests.unit.diagnosis.clinic import codes, examine

DRAWN = 2026
RAW = "different_scales target_leakage"
POOR = "short_of_reference|no_better_than_baseline|not_finished|stuck|oscillating|diverged"
WIDE = f"learning_rate_too_high|saturated_units|overfitting|{POOR}"
FINE = "as_good_as_linear"
RARE = "imbalanced_classes over_regularized|class_never_predicted|no_better_than_baseline"
CHANCE = "uninformative_features imbalanced_classes"

# In the order of the draw: the data set, what must be found (one of those with | between them),
# and what must not, a severity included.
LABELS = (
    ("circle", FINE, "problem"),  # 2,000 epochs
    ("own_slope", FINE, "problem twin_units zero_start"),  # output ones
    ("bumps", "", "problem twin_units zero_start"),  # output zeros
    ("own_chance", CHANCE, "problem cannot_bend"),  # l2 0.1
    ("own_four", "loss_mismatch", "cannot_bend"),  # absolute error
    ("bumps", WIDE, "zero_start"),  # rate 0.3
    ("own_rare", f"imbalanced_classes {POOR}", "over_regularized"),  # Adadelta
    ("own_four", "loss_mismatch", "good"),  # silu output
    ("car_crashes_median", "loss_mismatch target_leakage", "good"),  # mish output
    ("own_slope", "", "diverged overfitting"),  # Adadelta 1.0
    ("spiral", "", "dead_units twin_units zero_start"),  # softsign
    ("own_rare", RARE, "cannot_bend"),  # l2 0.1
    ("car_crashes_median", f"{FINE} target_leakage", "problem good"),  # 2,000 epochs
    ("gauss", FINE, "problem"),  # dropout 0.1
    ("car_crashes", f"{RAW} all_linear", "twin_units zero_start"),  # output ones
    ("own_rare", f"imbalanced_classes over_regularized|class_never_predicted|{POOR}", "good"),
    ("car_crashes", RAW, "diverged zero_start"),  # half held out
    ("own_chance", CHANCE, "cannot_bend overfitting"),  # dropout 0.8
    ("xor", f"twin_units {POOR}", "dead_units zero_start"),  # ones, SGD
    ("car_crashes", f"{RAW} {POOR}", "good zero_start"),  # seed 15
    ("car_crashes", "loss_mismatch", "overfitting good"),  # cross-entropy
    ("gauss", FINE, "problem"),  # seed 13
    ("own_row", "over_regularized", "overfitting"),  # l1 0.1
    ("spiral", "", "diverged zero_start cannot_bend"),  # batches of 1
    ("spiral", "", "dead_units zero_start"),  # hard_sigmoid
    ("gauss", FINE, "problem"),  # l2 0.001
    ("plane", "not_finished|short_of_reference", "overfitting"),  # rate 0.001
    ("own_four", "over_regularized", "overfitting"),  # l1 0.1
    ("own_slope", FINE, "problem"),  # mish
    ("car_crashes", f"{RAW} {POOR}", "over_regularized good"),  # 100 epochs
    ("circle", "cannot_bend loss_mismatch", "good overfitting"),  # no layer, 1 epoch
    ("gauss", FINE, "problem"),  # seed 10
    ("plane", "over_regularized", "overfitting"),  # dropout 0.5, l2 0.1
    ("car_crashes", f"{RAW} not_finished", "good overfitting"),  # 20 epochs
    ("car_crashes", RAW, "zero_start"),  # 2,000 epochs
    ("own_rare", "refused", "good"),  # sparse cross-entropy
    ("own_four", "", "cannot_bend"),  # SGD 1.0
    ("bumps", WIDE, "zero_start"),  # rate 1.0
    ("car_crashes", "not_finished target_leakage", "different_scales diverged good"),  # 1 epoch
    ("car_crashes", WIDE, "target_leakage good"),  # insurance, rate 1.0
    ("xor", "", "dead_units all_linear cannot_bend"),  # leaky_relu
    ("own_chance", "loss_mismatch", "cannot_bend"),  # hinge
    ("own_four", "loss_mismatch", "cannot_bend"),  # squared error
    ("own_chance", CHANCE, "problem cannot_bend"),  # l1 0.001
    ("car_crashes", f"over_regularized|{POOR}", "different_scales good"),  # l1 0.1, l2 0.1
    ("car_crashes", f"{FINE} all_linear target_leakage", "problem different_scales good"),  # 0.01
    ("own_chance", CHANCE, "problem cannot_bend"),
    ("car_crashes_median", "target_leakage", "good different_scales"),  # dropout 0.5
    ("plane", FINE, "problem"),  # 2,000 epochs
    ("own_sorted", FINE, "problem good class_held_out"),  # Nadam
    ("gauss", "loss_mismatch", "overfitting"),  # categorical cross-entropy
    ("spiral", "", "diverged zero_start"),  # rate 0.001
    ("car_crashes", f"{RAW} twin_units", "zero_start good"),  # Lion, zeros
    ("own_row", "loss_mismatch", "zero_start"),  # exponential output
    ("gauss", FINE, "problem"),  # 2,000 epochs
    ("car_crashes", f"{RAW} {WIDE}", "over_regularized good"),  # dropout 0.1, rate 0.03
    ("xor", FINE, "problem"),
    ("car_crashes_terciles", f"target_leakage {WIDE}", "good"),  # rate 10, 1 epoch
    ("car_crashes", f"{RAW} over_regularized|{POOR}", "good"),  # dropout 0.5
    ("moons", "loss_mismatch", "cannot_bend"),  # silu output
)


class Unseen(NamedTuple):
    """A run, what must be found (any of each), and what must not."""

    config: TrainingConfig
    must: tuple[frozenset[str], ...]
    must_not: tuple[str, ...]


def unseen_runs() -> list[Unseen]:
    """Return the labelled runs.

    Raises:
        LookupError: If others are drawn than were labelled.
    """
    drawn = dict.fromkeys(
        TrainingConfig(**each) for each in random_changes(70, DRAWN, [*STATES, *PATTERNS])
    )
    if [config.dataset for config in drawn][: len(LABELS)] != [name for name, _, _ in LABELS]:
        raise LookupError("The runs are drawn from other choices than when they were labelled.")
    return [
        Unseen(
            config, tuple(frozenset(each.split("|")) for each in must.split()), tuple(not_.split())
        )
        for config, (_, must, not_) in zip(drawn, LABELS, strict=False)
    ]


def main() -> None:
    """Print the hits, the misses and the false alarms."""
    hits, misses, alarms, quiet = 0, [], [], 0
    runs = unseen_runs()
    for number, run in enumerate(runs):
        findings, _ = examine(run.config)
        said = codes(findings) | {finding.severity for finding in findings}
        missed = [each for each in run.must if not each & said]
        hits += len(run.must) - len(missed)
        misses += [(number, " or ".join(sorted(each))) for each in missed]
        wrong = set(run.must_not) & said
        quiet += len(run.must_not) - len(wrong)
        alarms += [(number, each) for each in sorted(wrong)]
    print(
        f"{len(runs)} unseen runs: {hits} hits, {len(misses)} misses, {len(alarms)} false "
        f"alarms, {quiet} rightly not said"
    )
    print(*(f"  missed in run {number}: {code}" for number, code in misses), sep="\n")
    print(*(f"  false alarm in run {number}: {code}" for number, code in alarms), sep="\n")


if __name__ == "__main__":
    main()
