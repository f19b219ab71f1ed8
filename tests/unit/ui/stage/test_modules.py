"""Each entry asks at once for all the modules that it needs."""

import re
from pathlib import Path

import pytest

from nnplay.ui.stage.stage import WEB

ENTRIES = ("stage.js", "ask.js")


def imports_of(path: Path) -> set[Path]:
    found = re.findall(r'^(?:import|\}).*"(\..+)"$', path.read_text(encoding="utf-8"), re.MULTILINE)
    return {(path.parent / name).resolve() for name in found}


def needed_by(path: Path) -> set[Path]:
    """Return the modules that one needs, itself included."""
    needed, new = {path}, {path}
    while new:
        new = set().union(*map(imports_of, new)) - needed
        needed |= new
    return needed


@pytest.mark.parametrize("entry", ENTRIES)
def test_an_entry_asks_for_every_module_that_it_needs(entry):
    path = (WEB / entry).resolve()
    assert imports_of(path) == needed_by(path) - {path}


def test_no_module_is_left_over():
    needed = set().union(*(needed_by((WEB / entry).resolve()) for entry in ENTRIES))
    assert needed == {path.resolve() for path in WEB.rglob("*.js")}
