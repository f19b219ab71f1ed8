"""The stage's modules are all asked for by its entry, at once."""

import re

from nnplay.ui.stage.stage import WEB


def test_the_entry_asks_for_every_module():
    entry = (WEB / "stage.js").read_text(encoding="utf-8")
    asked = set(re.findall(r'^import .*"\./(.+)"$', entry, re.MULTILINE))
    modules = {path.relative_to(WEB).as_posix() for path in WEB.rglob("*.js")}
    assert asked == modules - {"stage.js"}
