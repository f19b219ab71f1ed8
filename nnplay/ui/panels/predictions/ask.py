"""*Ask the network*: what it predicts for a row that the learner makes up."""

from collections.abc import Sequence

import streamlit as st

from nnplay.numbers import as_column
from nnplay.ui.runs import Run
from nnplay.ui.stage.ask import Card, Start, ask_payload, cards_of, draw_ask
from nnplay.ui.state import change

NO_ROW = -1  # stands for the average among the numbers of rows
MOST_CARDS = 12  # drawn unless the learner chooses more


def ask_about(place: dict[str, float]) -> None:
    """Open the panel and ask about a place of the plane; for a callback."""
    number = (st.session_state.asked_place or {"number": 0})["number"] + 1
    st.session_state.asked_place = {"number": number, "values": place}
    change(panel="predictions", asks=True)


def draw_asked(run: Run, epoch: int, beside: st.delta_generator.DeltaGenerator) -> None:
    """Draw the values that can be chosen, and what the network of an epoch predicts for them.

    Args:
        beside: Where the row that one begins with is chosen.
    """
    names = [str(name) for name in run.dataset.row_labels]
    held_out = {*run.examples.validation_rows.tolist()}
    average = f"the average training {run.dataset.row_noun}"
    cards, _ = cards_of(run.dataset, run.examples, None)
    with beside:
        chosen = st.selectbox(
            "Begin with",
            [NO_ROW, *range(len(names))],
            format_func=lambda row: (
                average.capitalize()
                if row == NO_ROW
                else f"{names[row]}{' (held out)' * (row in held_out)}"
            ),
            key=f"ask_from_{run.dataset.name}",
            persist_state="session",
            width=320,
        )
        shown = _choose_cards(run, cards)
    start = Start(None, average)
    if chosen != NO_ROW:
        start = Start(chosen, names[chosen], _actual(run, chosen))
    with st.container(key="asked"):  # lead.js leads here after a press in the plane
        draw_ask(ask_payload(run, epoch, start, shown, st.session_state.asked_place))


def _choose_cards(run: Run, cards: Sequence[Card]) -> Sequence[int]:
    """Return the numbers of the cards to draw: all or, if there are many, those chosen."""
    if len(cards) <= MOST_CARDS:
        return range(len(cards))
    chosen: list[int] = st.multiselect(
        f"Shown of {len(cards)} features",
        range(len(cards)),
        default=range(MOST_CARDS),
        format_func=lambda number: cards[number].name,
        key=f"ask_shown_{run.dataset.name}_{len(cards)}",
        persist_state="session",
        help="The others keep what they begin with.",
    )
    return chosen


def _actual(run: Run, row: int) -> str:
    """Write the target of a row."""
    actual = float(run.examples.y[row, 0])
    if run.dataset.classes:
        return run.dataset.classes[int(actual)]
    return as_column(run.examples.y)(actual)
