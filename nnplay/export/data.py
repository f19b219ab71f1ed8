"""The first steps of the exported program: the table, and the arrays for the training."""

import io
import textwrap

import numpy as np
import pandas as pd

from nnplay.config import TrainingConfig
from nnplay.datasets import Dataset, Examples
from nnplay.datasets.patterns import INPUTS
from nnplay.export.part import Part
from nnplay.export.python_text import WIDTH, bracketed, escaped, quoted
from nnplay.numbers import MINUS, exact

BEGIN, END = 'DATA = """\\\n', '"""\n'  # of the table in the program
MOST_LETTERS = 20_000  # of a table that the page shows in full
FIRST_ROWS = 20  # that the page shows of a longer one
FEW_ROWS = 100  # up to which the program lists the rows held out, and prints all predictions
HELD_OUT = "held_out"


def data_part(config: TrainingConfig, dataset: Dataset, examples: Examples) -> Part:
    """Write the table into the program; of a pattern, only the points and their targets."""
    label = label_of(dataset)
    table = _points(dataset) if dataset.pattern else dataset.frame.copy()
    if dataset.classes:
        table[dataset.target] = table[dataset.target].astype(int)
    if _marks_held_out(config, dataset):
        table[HELD_OUT] = np.isin(np.arange(len(table)), examples.validation_rows).astype(int)
    if not dataset.pattern:
        table.insert(0, label, dataset.row_labels)
    index = table.index.name = str(table.index.name or "abbrev")
    csv = table.to_csv(lineterminator="\n")
    arguments = ["io.StringIO(DATA)", f"index_col={quoted(index)}"]
    read = pd.read_csv(io.StringIO(csv), index_col=index)
    if not dataset.pattern and not read.equals(table):
        # there are names like "NA" and "007"
        names = f"{{{quoted(index)}: str, {quoted(label)}: str}}"
        arguments += [f"dtype={names}", "keep_default_na=False"]
    reading = bracketed("table = pd.read_csv", arguments)
    text = dataset.source.strip()
    if dataset.pattern:
        noise = f"with noise {exact(config.noise)}, " if config.noise else ""
        text += f" These are {len(table)} points, {noise}drawn from the seed {config.data_seed}."
    return Part("data", text, f"{BEGIN}{escaped(csv)}{END}{reading}")


def folded(code: str) -> tuple[str, int]:
    """Leave out most rows of a program's table if it is long; return the code, and how many."""
    start = code.index(BEGIN) + len(BEGIN)
    end = code.index(END, start)
    if end - start <= MOST_LETTERS:
        return code, 0
    rows = code[start:end].splitlines(keepends=True)
    first, left_out = "".join(rows[: 1 + FIRST_ROWS]), len(rows) - 1 - FIRST_ROWS
    return f"{code[:start]}{first}... and {left_out:,} more rows\n{code[end:]}", left_out


def label_of(dataset: Dataset) -> str:
    """Return the name of the column with the rows' full names."""
    return str(dataset.row_labels.name or dataset.row_noun)


def _points(dataset: Dataset) -> pd.DataFrame:
    """Return the points and their targets as float32, which takes fewer digits, from number 1."""
    points = dataset.frame[["x1", "x2", dataset.target]].astype("float32")
    return points.set_axis(pd.RangeIndex(1, len(points) + 1, name="point"), axis="index")


def _marks_held_out(config: TrainingConfig, dataset: Dataset) -> bool:
    """Tell whether the program's table has a column that says which rows are held out."""
    if not config.validation_split or config.validation_rows == "last":
        return False
    many = len(dataset.frame) > FEW_ROWS and HELD_OUT not in dataset.frame.columns
    return dataset.pattern or many


def columns_part(config: TrainingConfig, dataset: Dataset, examples: Examples) -> Part:
    """Choose the columns, and name the classes if there are any."""
    descriptions = dataset.descriptions
    lines = _commented(f"target = {quoted(dataset.target)}", descriptions.get(dataset.target, ""))
    if dataset.classes:
        lines.append(bracketed("classes = ", [quoted(name) for name in dataset.classes], "[]"))
    lines.append("features = [")
    for name in examples.features:
        lines += _commented(f"    {quoted(name)},", descriptions.get(name, ""))
    lines.append("]")
    if computes_inputs(dataset, examples):
        lines += _inputs_function(examples)
    # scaled in float64; Keras computes in float32
    lines.append(f"x = {inputs_of('table', config, dataset, examples)}")
    if examples.targets.shape[1] > 1:
        lines.append("# this loss takes one column a class: 1 for the row's own, else 0")
        lines.append("y = keras.utils.to_categorical(table[target], len(classes))")
    else:
        lines.append('y = table[[target]].to_numpy("float32")')
    return Part("columns", "What to predict, and what to predict it from.", "\n".join(lines))


def _commented(line: str, comment: str) -> list[str]:
    """Put a comment behind a line, or above it if it is too long for that."""
    comment = " ".join(comment.split()).replace(MINUS, "-")  # as programs write it
    behind = f"{line}  # {comment}" if comment else line
    if len(behind) <= WIDTH:
        return [behind]
    indent = line[: len(line) - len(line.lstrip())]
    before = f"{indent}# "
    above = textwrap.wrap(comment, WIDTH, initial_indent=before, subsequent_indent=before)
    return [*above, line]


def computes_inputs(dataset: Dataset, examples: Examples) -> bool:
    """Tell whether some inputs are no columns of the program's table."""
    return dataset.pattern and not {"x1", "x2"}.issuperset(examples.features)


def inputs_of(table: str, config: TrainingConfig, dataset: Dataset, examples: Examples) -> str:
    """Write the expression for the inputs of a table, before they are scaled.

    Args:
        table: The name of the table in the program.
    """
    if not computes_inputs(dataset, examples):
        return f'{table}[features].to_numpy("{"float64" if config.standardize else "float32"}")'
    return f"inputs_of({table})" + ("" if config.standardize else '.astype("float32")')


def _inputs_function(examples: Examples) -> list[str]:
    formulas = [INPUTS[name].python for name in examples.features]
    used = [name for name in ("x1", "x2") if any(name in formula for formula in formulas)]
    columns = [f'points["{name}"]' for name in used]
    return [
        "\n",
        "def inputs_of(points):",
        '    """Compute the features from the columns x1 and x2."""',
        f"    {', '.join(used)} = {', '.join(columns)}",
        bracketed("    return np.column_stack", [f"[{', '.join(formulas)}]"]),
        "\n",
    ]


def split_part(config: TrainingConfig, dataset: Dataset, examples: Examples) -> Part:
    """Write which rows are held out."""
    text = "The network is tried on rows that it never learns from: "
    count, rows = len(examples.validation_rows), len(examples.y)
    if config.validation_rows == "last":
        text += f"the last {count} of the {rows}, which `validation_split` in `fit` holds out too."
        code = f"held_out = np.arange(len(table)) >= {len(examples.training_rows)}"
    elif _marks_held_out(config, dataset):
        text += f"{count} of the {rows}, drawn by nnplay from the seed; a column marks them."
        code = f'held_out = table["{HELD_OUT}"].to_numpy(bool)'
    else:
        text += f"{count} of the {rows}, drawn by nnplay from the seed."
        names = [quoted(name) for name in dataset.frame.index[examples.validation_rows]]
        code = bracketed("chosen = ", names, "[]") + "\nheld_out = table.index.isin(chosen)"
    return Part("split", text, f"{code}\ntraining = ~held_out")


def scaling_part(dataset: Dataset, examples: Examples) -> Part:
    """Standardise the features by their means and deviations in the training rows."""
    rows = "[training]" if len(examples.validation_rows) else ""
    lines = [f"mean, deviation = x{rows}.mean(axis=0), x{rows}.std(axis=0)"]
    x = dataset.frame[list(examples.features)].to_numpy("float64")[examples.training_rows]
    if (x.std(axis=0) != examples.scale).any():
        remark = "a constant feature becomes 0, not NaN"
        lines.append(f"deviation[deviation <= 1e-12 * np.abs(mean)] = 1.0  # {remark}")
    lines.append('x = ((x - mean) / deviation).astype("float32")')
    text = (
        "Features of one size are easier to learn from. Their means and standard deviations are "
        "those of the rows that the network learns from."
    )
    return Part("scaling", text, "\n".join(lines))
