"""The settings in the sidebar: what is in sight, and what lists and folds show."""

import re

from playwright.sync_api import expect

from tests.e2e.acting import unfold, wait_for_run
from tests.e2e.reading import stage

FIRST = (
    *("hidden_layers", "units_1", "activation", "kernel_initializer"),
    *("optimizer", "learning_rate", "loss", "epochs"),
)


def wait_for_focus(page, locator):
    """Wait until this element has the focus, even if another window of the browser is in front."""
    page.wait_for_function(
        "element => element === document.activeElement", arg=locator.element_handle()
    )


def test_the_first_settings_are_in_sight_and_lists_and_folds_keep_the_focus(window):
    with window(reduced_motion="reduce") as page:
        for width, height in [(1280, 720), (1440, 900), (1920, 1080)]:
            page.set_viewport_size({"width": width, "height": height})
            for key in FIRST:
                expect(page.locator(f".st-key-{key}")).to_be_in_viewport(ratio=1)
        run = stage(page, "run")
        chosen = page.locator(".st-key-activation button:visible")
        chosen.click()
        option = page.get_by_role("menuitem", name=re.compile("^tanh squeezes the sum"))
        expect(option.locator("img")).to_be_visible()
        option.click()
        wait_for_run(page, run)
        expect(chosen).to_contain_text("tanh")
        chosen.focus()
        for place in (1, 2):  # the second time from where the first has left
            run = stage(page, "run")
            page.keyboard.press("Enter")
            page.wait_for_function("document.activeElement.matches('[role=menuitem]')")
            for _ in range(place):
                page.keyboard.press("ArrowDown")
            page.keyboard.press("Enter")
            wait_for_run(page, run)
            wait_for_focus(page, chosen)
        run = stage(page, "run")
        unfold(page, "Regularisation")
        box = page.get_by_role("spinbutton", name="L2")
        box.focus()
        page.keyboard.press("ArrowUp")
        wait_for_run(page, run)
        expect(page.get_by_role("button", name="Regularisation: l2 0.001")).to_be_visible()
        wait_for_focus(page, box)
        epochs = page.get_by_role("spinbutton", name="Epochs")
        epochs.fill("")
        epochs.press("Enter")
        expect(page.get_by_text("must be a whole number from 1 to 5,000.")).to_be_visible()
        expect(epochs).to_have_value("500")
        run = stage(page, "run")
        epochs.fill("1500")
        epochs.press("Enter")
        wait_for_run(page, run)
        assert epochs.evaluate("box => box.scrollWidth <= box.clientWidth"), "it is cut off"
