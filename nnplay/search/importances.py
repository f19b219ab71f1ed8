"""How much each setting matters in a search."""

import numpy as np
import optuna
from optuna.trial import FrozenTrial

# `trials` does the same, but the worker that computes importances does not load it
optuna.logging.set_verbosity(optuna.logging.ERROR)


def importances_of(trials: list[FrozenTrial]) -> dict[str, float]:
    """Return the share of the scores' differences that each setting explains, largest first.

    Empty while there are too few scores. It loads scikit-learn, so call it in a worker.
    """
    study = optuna.create_study()
    study.add_trials(trials)
    # Optuna's default evaluator gives the same a hundred times slower
    evaluator = optuna.importance.MeanDecreaseImpurityImportanceEvaluator(seed=0)
    try:
        found = optuna.importance.get_param_importances(
            study, evaluator=evaluator, target=_logarithm
        )
    except (RuntimeError, ValueError):  # fewer than two, or all alike
        return {}
    return {name: float(value) for name, value in found.items()}


def _logarithm(trial: FrozenTrial) -> float:
    """Return a score's logarithm, so that a few huge errors do not hide the rest."""
    return float(np.log10(max(trial.value or 0.0, 1e-6)))
