"""Sixty runs drawn at random and labelled by reasoning before the doctor had seen any of them.

The doctor is never tuned on them: a label stays as it was first written, right or wrong.
"""

from typing import NamedTuple

from nnplay.config import TrainingConfig
from tests.sentences import random_changes

DRAWN = 2026
RAW = "different_scales target_leakage"
POOR = "short_of_reference|no_better_than_baseline|not_finished|stuck|oscillating|diverged"
WIDE = f"learning_rate_too_high|saturated_units|overfitting|{POOR}"
FINE = "as_good_as_linear"
CHANCE = "uninformative_features imbalanced_classes"

# In the order of the draw: what must be found (one of those with | between them), and what must
# not, a severity included.
LABELS = (
    (FINE, "problem"),  # circle, 2,000 epochs
    (FINE, "problem twin_units zero_start"),  # own_slope, output ones
    ("", "problem twin_units zero_start"),  # bumps, output zeros
    (CHANCE, "problem cannot_bend"),  # own_chance, l2 0.1
    ("loss_mismatch", "cannot_bend"),  # own_four, absolute error
    (WIDE, "zero_start"),  # bumps, rate 0.3
    (f"imbalanced_classes {POOR}", "over_regularized"),  # own_rare, Adadelta
    ("loss_mismatch", "good"),  # own_four, silu output
    ("loss_mismatch target_leakage", "good"),  # median, mish output
    ("", "diverged overfitting"),  # own_slope, Adadelta 1.0
    ("", "dead_units twin_units zero_start"),  # spiral, softsign
    (  # own_rare, l2 0.1
        "imbalanced_classes over_regularized|class_never_predicted|no_better_than_baseline",
        "cannot_bend",
    ),
    (f"{FINE} target_leakage", "problem good"),  # median, 2,000 epochs
    (FINE, "problem"),  # gauss, dropout 0.1
    (f"{RAW} all_linear", "twin_units zero_start"),  # crashes, output ones
    (f"imbalanced_classes over_regularized|class_never_predicted|{POOR}", "good"),  # own_rare
    (RAW, "diverged zero_start"),  # crashes, half held out
    (CHANCE, "cannot_bend overfitting"),  # own_chance, dropout 0.8
    (f"twin_units {POOR}", "dead_units zero_start"),  # xor, ones, SGD
    (f"{RAW} {POOR}", "good zero_start"),  # crashes, seed 15
    ("loss_mismatch", "overfitting good"),  # crashes, cross-entropy
    (FINE, "problem"),  # gauss, seed 13
    ("over_regularized", "overfitting"),  # own_row, l1 0.1
    ("", "diverged zero_start cannot_bend"),  # spiral, batches of 1
    ("", "dead_units zero_start"),  # spiral, hard_sigmoid
    (FINE, "problem"),  # gauss, l2 0.001
    ("not_finished|short_of_reference", "overfitting"),  # plane, rate 0.001
    ("over_regularized", "overfitting"),  # own_four, l1 0.1
    (FINE, "problem"),  # own_slope, mish
    (f"{RAW} {POOR}", "over_regularized good"),  # crashes, 100 epochs
    ("cannot_bend loss_mismatch", "good overfitting"),  # circle, no layer, 1 epoch
    (FINE, "problem"),  # gauss, seed 10
    ("over_regularized", "overfitting"),  # plane, dropout 0.5, l2 0.1
    (f"{RAW} not_finished", "good overfitting"),  # crashes, 20 epochs
    (RAW, "zero_start"),  # crashes, 2,000 epochs
    ("refused", "good"),  # own_rare, sparse cross-entropy
    ("", "cannot_bend"),  # own_four, SGD 1.0
    (WIDE, "zero_start"),  # bumps, rate 1.0
    ("not_finished target_leakage", "different_scales diverged good"),  # crashes, 1 epoch
    (WIDE, "target_leakage good"),  # crashes, insurance, rate 1.0
    ("", "dead_units all_linear cannot_bend"),  # xor, leaky_relu
    ("loss_mismatch", "cannot_bend"),  # own_chance, hinge
    ("loss_mismatch", "cannot_bend"),  # own_four, squared error
    (CHANCE, "problem cannot_bend"),  # own_chance, l1 0.001
    (f"over_regularized|{POOR}", "different_scales good"),  # crashes, l1 0.1, l2 0.1
    (f"{FINE} all_linear target_leakage", "problem different_scales good"),  # crashes, 0.01
    (CHANCE, "problem cannot_bend"),  # own_chance
    ("target_leakage", "good different_scales"),  # median, dropout 0.5
    (FINE, "problem"),  # plane, 2,000 epochs
    (FINE, "problem good class_held_out"),  # own_sorted, Nadam
    ("loss_mismatch", "overfitting"),  # gauss, categorical cross-entropy
    ("", "diverged zero_start"),  # spiral, rate 0.001
    (f"{RAW} twin_units", "zero_start good"),  # crashes, Lion, zeros
    ("loss_mismatch", "zero_start"),  # own_row, exponential output
    (FINE, "problem"),  # gauss, 2,000 epochs
    (f"{RAW} {WIDE}", "over_regularized good"),  # crashes, dropout 0.1, rate 0.03
    (FINE, "problem"),  # xor
    (f"target_leakage {WIDE}", "good"),  # terciles, rate 10, 1 epoch
    (f"{RAW} over_regularized|{POOR}", "good"),  # crashes, dropout 0.5
    ("loss_mismatch", "cannot_bend"),  # moons, silu output
)


class Unseen(NamedTuple):
    """A run, what must be found (any of each), and what must not."""

    config: TrainingConfig
    must: tuple[frozenset[str], ...]
    must_not: tuple[str, ...]


def unseen_runs() -> list[Unseen]:
    drawn = dict.fromkeys(TrainingConfig(**each) for each in random_changes(70, DRAWN))
    return [
        Unseen(
            config, tuple(frozenset(each.split("|")) for each in must.split()), tuple(not_.split())
        )
        for config, (must, not_) in zip(drawn, LABELS, strict=False)
    ]
