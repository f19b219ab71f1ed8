"""The page without a browser: open it, run it, press its buttons."""

import re
from dataclasses import replace
from pathlib import Path

from streamlit.testing.v1 import AppTest

from nnplay.ui.panels import PANELS
from nnplay.ui.settings.folds import FOLDS
from nnplay.ui.state.page_state import PageState
from nnplay.ui.state.url import encode

PAGE = Path(__file__).parents[2] / "app.py"
ANIMALS = b"""name,size,weight,kind
ant,1,0.002,insect
bee,1.5,0.1,insect
cat,46,4000,mammal
dog,60,20000,mammal
elk,200,400000,mammal
fly,0.8,0.02,insect
gnu,220,180000,mammal
hen,,2000,bird
"""
NAMES = {panel.label: panel.name for panel in PANELS}


def open_page(tab=None, /, config=None, **address):
    """Open the page with a configuration, the panel of this label, and more of an address."""
    page = AppTest.from_file(PAGE, default_timeout=60)
    if config:
        address = {**encode(PageState(config)), **address}
    if tab:
        address["panel"] = NAMES[tab]
    for name, value in address.items():
        page.query_params[name] = value
    return run(page)


def show_panel(page, tab):
    page.session_state["page"] = replace(page.session_state["page"], panel=NAMES[tab])
    return run(page)


def panel_of(page):
    """Return the name of the open panel."""
    return page.session_state["tabs"]


def tabs(page):
    """Return the labels of the panels that can be opened."""
    return [tab for bar in page.segmented_control if bar.key == "tabs" for tab in bar.options]


def scores(page):
    """Return the network's and the baselines' scores above the stage, None if there are none."""
    try:
        block = page.container(key="scores")
    except KeyError:
        return None
    return block.subheader[0].value, block.caption[0].value


def run(page):
    page.run()
    assert not page.exception
    return page


def press(page, key):
    page.button(key=key).click()
    return run(page)


def tools(page):
    """Return the teacher's tools, without their icons."""
    return [option.split(": ", 1)[1] for option in page.menu_button(key="tools").options]


def choose_tool(page, name):
    """Choose one of the teacher's tools."""
    menu = page.menu_button(key="tools")
    menu.click(next(option for option in menu.options if option.endswith(f": {name}")))
    return run(page)


def open_folded(page, key):
    """Open the popover or the expander of this key."""
    page.session_state[key] = True
    return run(page)


def choose(page, name, option):
    """Choose an option of a list that explains its options."""
    unfold(page, name).menu_button(key=name).click(option)
    return run(page)


def show_own(page, content, name="animals.csv"):
    """Upload a table of one's own, which is then shown before it is used."""
    if not page.get("file_uploader"):
        page.selectbox(key="dataset").set_value("own")
        run(page)
    page.file_uploader(key="own_file").set_value((name, content, "text/csv"))
    return run(page)


def use_own(page, content, name="animals.csv"):
    """Upload a table of one's own and use it."""
    return press(show_own(page, content, name), "own_use")


def unfold(page, *names):
    """Open the folds of these settings."""
    keys = [fold.key for fold in FOLDS if {*fold.settings} & {*names}]
    if not keys:
        return page
    page.session_state["folds"].update(dict.fromkeys(keys, True))
    return run(page)


def drawn(page):
    """Return the keys of the sidebar's elements, in order."""
    return [element.key for element in page.sidebar if element.key]


def said(page, name):
    """Return the values of a query parameter; AppTest gives a single one as a text."""
    texts = page.query_params.get(name, [])
    return [texts] if isinstance(texts, str) else texts


def mse(page):
    """Return the MSE in the headline, as a text."""
    return re.search(r"\(MSE (.*?)\)", scores(page)[0])[1]


def verdict(page):
    return page.container(key="verdict").markdown[0].value
