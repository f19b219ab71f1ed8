"""What can be hidden from a class: every setting, some of the page, every panel."""

from nnplay.fields import GROUPS as FIELD_GROUPS
from nnplay.lessons import LESSONS
from nnplay.ui.panels import PANELS

PANEL = "panel_"  # how the names of panels begin, as some settings are called like panels
# Buttons and the like among the settings, with what the page calls them.
BESIDE = {
    "Data": {"presets": "Presets"},
    "Network": {"fixed": "Determined by the data"},
    "Training": {"new_start": "New start"},
}
# The name in a link and what the page calls it.
GROUPS = {
    **{
        group: {**{row.name: row.label for row in rows}, **BESIDE[group]}
        for group, rows in FIELD_GROUPS.items()
    },
    "Page": {
        "lessons": "Lessons",
        "reset": "Reset",
        "scores": "Scores",
        "verdict": "Verdict",
        "save": "Save run",
        "fixes": "Fixes",
        "notes": "Hints beside settings",
        "skip": "Skip the question",
        "solution": "Show a solution",
    },
    "Panels": {PANEL + panel.name: panel.label for panel in PANELS},
}
NAMES = tuple(name for group in GROUPS.values() for name in group)
SETTINGS = tuple(FIELD_GROUPS)  # groups of controls of which a lesson shows a few
SPOILERS = ("verdict", "save", "fixes")  # a fix would meet most challenges at once
# What a locked link never shows in a lesson: it tells the answer or sets what meets the challenge.
GIVEAWAYS = ("skip", "solution", "panel_search")


def hidden_by(lesson: str | None) -> frozenset[str]:
    """Return what a lesson hides unless a link or a teacher says otherwise."""
    shown = LESSONS[lesson].shows if lesson in LESSONS else None
    if shown is None:
        return frozenset()
    settings = {name for group in SETTINGS for name in GROUPS[group]}
    return frozenset(settings - set(shown) | set(SPOILERS))
