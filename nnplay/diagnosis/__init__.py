"""The doctor: what is wrong with a run, why, and which settings fix it; without TensorFlow."""

from nnplay.diagnosis.check import check
from nnplay.diagnosis.diagnose import diagnose, foremost, verdict
from nnplay.diagnosis.finding import SEVERITIES, Finding, Fix, problems
from nnplay.diagnosis.requirements import fixed_by_data

__all__ = [
    "SEVERITIES",
    "Finding",
    "Fix",
    "check",
    "diagnose",
    "fixed_by_data",
    "foremost",
    "problems",
    "verdict",
]
