"""Each thing that a newcomer may want to add is added in one place, and then is everywhere.

A copy of the package gets one of each, by a single insertion (a setting also gets its default in
`TrainingConfig`), and a process that imports the copy looks for them on the page, in the address,
in the search and in the export.
"""

import shutil
from pathlib import Path

from tests.child import run_python
from tests.serving import ROOT

# What is inserted, into which file, and before which text; None is the end.
ADDED = {
    "optimizer": (
        "choices/optimizers.py",
        '        Optimizer(\n            "Lion"',
        '        Optimizer("Calm SGD", 0.005, "slow", WITH_MOMENTUM, {"m": "the last step"},\n'
        '                  keras="SGD", arguments={"momentum": 0.5}),\n',
    ),
    "activation": (
        "choices/activations.py",
        '        Activation(\n            "softmax"',
        '        Activation("hard_tanh", lambda x: np.clip(x, -1, 1), "s", "cuts", -1.0, 1.0),\n',
    ),
    "initializer": (
        "choices/initializers.py",
        '        Initializer("orthogonal"',
        '        Initializer("variance_scaling", "scales"),\n',
    ),
    "loss": (
        "choices/losses.py",
        '        Loss(\n            "hinge"',
        '        Loss("binary_focal_crossentropy", "classification", "strict", '
        "probabilities=True),\n",
    ),
    "data set": (
        "datasets/patterns.py",
        '    "xor": Pattern(',
        '    "ring": Pattern("Pattern: ring", "a ring", _circle),\n',
    ),
    "finding": (
        "diagnosis/rules/capacity.py",
        None,
        '\n\n@finding("long_run", rank=1)\ndef long_run(task: Task) -> Finding | None:\n'
        '    return Finding("problem", "A long run", "Very.", "It takes time.")\n',
    ),
    "lesson": (
        "lessons/chapters/feasible.py",
        None,
        "\nfrom dataclasses import replace\n"
        'LESSONS += (replace(LESSONS[0], name="encore", title="Once more"),)\n',
    ),
    "panel": (
        "ui/panels/__init__.py",
        '    Panel("compare"',
        '    Panel("columns", "Columns", "data"),\n',
    ),
    "setting": (
        "fields/training.py",
        '    Field(\n        "epochs"',
        '    Field("stamina", "Stamina", Whole(0, 9), "slider", "Waits.", short="stamina {}",\n'
        '          fix="stamina {}", search=Search(0, 5)),\n',
    ),
    "default of the setting": ("config.py", "    epochs: int = 500", "    stamina: int = 0\n"),
}
LOOK = Path(__file__).with_name("one_place_look.py")


def insert(file: Path, before: str | None, text: str) -> None:
    code = file.read_text(encoding="utf-8")
    if before is not None:
        assert code.count(before) == 1, f"{before!r} is not once in {file}"
    at = len(code) if before is None else code.index(before)
    file.write_text(code[:at] + text + code[at:], encoding="utf-8")


def everywhere() -> set[str]:
    """Return what should be where."""
    choices = ("optimizer", "activation", "initializer", "loss")
    return {
        *(
            f"{thing} {where}"
            for thing in (*choices, "setting")
            for where in ("on the page", "in the address", "in the search")
        ),
        *(f"{thing} in the export" for thing in (*choices, "data set")),
        *(
            f"{thing} {where}"
            for thing in ("data set", "lesson", "panel")
            for where in ("on the page", "in the address")
        ),
        "finding on the page",
        "setting in the name of a run",
        "setting in the label of a fix",
        "all of it trained",
    }


def test_what_is_added_in_one_place_is_everywhere(tmp_path):
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "nnplay", tmp_path / "nnplay", ignore=ignored)
    shutil.copytree(ROOT / ".streamlit", tmp_path / ".streamlit")
    for name in ("app.py", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path)
    for name, before, text in ADDED.values():
        insert(tmp_path / "nnplay" / name, before, text)
    told = run_python(LOOK, folder=tmp_path, PYTHONPATH=str(tmp_path))
    assert everywhere() - set(told.splitlines()) == set()
