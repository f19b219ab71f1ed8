"""The page without a browser: open it, run it, press its buttons."""

from pathlib import Path

from streamlit.testing.v1 import AppTest

from nnplay.ui.panels import PANELS

PAGE = Path(__file__).parents[2] / "app.py"


def open_page(tab=None, /, **address):
    """Open the page at an address, with the panel of this label."""
    page = AppTest.from_file(PAGE, default_timeout=60)
    for name, value in address.items():
        page.query_params[name] = value
    return show_panel(page, tab) if tab else run(page)


def show_panel(page, tab):
    page.session_state["panel"] = next(panel.label for panel in PANELS if panel.label == tab)
    return run(page)


def run(page):
    page.run()
    assert not page.exception
    return page


def press(page, key):
    page.button(key=key).click()
    return run(page)


def open_beginnings(page):
    """Open the list of measured configurations."""
    page.session_state["begin_with"] = True
    return run(page)
