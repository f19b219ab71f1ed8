"""Asking the network, without a browser: what the page sends to the stage for it."""

import numpy as np
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from nnplay.config import TrainingConfig
from nnplay.datasets import Dataset
from nnplay.figures import predictions
from nnplay.ui.panels.predictions.ask import MOST_CARDS
from tests.app.pages import open_page, run, said
from tests.unit.ui.stage.test_ask import run_of
from tests.unit.ui.stage.test_payload import decode

pytestmark = pytest.mark.usefixtures("worker")
KEY = "ask"


def sent(page):
    """Return the header of the payload for asking the network, None if there is none."""
    found = [each.proto for each in page.get("bidi_component") if KEY in each.proto.component_name]
    return decode(found[0].bytes)[0] if found else None


def test_the_network_is_asked_beside_the_rows_and_the_address_says_so():
    page = open_page("Predictions")
    assert sent(page) is None
    assert page.dataframe
    page.segmented_control(key="predictions_view").set_value("Ask the network")
    page = run(page)
    assert not page.dataframe
    assert said(page, "ask") == ["1"]
    assert sent(page)["start"]["name"] == "the average training state"
    page.selectbox(key="ask_from_car_crashes").set_value(1)
    page = run(page)
    asked = sent(page)
    assert asked["epoch"] == 500
    assert asked["start"]["name"] == "Alaska"
    assert asked["start"]["actual"] == "18.10"
    assert [card["name"] for card in asked["cards"]] == asked["features"]
    assert asked["cards"][0]["own"] == 7.421
    linked = open_page("Predictions", ask="1", epoch="20")
    assert sent(linked)["epoch"] == 20


def test_the_page_says_which_of_many_rows_are_drawn(monkeypatch):
    monkeypatch.setattr(predictions, "MOST_POINTS", 20)
    captions = [each.value for each in open_page("Predictions").caption]
    assert "One row in 3 is drawn, and the 6 largest errors." in captions


def test_a_row_that_was_held_out_is_told_from_those_learned_from():
    page = open_page("Predictions", ask="1", validation_split="0.2")
    options = page.selectbox(key="ask_from_car_crashes").options
    assert options[1] == "Alabama"
    assert options[-1] == "Wyoming (held out)"


def panel(run):
    import streamlit as st

    from nnplay.ui.panels.predictions.ask import draw_asked

    st.session_state.setdefault("asked_place", None)
    draw_asked(run, 1, st.container())


def test_some_of_many_features_are_shown_and_others_can_be_chosen():
    names = [f"n{i}" for i in range(40)]
    frame = pd.DataFrame(np.random.default_rng(0).normal(size=(20, 41)), columns=["y", *names])
    labels = pd.Series([f"row {i}" for i in range(20)])
    dataset = Dataset("many", "many", frame, "y", "y", "?", labels, {}, "here")
    many = run_of(TrainingConfig(dataset="many", batch_size=8), dataset)
    page = run(AppTest.from_function(panel, kwargs={"run": many}, default_timeout=60))
    assert sent(page)["shown"] == list(range(MOST_CARDS))
    assert len(sent(page)["cards"]) == 40
    page.multiselect[0].set_value([39, 3])
    assert sent(run(page))["shown"] == [39, 3]
