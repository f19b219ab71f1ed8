"""The doctor: what is wrong with a run, why, and which settings fix it; without TensorFlow."""

from nnplay.diagnosis.diagnose import check, diagnose, foremost, verdict
from nnplay.diagnosis.finding import SEVERITIES, Finding, Fix, problems
from nnplay.diagnosis.requirements import determined_by_data

__all__ = [
    "SEVERITIES",
    "Finding",
    "Fix",
    "check",
    "determined_by_data",
    "diagnose",
    "foremost",
    "problems",
    "verdict",
]
