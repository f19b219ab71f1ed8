"""What the page says about a run, computed in the worker that has just trained it.

The page's process, which draws for every learner, then needs neither the time nor scikit-learn.
"""

from dataclasses import dataclass

import numpy as np

from nnplay.chunks import Checkpoint, Chunk
from nnplay.config import TrainingConfig
from nnplay.datasets import Dataset, prepare
from nnplay.diagnosis import Finding, diagnose, problems
from nnplay.evaluation.baselines import answer_linearly
from nnplay.history import TrainingHistory
from nnplay.lessons.measures import measure
from nnplay.ui.stage.payload import id_of, stage_payload
from nnplay.workers.worker import perform


@dataclass(frozen=True, eq=False)
class Study:
    """What follows from a configuration, its data and its run.

    Attributes:
        findings: What `diagnose` finds.
        numbers: What `measure` returns, the numbers that lessons speak of.
        linear: Predictions of linear regression, or classes by logistic regression, for all rows,
            shape (rows, 1).
        payload: What `stage_payload` returns, the bytes that the stage plays.
    """

    id: str
    findings: list[Finding]
    numbers: dict[str, float]
    linear: np.ndarray
    payload: bytes


def advance_and_study(
    config: TrainingConfig, dataset: Dataset, checkpoint: Checkpoint | None
) -> tuple[Chunk, Study | None]:
    """Train a chunk; a run that needs only one is studied at once, which saves another call."""
    chunk: Chunk = perform("training.advance", config, dataset, checkpoint)
    whole = checkpoint is None and chunk.finishes(config)
    return chunk, study_run(config, dataset, chunk.conclude(chunk.history)) if whole else None


def study_run(config: TrainingConfig, dataset: Dataset, history: TrainingHistory) -> Study:
    """Compute all that the page says about a finished run, whatever the epoch.

    Raises:
        ConfigError: If the configuration does not fit the data set.
    """
    run_id = id_of(config)
    examples = prepare(config, dataset)
    findings = diagnose(config, dataset, history)
    return Study(
        id=run_id,
        findings=findings,
        numbers=measure(config, dataset, history, len(problems(findings))),
        linear=answer_linearly(examples),
        payload=stage_payload(run_id, config, dataset, examples, history),
    )
