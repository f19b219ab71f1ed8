"""Which question a data set asks."""

from nnplay.config import TrainingConfig
from nnplay.datasets import Dataset, Examples
from nnplay.diagnosis.classes import Classes
from nnplay.diagnosis.quantity import Quantity
from nnplay.diagnosis.question import Question


def question_of(config: TrainingConfig, dataset: Dataset, examples: Examples) -> Question:
    """Return the question that a data set asks."""
    return (Classes if dataset.classes else Quantity)(config, dataset, examples)
