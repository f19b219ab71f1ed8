"""A race of the saved runs' films."""

import streamlit as st

from nnplay.datasets import Dataset
from nnplay.evaluation.comparison import Result, curve_of, measures
from nnplay.ui.drawing.markdown import plain
from nnplay.ui.panels.compare.choice import choose_runs
from nnplay.ui.panels.compare.curves import CLOCKS, choose_clock, unit_of
from nnplay.ui.stage.race import SECONDS, Racer, race_payload
from nnplay.ui.stage.stage import draw_alone


def draw_race_of(names: list[str], results: list[Result], dataset: Dataset) -> None:
    """Draw the choice of two or more runs, and their race."""
    able = {
        result.config: name for name, result in zip(names, results, strict=True) if len(result.loss)
    }
    if len(able) < 2:
        st.markdown("A race needs at least two saved runs that were trained.")
        return
    left, right = st.columns([3, 2])
    with left:
        chosen = choose_runs("Runs", able, "racers")
    with right:
        clock = choose_clock("race")
    if len(chosen) < 2:
        st.markdown("Choose at least two runs.")
        return
    configs = [result.config for result in results]
    chosen_results = [results[configs.index(config)] for config in chosen]
    measure = measures(chosen_results)[0]
    by_time = CLOCKS[clock] == SECONDS
    racers = [
        Racer(able[config], configs.index(config), curve_of(result, measure, by_time=by_time))
        for config, result in zip(chosen, chosen_results, strict=True)
    ]
    payload = race_payload(racers, unit_of(measure, chosen_results, dataset), CLOCKS[clock])
    draw_alone(payload, "race")
    st.caption(
        "The finish line is 5% above the lowest value that any of these runs reaches. The first "
        "run to cross it wins; runs that never cross are ranked by their best value. Training "
        "times are measured where the page runs, and differ a little from run to run."
    )
    left_out = [name for name in names if name not in able.values()]
    if left_out:
        st.caption(f"Not trained, so not in the race: {plain(', '.join(left_out))}.")
