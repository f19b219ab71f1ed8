"""Which data and which question: the first of the settings, on which the others depend."""

import streamlit as st

from nnplay.config import TrainingConfig
from nnplay.datasets import DATASETS, Dataset, dataset_of, load_dataset, recommended_settings
from nnplay.fields import FIELDS, MAX_SAMPLES, MAX_SEED, MIN_SAMPLES
from nnplay.presets import PRESETS
from nnplay.ui.settings.choice import BOUND
from nnplay.ui.settings.csv_upload import choose_own_data, set_config
from nnplay.ui.state import DEFAULT, LABELS, OWN
from nnplay.ui.teaching.visibility import GROUPS, control, is_any_shown, is_shown

BEGINNINGS = {"The notebook's network": DEFAULT, **PRESETS}
OF_PATTERNS = ("samples", "noise", "data_seed")  # settings that only patterns have


def choose_data() -> Dataset:
    """Draw the choice of the data in the sidebar and return them."""
    with st.sidebar:
        heading = st.empty()
        if is_shown("begin_with"):
            _beginnings()
        with control("dataset"):
            name = st.selectbox(
                "Data and question",
                (*DATASETS, OWN),
                format_func=LABELS.__getitem__,
                key="dataset",
                help="What the network learns from and what it is asked; other data bring settings "
                "that suit them, and yours come back with the data they were made for.",
                on_change=_bring_settings,
                **BOUND,
            )
        if _has_something_to_show(name):
            heading.subheader("Data")
        if name == OWN:
            return choose_own_data() or _data_before()
        if load_dataset(name).pattern:
            return dataset_of(_pattern(name))
    return load_dataset(name)


def _beginnings() -> None:
    """Draw the measured configurations to begin with, once they are looked for."""
    popover = st.popover(
        "Begin with",
        key="begin_with",
        icon=":material/rocket_launch:",
        width="stretch",
        on_change="rerun",
    )
    if popover.open:
        with popover:
            for label, config in BEGINNINGS.items():
                st.button(label, key=f"begin_{label}", on_click=set_config, args=(config,))


def _has_something_to_show(name: str) -> bool:
    if name == OWN:
        return True  # a file can't come with the link, so its choice is always shown
    pattern = load_dataset(name).pattern
    return is_any_shown(*(each for each in GROUPS["Data"] if pattern or each not in OF_PATTERNS))


def _data_before() -> Dataset:
    """Return what was shown before, or what the page begins with."""
    shown = st.session_state.get("run")
    return shown.dataset if shown else dataset_of(DEFAULT)


def _pattern(name: str) -> TrainingConfig:
    """Draw what decides the points of a pattern."""
    with control("samples"):
        samples = st.slider(
            "Points",
            MIN_SAMPLES,
            MAX_SAMPLES,
            value=DEFAULT.samples,
            step=20,
            key="samples",
            help="How many points there are, those held out included.",
            on_change=_fit_batch,
            **BOUND,
        )
    with control("noise"):
        noise = st.slider(
            "Noise",
            0.0,
            FIELDS["noise"].kind.arguments[1],
            step=0.05,
            key="noise",
            help="How far points stray into the other colour, or heights from the rule.",
            **BOUND,
        )
    with control("data_seed"):
        data_seed = st.number_input(
            "Seed of the points",
            0,
            MAX_SEED,
            key="data_seed",
            help="Another number draws other points of the same pattern.",
            **BOUND,
        )
    return TrainingConfig(dataset=name, samples=samples, noise=noise, data_seed=data_seed)


def _bring_settings() -> None:
    """Remember the settings made for the data that were shown; bring those of the data chosen."""
    remembered = st.session_state.setdefault("settings_of", {})
    if "run" in st.session_state:
        remembered[st.session_state.run.config.dataset] = st.session_state.run.config
    name = st.session_state.dataset
    if name == OWN:
        name = st.session_state.get("own_shown")
        if name is None:
            return
    set_config(remembered.get(name, recommended_settings(name)))


def _fit_batch() -> None:
    """Keep the batch within the rows, or its widget would refuse to be drawn."""
    st.session_state.batch_size = min(st.session_state.batch_size, st.session_state.samples)
