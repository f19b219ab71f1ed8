"""How much each setting matters in a search."""

import numpy as np
import optuna
from optuna.trial import FrozenTrial

# here too, as a worker that is asked for these loads no `trials`
optuna.logging.set_verbosity(optuna.logging.ERROR)


def importances_of(trials: list[FrozenTrial]) -> dict[str, float]:
    """Return how much of the scores' differences each setting explains, the most first.

    Empty while there is too little to tell. It takes scikit-learn, so call it in a worker.
    """
    study = optuna.create_study()
    study.add_trials(trials)
    # the usual evaluator tells the same a hundred times slower
    evaluator = optuna.importance.MeanDecreaseImpurityImportanceEvaluator(seed=0)
    try:
        found = optuna.importance.get_param_importances(
            study, evaluator=evaluator, target=_logarithm
        )
    except (RuntimeError, ValueError):  # fewer than two, or all alike
        return {}
    return {name: float(value) for name, value in found.items()}


def _logarithm(trial: FrozenTrial) -> float:
    """Return a score on a scale on which a few huge errors do not hide the rest."""
    return float(np.log10(max(trial.value or 0.0, 1e-6)))
