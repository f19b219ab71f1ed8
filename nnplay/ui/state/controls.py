"""What a teacher can hide from a class: every setting, every panel and some other parts."""

from nnplay.fields import GROUPS as FIELD_GROUPS
from nnplay.lessons import LESSONS
from nnplay.ui.panels import PANELS

PANEL = "panel_"  # before a panel's name, as some settings have the same name as a panel
# Buttons and the like among the settings: the name in a link and what the page calls each.
BESIDE = {
    "Data": {"presets": "Presets"},
    "Network": {"fixed": "Determined by the data"},
    "Training": {"new_start": "New start"},
}
# All of them, likewise.
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
SETTINGS = tuple(FIELD_GROUPS)  # the groups of which a lesson shows only a few
# Hidden by a lesson that shows only a few settings: a fix would meet most challenges at once.
SPOILERS = ("verdict", "save", "fixes")
# Never shown in a lesson of a locked link: they tell the answer or meet the challenge.
GIVEAWAYS = ("skip", "solution", "panel_search")


def hidden_by(lesson: str | None) -> frozenset[str]:
    """Return the names of what a lesson hides unless a link or a teacher says otherwise."""
    shown = LESSONS[lesson].shows if lesson in LESSONS else None
    if shown is None:
        return frozenset()
    settings = {name for group in SETTINGS for name in GROUPS[group]}
    return frozenset(settings - set(shown) | set(SPOILERS))
