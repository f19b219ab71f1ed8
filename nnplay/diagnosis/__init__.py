"""The doctor: what is wrong with a run, why, and which settings mend it; without TensorFlow."""

from nnplay.diagnosis.after import diagnose, foremost, verdict
from nnplay.diagnosis.before import check
from nnplay.diagnosis.findings import CODES, SEVERITIES, Finding, Fix
from nnplay.diagnosis.fixed import fixed_by_data

__all__ = [
    "CODES",
    "SEVERITIES",
    "Finding",
    "Fix",
    "check",
    "diagnose",
    "fixed_by_data",
    "foremost",
    "verdict",
]
