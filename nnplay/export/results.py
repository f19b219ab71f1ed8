"""The step of the exported program that prints the predictions and how good they are."""

from nnplay.choices import LOSSES
from nnplay.config import TrainingConfig
from nnplay.datasets import Dataset, Examples
from nnplay.export.data import FEW_ROWS, label_of
from nnplay.export.part import Part
from nnplay.export.python_text import bracketed, quoted
from nnplay.numbers import decimals_of, exact


def predictions_part(config: TrainingConfig, dataset: Dataset, examples: Examples) -> Part:
    """Predict every row; print how good the predictions are, and a table of them."""
    if dataset.classes:
        return _classes(config, dataset, examples)
    return _quantities(dataset, examples)


def threshold_of(config: TrainingConfig) -> str:
    """Write the output above which a single unit means class 1."""
    return exact(LOSSES[config.loss].threshold)


def _quantities(dataset: Dataset, examples: Examples) -> Part:
    columns = ["actual=table[target]", "predicted=predicted[:, 0]"]
    lines = [
        'predicted = model.predict(x, verbose=0).astype("float64")',
        "errors = (predicted - y) ** 2",
        *_means("mean squared error", "errors", examples),
        _result(dataset, examples, columns),
        _printed(f"round({decimals_of(examples.y)})", examples),
    ]
    text = (
        "The loss of an epoch is an average while the weights still move; the mean squared error "
        "is that of the weights at the end."
    )
    return Part("predictions", text, "\n".join(lines))


def _classes(config: TrainingConfig, dataset: Dataset, examples: Examples) -> Part:
    several = examples.outputs > 1
    decided = "outputs.argmax(axis=1)"
    if not several:
        decided = f"(outputs[:, 0] > {threshold_of(config)}).astype(int)"
    columns = [
        "actual=pd.Categorical.from_codes(actual, classes)",
        "predicted=pd.Categorical.from_codes(decided, classes)",
        *([] if several else ["output=outputs[:, 0]"]),
    ]
    rows = 'result["actual"]'
    if len(examples.validation_rows):
        rows = f'[result["held_out"], {rows}]'
    crosstab = bracketed("confusion = pd.crosstab", [rows, 'result["predicted"]', "dropna=False"])
    lines = [
        "outputs = model.predict(x, verbose=0)",
        f"decided = {decided}",
        "decided[np.isnan(outputs).any(axis=1)] = -1  # what is not a number means no class",
        "actual = table[target].to_numpy()",
        "correct = decided == actual",
        *_means("accuracy", "correct", examples),
        _result(dataset, examples, columns),
        *(['result[[f"output for {name}" for name in classes]] = outputs'] if several else []),
        _printed("round(3)", examples),
        crosstab,
        "print(confusion.to_string())",
    ]
    return Part("predictions", _decision(config, dataset), "\n".join(lines))


def _decision(config: TrainingConfig, dataset: Dataset) -> str:
    text = "The class with the largest output is the predicted one."
    if dataset.outputs == 1:
        low, high = (" ".join(name.split()) for name in dataset.classes)
        text = f"An output above {threshold_of(config)} means {high}, any other {low}."
    return (
        f"{text} The accuracy is the share of the rows whose class is predicted, by the weights at "
        "the end. The last table counts the rows of every actual and predicted class."
    )


def _means(name: str, values: str, examples: Examples) -> list[str]:
    """Print the mean of an array; for the rows held out, if any, separately."""
    rows = {name: values}
    if len(examples.validation_rows):
        rows = {
            name: f"{values}[training]",
            f"{name} on the rows held out": f"{values}[held_out]",
        }
    return [f'print(f"{what}: {{np.mean({each}):.7g}}")' for what, each in rows.items()]


def _result(dataset: Dataset, examples: Examples, columns: list[str]) -> str:
    if len(examples.validation_rows):
        columns = [*columns, "held_out=held_out"]
    first = '"x1", "x2"' if dataset.pattern else quoted(label_of(dataset))
    return bracketed(f"result = table[[{first}]].assign", columns)


def _printed(rounding: str, examples: Examples) -> str:
    rows = "" if len(examples.y) <= FEW_ROWS else "max_rows=40"
    return f"print(result.{rounding}.to_string({rows}))"
