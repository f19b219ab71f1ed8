"""The panel *Export*: the run's code, model and numbers, to continue with them elsewhere."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

import streamlit as st

from nnplay.config import TrainingConfig
from nnplay.datasets import Dataset
from nnplay.evaluation.metrics import accuracies, classes_of, squared_errors
from nnplay.export import PageNumbers, history_csv, notebook, script
from nnplay.export.data import folded
from nnplay.ui.drawing.downloads import draw_download
from nnplay.ui.drawing.names import index_label
from nnplay.ui.panels.predictions.rows import predictions_table
from nnplay.ui.panels.step.choice import chosen_last
from nnplay.ui.panels.step.exported import exported_gradient
from nnplay.ui.runs import Run
from nnplay.workers.calls import call


def draw(run: Run, epoch: int) -> None:
    """Draw the downloads of the run, and its code."""
    page = _page_numbers(run)
    st.markdown(
        "**Continue with this network elsewhere.** The code is plain Keras and includes the data; "
        "it needs only `pip install tensorflow pandas matplotlib`."
    )
    if not run.history.epochs:
        st.markdown("No epoch was trained, so the model has its initial weights and no history.")
    with st.container(horizontal=True, key="downloads"):
        _programs(run, epoch, page)
        draw_download(
            f"Keras model at epoch {epoch:,}",
            partial(
                call, "model.save_model", run.config, run.dataset, run.history.weights_at(epoch)
            ),
            f"network-epoch-{epoch}.keras",
            key="download_model",
            icon="hub",
            help="The trained network at the chosen epoch, for `keras.models.load_model`. It takes "
            "the features as they are in the table.",
        )
        draw_download(
            "History (CSV)",
            partial(history_csv, run.history),
            "history.csv",
            key="download_history",
            icon="show_chart",
        )
        draw_download(
            f"Predictions at epoch {epoch:,} (CSV)",
            lambda: predictions_table(run, epoch).to_csv(index_label=index_label(run.dataset)),
            f"predictions-epoch-{epoch}.csv",
            key="download_epoch",
            icon="table",
        )
    st.caption("The Keras model opens in Keras 3.8 and later, which TensorFlow 2.18 and later run.")
    _code(run, page)
    st.caption("A chart with a camera at its upper right can be saved as a PNG with it.")


def _programs(run: Run, epoch: int, page: PageNumbers) -> None:
    chosen = chosen_last(run)

    def make(write: Callable[[TrainingConfig, Dataset, PageNumbers], str]) -> str:
        numbers = replace(page, gradient=exported_gradient(run, epoch, *chosen))
        return write(run.config, run.dataset, numbers)

    for label, write, name, icon in (
        ("Python script", script, "network.py", "code"),
        ("Jupyter notebook", notebook, "network.ipynb", "book_2"),
    ):
        draw_download(label, partial(make, write), name, key=f"download_{name}", icon=icon)


def _code(run: Run, page: PageNumbers) -> None:
    """Draw the script without its gradient: to get that, the run may have to be trained again."""
    shown, left_out = folded(script(run.config, run.dataset, page))
    more = [f"{left_out:,} rows of the table"] if left_out else []
    if not run.history.refusal:
        more.append("one gradient of *Step*, computed again at the end")
    if more:
        st.caption(
            f"The script and the notebook also have what is not shown here: {' and '.join(more)}."
        )
    with st.container(height=430, border=False):  # scrolls by keyboard, as long code alone does not
        st.code(shown, language="python", wrap_lines=True)


def _page_numbers(run: Run) -> PageNumbers:
    loss = float(run.history.loss[-1]) if run.history.epochs else float("nan")
    refusal, epoch = run.history.refusal, run.history.epochs
    if run.dataset.classes:
        numbers = classes_of(run.predicted, run.config.loss)
        right = accuracies(run.examples, numbers)
        return PageNumbers(loss, float("nan"), None, refusal, *right, epoch=epoch)
    errors = squared_errors(run.examples, run.predicted)
    return PageNumbers(loss, *errors, refusal, epoch=epoch)
