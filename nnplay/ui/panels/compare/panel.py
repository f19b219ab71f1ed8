"""The kept runs side by side: their table, their curves, their predictions, a race."""

import streamlit as st

from nnplay.config import TrainingConfig
from nnplay.evaluation.comparison import Result, name_of
from nnplay.history import TrainingHistory
from nnplay.ui.panels.compare.curves import draw_curves
from nnplay.ui.panels.compare.predictions import draw_predictions, draw_two_runs
from nnplay.ui.panels.compare.race import draw_race_of
from nnplay.ui.panels.compare.saved_runs import (
    MOST_LETTERS,
    Kept,
    kept_results,
    kept_runs,
    names_of,
    remove,
    rename,
)
from nnplay.ui.panels.compare.seeds import draw_seeds, forget_seeds
from nnplay.ui.panels.compare.table import draw_runs
from nnplay.ui.runs import Run
from nnplay.ui.settings.csv_upload import is_own, set_config
from nnplay.ui.url import plain

CURVES, RACE, PAIR, PREDICTIONS, SEEDS = VIEWS = (
    *("Loss curves", "Race", "Two runs", "Predictions", "Many seeds"),
)


def draw(run: Run, epoch: int) -> None:  # noqa: ARG001  runs are compared as they ended
    """Draw the kept runs on the data of this run; those without a result are trained now."""
    everything = kept_runs()
    kept = [each for each in everything if each.config.data == run.config.data]
    if len(kept) < len(everything):
        others = len(everything) - len(kept)
        st.caption(f"{others} kept on other data: choose those data to see them.")
    if is_own(run.config):
        st.caption("Runs on your own data stay in this session; a link can't hold them.")
    if not kept:
        st.markdown(
            "**Nothing is kept yet.** Press *Keep this run* at the top, change a setting, and keep "
            "that run as well: here they stand side by side. The link of the page holds them all."
        )
        return
    names = names_of(kept)
    configs = [each.config for each in kept]
    table = st.container()
    with st.container(horizontal=True, vertical_alignment="center", key="compare_choices"):
        view = st.segmented_control(
            "Show",
            VIEWS,
            default=CURVES,
            required=True,
            key="compare_view",
            persist_state="session",
            label_visibility="collapsed",
            wrap=True,
        )
        with st.popover("Rename, restore, remove", icon=":material/edit:"):
            _one_run(kept, names)
    with table:
        results = _results(kept, names)
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
        draw_seeds(names, configs, run.dataset)


def _results(kept: list[Kept], names: list[str]) -> list[Result]:
    """Return the results of the kept runs, showing how far the trainings are."""
    place = st.empty()
    current = names[0]

    def begin(number: int) -> None:
        nonlocal current
        current = names[number]
        place.progress(number / len(names), f"Training {plain(current)}")

    def show(history: TrainingHistory) -> None:
        place.progress(
            min(1.0, names.index(current) / len(names)),
            f"Training {plain(current)}: {history.epochs:,} epochs so far",
        )

    try:
        return kept_results(kept, begin, show)
    finally:
        place.empty()


def _one_run(kept: list[Kept], names: list[str]) -> None:
    each = kept[names.index(st.selectbox("Kept run", names, key="kept_run"))]
    config = each.config
    st.session_state.setdefault(f"name_of_{hash(config)}", each.given_name)
    st.text_input(
        "Name",
        placeholder=name_of(config),
        max_chars=MOST_LETTERS,
        key=f"name_of_{hash(config)}",
        help=f"Another name for this run, at most {MOST_LETTERS} letters; none brings the "
        "automatic name back.",
        on_change=_rename,
        args=(config,),
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


def _rename(config: TrainingConfig) -> None:
    field, before = f"name_of_{hash(config)}", _names()
    st.session_state[field] = rename(config, st.session_state[field])
    _follow(before)


def _chosen() -> TrainingConfig | None:
    """Return the run that is chosen now, also while the page of the choice before still stands.

    So does a name that has just been changed, which the browser then still sends.
    """
    names = _names()
    now = {name: config for config, name in names.items()}
    named = st.session_state.get("former_names", {}) | now
    config = named.get(st.session_state.kept_run)
    return config if config in names else None


def _remove() -> None:
    config, before = _chosen(), _names()
    if config is None:  # pressed twice
        return
    place = list(before).index(config)
    remove(config)
    _follow(before)
    neighbours = list(_names().values())
    if neighbours:
        st.session_state.kept_run = neighbours[min(place, len(neighbours) - 1)]
    forget_seeds(list(_names()))


def _names() -> dict[TrainingConfig, str]:
    kept = kept_runs()
    return dict(zip((each.config for each in kept), names_of(kept), strict=True))


def _follow(before: dict[TrainingConfig, str]) -> None:
    """Let choices of runs, which are remembered by their names, follow to the names of now."""
    former = {name: config for config, name in before.items()}
    st.session_state.former_names = st.session_state.get("former_names", {}) | former
    now = {name: _names().get(config) for name, config in former.items()}
    for key in ("kept_run", "compare_left", "compare_right"):
        name = now.get(st.session_state.get(key, ""))
        if name:
            st.session_state[key] = name
    if "racers" in st.session_state:
        st.session_state.racers = [now[name] for name in st.session_state.racers if now.get(name)]


def _restore() -> None:
    config = _chosen()
    if config is not None:
        st.session_state.kept_run = _names()[config]
        set_config(config)
