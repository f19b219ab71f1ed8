"""What the data determine, and a learner can't choose freely."""

from nnplay.config import TrainingConfig
from nnplay.datasets import Dataset
from nnplay.diagnosis.diagnose import task_of
from nnplay.numbers import count, listed

MOST_NAMED = 6


def determined_by_data(config: TrainingConfig, dataset: Dataset) -> list[tuple[str, str]]:
    """Return what the data determine, in pairs: what it is, and one plain sentence why.

    They are about "input units", "output units", and the fields "output_activation" and "loss", in
    this order.

    Raises:
        ConfigError: If the configuration does not fit the data set.
    """
    task = task_of(config, dataset)
    made, features = task.recommended, task.examples.features
    inputs = f"{count(len(features), 'input unit')}: one per feature, {_listed(features)}."
    outputs, activation, loss = _reasons(dataset)
    return [
        ("input units", inputs),
        ("output units", f"{count(dataset.outputs, 'output unit')}: {outputs}."),
        ("output_activation", f"{made['output_activation']}: {activation}."),
        ("loss", f"{made['loss']}: {loss}."),
    ]


def _reasons(dataset: Dataset) -> tuple[str, str, str]:
    """Explain the number of outputs, their activation and the loss."""
    if not dataset.classes:
        return (
            f"one number, the {dataset.measured}, is to be predicted",
            "it passes the sum on as it is, so it can reach every number",
            "the mean of the squared distances between predicted and actual numbers",
        )
    if dataset.outputs == 1:
        no, yes = dataset.classes
        return (
            f"the chance of {yes}; the rest, up to 1, is the chance of {no}",
            "it squeezes the sum between 0 and 1, so the output can be read as a chance",
            "small where the network gave the right one of two classes a high chance",
        )
    return (
        f"one per class, {_listed(dataset.classes)}",
        f"{dataset.outputs} shares that add up to 1, so they can be read as chances",
        "small where the network gave the right class a high chance",
    )


def _listed(names: tuple[str, ...]) -> str:
    if len(names) > MOST_NAMED:
        names = (*names[: MOST_NAMED - 1], f"{len(names) - MOST_NAMED + 1} more")
    return listed(names)
