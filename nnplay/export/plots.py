"""The step of the exported program that plots the losses and the predictions."""

import math

from nnplay.choices import LOSSES
from nnplay.config import TrainingConfig
from nnplay.datasets import Dataset, Examples
from nnplay.export.data import inputs_of
from nnplay.export.part import Part
from nnplay.export.python_text import bracketed, quoted
from nnplay.export.results import threshold_of

PLANE = 6  # the plot of a pattern's plane reaches at least from -6 to 6


def plots_part(config: TrainingConfig, dataset: Dataset, examples: Examples) -> Part:
    """Plot the losses, and beside them the predictions."""
    if dataset.pattern:
        text, drawing = _plane(config, dataset, examples)
    elif dataset.classes:
        text, drawing = _classes(config, examples)
    else:
        text, drawing = _quantities(dataset, examples)
    loss = LOSSES[config.loss]
    above_zero = loss.task == "regression" and loss.zero_is_best
    logarithmic = ["logy=True"] if above_zero and not dataset.classes else []
    loss_axes = ["ax=left", *logarithmic, 'xlabel="epoch"', f'ylabel="{config.loss}"']
    lines = [
        'figure, (left, right) = plt.subplots(1, 2, figsize=(12, 5), layout="constrained")',
        "losses = pd.DataFrame(history.history, index=range(1, len(history.epoch) + 1))",
        bracketed("losses.plot", loss_axes),
        *drawing,
        "plt.show()",
    ]
    return Part("plots", text, "\n".join(lines))


def _quantities(dataset: Dataset, examples: Examples) -> tuple[str, list[str]]:
    axes = [
        f"{axis}label={quoted(f'{what} {dataset.measured}')}"
        for axis, what in (("x", "actual"), ("y", "predicted"))
    ]
    dots = ["right.scatter(y, predicted)"]
    if len(examples.validation_rows):
        dots = [
            'right.scatter(y[training], predicted[training], label="learned from")',
            'right.scatter(y[held_out], predicted[held_out], label="held out")',
        ]
    lines = [
        *dots,
        'right.axline((y.mean(), y.mean()), slope=1, color="gray", label="predicted = actual")',
        bracketed("right.set", axes),
        "right.legend()",
    ]
    return "The closer the dots are to the line, the better.", lines


def _classes(config: TrainingConfig, examples: Examples) -> tuple[str, list[str]]:
    """Plot a dot for each row: its actual class, its output, and whether its class is predicted."""
    several, split = examples.outputs > 1, len(examples.validation_rows) > 0
    learned = " & training" if split else ""
    dots = {
        "right": f'(correct{learned}, "tab:blue", "o")',
        "wrong": f'(~correct{learned}, "tab:red", "o")',
    }
    if split:
        dots["right, held out"] = '(correct & held_out, "tab:blue", "D")'
        dots["wrong, held out"] = '(~correct & held_out, "tab:red", "D")'
    height = "outputs[np.arange(len(table)), actual]" if several else "outputs[:, 0]"
    label = "output for the actual class" if several else "output"
    line = f'right.axhline({threshold_of(config)}, color="gray", label="the classes part here")'
    lines = [
        "# the dots of a class are spread a little, so that they can be told apart",
        "across = actual + np.random.default_rng(0).uniform(-0.3, 0.3, len(table))",
        f"height = {height}",
        *([] if several else [line]),
        "dots = {",
        *(f'    "{name}": {dot},' for name, dot in dots.items()),
        "}",
        "for label, (rows, color, marker) in dots.items():",
        "    right.scatter(across[rows], height[rows], color=color, marker=marker, label=label)",
        "right.set_xticks(range(len(classes)), classes)",
        f'right.set(xlabel="actual class", ylabel="{label}")',
        "right.legend()",
    ]
    text = "Each dot is a row, above its actual class: blue if that is the predicted one, else red."
    return text, lines


def _plane(config: TrainingConfig, dataset: Dataset, examples: Examples) -> tuple[str, list[str]]:
    """Plot the outputs in the whole plane as colours, and on top the points in their colours."""
    hinge = bool(dataset.classes) and LOSSES[config.loss].margin
    low = 0 if dataset.classes and not hinge else -1
    reach = max(PLANE, math.ceil(dataset.frame[["x1", "x2"]].abs().to_numpy().max()))
    inputs = inputs_of("plane", config, dataset, examples)
    scaling = []
    if config.standardize:
        scaling = ['inputs = ((inputs - mean) / deviation).astype("float32")']
    lines = [
        f"x1, x2 = np.meshgrid(np.linspace(-{reach}, {reach}, 101), "
        f"np.linspace(-{reach}, {reach}, 101))",
        'plane = pd.DataFrame({"x1": x1.ravel(), "x2": x2.ravel()})',
        f"inputs = {inputs}",
        *scaling,
        f"answers = model.predict(inputs, verbose=0).reshape(x1.shape).clip({low}, 1)",
        'orange_to_blue = ["tab:orange", "white", "tab:blue"]',
        "shades = {",
        '    "cmap": LinearSegmentedColormap.from_list("answers", orange_to_blue),',
        f'    "vmin": {low},',
        '    "vmax": 1,',
        "}",
        f"extent = (-{reach}, {reach}, -{reach}, {reach})",
        'picture = right.imshow(answers, extent=extent, origin="lower", alpha=0.6, **shades)',
        'figure.colorbar(picture, ax=right, label="output")',
        *_points(examples, hinge),
        'right.set(xlabel="x1", ylabel="x2")',
    ]
    text = (
        "The plane has the colours of the network's outputs, the points have those that are right. "
        "The better a point goes with what is around it, the better it is predicted"
    )
    edges = "; the triangles are held out." if len(examples.validation_rows) else "."
    return text + edges, lines


def _points(examples: Examples, hinge: bool) -> list[str]:
    colors = "2 * points[target] - 1" if hinge else "points[target]"
    remark = ["# the hinge loss takes class 0 as -1"] if hinge else []
    look = ['points["x1"]', 'points["x2"]', "c=colors", 'edgecolors="black"']
    if not len(examples.validation_rows):
        drawing = bracketed("right.scatter", [*look, "**shades"]).replace("points", "table")
        return [*remark, f"colors = {colors.replace('points', 'table')}", drawing]
    look += ["marker=marker", "label=label", "**shades"]
    return [
        'kinds = {"learned from": (training, "o"), "held out": (held_out, "^")}',
        "for label, (rows, marker) in kinds.items():",
        "    points = table[rows]",
        *(f"    {line}" for line in remark),
        f"    colors = {colors}",
        bracketed("    right.scatter", look),
        'right.legend(loc="lower left", bbox_to_anchor=(0, 1), ncols=2)',
    ]
