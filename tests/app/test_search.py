"""The search for a configuration, on the page without a browser."""

import io
from urllib.parse import parse_qs

import pandas as pd
import pytest

from nnplay.fields import FIELDS
from nnplay.search.candidates import FINISHED
from nnplay.search.results import results_table
from nnplay.search.verdict import ranked
from nnplay.ui.panels.search import searches
from nnplay.ui.state.url import decode
from nnplay.workers import calls
from tests.app import pages
from tests.app.pages import press, run, use_own
from tests.unit.search.fakes import FakePool, error_of_config

pytestmark = pytest.mark.usefixtures("worker")


@pytest.fixture(autouse=True)
def pool(monkeypatch):
    """Let candidates be trained by a stand-in, as fast as they are drawn."""
    pool = FakePool()
    monkeypatch.setattr(searches, "search_pool", lambda: pool)
    return pool


def open_page(**address):
    return pages.open_page("Search", **address)


def search_of(page):
    return page.session_state["search"]


def found(page, candidates=30):
    """Search to the end and draw the results."""
    page.number_input(key="search_candidates").set_value(candidates)
    run(page)
    press(page, "search_start")
    search_of(page).job.wait(60)
    return run(page)


def texts(page):
    return " ".join(each.value for each in [*page.markdown, *page.caption])


def keys(page):
    return {button.key for button in page.button}


def test_before_a_search_it_is_said_what_one_does():
    page = open_page()
    assert "Which configuration works best" in texts(page)
    assert "search_start" in keys(page)
    assert not {"search_stop", "search_continue", "search_open"} & keys(page)


def test_a_search_fills_the_leaderboard_and_tells_its_verdict():
    page = found(open_page())
    search = search_of(page)
    assert len(search.candidates) == 30
    table = page.dataframe[0].value
    finished = [each for each in search.candidates if each.state == FINISHED]
    assert len(table) == len({each.config for each in finished})
    assert table["MSE"].is_monotonic_increasing
    assert table["MSE"].iloc[0] == pytest.approx(error_of_config(search.verdict.best.config))
    assert "Best of 30 tried:" in texts(page)
    assert "0.995 ± 0.273" in texts(page)  # linear regression on the same folds
    assert {"search_start", "search_continue", "search_open"} <= keys(page)
    assert "search_stop" not in keys(page)


def test_while_it_searches_it_can_be_stopped_and_goes_on(pool):
    pool._make = lambda: FakePool(seconds=0.05)._make()
    page = open_page()
    press(page, "search_start")
    while len(search_of(page).candidates) < 3:
        pass
    run(page)
    assert "search_stop" in keys(page)
    assert "search_start" not in keys(page)
    press(page, "search_stop")
    assert not search_of(page).job.running
    before = len(search_of(page).candidates)
    assert 3 <= before < 100
    run(page)
    page.number_input(key="search_candidates").set_value(5)
    run(page)
    press(page, "search_continue")
    search_of(page).job.wait(60)
    assert len(search_of(page).candidates) == before + 5


def test_the_best_opens_in_the_playground():
    page = found(open_page())
    best = search_of(page).verdict.best.config
    press(page, "search_open")
    assert page.session_state["run"].config == best


def test_every_row_has_a_link_that_is_its_configuration():
    page = found(open_page())
    table = page.dataframe[0].value
    for candidate, link in zip(ranked(search_of(page).candidates), table["link"], strict=True):
        params = parse_qs(link.removeprefix("?"))
        state, complaints = decode(params)
        assert (state.config, complaints) == (candidate.config, [])


def test_a_reload_brings_the_search_back_by_the_address():
    page = found(open_page())
    again = open_page(search=page.query_params["search"])
    assert search_of(again) is search_of(page)
    pd.testing.assert_frame_equal(again.dataframe[0].value, page.dataframe[0].value)
    assert not again.warning


def test_a_search_that_the_server_has_forgotten_is_told():
    page = open_page(search="long-ago")
    assert "no longer has the search" in texts(page)
    assert not page.warning


def test_another_search_takes_the_place_of_the_first():
    page = found(open_page())
    first, name = search_of(page), page.query_params["search"]
    press(page, "search_start")
    assert search_of(page) is not first
    assert page.query_params["search"] != name
    search_of(page).job.stop()


def test_what_may_vary_and_its_range_are_chosen():
    page = open_page()
    page.multiselect(key="search_vary").set_value(["optimizer", "units"])
    run(page)
    page.multiselect(key="search_range_optimizer").set_value(["SGD", "Adam"])
    page.select_slider(key="search_range_units").set_value((2.0, 3.0))
    found(page, candidates=12)
    configs = {each.config for each in search_of(page).candidates}
    assert {config.optimizer for config in configs} == {"SGD", "Adam"}
    assert {config.hidden_units for config in configs} == {(2,), (3,)}
    assert len(configs) == 4
    assert "8 tried before" in texts(page)


@pytest.mark.parametrize(
    ("chosen", "complaint"),
    [([], "Choose at least one setting"), (["optimizer"], "No value is left to try for optimizer")],
)
def test_nothing_to_vary_is_told(chosen, complaint):
    page = open_page()
    page.multiselect(key="search_vary").set_value(chosen)
    run(page)
    if chosen:
        page.multiselect(key="search_range_optimizer").set_value([])
        run(page)
    press(page, "search_start")
    assert complaint in page.error[0].value
    assert page.session_state["search"] is None


def test_a_budget_of_seconds_ends_the_search(pool):
    pool._make = lambda: FakePool(seconds=0.02)._make()
    page = open_page()
    page.segmented_control(key="search_budget").set_value("seconds")
    run(page)
    page.number_input(key="search_seconds").set_value(1)
    run(page)
    press(page, "search_start")
    search_of(page).job.wait(60)
    assert search_of(page).progress == 1
    assert search_of(page).candidates


def test_classes_are_ranked_by_wrong_answers():
    page = found(open_page(dataset="car_crashes_terciles"))
    assert "error rate" in page.dataframe[0].value.columns
    assert "Error rate on the held-out rows" in texts(page)
    assert "Even always answering the majority class" in texts(page)  # the stand-in errs above 1


def test_an_error_of_the_workers_is_told_and_what_was_found_stays(pool):
    page = found(open_page(), candidates=6)

    def fail():
        raise calls.WorkerError("No Dask scheduler answers at tcp://10.0.0.1:8786.")

    pool._make = fail
    press(page, "search_continue")
    search_of(page).job.wait(60)
    run(page)
    assert any("No Dask scheduler" in each.value for each in page.error)
    assert len(search_of(page).candidates) == 6
    assert page.dataframe


def test_own_data_are_searched_but_are_no_part_of_the_address():
    page = open_page()
    lines = [f"{x},{x % 7},{2 * x + x % 7}" for x in range(40)]
    text = "\n".join(["size,age,price", *lines])
    use_own(page, text.encode())
    found(page, candidates=6)
    assert search_of(page).dataset.target == "price"
    assert "search" not in page.query_params
    table = page.dataframe[0].value
    assert "link" not in table.columns
    press(page, "search_open")
    assert page.session_state["run"].config == search_of(page).verdict.best.config


def test_the_download_is_the_table_of_all_candidates():
    page = found(open_page(), candidates=10)
    search = search_of(page)
    text = results_table(search.candidates, search.dataset).to_csv(index=False)
    assert len(pd.read_csv(io.StringIO(text))) == 10
    assert "search_download" in {each.key for each in page.get("download_button")}


def test_results_for_other_data_are_marked_as_such():
    page = found(open_page(), candidates=6)
    assert "made on different data" not in texts(page)
    page.selectbox(key="dataset").set_value("circle")
    run(page)
    assert "This search was made on different data" in texts(page)
    press(page, "search_open")
    assert page.session_state["run"].config == search_of(page).verdict.best.config
    assert "made on different data" not in texts(page)


def test_more_folds_than_the_next_table_has_rows_do_no_harm():
    page = open_page()
    page.slider(key="search_folds_10").set_value(10)
    run(page)
    text = "size,age,price\n1,5,2\n2,3,1\n3,9,4\n4,1,8\n5,2,9\n"
    use_own(page, text.encode())
    assert page.slider(key="search_folds_5").value == 5
    found(page, candidates=3)
    assert search_of(page).plan.folds.count == 5
    assert len(search_of(page).candidates) == 3


def test_a_locked_link_varies_no_setting_that_it_hides():
    page = open_page(hide="optimizer,learning_rate,hidden_units", lock="1")
    box = page.multiselect(key="search_vary")
    assert not {"optimizer", "learning rate", "hidden layers", "units"} & {*box.options}
    assert "activation" in box.options
    page = found(page)
    configs = {each.config for each in search_of(page).candidates}
    assert len(configs) > 1
    assert {(each.optimizer, each.hidden_units) for each in configs} == {("RMSprop", (3,))}
    state, _ = decode(parse_qs(page.dataframe[0].value["link"].iloc[0].removeprefix("?")))
    assert state.locked
    assert {"optimizer", "learning_rate", "hidden_units"} <= state.hidden


def test_there_is_no_search_if_every_setting_is_hidden():
    page = open_page(hide=",".join(FIELDS), lock="1")
    assert "search_start" not in keys(page)
    assert "hidden" in texts(page)
