"""`PageState`, all that a link can hold, and the changes of it that need no Streamlit."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from nnplay.config import TrainingConfig
from nnplay.datasets import Dataset, dataset_names, dataset_of, prepare
from nnplay.lessons import LESSONS
from nnplay.ui.panels import PANELS
from nnplay.ui.state.surface_choice import PRINCIPAL, SurfaceChoice

DEFAULT = TrainingConfig()
OWN = "own"  # how the names of a learner's own data begin
MOST_SAVED = 8
# A spreadsheet would take a name that begins with the first for a formula. The others would begin
# another cell of it, or be markup or a link in Plotly and Markdown.
NOT_FIRST, NOWHERE = "=+-@ ", "<>`[]\\;|"
MOST_LETTERS = 40
Find = Callable[[TrainingConfig], Dataset]


@dataclass(frozen=True)
class SavedRun:
    """A saved configuration and the learner's name for it, "" for the automatic one."""

    config: TrainingConfig
    given_name: str = ""


@dataclass(frozen=True)
class PageState:
    """All that a link can hold.

    Attributes:
        lesson: The name of the active lesson, `CLOSING` for the end of the course.
        panel: The name of the open panel.
        asks: Whether the panel *Predictions* shows *Ask the network* instead of all rows.
        epoch: Where the film rests instead of playing; None to play it to its end.
        hidden: Names of what is hidden, of `controls.NAMES`.
        locked: Whether a visitor may neither show nor hide anything.
        search: The id that the search of the panel *Search* has on this server.
        surface: What the panel *Surface* shows.
    """

    config: TrainingConfig = DEFAULT
    lesson: str | None = None
    panel: str = PANELS[0].name
    asks: bool = False
    epoch: int | None = None
    hidden: frozenset[str] = frozenset()
    locked: bool = False
    projector: bool = False
    saved: tuple[SavedRun, ...] = ()
    search: str | None = None
    surface: SurfaceChoice = PRINCIPAL


def first_panel(lesson: str | None) -> str:
    return LESSONS[lesson].panel if lesson in LESSONS else PANELS[0].name


def asks_first(lesson: str | None) -> bool:
    return lesson in LESSONS and LESSONS[lesson].asks


def first_dataset(lesson: str | None) -> str:
    return LESSONS[lesson].config.dataset if lesson in LESSONS else DEFAULT.dataset


def base_config(name: str, lesson: str | None = None, find: Find = dataset_of) -> TrainingConfig:
    """Return the settings that an address need not name: the lesson's, or else those recommended.

    Raises:
        ConfigError: If there are no data of that name.
    """
    dataset = find(replace(DEFAULT, dataset=name))
    if lesson in LESSONS and LESSONS[lesson].config.dataset == name:
        return canonical(LESSONS[lesson].config, dataset)
    return canonical(dataset.recommended_settings, dataset)


def with_setting(config: TrainingConfig, name: str, value: Any, find: Find) -> TrainingConfig:
    """Change one setting, and what depends on it.

    A batch larger than the new number of points shrinks to it; a new activation is every layer's.

    Raises:
        ConfigError: If the value can't be used, or not with these data.
    """
    config = replace(config, **{name: value})
    dataset = find(config)
    if name == "samples":
        config = replace(config, batch_size=min(config.batch_size, len(dataset.frame)))
    if name == "activation":
        config = replace(config, layer_activations=())
    prepare(config, dataset)
    return canonical(config, dataset)


def canonical(config: TrainingConfig, dataset: Dataset) -> TrainingConfig:
    """Put the features into the table's order, and make them None if they are the default ones."""
    if config.features is None:
        return config
    ordered = tuple(name for name in dataset.features if name in config.features)
    everything = dataset.default_features or dataset.features
    return replace(config, features=None if ordered == everything else ordered)


def save(state: PageState, run: SavedRun) -> PageState:
    """Add a saved run, unless its configuration is saved already."""
    run = replace(run, config=run.config.normalized)
    if run.config in {each.config for each in state.saved}:
        return state
    return replace(state, saved=(*state.saved, run))


def is_own(config: TrainingConfig) -> bool:
    """Tell whether these are data of the learner's, which no link can hold."""
    return config.dataset not in dataset_names()


def clean_name(name: str) -> str:
    """Return a name that is safe in tables, figures and spreadsheets, at most 40 letters long."""
    letters = unicodedata.normalize("NFKC", name)  # a full-width = is a = to a spreadsheet
    printable = "".join(each if each.isprintable() else " " for each in letters)
    printable = "".join(each for each in printable if each not in NOWHERE)
    return " ".join(printable.split()).lstrip(NOT_FIRST)[:MOST_LETTERS].strip()
