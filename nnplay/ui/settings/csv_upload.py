"""A learner's own CSV: chosen in the sidebar, kept in this session alone."""

from dataclasses import dataclass, replace

import streamlit as st

from nnplay.config import ConfigError
from nnplay.datasets import Dataset, csv
from nnplay.datasets.csv import OwnTable, check_classes, input_names, make_dataset, read_table
from nnplay.ui.page_state import is_own
from nnplay.ui.settings.fold_button import draw_fold_button
from nnplay.ui.state import find_dataset, is_shown, page, set_config
from nnplay.ui.widgets import controlled

FOLD = "fold_own_file"
MOST_PILLS = 12  # more columns are chosen from a list, or they would push all else down


@dataclass(frozen=True)
class Question:
    """What is asked of which file."""

    table: OwnTable
    asked: csv.Question


def draw_own_data() -> None:
    """Draw the choice of a file and of the question; what was chosen leaves room for the rest."""
    question = _question()
    is_open = question is None or st.session_state.folds.get(FOLD, False)
    if question is not None:
        what = "File and features" if is_shown("features") else "File"
        table = question.table
        text = f"{what}: {table.name}, {len(table.frame):,} rows"
        draw_fold_button(FOLD, text, is_open=is_open)
    if is_open:
        _draw_file()
    if st.session_state.own_error:
        st.error(
            f"{st.session_state.own_error} The current data stay in use.", icon=":material/error:"
        )
    elif question is None:
        st.info("Choose a file; the current data stay until then.", icon=":material/upload_file:")
    if question is not None:
        if is_open and is_shown("features"):
            _draw_features(question)
        _draw_question(question)


def _draw_file() -> None:
    st.file_uploader(
        "CSV file",
        type=["csv", "tsv", "txt", "xlsx", "xls", "ods"],
        key="own_file",
        on_change=_take_file,
        help="A table of at most 5 MB, 20,000 rows and 200 columns. It stays in this browser's "
        "session, is written nowhere, and is never part of a link.",
    )


def _question() -> Question | None:
    """Return what is asked of the data shown, or what was asked last in vain."""
    config = page().config
    return st.session_state.own_asked or st.session_state.own_questions.get(config.dataset)


def _take_file() -> None:
    file = st.session_state.own_file
    if file is None:
        return
    try:
        table = read_table(file.getvalue(), file.name)
        csv.suggest(table)
    except ConfigError as error:
        _refuse(error)
        return
    st.session_state.folds[FOLD] = False
    _ask_again(table)


def _refuse(error: ConfigError) -> None:
    """Keep why, and show the file and the features, of which one must be another."""
    st.session_state.own_error = str(error)
    st.session_state.folds[FOLD] = True


def _ask_again(table: OwnTable, target: str | None = None, classes: bool | None = None) -> None:
    """Ask for a column, which brings the settings that are recommended for it."""
    asked = csv.suggest(table, target)
    if classes is not None:
        asked = replace(asked, classes=classes)
    dataset = _make(Question(table, asked))
    if dataset:
        set_config(dataset.recommended_settings)


def _choose_features(question: Question, features: list[str]) -> None:
    """Learn from other columns with the same settings."""
    asked = question.asked
    for name in _options(question):
        asked = asked.with_use(name, role="learn from" if name in features else "leave out")
    dataset = _make(replace(question, asked=asked))
    if dataset:
        config = page().config
        if not is_own(config):
            config = dataset.recommended_settings
        batch_size = min(config.batch_size, len(dataset.frame))
        set_config(replace(config, dataset=dataset.name, features=None, batch_size=batch_size))


def _make(question: Question) -> Dataset | None:
    """Return the data of a question; if they can't be used, say why and return None."""
    try:
        dataset = make_dataset(question.table, question.asked)
    except ConfigError as error:
        _refuse(error)
        st.session_state.own_asked = question
        return None
    st.session_state.own_error, st.session_state.own_asked = "", None
    st.session_state.own_questions[dataset.name] = question
    return st.session_state.own_data.setdefault(dataset.name, dataset)


def _draw_question(question: Question) -> None:
    table, target = question.table, question.asked.target
    controlled(
        st.selectbox,
        "Predict",
        [column.name for column in table.columns if csv.usable(column)],
        key="own_target",
        value=target,
        on_change=lambda name: _ask_again(table, name),
        help="The column that the network shall learn to predict; the others are its features.",
    )
    if table.column(target).kind == "number" and check_classes(table, target):
        controlled(
            st.toggle,
            "Its values are classes",
            key="own_classes",
            value=question.asked.classes,
            on_change=lambda classes: _ask_again(table, target, classes),
            help="On: each value is a class of its own. Off: the values are quantities.",
        )
    _say_what_is_missing(question)


def _options(question: Question) -> list[str]:
    columns = [column.name for column in question.table.columns if csv.usable(column)]
    return [name for name in columns if name != question.asked.target]


def _draw_features(question: Question) -> None:
    table, config = question.table, page().config
    options = _options(question)
    chosen = set(question.asked.features)
    if config.features and not st.session_state.own_asked:
        # a fix names the inputs that a column of texts has become
        chosen = {
            name
            for name in question.asked.features
            if {name, *input_names(table, name)}.intersection(config.features)
        }
    controlled(
        st.multiselect if len(options) > MOST_PILLS else st.pills,
        "Features",
        options,
        key="own_features",
        value=[name for name in options if name in chosen],
        on_change=lambda names: _choose_features(question, names),
        help="The columns that the network may look at. A row that lacks one of them is left out.",
        **({} if len(options) > MOST_PILLS else {"selection_mode": "multi"}),
    )


def _say_what_is_missing(question: Question) -> None:
    table = question.table
    lines = [f"{column.name}: {column.kind}." for column in table.columns if not csv.usable(column)]
    config = page().config
    if is_own(config) and not st.session_state.own_asked:
        dropped = len(table.frame) - len(find_dataset(config).frame)
        if dropped:
            rows = "row was" if dropped == 1 else "rows were"
            lines.insert(0, f"{dropped:,} {rows} left out because of missing values.")
    if lines:
        st.caption("  \n".join(lines))
