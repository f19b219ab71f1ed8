"""A lesson's challenge, drawn above the settings with which to meet it."""

from dataclasses import replace

import streamlit as st

from nnplay.lessons import Lesson, is_met, steps
from nnplay.ui.lessons.progress import mark_challenge
from nnplay.ui.runs import Run
from nnplay.ui.state import is_shown, set_config

MET, NOT_YET = ":green-badge[met]", ":orange-badge[not yet]"


def draw_challenge(lesson: Lesson, run: Run) -> bool:
    """Draw the challenge; return whether this run meets it."""
    found = steps(lesson, run.config, run.numbers)
    met = is_met(found)
    mark_challenge(lesson.name, run.config, met=met)
    with st.container(border=True, key="challenge"):
        if met:
            st.markdown("**Challenge met!**")
        else:
            st.markdown("**Challenge**")
        st.markdown(lesson.challenge.task)
        lines = [f"{MET if step.met else NOT_YET} {step.text}" for step in found]
        st.caption("  \n".join(lines))
        with st.popover("Hint", icon=":material/lightbulb:"):
            st.markdown(lesson.challenge.hint)
            if is_shown("solution"):
                st.button(
                    "Show a solution",
                    key="show_solution",
                    icon=":material/key:",
                    help="Sets the settings so that the challenge is met.",
                    on_click=_solve,
                    args=(lesson,),
                )
    return met


def _solve(lesson: Lesson) -> None:
    set_config(replace(lesson.config, **lesson.challenge.solution))
