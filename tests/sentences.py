"""Print what the doctor says of runs drawn at random, each sentence once with a run that shows it.

`python -m tests.sentences [RUNS] [SEED]`, to be read aloud: true, natural, useful?
"""

import random
import re
import sys
from collections.abc import Iterator, Sequence
from typing import Any

from nnplay.choices import ACTIVATIONS, INITIALIZERS, LOSSES, OPTIMIZERS
from nnplay.config import TrainingConfig
from nnplay.datasets import DATASETS
from nnplay.diagnosis import Finding, foremost
from tests.unit.diagnosis.clinic import examine
from tests.unit.diagnosis.tables import OWN, dataset_for, on

# Some values of each setting; a run changes a few of the recommended settings.
CHOICES: dict[str, list[Any]] = {
    "activation": [name for name, each in ACTIVATIONS.items() if not each.shared],
    "output_activation": list(ACTIVATIONS),
    "loss": list(LOSSES),
    "optimizer": list(OPTIMIZERS),
    "learning_rate": [1e-5, 1e-3, 0.01, 0.03, 0.1, 0.3, 1.0, 10.0, None],
    "kernel_initializer": list(INITIALIZERS),
    "output_kernel_initializer": list(INITIALIZERS),
    "hidden_units": [(), (1,), (3,), (12,), (64, 64), (8, 8, 8), (64,) * 5],
    "standardize": [True, False],
    "validation_split": [0.0, 0.2, 0.5],
    "validation_rows": ["last", "random"],
    "epochs": [1, 20, 100, 1000, 2000],
    "batch_size": [1, 8, 32],
    "l1": [0.001, 0.1],
    "l2": [0.001, 0.1],
    "dropout": [0.1, 0.5, 0.8],
    "noise": [0.2, 0.5],
    "samples": [40, 500],
    "seed": list(range(20)),
    "features": [("ins_premium", "ins_losses"), ("alcohol", "speeding")],
}
RARE = {"output_activation", "loss"}  # which break most runs at once


def random_changes(
    count: int, seed: int = 0, names: Sequence[str] = DATASETS
) -> Iterator[dict[str, Any]]:
    """Yield runs drawn at random, each as the settings that differ from the defaults.

    Args:
        names: Data sets to draw from, besides the tables of the labelled runs.
    """
    draw = random.Random(seed)
    while count:
        name = draw.choice([*names, *["car_crashes"] * 4, *OWN])
        settings = draw.sample(sorted(CHOICES), draw.randint(1, 5))
        changes = {each: draw.choice(CHOICES[each]) for each in settings}
        for each in RARE & changes.keys():
            if draw.random() < 0.5:
                del changes[each]
        if not name.startswith("car_crashes"):
            changes.pop("features", None)
        yield on(name, **changes)
        count -= 1


def sentences(finding: Finding) -> Iterator[str]:
    """Yield the sentences of a finding and the labels of its fixes, with what they are."""
    yield f"{finding.code} {finding.severity}: {finding.title}"
    for text in (finding.evidence, finding.why):
        for each in re.split(r"(?<=[.?!]) (?=[A-Z])", text):
            yield f"{finding.code}: {each}"


def main(runs: int = 300, seed: int = 0) -> None:
    """Print the sentences of so many runs, by the finding, and how the runs were judged."""
    shown: dict[str, tuple[str, str]] = {}
    verdicts = dict.fromkeys(("problem", "hint", "good"), 0)
    findings = said = 0
    for changes in random_changes(runs, seed):
        config = TrainingConfig(**changes)
        found, _ = examine(config)
        findings += len(found)
        main_finding = foremost(found)
        if main_finding:
            verdicts[main_finding.severity] += 1
        usual = vars(dataset_for(config).recommended_settings)
        run = ", ".join(f"{k}={v}" for k, v in vars(config).items() if v != usual[k])
        for finding in found:
            for text in sentences(finding):
                said += 1
                key = re.sub(r"[−\d][\d.,×⁰¹²³⁴⁵⁶⁷⁸⁹⁻]*", "#", text)
                shown.setdefault(key, (text, f"{config.dataset}: {run}"))
    for _, (text, run) in sorted(shown.items()):
        print(f"{text}\n        {run}")
    print(f"\n{runs} runs: {findings} findings, {said} sentences, {len(shown)} kinds; {verdicts}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
