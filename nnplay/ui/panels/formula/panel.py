"""The panel *Formula*: the network as a formula, one row's forward pass, weights to change."""

import numpy as np
import pandas as pd
import streamlit as st

from nnplay.choices import ACTIVATIONS
from nnplay.evaluation.baselines import regress
from nnplay.evaluation.metrics import classes_of, errors_of
from nnplay.explain.formula import (
    DIGITS,
    WeightedSum,
    collapse,
    equation,
    in_raw_units,
    layer_formulas,
    scaling_formulas,
)
from nnplay.explain.forward_pass import predict, trace_row
from nnplay.explain.place import changed
from nnplay.numbers import digits, sign_or_number
from nnplay.ui.drawing.charts import theme_option
from nnplay.ui.panels.formula.unit import choose_row_and_unit, draw_arithmetic
from nnplay.ui.panels.formula.weight_editor import (
    changes_of,
    draw_editor,
    draw_warning,
)
from nnplay.ui.panels.units import Names, names_in
from nnplay.ui.runs import Run
from nnplay.ui.runs.scores import score, score_name

BY_HAND = " :orange-badge[changed by hand]"


def draw(run: Run, epoch: int) -> None:
    """Draw the formula of an epoch, the arithmetic of one row, and a weight to change."""
    names = names_in(run)
    changes, trained = changes_of(run, epoch), run.history.weights_at(epoch)
    weights = changed(trained, changes)
    mark = BY_HAND if changes else ""
    if changes:
        draw_warning(changes, trained, names)
    _formula(run, names, weights, mark)
    st.caption(_notation(run, names))
    st.markdown(f"**One {run.dataset.row_noun}, step by step**{mark}")
    row, layer, unit = choose_row_and_unit(run.dataset, names)
    left, right = st.columns([3, 2], gap="large")
    with left:
        layers = trace_row(weights, run.history.activations, names, run.examples.x[row])
        # by these keys lead.js finds where a press in the picture leads
        with st.container(key=f"of_row_{row}"), st.container(key=f"of_unit_{layer}_{unit}"):
            draw_arithmetic(layers[layer][unit])
    with right:
        st.markdown("**Change one weight by hand**")
        draw_editor(run, epoch, names, layer, unit)
        _consequences(run, epoch, weights, row, str(run.dataset.row_labels.iloc[row]))


def _formula(run: Run, names: Names, weights: list[np.ndarray], mark: str) -> None:
    activations, colors = run.history.activations, _colors()
    if not all(np.isfinite(array).all() for array in weights):
        st.info(
            "Some weights are no longer numbers (NaN) or infinite, so there is no usable formula.",
            icon=":material/report:",
        )
    layers = layer_formulas(weights, activations, names, colors)
    short = collapse(weights, activations, names[0])
    if short is None:
        st.markdown(f"**The formula, layer by layer**{mark}")
        _layers(run, names, layers)
        return
    st.markdown(f"**The formula**{mark}")
    raw = _in_chosen_units(run)
    if raw:
        short = in_raw_units(short, run.examples)
    st.markdown(f"${equation(names[-1][0], short, activations[-1], colors)}$")
    if len(layers) > 1:
        st.caption(
            "The hidden units are linear: a sum of sums is again one sum, so all layers together "
            "make this one formula."
        )
    if ACTIVATIONS[activations[-1]].linear and not run.dataset.classes:
        _beside_regression(run, names, short, raw, changed_by_hand=bool(mark))
    if len(layers) > 1:
        with st.expander("Layer by layer", key="formula_layers"):
            _layers(run, names, layers)


def _layers(run: Run, names: Names, layers: list[str]) -> None:
    if run.config.standardize:
        st.markdown(scaling_formulas(run.examples, names[0]))
    for text in layers:
        st.markdown(text)


def _in_chosen_units(run: Run) -> bool:
    """Ask for the units of the inputs; return whether they are those of the table."""
    if not run.config.standardize:
        return True
    chosen = st.segmented_control(
        "Units of the inputs",
        ("as in the table", "standardised"),
        default="as in the table",
        required=True,
        key="formula_units",
        help="Standardised inputs count how many standard deviations a row lies above the mean, so "
        "their numbers can be compared with each other.",
    )
    return chosen == "as in the table"


def _beside_regression(
    run: Run, names: Names, short: WeightedSum, raw: bool, *, changed_by_hand: bool
) -> None:
    regression = WeightedSum(names[0], *regress(run.examples))
    if raw:
        regression = in_raw_units(regression, run.examples)
    columns = {
        "changed by hand" if changed_by_hand else "this network": short,
        "linear regression": regression,
    }
    table = pd.DataFrame(
        {
            column: [digits(value, DIGITS) for value in (*formula.coefficients, formula.bias)]
            for column, formula in columns.items()
        },
        index=pd.Index([*short.inputs, "bias"], name="input"),
    )
    with st.container(width=620):
        st.table(table, border="horizontal", alt="Coefficients beside those of linear regression")
    st.caption(
        "A coefficient says by how much the prediction rises when its input grows by 1 and the "
        "others stay the same. Linear regression finds the best such formula for the training rows "
        "directly. Inputs that rise and fall together can share their work in many ways, so the "
        "coefficients may differ while the predictions hardly do."
    )


def _notation(run: Run, names: Names) -> str:
    """Explain how to read the formula, a sentence for each kind of name."""
    sentences = [
        f"**How to read it.** On the left stands the prediction, {' or '.join(names[-1])}; the "
        "inputs are "
        f"{', '.join(run.examples.features)}. A number before an input is its weight: what the "
        "input is multiplied by. The number alone at the end is the bias: what is added whatever "
        "the inputs are.",
    ]
    if run.config.standardize:
        sentences.append(
            f"{names[0][0]} is {run.examples.features[0]} standardised: minus its mean, divided "
            "by its standard deviation (how far its values usually lie from the mean); so are the "
            "others."
        )
    hidden = len(names) - 2
    if hidden:
        one, many = "h2 is unit 2 of the hidden layer", "h1_2 is unit 2 of hidden layer 1"
        sentences.append(
            f"{one if hidden == 1 else many}: such a sum, which the next layer takes as an input."
        )
    for name in dict.fromkeys(run.history.activations):
        if not ACTIVATIONS[name].linear:
            words = ACTIVATIONS[name].phrase
            sentences.append(f"{name}(…) is an activation: it {words.replace('(s)', '')}.")
    sentences.append("Positive numbers are blue, negative ones orange, as in the picture above.")
    return " ".join(sentences)


def _consequences(run: Run, epoch: int, weights: list[np.ndarray], row: int, label: str) -> None:
    """Show what these weights predict, beside the trained ones if some were changed."""
    examples, loss = run.examples, run.config.loss
    trained = run.history.predict(examples.x, epoch)
    now = predict(weights, run.history.activations, examples.x)
    by_hand = bool(changes_of(run, epoch))
    shown = {"Prediction": [_said(run, each[row]) for each in (now, trained)]}
    errors = [errors_of(examples, each, loss)[0] for each in (now, trained)]
    shown[score_name(examples)] = [score(examples, error) for error in errors]
    with st.container(horizontal=True):
        for name, (value, before) in shown.items():
            st.metric(
                f"{name}, by hand" if by_hand else name,
                value,
                delta=f"trained: {before}" if by_hand else None,
                delta_color="off",
                delta_arrow="off",
                width=170,
            )
    apart = "A weight pulled in the pictures above changes only them, not this panel."
    st.caption(f"{_explanation(run, row, label)} {apart}")


def _said(run: Run, outputs: np.ndarray) -> str:
    """Write a row's prediction, from outputs of shape (outputs,)."""
    if not run.dataset.classes:
        return sign_or_number(outputs.item())
    said = int(classes_of(outputs[None], run.config.loss)[0])
    return run.dataset.classes[said] if said >= 0 else "NaN"


def _explanation(run: Run, row: int, label: str) -> str:
    actual = run.examples.y[row].item()
    if run.dataset.classes:
        return (
            f"The prediction is for {label}, which is {run.dataset.classes[int(actual)]}. Accuracy "
            "is the share of the training rows that are classified correctly."
        )
    return (
        f"The prediction is for {label}, whose actual value is {sign_or_number(actual)}. "
        "MSE is the mean squared error: the average of (predicted − actual)² over the "
        "training rows."
    )


def _colors() -> tuple[str, str] | None:
    """Return the theme's colours of positive and negative numbers, dark enough for text."""
    scale = theme_option("chartDivergingColors")
    return (scale[-2], scale[0]) if scale else None
