"""A run judged once it is drawn: what it is worth on other rows, and fixes that were tried."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.acting import button, wait_for_run
from tests.e2e.reading import score, stage
from tests.serving import start_server

pytestmark = pytest.mark.full
STILL = {"reduced_motion": "reduce"}


@pytest.fixture(scope="module")
def judging(tmp_path_factory):
    """Serve a page that judges runs, with much time, as other tests run at once."""
    log = tmp_path_factory.mktemp("judging") / "log.txt"
    with pytest.MonkeyPatch.context() as patch, log.open("w") as output:
        patch.setenv("NNPLAY_JUDGING", "600")
        with start_server(output) as (_, address):
            yield address
    assert "Traceback" not in log.read_text(), log.read_text()


def test_a_fix_that_was_tried_does_what_it_promised(judging, opened):
    with opened(f"{judging}/?kernel_initializer=zeros", **STILL) as page:
        offered = page.get_by_role("button", name=re.compile("Optimizer Adam: MSE 2.54 → "))
        expect(offered).to_be_visible()
        fix = button(page, "Apply fix")
        expect(fix).to_be_enabled()
        run = stage(page, "run")
        fix.click()
        wait_for_run(page, run)
        expect(page.get_by_text("Optimizer Adam: MSE 2.54 → 1.28")).to_be_visible()
        expect(page.get_by_text("Tried over 5 seeds").first).to_be_visible()
        expect(page).to_have_url(re.compile("optimizer=Adam"))


def test_a_good_run_is_praised_for_rows_it_has_not_learned_from(judging, opened):
    query = "standardize=true&optimizer=Adam&learning_rate=0.03"
    with opened(f"{judging}/?{query}", **STILL) as page:
        verdict = page.locator(".st-key-verdict")
        expect(verdict).to_contain_text("On states that it has not learned from: MSE")
        expect(verdict).to_contain_text("about as good as linear regression (0.982)")
        run = stage(page, "run")
        button(page, "New start").click()  # another seed is worth the same
        wait_for_run(page, run)
        expect(verdict).to_contain_text("On states that it has not learned from: MSE")
        assert "(MSE 0.7" in score(page)
