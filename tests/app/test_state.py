"""The page's state and its address, without a browser: which of them follows the other."""

import pytest

from nnplay.config import TrainingConfig
from tests.app.pages import open_page, run, said

pytestmark = pytest.mark.usefixtures("worker")


def seed_of(page):
    return page.session_state["run"].config.seed


def go_to(page, **address):
    """Go to another address, as the browser's Back does."""
    page.query_params.clear()
    page.query_params.update(address)
    return run(page)


def test_the_page_follows_an_address_that_it_has_not_written():
    page = open_page(seed="1")
    page.number_input(key="seed").set_value(2)
    run(page)
    assert said(page, "seed") == ["2"]
    assert seed_of(go_to(page, seed="1")) == 1
    assert page.number_input(key="seed").value == 1
    assert seed_of(go_to(page)) == 0
    assert page.session_state["run"].config == TrainingConfig()


def test_an_action_counts_more_than_an_address_that_the_browser_still_had():
    page = open_page(seed="1")
    page.number_input(key="seed").set_value(2)
    run(page)
    page.number_input(key="units_1").set_value(5)
    go_to(page, seed="1")
    assert page.session_state["run"].config == TrainingConfig(seed=2, hidden_units=(5,))
    assert said(page, "seed") == ["2"]


def test_an_action_counts_more_than_each_address_that_was_overtaken():
    page = open_page(seed="1")
    for seed in (2, 3):
        page.number_input(key="seed").set_value(seed)
        go_to(page, seed="1")
    page.number_input(key="units_1").set_value(5)
    go_to(page, seed="2")
    assert page.session_state["run"].config == TrainingConfig(seed=3, hidden_units=(5,))


def test_a_browser_that_never_heard_of_the_new_address_is_told_again():
    page = open_page(seed="1")
    page.number_input(key="seed").set_value(2)
    run(page)
    press_share(page)
    go_to(page, seed="1")
    assert said(page, "seed") == ["2"]


def press_share(page):
    page.menu_button(key="tools").click(":material/share: Share")


def open_presets(page):
    page.button(key="presets").click()


@pytest.mark.parametrize("act", [press_share, open_presets])
def test_an_action_that_changes_nothing_is_not_read_as_back(act):
    page = open_page(seed="1")
    page.number_input(key="seed").set_value(2)
    run(page)
    act(page)
    assert seed_of(go_to(page, seed="1")) == 2  # the browser had not heard of the new address yet
    assert seed_of(go_to(page, seed="1")) == 1  # now it goes back


def test_going_back_quickly_counts_more_than_a_widget_that_still_shows_another_step():
    page = open_page(seed="1")
    for seed in (2, 3):
        page.number_input(key="seed").set_value(seed)
        run(page)
    page.number_input(key="seed").set_value(2)  # not drawn again yet, as it looks to the server
    assert seed_of(go_to(page, seed="1")) == 1
    assert said(page, "seed") == ["1"]


def test_a_hidden_setting_keeps_its_value_however_the_page_changes():
    page = open_page(hide="epochs", epochs="40")
    page.number_input(key="seed").set_value(2)
    run(page)
    assert page.session_state["run"].config == TrainingConfig(epochs=40, seed=2)
    assert said(page, "epochs") == ["40"]
