"""What can be known before a run, from the settings and the data alone."""

from functools import lru_cache

from nnplay.config import TrainingConfig
from nnplay.datasets import Dataset, prepare
from nnplay.diagnosis.data import class_held_out, columns_from_target, scales, uneven_classes
from nnplay.diagnosis.findings import Finding, worst_first
from nnplay.diagnosis.network import initial_weights, layers
from nnplay.diagnosis.pairs_classes import pairs_of_classes
from nnplay.diagnosis.pairs_quantity import pairs_of_quantity
from nnplay.diagnosis.questions import question_of
from nnplay.diagnosis.rates import learning_rate
from nnplay.diagnosis.shape import too_straight


@lru_cache(maxsize=8)  # what is known before a run is asked for again after it
def check(config: TrainingConfig, dataset: Dataset) -> list[Finding]:
    """Find what can be known before the run, worst first.

    Raises:
        ConfigError: If the configuration does not fit the data set.
    """
    examples = prepare(config, dataset)
    question = question_of(config, dataset, examples)
    pairs = pairs_of_classes if dataset.classes else pairs_of_quantity
    straight = list(too_straight(config, question))
    return worst_first(
        [
            *pairs(config, question),
            *initial_weights(config),
            *learning_rate(config, dataset, question),
            *scales(config, examples),
            *straight,
            *([] if straight else layers(config, question)),
            *columns_from_target(dataset, examples, config),
            *(class_held_out(config, question) or uneven_classes(config, question)),
        ]
    )
