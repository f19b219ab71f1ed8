"""What the data determine, so that a learner is not free to choose it."""

from nnplay.config import TrainingConfig
from nnplay.datasets import Dataset
from nnplay.diagnosis.diagnose import task_of
from nnplay.numbers import count, listed

MOST_NAMED = 6


def determined_by_data(config: TrainingConfig, dataset: Dataset) -> list[tuple[str, str]]:
    """Say what the data determine and why: pairs of what it is and one plain sentence.

    The pairs are "input units", "output units", and the fields "output_activation" and "loss", in
    this order.

    Raises:
        ConfigError: If the configuration does not fit the data set.
    """
    task = task_of(config, dataset)
    made, features = task.recommended, task.examples.features
    return [
        (
            "input units",
            f"{count(len(features), 'input unit')}: one per feature, {_listed(features)}.",
        ),
        ("output units", _outputs(dataset)),
        ("output_activation", f"{made['output_activation']}: {_activation(dataset)}."),
        ("loss", f"{made['loss']}: {_loss(dataset)}."),
    ]


def _listed(names: tuple[str, ...]) -> str:
    if len(names) > MOST_NAMED:
        names = (*names[: MOST_NAMED - 1], f"{len(names) - MOST_NAMED + 1} more")
    return listed(names)


def _outputs(dataset: Dataset) -> str:
    if not dataset.classes:
        return f"1 output unit: one number, the {dataset.measured}, is to be predicted."
    if dataset.outputs == 1:
        no, yes = dataset.classes
        return f"1 output unit: the chance of {yes}; the rest, up to 1, is the chance of {no}."
    return f"{dataset.outputs} output units: one per class, {_listed(dataset.classes)}."


def _activation(dataset: Dataset) -> str:
    if not dataset.classes:
        return "it passes the sum on as it is, so it can reach every number"
    if dataset.outputs == 1:
        return "it squeezes the sum between 0 and 1, so the output can be read as a chance"
    return f"{dataset.outputs} shares that add up to 1, so they can be read as chances"


def _loss(dataset: Dataset) -> str:
    if not dataset.classes:
        return "the mean of the squared distances between predicted and actual numbers"
    if dataset.outputs == 1:
        return "small where the network gave the right one of two classes a high chance"
    return "small where the network gave the right class a high chance"
