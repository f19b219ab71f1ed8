"""Candidates as a table."""

from collections.abc import Sequence
from dataclasses import fields

import pandas as pd

from nnplay.config import TrainingConfig
from nnplay.datasets import Dataset
from nnplay.search.candidates import Candidate, parameters_of


def results_table(candidates: Sequence[Candidate], dataset: Dataset) -> pd.DataFrame:
    """Return one row per candidate: its result, and all of its settings.

    The error is the mean squared error or, for classes, the share classified wrongly, on the rows
    held out, at the last rung that the candidate reached.
    """
    return pd.DataFrame([_row(each, dataset) for each in candidates], columns=_columns())


def _row(candidate: Candidate, dataset: Dataset) -> list[object]:
    score = candidate.score
    settings = [cell(getattr(candidate.config, each.name)) for each in fields(TrainingConfig)]
    return [
        candidate.number,
        candidate.state,
        score.mean if score else None,
        score.standard_error if score else None,
        min(score.of_seeds) if score else None,
        max(score.of_seeds) if score else None,
        score.failed if score else None,
        candidate.epoch,
        parameters_of(candidate.config, dataset),
        candidate.seconds,
        candidate.same_as,
        candidate.reason,
        *settings,
    ]


def _columns() -> list[str]:
    measured = (
        *("candidate", "state", "error", "standard_error", "lowest_seed", "highest_seed"),
        *("failed_runs", "epochs_trained", "parameters", "seconds", "same_as", "reason"),
    )
    return [*measured, *(field.name for field in fields(TrainingConfig))]


def cell(value: object) -> object:
    """Return a setting's value for a cell of a table: a tuple as a text, others as they are."""
    if isinstance(value, tuple):
        return "-".join(map(str, value)) or "none"
    return value
