"""What the data decides, so that a learner is not free to choose it."""

from nnplay.config import TrainingConfig
from nnplay.datasets import Dataset, prepare
from nnplay.diagnosis.findings import count
from nnplay.diagnosis.questions import question_of

MOST_NAMED = 6


def fixed_by_data(config: TrainingConfig, dataset: Dataset) -> list[tuple[str, str]]:
    """Say what the data asks for and why: pairs of what it decides and one plain sentence.

    The pairs are "input units", "output units", and the fields "output_activation" and "loss", in
    this order.

    Raises:
        ConfigError: If the configuration does not fit the data set.
    """
    examples = prepare(config, dataset)
    asked = question_of(config, dataset, examples).asked
    inputs = count(len(examples.features), "input unit")
    return [
        ("input units", f"{inputs}: one a feature, {_listed(examples.features)}."),
        ("output units", _outputs(dataset)),
        ("output_activation", f"{asked['output_activation']}: {_activation(dataset)}."),
        ("loss", f"{asked['loss']}: {_loss(dataset)}."),
    ]


def _listed(names: tuple[str, ...]) -> str:
    if len(names) > MOST_NAMED:
        return f"{', '.join(names[: MOST_NAMED - 1])} and {len(names) - MOST_NAMED + 1} more"
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)


def _outputs(dataset: Dataset) -> str:
    if not dataset.classes:
        return f"1 output unit: one number, the {dataset.measured}, is asked for."
    if dataset.outputs == 1:
        no, yes = dataset.classes
        return f"1 output unit: how likely {yes} is; what is left of 1 is for {no}."
    return f"{dataset.outputs} output units: one a class, {_listed(dataset.classes)}."


def _activation(dataset: Dataset) -> str:
    if not dataset.classes:
        return "it passes the sum on as it is, so every number can be reached"
    if dataset.outputs == 1:
        return "it squeezes the sum between 0 and 1, so it can be read as a chance"
    return f"{dataset.outputs} shares that add up to 1, so they can be read as chances"


def _loss(dataset: Dataset) -> str:
    if not dataset.classes:
        return "the mean of the squared distances between predicted and actual numbers"
    if dataset.outputs == 1:
        return "small where the right one of two classes was held likely"
    return "small where the right class, given by its number, was held likely"
