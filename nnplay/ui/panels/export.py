"""The run shown, to go on with it elsewhere: its code, its model, its numbers."""

from dataclasses import replace
from functools import partial

import streamlit as st

from nnplay.evaluation.metrics import accuracies, classes_of, squared_errors
from nnplay.export import PageNumbers, history_csv, notebook, script
from nnplay.export.data import folded
from nnplay.ui.names import index_label
from nnplay.ui.panels.predictions.rows import predictions_table
from nnplay.ui.panels.step.exported import exported_gradient
from nnplay.ui.runs import Run
from nnplay.workers.calls import call


def draw(run: Run, epoch: int) -> None:
    """Draw the downloads of the run, and its code as it follows from the settings."""
    page = replace(_page_numbers(run), gradient=exported_gradient(run, epoch))
    code = script(run.config, run.dataset, page)
    st.markdown(
        "**Continue with this network elsewhere.** The code is plain Keras and includes the data; "
        "it needs only `pip install tensorflow pandas matplotlib`."
    )
    if not run.history.epochs:
        st.markdown("No epoch was trained, so the model has its initial weights and no history.")
    with st.container(horizontal=True, key="downloads"):
        _download("Python script", code, "network.py", "text/x-python", "code")
        book = notebook(run.config, run.dataset, page)
        _download("Jupyter notebook", book, "network.ipynb", "application/x-ipynb+json", "book_2")
        _download_model(run, epoch)
        history = history_csv(run.history)
        _download("History (CSV)", history, "history.csv", "text/csv", "show_chart")
        _download(
            f"Predictions at epoch {epoch:,} (CSV)",
            predictions_table(run, epoch).to_csv(index_label=index_label(run.dataset)),
            f"predictions-epoch-{epoch}.csv",
            "text/csv",
            "table",
        )
    st.caption("The Keras model opens in Keras 3.8 and later, which TensorFlow 2.18 and later run.")
    shown, left_out = folded(code)
    if left_out:
        st.caption(f"{left_out:,} rows of the table are left out here; the downloads have all.")
    with st.container(height=430, border=False):  # scrolls by keyboard, as long code alone does not
        st.code(shown, language="python", wrap_lines=True)
    st.caption("A chart with a camera at its upper right can be saved as a PNG with it.")


def _download_model(run: Run, epoch: int) -> None:
    st.download_button(
        f"Keras model at epoch {epoch:,}",
        # made when it is asked for: it takes a moment
        partial(call, "model.save_model", run.config, run.dataset, run.history.weights_at(epoch)),
        file_name=f"network-epoch-{epoch}.keras",
        mime="application/octet-stream",
        icon=":material/hub:",
        key="download_model",
        on_click="ignore",
        help="The trained network at the chosen epoch, for `keras.models.load_model`. It takes "
        "the features as they are in the table.",
    )


def _page_numbers(run: Run) -> PageNumbers:
    loss = float(run.history.loss[-1]) if run.history.epochs else float("nan")
    refusal, epoch = run.history.refusal, run.history.epochs
    if run.dataset.classes:
        numbers = classes_of(run.predicted, run.config.loss)
        right = accuracies(run.examples, numbers)
        return PageNumbers(loss, float("nan"), None, refusal, *right, epoch=epoch)
    errors = squared_errors(run.examples, run.predicted)
    return PageNumbers(loss, *errors, refusal, epoch=epoch)


def _download(label: str, text: str, file_name: str, mime: str, icon: str) -> None:
    st.download_button(
        label,
        text,
        file_name=file_name,
        mime=mime,
        icon=f":material/{icon}:",
        key=f"download_{file_name}",
        on_click="ignore",
    )
