"""The runs of `labelled_runs.txt`, and settings that many tests begin with."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from nnplay.config import TrainingConfig
from nnplay.datasets import DATASETS
from nnplay.fields import FIELDS
from tests.covering import in_full
from tests.unit.diagnosis.tables import on

INSURANCE = ("ins_premium", "ins_losses")


def adam(rate: float = 0.03, **changes: Any) -> dict[str, Any]:
    """Standardised features and Adam at a suitable rate."""
    return {"standardize": True, "optimizer": "Adam", "learning_rate": rate, **changes}


def sgd(**changes: Any) -> dict[str, Any]:
    return {"standardize": True, "optimizer": "SGD", **changes}


class Labelled(NamedTuple):
    """A run, the codes of all its problems, codes that must be found too, and why."""

    name: str
    config: TrainingConfig
    problems: set[str]
    also: set[str]
    because: str

    @property
    def codes(self) -> set[str]:
        return self.problems | self.also


def _read() -> Iterator[Labelled]:
    bases = {"default": {}, "adam": adam(), "sgd": sgd()}
    problems = also = ""
    for line in Path(__file__).with_suffix(".txt").read_text().splitlines():
        if line.startswith("["):
            problems, _, also = line.strip("[]").partition(";")
        elif not line.startswith("#"):
            name, because = line.split(" # ")
            base, *settings = name.split("&")
            texts = dict(each.split("=") for each in settings)
            changes = {setting: FIELDS[setting].kind.read(text) for setting, text in texts.items()}
            own = bases[base] if base in bases else on(base)
            config = TrainingConfig(**{**own, **changes})
            yield Labelled(name, config, set(problems.split()), set(also.split()), because)


LABELLED = list(_read())
FAULTY = [run for run in LABELLED if run.problems]
assert set(DATASETS) <= {run.config.dataset for run in LABELLED}


def each_of(runs: Iterable[Labelled]) -> pytest.MarkDecorator:
    """Test each run in the full tier; by default those by which a code is shown first."""
    first, shown = [], set[str]()
    for run in runs:
        if not run.codes <= shown:
            first.append(run)
            shown |= run.codes
    return pytest.mark.parametrize("run", in_full(runs, but=first), ids=lambda run: run.name)
