"""nnplay: watch a Keras network learn a formula, and see why it does or does not.

A run is a pure function of its configuration: `TrainingConfig` + `Dataset` -> `TrainingHistory`.
The README has the map of the rooms; `tests/unit/test_imports.py` keeps who may import whom.
"""
