"""A learner's own CSV: chosen in the sidebar, kept in this session alone."""

import streamlit as st

from nnplay.config import ConfigError, TrainingConfig
from nnplay.datasets import Dataset, dataset_of
from nnplay.datasets.csv import (
    OwnTable,
    input_names,
    is_classes,
    make_dataset,
    read_table,
    suggest_features,
    suggest_target,
)
from nnplay.ui.state import OWN, OWN_FEATURES, set_widgets, widget_values
from nnplay.ui.teaching.visibility import control

STAY = "The data shown before stay."
MOST_PILLS = 12  # more columns are chosen from a list, or they would push all else down


def choose_own_data() -> Dataset | None:
    """Draw the choice of a file and of the question; return None while there is no usable one."""
    file = st.file_uploader(
        "CSV file",
        type=["csv", "tsv", "txt"],
        key="own_file",
        help="At most 1 MB, 5,000 rows and 40 columns, the first line with the columns' names. It "
        "stays in this browser's session, is written nowhere, and is never part of a link.",
    )
    try:
        if file is not None and st.session_state.get("own_file_id") != file.file_id:
            st.session_state.own_table = read_table(file.getvalue(), file.name)
            st.session_state.own_file_id = file.file_id
    except ConfigError as error:
        st.error(f"{error} {STAY}", icon=":material/error:")
    else:
        if "own_table" not in st.session_state:
            st.info(f"Choose a file. {STAY}", icon=":material/upload_file:")
    if "own_table" not in st.session_state:
        return None
    table: OwnTable = st.session_state.own_table
    st.caption(f"In use: {table.name}, {len(table.frame):,} rows.")
    try:
        return _question(table)
    except ConfigError as error:
        st.error(f"{error} {STAY}", icon=":material/error:")
        return None


def find_dataset(config: TrainingConfig) -> Dataset:
    """Return the data of a configuration, also those of this session's own files.

    Raises:
        ConfigError: If there are none of that name here.
    """
    own = st.session_state.get("own_datasets", {})
    return own[config.dataset] if config.dataset in own else dataset_of(config)


def set_config(config: TrainingConfig) -> None:
    """Set all settings as a configuration has them; for a callback.

    Raises:
        ConfigError: If its data are not here.
    """
    set_widgets(widget_values(config, find_dataset(config)))


def is_own(config: TrainingConfig) -> bool:
    """Tell whether these are data of the learner's, which no address may name."""
    return config.dataset.startswith(OWN)


def _question(table: OwnTable) -> Dataset:
    """Draw what is to be predicted; new data bring the settings that suit them."""
    target = st.selectbox(
        "Predict",
        table.targets,
        index=table.targets.index(suggest_target(table)),
        key=f"own_target_{table.digest[:12]}",
        help="The column that the network shall learn to predict; the others are its features.",
    )
    classes = is_classes(table, target)
    if target in table.numeric and table.may_be_classes(target):
        classes = st.toggle(
            "Its values are classes",
            value=classes,
            key=f"own_classes_{table.digest[:12]}_{target}",
            help="On: each value is a class of its own. Off: the values are quantities.",
        )
    asked = table.digest, target, classes
    features = _choose_features(table, target, is_new=st.session_state.get("own_asked") != asked)
    st.session_state.own_asked = asked
    dataset, dropped = make_dataset(table, target, features, classes)
    _say_what_is_missing(table, dropped)
    known = st.session_state.setdefault("own_datasets", {})
    dataset = known.setdefault(dataset.name, dataset)
    st.session_state.own_shown = dataset.name
    if st.session_state.get("own_settled") != asked:
        st.session_state.own_settled = asked
        values = widget_values(dataset.recommended_settings, dataset)
        # whose widgets are drawn already
        set_widgets({key: values[key] for key in values if key not in ("dataset", OWN_FEATURES)})
    elif st.session_state.batch_size > len(dataset.frame):
        st.session_state.batch_size = len(dataset.frame)
    return dataset


def _choose_features(table: OwnTable, target: str, is_new: bool) -> list[str]:
    """Draw the choice of the columns to learn from; rows are left out for what these lack alone."""
    options = [name for name in table.usable if name != target]
    chosen = suggest_features(table, target) if is_new else st.session_state.get(OWN_FEATURES, ())
    # a fix names the inputs that a column of texts has become
    kept = [name for name in options if {name, *input_names(table, name)}.intersection(chosen)]
    st.session_state[OWN_FEATURES] = kept
    about = "The columns that the network may look at. A row that lacks one of them is left out."
    with control("features"):
        if len(options) > MOST_PILLS:
            return st.multiselect("Features", options, key=OWN_FEATURES, help=about)
        return st.pills("Features", options, selection_mode="multi", key=OWN_FEATURES, help=about)


def _say_what_is_missing(table: OwnTable, dropped: int) -> None:
    lines = [f"{name} {reason}." for name, reason in table.left_out.items()]
    if dropped:
        rows = "row was" if dropped == 1 else "rows were"
        lines.insert(0, f"{dropped:,} {rows} left out because of missing values.")
    if lines:
        st.caption("  \n".join(lines))
