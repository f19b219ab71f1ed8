"""The panel *Compare*: a table of the saved runs, and a view of them that is chosen."""

from functools import partial

import streamlit as st

from nnplay.config import TrainingConfig
from nnplay.evaluation.comparison import Result, name_of
from nnplay.history import TrainingHistory
from nnplay.ui.drawing.markdown import plain
from nnplay.ui.drawing.widgets import choose, controlled
from nnplay.ui.panels.compare.choice import choose_run, chosen_run
from nnplay.ui.panels.compare.curves import draw_curves
from nnplay.ui.panels.compare.predictions import draw_predictions, draw_two_runs
from nnplay.ui.panels.compare.race import draw_race_of
from nnplay.ui.panels.compare.saved_runs import names_of, remove, rename, results_of
from nnplay.ui.panels.compare.seeds import draw_seeds, forget_seeds
from nnplay.ui.panels.compare.table import draw_runs
from nnplay.ui.panels.compare.views import CURVES, PAIR, PREDICTIONS, RACE, VIEW, VIEWS
from nnplay.ui.runs import Run
from nnplay.ui.state import page, set_config
from nnplay.ui.state.page_state import MOST_LETTERS, SavedRun, is_own

KEY = "saved_run"  # of the choice of one run


def draw(run: Run, epoch: int) -> None:  # noqa: ARG001  runs are compared as they ended
    """Draw the runs saved on the data of this run; those without a result are trained now."""
    saved = [each for each in page().saved if each.config.data == run.config.data]
    _explain(run, saved)
    if not saved:
        return
    names = names_of(saved)
    table = st.container()
    with st.container(horizontal=True, vertical_alignment="center", key="compare_choices"):
        view = _choose_view(saved)
        with st.popover("Rename, restore, remove", icon=":material/edit:"):
            _one_run(saved, names)
    with table:
        results = _results(saved, names)
        draw_runs(names, results, run.examples)
    if view == CURVES:
        draw_curves(names, results, run.dataset)
    elif view == RACE:
        draw_race_of(names, results, run.dataset)
    elif view == PAIR:
        draw_two_runs(names, results, run.dataset)
    elif view == PREDICTIONS:
        draw_predictions(names, results, run.dataset)
    else:
        draw_seeds(saved, run.dataset)


def _explain(run: Run, saved: list[SavedRun]) -> None:
    """Say which saved runs are not shown, and how to save more while there are too few."""
    others = len(page().saved) - len(saved)
    if others:
        st.caption(f"{others} saved on other data: choose those data to see them.")
    if is_own(run.config):
        st.caption("Runs on your own data stay in this session; a link can't hold them.")
    if not saved:
        st.markdown(
            "Press *Save run* at the top, change a setting and save that run too: then both are "
            "here side by side, and can race each other."
        )
    if len(saved) == 1:
        st.caption("Change a setting and press *Save run* again to compare and race two runs.")


def _choose_view(saved: list[SavedRun]) -> str:
    return choose(
        st.segmented_control,
        "Show",
        VIEWS,
        first=RACE if len(saved) > 1 else CURVES,
        required=True,
        key=VIEW,
        label_visibility="collapsed",
        wrap=True,
    )


def _results(saved: list[SavedRun], names: list[str]) -> list[Result]:
    """Return the results of the saved runs, and show progress while some are trained."""
    place = st.empty()

    def tell(number: int, history: TrainingHistory | None = None) -> None:
        so_far = "" if history is None else f": {history.epochs:,} epochs so far"
        place.progress(number / len(names), f"Training {plain(names[number])}{so_far}")

    try:
        return results_of(saved, tell)
    finally:
        place.empty()


def _one_run(saved: list[SavedRun], names: list[str]) -> None:
    """Draw the choice of one run, its name, and the buttons that restore and remove it."""
    given = {each.config: each.given_name for each in saved}
    config = choose_run("Saved run", dict(zip(given, names, strict=True)), KEY)
    controlled(
        st.text_input,
        "Name",
        placeholder=name_of(config),
        max_chars=MOST_LETTERS,
        key="saved_name",
        value=given[config],
        on_change=partial(rename, config),
        help=f"Another name for this run, at most {MOST_LETTERS} letters; none brings the "
        "automatic name back.",
    )
    with st.container(horizontal=True):
        if st.button(
            "Restore",
            key="restore",
            icon=":material/settings_backup_restore:",
            help="Set all settings as this run had them.",
            on_click=_restore,
        ):
            st.toast("The settings are now those of this run.", icon=":material/check:")
            st.rerun()  # of the whole page: the settings stand outside the fragment of the results
        st.button(
            "Remove",
            key="remove",
            icon=":material/delete:",
            help="Take this run out of the comparison and out of the link.",
            on_click=_remove,
        )


def _saved() -> list[TrainingConfig]:
    return [each.config for each in page().saved]


def _remove() -> None:
    config = chosen_run(KEY, _saved())
    if config is None:  # pressed twice
        return
    place = _saved().index(config)
    remove(config)
    neighbours = _saved()
    if neighbours:
        st.session_state.chosen[KEY] = neighbours[min(place, len(neighbours) - 1)]
    forget_seeds(neighbours)


def _restore() -> None:
    config = chosen_run(KEY, _saved())
    if config is not None:
        set_config(config)
