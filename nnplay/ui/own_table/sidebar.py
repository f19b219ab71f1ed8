"""The learner's table in the sidebar: its name, its target and its features."""

from functools import partial

import streamlit as st

from nnplay.ui.own_table.draft import Draft
from nnplay.ui.own_table.session import choose_table, learn_from, predict, show_again, used
from nnplay.ui.settings.fold_button import draw_fold_button
from nnplay.ui.settings.setting import setting_widget
from nnplay.ui.state import is_shown, page

FOLD = "fold_own_table"
MOST_PILLS = 12  # more columns are chosen from a list, or they would push all else down


def draw_own_table() -> None:
    """Draw the choice of the target, and a fold with the table's buttons and features."""
    draft = used()
    if draft is None:
        return
    is_open = st.session_state.folds.get(FOLD, False)
    what = "Table and features" if is_shown("features") else "Table"
    text = f"{what}: {draft.table.name}, {len(draft.table.frame):,} rows"
    draw_fold_button(FOLD, text, is_open=is_open)
    if is_open:
        _draw_buttons(draft)
        if is_shown("features"):
            _draw_features(draft)
    _draw_target(draft)


def _draw_buttons(draft: Draft) -> None:
    with st.container(horizontal=True):
        st.button(
            "Change how it is read",
            key="own_again",
            icon=":material/tune:",
            on_click=show_again,
            args=(draft,),
        )
        st.button(
            "Another table", key="own_other", icon=":material/upload_file:", on_click=choose_table
        )


def _draw_target(draft: Draft) -> None:
    target = draft.table.column(draft.question.target)
    setting_widget(
        st.selectbox,
        "Predict",
        _usable(draft),
        key="own_target",
        value=target.name,
        on_change=partial(predict, draft),
        help="The column that the network shall learn to predict.",
    )
    if target.kind == "number" and target.may_be_classes:
        setting_widget(
            st.toggle,
            "Its values are classes",
            key="own_classes",
            value=draft.question.classes,
            on_change=partial(predict, draft, target.name),
            help="On: each value is a class of its own. Off: the values are quantities.",
        )


def _draw_features(draft: Draft) -> None:
    options = [name for name in _usable(draft) if name != draft.question.target]
    is_long = len(options) > MOST_PILLS
    setting_widget(
        st.multiselect if is_long else st.pills,
        "Features",
        options,
        key="own_features",
        value=[name for name in options if name in _learned(draft)],
        on_change=partial(learn_from, draft, options),
        help="The columns that the network may look at.",
        **({} if is_long else {"selection_mode": "multi"}),
    )


def _usable(draft: Draft) -> list[str]:
    return [column.name for column in draft.table.columns if not column.flaw]


def _learned(draft: Draft) -> set[str]:
    """Return the columns that the network learns from."""
    names, features = draft.question.features, page().config.features
    if not features or draft.dataset is None:
        return {*names}
    # a fix may name inputs that were made of a column of texts
    texts = draft.dataset.texts
    return {name for name in names if {name, *texts.get(name, {}).values()} & {*features}}
