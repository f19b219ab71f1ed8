"""The results of a search: the verdict, the best candidates, how much each setting matters."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st

from nnplay.config import TrainingConfig
from nnplay.evaluation.comparison import setting_of
from nnplay.numbers import exact, percent, sign_or_number
from nnplay.search.candidates import FAILED, STOPPED_EARLY, Candidate, parameters_of
from nnplay.search.figures import importance_figure, parallel_figure
from nnplay.search.results import cell, results_table
from nnplay.search.search import Search
from nnplay.search.space import SETTINGS, SIZES
from nnplay.search.verdict import nothing_finished, ranked, sentences
from nnplay.ui.drawing.charts import draw_chart
from nnplay.ui.drawing.downloads import draw_download
from nnplay.ui.drawing.markdown import plain
from nnplay.ui.drawing.tables import draw_table
from nnplay.ui.state import page, set_config
from nnplay.ui.state.page_state import PageState, is_own
from nnplay.ui.state.url import write_query

MOST_SHOWN = 100  # rows of the leaderboard
MOST_LINES = 60  # of the parallel coordinates; more would hide each other
MOST_AXES = 3  # shown at first beside the error; a phone has room for no more
# Plotly draws these axes black, also on black, and has no setting for it.
AXES = (
    "<style>.parcoords .axis :is(.domain, line) { stroke: currentColor; stroke-opacity: 0.5 }"
    "</style>"
)
FEWEST = 5  # finished candidates that figures need
LEADERBOARD = "search_leaderboard"


def draw_results(search: Search) -> None:
    """Draw the verdict so far, the leaderboard, and the buttons below."""
    verdict = search.verdict
    if verdict is None:
        if search.candidates and not search.job.running:
            texts = nothing_finished(search.candidates, search.baselines, search.dataset)
            st.markdown("  \n".join(plain(text) for text in texts))
        _tell_rest(search.candidates)
        return
    best, *others = sentences(verdict, search.dataset, search.plan.folds)
    st.markdown(f"**{plain(best)}**  \n" + "  \n".join(plain(text) for text in others))
    ranking = ranked(search.candidates)[:MOST_SHOWN]
    _leaderboard(search, ranking)
    with st.container(horizontal=True, vertical_alignment="center", key="search_rest"):
        if st.button(
            "Open in the playground",
            key="search_open",
            icon=":material/open_in_new_down:",
            help="Use the settings of the best candidate or, once the search has ended, of the row "
            "that you have selected.",
            on_click=_open,
            args=(search,),
        ):
            st.toast("The settings are now those of this row.", icon=":material/check:")
            st.rerun()  # of the whole page: the settings are outside the fragment
        draw_download(
            "Download all as CSV", partial(_all_as_csv, search), "search.csv", key="search_download"
        )
        _tell_rest(search.candidates)


def draw_figures(search: Search) -> None:
    """Draw how much each setting matters, and the settings of the best candidates."""
    ranking = ranked(search.candidates)
    if len(ranking) < FEWEST:
        return
    importances = search.importances()
    if importances:
        _draw_importances(importances)
    _draw_best(search, ranking[:MOST_LINES], importances)


def _draw_importances(importances: Mapping[str, float]) -> None:
    st.markdown("**How much each setting matters**")
    names = [SETTINGS[name].label for name in importances]
    draw_chart(
        importance_figure(names, list(importances.values())),
        "importance",
        "Bars: how much of the differences between the errors each setting explains",
        key="search_importance",
    )


def _draw_best(search: Search, best: list[Candidate], importances: Mapping[str, float]) -> None:
    """Draw the best candidates as lines, at first over the settings that matter most."""
    st.markdown(
        f"**The best {len(best)}**, each a line through its settings to its error; the best are "
        "orange. Drag along an axis to select a part of it."
    )
    everything = _columns(search)
    most = {name: max(importances.get(each, 0) for each in _parts(name)) for name in everything}
    chosen = st.pills(
        "Axes",
        everything,
        selection_mode="multi",
        default=sorted(everything, key=lambda name: -most[name])[:MOST_AXES],
        format_func=_heading,
        key=f"search_axes_{'_'.join(everything)}",
        label_visibility="collapsed",
    )
    columns: list[tuple[str, list[Any]]] = [
        (_heading(name), [_shown(each.config, name) for each in best]) for name in chosen
    ]
    columns.append((_error(search), [each.final.mean for each in best]))
    st.html(AXES)
    draw_chart(
        parallel_figure(columns),
        "candidates",
        "Parallel coordinates: the settings of the best candidates and their errors",
        key="search_parallel",
    )


def _leaderboard(search: Search, ranking: list[Candidate]) -> None:
    """Draw the best candidates; a row can be selected once their order no longer changes."""
    factor = 100 if search.dataset.classes else 1
    columns: dict[str, list[Any]] = {
        _error(search): [factor * each.final.mean for each in ranking],
        "±": [factor * each.final.standard_error for each in ranking],
        "parameters": [parameters_of(each.config, search.dataset) for each in ranking],
    }
    if not is_own(search.plan.base):
        columns["link"] = [_link(each.config) for each in ranking]
    for name in _columns(search):
        columns[_heading(name)] = [_shown(each.config, name) for each in ranking]
    number = st.column_config.NumberColumn
    write = _percent if search.dataset.classes else sign_or_number
    table = pd.DataFrame(columns, index=pd.RangeIndex(1, len(ranking) + 1, name="place"))
    draw_table(
        table,
        "leaderboard",
        "The best candidates so far, with their errors and settings",
        height=240 if len(ranking) > 5 else "auto",
        key="search_growing" if search.job.running else LEADERBOARD,
        on_select="ignore" if search.job.running else "rerun",
        selection_mode="single-row",
        formats={
            **dict.fromkeys(table.select_dtypes("float"), exact),
            **dict.fromkeys((_error(search), "±"), write),
        },
        column_config={
            _error(search): number(
                help="On the held-out rows, over all folds and seeds",
            ),
            "±": number(help="Standard error: how much the score would vary with other rows"),
            "parameters": number(help="Weights and biases of the network"),
            "link": st.column_config.LinkColumn(
                display_text="open", help="This configuration in a playground of its own"
            ),
        },
    )


def _percent(value: float) -> str:
    return percent(value / 100, 1)


def _chosen(search: Search) -> Candidate:
    """Return the candidate whose row is selected, or else the best."""
    ranking = ranked(search.candidates)[:MOST_SHOWN]
    table = st.session_state.get(LEADERBOARD)
    rows = table["selection"]["rows"] if table else []
    return ranking[rows[0]] if rows and rows[0] < len(ranking) else ranking[0]


def _all_as_csv(search: Search) -> str:
    return results_table(search.candidates, search.dataset).to_csv(index=False)


def _tell_rest(candidates: list[Candidate]) -> None:
    """Say how many candidates are not on the leaderboard, and why."""
    states = Counter(each.state for each in candidates)
    repeated = sum(each.same_as is not None for each in candidates)
    parts = [
        f"{states[STOPPED_EARLY]:,} stopped early" if states[STOPPED_EARLY] else "",
        f"{states[FAILED]:,} failed" if states[FAILED] else "",
        f"{repeated:,} tried before" if repeated else "",
    ]
    if any(parts):
        st.caption(f"Not in the table: {', '.join(filter(None, parts))}.")


def _open(search: Search) -> None:
    set_config(_chosen(search).config)


def _link(config: TrainingConfig) -> str:
    """Return a link to the configuration on a page with the same parts hidden as here."""
    state = replace(PageState(config), hidden=page().hidden, locked=page().locked)
    return f"?{write_query(state)}"


def _columns(search: Search) -> list[str]:
    """Return the settings that vary, with the number and the units of the layers as one."""
    names = [each.name for each in search.plan.settings]
    return list(dict.fromkeys("hidden_units" if name in SIZES else name for name in names))


def _parts(name: str) -> tuple[str, ...]:
    """Return the settings that a column is made of."""
    return SIZES if name == "hidden_units" else (name,)


def _heading(name: str) -> str:
    return SETTINGS[name].label if name in SETTINGS else "units"


def _shown(config: TrainingConfig, name: str) -> Any:
    return cell(setting_of(config, name))


def _error(search: Search) -> str:
    return "error rate" if search.dataset.classes else "MSE"
