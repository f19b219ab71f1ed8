"""The loss of every epoch."""

import numpy as np
import streamlit as st

from nnplay.figures.curves import loss_figure
from nnplay.ui.charts import draw_chart
from nnplay.ui.runs import Run
from nnplay.ui.stage.axes import loss_axis

VALIDATION_CURVE = "val_loss (validation rows)"


def draw(run: Run, epoch: int) -> None:
    """Draw the curve of the loss, and of the validation loss if rows are held out."""
    history = run.history
    if not history.epochs:
        st.info("There is no loss, as no epoch was trained.", icon=":material/info:")
        return
    scale = st.segmented_control(
        "Scale",
        ("linear", "logarithmic"),
        default="logarithmic" if loss_axis(history)["log"] else "linear",
        required=True,
    )
    epochs = np.arange(1, history.epochs + 1)
    curves = [("loss (training rows)", epochs, history.loss)]
    if history.val_loss is not None:
        curves.append((VALIDATION_CURVE, epochs, history.val_loss))
    held_out = "" if history.val_loss is None else "; val_loss: at its end"
    figure = loss_figure(
        curves,
        "epoch",
        "loss",
        logarithmic=scale == "logarithmic",
        marked=epoch or None,
        validation=VALIDATION_CURVE,
        title=f"Loss: {run.config.loss}, mean over the epoch{held_out}",
    )
    draw_chart(figure, "loss", "Loss of every epoch")
    st.caption(
        "As in Keras, an epoch's loss is the average over its batches while the weights still "
        "move, so it can differ from the error of the weights at the epoch's end."
    )
