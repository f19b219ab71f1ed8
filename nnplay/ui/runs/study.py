"""What the page tells of a run, computed beside its training in the worker.

That spares the page's process, which draws for every learner, the time, and scikit-learn.
"""

from dataclasses import dataclass

import numpy as np

from nnplay.chunks import Checkpoint, Chunk
from nnplay.config import TrainingConfig
from nnplay.datasets import Dataset, prepare
from nnplay.diagnosis import Finding, check, diagnose, problems
from nnplay.evaluation.baselines import answer_linearly
from nnplay.history import TrainingHistory
from nnplay.lessons.measures import measure
from nnplay.ui.stage.payload import id_of, stage_payload
from nnplay.workers.worker import perform


@dataclass(frozen=True, eq=False)
class Study:
    """What follows from a configuration, its data and its run.

    Attributes:
        causes: What `check` finds, findings: what `diagnose` finds.
        numbers: What lessons speak of, by `measure`.
        linear: Linear regression's predictions or logistic regression's classes of all rows, shape
            (rows, 1).
        payload: What the stage plays, by `stage_payload`.
    """

    id: str
    causes: list[Finding]
    findings: list[Finding]
    numbers: dict[str, float]
    linear: np.ndarray
    payload: bytes


def advance_and_study(
    config: TrainingConfig, dataset: Dataset, checkpoint: Checkpoint | None
) -> tuple[Chunk, Study | None]:
    """Train on, and study a run that is whole at once, which spares it another call."""
    chunk: Chunk = perform("training.advance", config, dataset, checkpoint)
    whole = checkpoint is None and chunk.finishes(config)
    return chunk, study_run(config, dataset, chunk.conclude(chunk.history)) if whole else None


def study_run(config: TrainingConfig, dataset: Dataset, history: TrainingHistory) -> Study:
    """Compute all that the page tells of a finished run, whatever the epoch.

    Raises:
        ConfigError: If the configuration does not fit the data set.
    """
    run_id = id_of(config)
    examples = prepare(config, dataset)
    findings = diagnose(config, dataset, history)
    return Study(
        id=run_id,
        causes=check(config, dataset),
        findings=findings,
        numbers=measure(config, dataset, history, len(problems(findings))),
        linear=answer_linearly(examples),
        payload=stage_payload(run_id, config, dataset, examples, history),
    )
