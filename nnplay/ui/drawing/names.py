"""The page's names for rows, layers, units and weights."""

from nnplay.datasets import Dataset

BEFORE = "before training"
OF_PREDICTIONS = ("actual", BEFORE, "predicted", "error", "held out")  # names of other columns
SHORT = 12  # letters that a chart has room for beside a point


def layer_names(sizes: tuple[int, ...]) -> list[str]:
    """Name every layer that has weights."""
    hidden = len(sizes) - 2
    if hidden == 1:
        return ["hidden layer", "output layer"]
    return [*(f"hidden layer {layer}" for layer in range(1, hidden + 1)), "output layer"]


def unit_names(
    features: tuple[str, ...], sizes: tuple[int, ...], layer: int, outputs: tuple[str, ...]
) -> tuple[list[str], list[str]]:
    """Name the inputs and the units of a layer; the first after the inputs is 0."""
    inputs = list(features) if layer == 0 else [f"unit {i}" for i in range(1, sizes[layer] + 1)]
    last = layer == len(sizes) - 2
    return inputs, list(outputs) if last else [f"unit {i}" for i in range(1, sizes[layer + 1] + 1)]


def weight_names(
    features: tuple[str, ...], sizes: tuple[int, ...], outputs: tuple[str, ...]
) -> list[str]:
    """Name every weight and bias in the order of `keras.Model.get_weights`, flattened."""
    names = []
    for layer, where in enumerate(layer_names(sizes)):
        inputs, units = unit_names(features, sizes, layer, outputs)
        names += [f"the weight from {i} to {u} ({where})" for i in inputs for u in units]
        names += [f"the bias of {u} ({where})" for u in units]
    return names


def label_of_rows(dataset: Dataset) -> str:
    """Return the heading of the column with the rows' names."""
    name = str(dataset.row_labels.name or "row")
    return "row" if name in OF_PREDICTIONS else name


def short_names(dataset: Dataset) -> list[str]:
    """Return a short name for each row, for a chart."""
    if dataset.row_noun != "row" or _is_numbered(dataset):
        return list(dataset.frame.index)
    return [name if len(name) <= SHORT else f"{name[: SHORT - 1]}…" for name in dataset.row_labels]


def full_names(dataset: Dataset) -> list[str]:
    """Return a name for each row that contains its index in the panels' tables, for the stage."""
    if dataset.pattern or _is_numbered(dataset):
        return list(dataset.row_labels)
    word = "row " if dataset.row_noun == "row" else ""
    return [f"{name} ({word}{row})" for row, name in dataset.row_labels.items()]


def _is_numbered(dataset: Dataset) -> bool:
    return all(label == f"row {row}" for row, label in dataset.row_labels.items())


def index_label(dataset: Dataset) -> str:
    """Return the heading of the rows' index in a file."""
    return str(dataset.frame.index.name or "row")
