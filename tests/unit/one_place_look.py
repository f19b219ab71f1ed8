"""Print where the things are that `test_one_place` has added to this copy; run as a program."""

from dataclasses import replace
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

import nnplay
from nnplay.config import TrainingConfig
from nnplay.datasets import dataset_of, prepare, recommended_settings
from nnplay.evaluation.comparison import name_of
from nnplay.export import PageNumbers, script
from nnplay.fields import phrase
from nnplay.search.space import SETTINGS, Options
from nnplay.workers import calls

CHOSEN = {
    "optimizer": ("optimizer", "Calm SGD", "SGD(learning_rate=0.005, momentum=0.5)"),
    "activation": ("activation", "hard_tanh", 'activation="hard_tanh"'),
    "initializer": ("kernel_initializer", "variance_scaling", '"variance_scaling"'),
    "loss": ("loss", "binary_focal_crossentropy", 'loss="binary_focal_crossentropy"'),
}
CHANGES: dict[str, Any] = {field: value for field, value, _ in CHOSEN.values()}
SETTING: dict[str, Any] = {"stamina": 7}
CONFIG = replace(recommended_settings("ring"), **CHANGES, learning_rate=None, **SETTING, epochs=20)


def tell(thing: str, where: str, holds: bool) -> None:
    if holds:
        print(f"{thing} {where}")


def open_page(**address: str) -> AppTest:
    page = AppTest.from_file(Path.cwd() / "app.py", default_timeout=60)
    for name, value in address.items():
        page.query_params[name] = value
    return page.run()


def in_address(page: AppTest, name: str) -> str:
    value = page.query_params.get(name, "")
    return value if isinstance(value, str) else value[-1]


def words(page: AppTest) -> str:
    texts = (page.markdown, page.header, page.subheader, page.title)
    found = [each.value for kind in texts for each in kind]
    return "\n".join([*found, *(each.label for each in page.expander)])


def look_at_export() -> None:
    dataset = dataset_of(CONFIG)
    code = script(CONFIG, dataset, PageNumbers(loss=1.0, mse=1.0, accuracy=0.5))
    for thing, (_, _, written) in CHOSEN.items():
        tell(thing, "in the export", written in code)
    tell("data set", "in the export", "points of" in code or "drawn from the seed" in code)
    prepare(CONFIG, dataset)


def look_at_search() -> None:
    for thing, (field, value, _) in CHOSEN.items():
        setting = SETTINGS[field]
        tell(thing, "in the search", isinstance(setting, Options) and value in setting.options)
    tell("setting", "in the search", "stamina" in SETTINGS)


def look_at_page() -> None:
    address = {"dataset": "ring", "stamina": "7", "epochs": "20", "learning_rate": "default"}
    page = open_page(**address, **CHANGES, panel="columns")
    assert not page.exception, page.exception
    assert not page.warning, page.warning
    for thing, (field, value, _) in CHOSEN.items():
        chosen = page.menu_button(key=field)
        offered = any(option.startswith(f"{value} ") for option in chosen.options)
        tell(thing, "on the page", offered and chosen.label.endswith(f"\n{value}"))
        tell(thing, "in the address", in_address(page, field) == value)
    tell("data set", "on the page", page.selectbox(key="dataset").value == "ring")
    tell("data set", "in the address", in_address(page, "dataset") == "ring")
    tell("setting", "on the page", page.slider(key="stamina").value == 7)
    tell("setting", "in the address", in_address(page, "stamina") == "7")
    labels = page.segmented_control(key="tabs").options
    tell("panel", "on the page", "Columns" in labels and bool(page.dataframe))
    tell("panel", "in the address", in_address(page, "panel") == "columns")
    epochs = page.session_state["run"].history.epochs
    tell("all of it", "trained", epochs == CONFIG.epochs and not page.error)
    tell("finding", "on the page", "A long run" in words(page))
    lesson = open_page(lesson="encore")
    assert not lesson.exception, lesson.exception
    tell("lesson", "on the page", "Once more" in words(lesson))
    tell("lesson", "in the address", in_address(lesson, "lesson") == "encore")


if __name__ == "__main__":
    assert nnplay.__file__.startswith(str(Path.cwd()))
    named = replace(TrainingConfig(), **SETTING)
    tell("setting", "in the name of a run", name_of(named) == "Stamina 7")
    tell("setting", "in the label of a fix", phrase(named, "stamina") == "stamina 7")
    look_at_export()
    look_at_search()
    calls.start()
    look_at_page()
    calls.stop()
