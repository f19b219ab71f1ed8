"""The button that saves all runs of a lesson and compares them."""

import streamlit as st

from nnplay.config import TrainingConfig
from nnplay.lessons import Lesson
from nnplay.numbers import listed
from nnplay.ui.lessons.navigation import predictions
from nnplay.ui.panels.compare.saved_runs import is_full, is_saved, save_configs
from nnplay.ui.panels.compare.views import COMPARE, SEEDS, VIEW
from nnplay.ui.state import is_shown, open_panel
from nnplay.ui.state.controls import PANEL
from nnplay.ui.state.page_state import MOST_SAVED


def draw_compare_button(lesson: Lesson) -> None:
    """Draw the button, if the lesson compares its run with others."""
    if not lesson.beside or not is_shown(PANEL + COMPARE):
        return
    config = predictions()[lesson.name].config
    configs = [config, *lesson.beside_configs(config).values()]
    full = is_full(len({each.normalized for each in configs if not is_saved(each)}))
    others = list(lesson.beside)
    st.button(
        f"Compare with {others[0]}" if len(others) == 1 else f"Compare all {len(configs)}",
        key="compare_lesson",
        icon=":material/compare_arrows:",
        help=f"At most {MOST_SAVED} runs can be saved: remove some in Compare."
        if full
        else f"Save the runs of this lesson (with {listed(others)}) and open the panel Compare.",
        disabled=full,
        on_click=_compare,
        args=(configs, lesson.many_seeds),
    )


def _compare(configs: list[TrainingConfig], many_seeds: bool) -> None:
    save_configs(configs)
    open_panel(COMPARE)
    if many_seeds:
        st.session_state.chosen[VIEW] = SEEDS
