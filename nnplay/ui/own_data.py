"""A learner's own CSV: chosen in the sidebar, kept in this session alone."""

import streamlit as st

from nnplay.config import ConfigError, TrainingConfig
from nnplay.datasets import Dataset, dataset_of
from nnplay.datasets.own import OwnTable, is_classes, make_dataset, read_table, suggest_target
from nnplay.ui.settings import OWN, set_widgets, widget_values


def choose_own_data() -> Dataset | None:
    """Draw the choice of a file and of the question; return None while there is no usable one."""
    file = st.file_uploader(
        "CSV file",
        type=["csv", "tsv", "txt"],
        key="own_file",
        help="At most 1 MB, 5,000 rows and 40 columns, the first line with the columns' names. It "
        "stays in this browser's session, is written nowhere, and is never part of a link.",
    )
    table: OwnTable | None = st.session_state.get("own_table")
    try:
        if file is not None and (table is None or st.session_state.own_file_id != file.file_id):
            table = read_table(file.getvalue(), file.name)
            st.session_state.own_table, st.session_state.own_file_id = table, file.file_id
        if table is None:
            return None
        return _question(table)
    except ConfigError as error:
        st.error(f"{error} The data shown before stay.", icon=":material/error:")
        return None


def find_dataset(config: TrainingConfig) -> Dataset:
    """Return the data of a configuration, also those of this session's own files.

    Raises:
        ConfigError: If there are none of that name here.
    """
    own = st.session_state.get("own_datasets", {})
    return own[config.dataset] if config.dataset in own else dataset_of(config)


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
    features = [name for name in table.numeric if name != target]
    dataset, dropped = make_dataset(table, target, features, classes)
    _say_what_is_missing(table, dropped)
    known = st.session_state.setdefault("own_datasets", {})
    if st.session_state.get("own_shown") != dataset.name:
        known[dataset.name] = dataset
        st.session_state.own_shown = dataset.name
        values = widget_values(dataset.suited_config, dataset)
        del values["dataset"]  # whose widget is drawn already
        set_widgets(values)
    return known[dataset.name]


def _say_what_is_missing(table: OwnTable, dropped: int) -> None:
    lines = [f"{name} {reason}." for name, reason in table.left_out.items()]
    if dropped:
        rows = "row was" if dropped == 1 else "rows were"
        lines.insert(0, f"{dropped:,} {rows} left out because of missing values.")
    if lines:
        st.caption("  \n".join(lines))
