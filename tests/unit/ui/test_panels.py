"""The tab bar: one record a panel, with a module that draws it."""

from importlib import import_module
from inspect import signature

import pytest

from nnplay.ui import panels


@pytest.mark.parametrize("panel", panels.PANELS, ids=lambda panel: panel.name)
def test_every_panel_has_a_module_that_draws_a_run_at_an_epoch(panel):
    module = import_module(f"{panels.__name__}.{panel.module}")
    assert list(signature(module.draw).parameters) == ["run", "epoch"]


def test_no_two_panels_have_one_name_or_one_label():
    for each in ("name", "label"):
        words = [getattr(panel, each) for panel in panels.PANELS]
        assert len(words) == len(set(words))
