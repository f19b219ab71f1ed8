"""The panel *Loss*: the loss of every epoch."""

import numpy as np
import streamlit as st

from nnplay.figures.curves import loss_figure
from nnplay.numbers import count, exact, number
from nnplay.ui.drawing.charts import choose_scale, draw_chart
from nnplay.ui.runs import Run
from nnplay.ui.stage.axes import loss_axis
from nnplay.ui.stage.payload import rates_of

VALIDATION_CURVE = "val_loss (validation rows)"


def draw(run: Run, epoch: int) -> None:
    """Draw the loss curve, and the validation loss if rows are held out."""
    history = run.history
    if not history.epochs:
        st.info("There is no loss, as no epoch was trained.", icon=":material/info:")
        return
    logarithmic = choose_scale("loss", suits_log=bool(loss_axis(history)["log"]))
    epochs = np.arange(1, history.epochs_trained + 1)
    curves = [("loss (training rows)", epochs, history.all_losses)]
    if history.all_val_losses is not None:
        curves.append((VALIDATION_CURVE, epochs, history.all_val_losses))
    held_out = "" if history.val_loss is None else "; val_loss: at its end"
    figure = loss_figure(
        curves,
        "epoch",
        "loss",
        logarithmic=logarithmic,
        marked=epoch or None,
        validation=VALIDATION_CURVE,
        title=f"Loss: {run.config.loss}, mean over the epoch{held_out}",
    )
    draw_chart(figure, "loss", "Loss of every epoch")
    for sentence in (_ending(run), _rate(run, epoch)):
        if sentence:
            st.markdown(sentence)
    st.caption(
        "As in Keras, an epoch's loss is the average over its batches while the weights still "
        "move, so it can differ from the error of the weights at the epoch's end."
    )


def _ending(run: Run) -> str:
    """Say what early stopping did, "" if nothing."""
    history, sentences = run.history, []
    if history.stopped_at:
        patience = count(run.config.patience, "epoch")
        sentences.append(
            f"Early stopping ended the training after epoch {history.stopped_at:,}: the validation "
            f"loss had found no new lowest value for {patience}."
        )
    if len(history.loss_after):
        after = history.epochs_trained - history.epochs
        sentences.append(
            f"The network went back to the weights of epoch {history.epochs:,}, the best for the "
            f"validation rows, so the film ends there and {count(after, 'epoch')} after it "
            f"{'is' if after == 1 else 'are'} given up. As these rows chose the epoch, new rows "
            "would probably do a little worse."
        )
    return " ".join(sentences)


def _rate(run: Run, epoch: int) -> str:
    """Say what the learning rate was at the end of an epoch, "" if it is constant."""
    rates = rates_of(run.config, run.examples, run.history.epochs_trained)
    if not len(rates) or not epoch:
        return ""
    return (
        f"Learning rate at the end of epoch {epoch:,}: {number(float(rates[epoch - 1]))}, by "
        f"{run.config.schedule.name} from {exact(run.config.learning_rate_used)}."
    )
