"""The doctor: what is wrong with a run, why, and which settings mend it; NumPy only."""

from nnplay.diagnosis.after import diagnose, verdict
from nnplay.diagnosis.before import check
from nnplay.diagnosis.findings import CODES, SEVERITIES, Finding, Fix

__all__ = ["CODES", "SEVERITIES", "Finding", "Fix", "check", "diagnose", "verdict"]
