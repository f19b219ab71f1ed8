"""What a test's hand does on the page, and what it waits for afterwards."""

from tests.e2e.reading import stage


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


def press(page, name):
    button(page, name).click()


def choose(page, field, option):
    """Type what begins an option's name into the box of this label, and take it."""
    box = page.get_by_role("combobox", name=field, exact=True)
    box.click()
    box.fill(option)
    box.press("Enter")


def change(page, field, option):
    """Choose an option, and wait for the run that comes of it."""
    run = stage(page, "run")
    choose(page, field, option)
    wait_for_run(page, run)


def wait_for_stage(page):
    page.wait_for_selector('.stage[data-ready="yes"]')


def wait_for_run(page, previous):
    """Wait until the playground shows another run than the previous one."""
    page.wait_for_selector(f'.stage:not([data-run="{previous}"]):not([data-kind="race"])')


def wait_for_end(page):
    """Wait until the film stands still."""
    page.wait_for_selector('.stage[data-playing="false"]')
