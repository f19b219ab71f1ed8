"""Work in the background, as only a browser shows it: fragments, and what a button leaves."""

from playwright.sync_api import expect

from tests.e2e.acting import press

TWO = "?saved=kernel_initializer%3Dzeros&saved=kernel_initializer%3Dones&saved=&panel=compare"


def test_many_seeds_are_shown_however_quickly_they_are_trained(window):
    with window(TWO, reduced_motion="reduce") as page:
        page.get_by_role("radio", name="Many seeds").click()
        press(page, "Train each with 20 seeds")
        expect(page.get_by_text("The box holds the middle half")).to_be_visible()
        expect(page.get_by_role("button", name="Train each with 20 seeds")).to_be_disabled()
