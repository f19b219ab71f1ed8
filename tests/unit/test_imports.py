"""Which modules may import which, read from the code."""

import ast
from functools import cache
from typing import NamedTuple

import pytest

from tests.child import run_python
from tests.serving import ROOT

FILES = [ROOT / "app.py", *sorted((ROOT / "nnplay").rglob("*.py"))]


class Import(NamedTuple):
    """One name that a file imports; `lazily` when a function does it."""

    file: str
    name: str
    lazily: bool


def imports_of(source: str, file: str) -> list[Import]:
    """Find every import; `from a import b` is the name `a.b`, which is also what is in `a`."""
    tree = ast.parse(source)
    functions = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
    lazy = {
        id(inner)
        for outer in ast.walk(tree)
        if isinstance(outer, functions)
        for inner in ast.walk(outer)
    }
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file} imports relatively, which this test does not read"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        found += [Import(file, name, id(node) in lazy) for name in names]
    return found


@cache
def all_imports() -> list[Import]:
    return [
        each
        for path in FILES
        for each in imports_of(path.read_text(encoding="utf-8"), path.relative_to(ROOT).as_posix())
    ]


def importing(*modules: str) -> set[str]:
    """Return the files that import one of the modules or something in it."""
    return {
        each.file
        for each in all_imports()
        if any(f"{each.name}.".startswith(f"{module}.") for module in modules)
    }


def within(files: set[str], *places: str) -> set[str]:
    """Return those of the files that are among the places, or in one of them that ends with /."""
    return {
        file
        for file in files
        if any(
            file == place or (place.endswith("/") and file.startswith(place)) for place in places
        )
    }


def test_imports_are_found_however_they_are_written():
    source = (
        "import a.b, c as d\nfrom e.f import g as h, i\n"
        "if True:\n    import j\n"
        "def function():\n    def inner():\n        from k import l\n"
    )
    assert [each[1:] for each in imports_of(source, "")] == [
        ("a.b", False),
        ("c", False),
        ("e.f.g", False),
        ("e.f.i", False),
        ("j", False),
        ("k.l", True),
    ]


@pytest.mark.parametrize(
    ("modules", "places"),
    [
        (["streamlit"], ["app.py", "nnplay/ui/", "nnplay/__main__.py", "nnplay/health.py"]),
        (["tensorflow", "keras"], ["nnplay/model.py", "nnplay/training/"]),
        (["plotly", "seaborn", "matplotlib"], ["nnplay/figures/", "nnplay/search/figures.py"]),
        (["optuna"], ["nnplay/search/"]),
        (["distributed", "dask"], ["nnplay/workers/dask.py"]),
        (["segno"], ["nnplay/ui/teaching/share.py"]),
        (["nnplay.ui"], ["app.py", "nnplay/ui/", "nnplay/__main__.py"]),
        (
            ["nnplay.training", "nnplay.model"],
            ["nnplay/model.py", "nnplay/training/"],
        ),
    ],
    ids=lambda names: " ".join(names),
)
def test_a_library_or_room_is_imported_only_where_it_belongs(modules, places):
    files = importing(*modules)
    assert files, "nobody imports it: has it been renamed?"
    assert files == within(files, *places)


def test_dask_is_imported_only_when_a_scheduler_is_given():
    assert all(
        each.lazily for each in all_imports() if each.name.startswith(("dask", "distributed"))
    )


def test_history_knows_only_activations():
    ours = {
        each.name
        for each in all_imports()
        if each.file == "nnplay/history.py" and each.name.startswith("nnplay")
    }
    assert ours == {"nnplay.choices.ACTIVATIONS"}


def test_nothing_imports_the_page():
    assert importing("app") == set()


def test_a_search_and_the_page_begin_without_tensorflow():
    tree = ast.parse((ROOT / "app.py").read_text(encoding="utf-8"))
    statements = [
        ast.unparse(node)
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
    ]
    search = ["import sys", "import nnplay.search.terminal", "print(*sys.modules)"]
    told = run_python("-c", "\n".join([*search, *statements, "print(*sys.modules)"]))
    by_search, by_page = (set(line.split()) for line in told.splitlines())
    assert {"nnplay.workers.calls", "nnplay.ui.panels", "streamlit"} <= by_page
    assert not by_search & {"tensorflow", "keras", "distributed", "streamlit", "plotly"}
    assert not by_page & {"tensorflow", "keras", "sklearn"}


# The floors of the house, from the top: a room may use those on the floors below and itself.
FLOORS = [
    ["app"],
    ["ui", "__main__", "health"],
    ["search"],
    ["lessons", "export", "diagnosis", "explain", "figures"],
    ["workers"],
    ["training"],
    ["evaluation"],
    ["model", "chunks", "presets", "step"],
    ["datasets"],
    ["history"],
    ["config"],
    ["fields"],
    ["choices", "numbers", "early_stopping"],
]
FLOOR_OF = {room: floor for floor, rooms in enumerate(FLOORS) for room in rooms}


def room_of(name: str) -> str:
    """Return the room that a module is in, by its file or its name."""
    parts = name.removesuffix(".py").replace("/", ".").removeprefix("nnplay.").split(".")
    return ".".join(parts[:2]) if ".".join(parts[:2]) in FLOOR_OF else parts[0]


def test_every_room_has_its_floor():
    rooms = {room_of(path.relative_to(ROOT).as_posix()) for path in FILES}
    assert rooms - {"__init__"} == set(FLOOR_OF)


def test_imports_go_down():
    up = [
        (each.file, each.name)
        for each in all_imports()
        if each.name.startswith("nnplay.")
        and each.file != "nnplay/__init__.py"
        and room_of(each.file) != room_of(each.name)
        and FLOOR_OF[room_of(each.file)] >= FLOOR_OF[room_of(each.name)]
    ]
    assert up == []


def of(*places: str) -> list[Import]:
    """Return the imports in these files or folders."""
    files = within(
        {each.file for each in all_imports()}, *(f"nnplay/ui/{place}" for place in places)
    )
    return [each for each in all_imports() if each.file in files]


def test_the_state_of_a_page_knows_no_drawing():
    """But for the registry of the panels, which imports them only to draw them."""
    ours = of("state/", "runs/__init__.py")
    drawing = ("settings.", "lessons.", "teaching.", "drawing.", "results", "page.")
    names = {each.name.removeprefix("nnplay.ui.") for each in ours if "nnplay.ui." in each.name}
    assert names
    assert not {name for name in names if name.startswith(drawing)}
    assert {name for name in names if name.startswith("panels")} == {"panels.PANELS"}
    pure = {each.file for each in ours if each.name.split(".")[0] == "streamlit"}
    streamlit = ("state/__init__.py", "state/receipt.py", "runs/__init__.py")
    assert pure <= {f"nnplay/ui/{name}" for name in streamlit}


def test_no_panel_knows_the_sidebar():
    assert of("panels/")
    assert not [each for each in of("panels/") if each.name.startswith("nnplay.ui.settings")]


def test_one_module_alone_touches_the_address():
    touching = {
        path.relative_to(ROOT).as_posix()
        for path in FILES
        if any(word in path.read_text("utf-8") for word in ("query_params", "query-params"))
    }
    assert touching == {"nnplay/ui/state/__init__.py"}
