"""Long names on the stage: shortened so that they can be told apart, whole in the tip."""

import re
from itertools import combinations

import numpy as np
import pytest
from playwright.sync_api import expect

from nnplay.datasets import prepare
from nnplay.datasets.csv import read_table
from nnplay.ui.stage.payload import stage_payload
from tests.e2e.acting import redrawn, show_run
from tests.e2e.reading import sees_writing, sweep
from tests.serving import ROOT
from tests.unit.datasets.csv.own_files import ask
from tests.unit.histories import make_history

HOURS = [f"Average hours a week that you {verb}" for verb in ("work", "read", "rest")]
INPUTS = (*HOURS, "How satisfied are you with the school?", "age")
OPINIONS = ("agree", "disagree", "neither", "strongly agree", "strongly disagree")
TWO = ("I strongly agree with all of this", "I strongly disagree with all of it")
BESIDE_SETTINGS = (980, 720)  # what a page of 1280 px leaves
PHONE = (390, 1700)  # high enough for all views
STILL = {"reduced_motion": "reduce"}
UI = ROOT / "nnplay" / "ui"
SHEETS = (UI / "web" / "page.css", UI / "web" / "projector.css")
SIZES = [BESIDE_SETTINGS, (1440, 900), PHONE]


def table_of(inputs, target, answers):
    """Return a data set with these inputs, whose targets are the answers in turn."""
    rows = np.random.default_rng(0).normal(size=(60, len(inputs))).round(3)
    lines = [
        ",".join([*map(str, row), str(answers[i % len(answers)])]) for i, row in enumerate(rows)
    ]
    content = "\n".join([",".join([*inputs, target]), *lines]).encode()
    classes = isinstance(answers[0], str)
    return ask(read_table(content, "table.csv"), target, inputs, classes)[0]


TABLES = {
    "five": table_of(INPUTS, "opinion of all the participants", OPINIONS),
    "two": table_of(INPUTS[:2], "opinion of all the participants", TWO),
    "quantity": table_of(INPUTS[:2], "Satisfaction of all the participants", np.arange(60) ** 2),
    "many": table_of([f"measurement_{n}" for n in range(30)], "total", np.arange(60)),
}


def payload_of(name):
    dataset = TABLES[name]
    config = dataset.recommended_settings
    sizes = (len(dataset.features), 3, dataset.outputs)
    history = make_history(sizes, range(21), activations=("tanh", config.output_activation))
    return stage_payload(name, config, dataset, prepare(config, dataset), history)


@pytest.fixture(scope="module")
def server(stages):
    """Put the small page in place of the real one; `window` opens it."""
    payloads = {name: payload_of(name) for name in TABLES}
    return stages("names", payloads)


@pytest.fixture(scope="module")
def stage_of(server, opened):
    """Return a function that shows the stage of a run at a size, the phone's with all views."""
    with (
        opened(f"{server}/?run=names/five", **STILL) as desk,
        opened(f"{server}/?run=names/five", is_mobile=True, has_touch=True, **STILL) as phone,
    ):

        def show(run, size):
            page = phone if size == PHONE else desk
            page.set_viewport_size({"width": size[0], "height": size[1]})
            show_run(page, run)
            return page

        yield show


def project(page):
    for sheet in SHEETS:
        page.add_style_tag(content=sheet.read_text(encoding="utf-8"))
    page.evaluate("document.documentElement.dataset.mode = 'projector'")
    page.wait_for_selector('.stage[data-mode="projector"]')


def mostly_full(names):
    """Return parameters of which all but the first are for the full tier alone."""
    first, *others = names
    return [first, *(pytest.param(name, marks=pytest.mark.full) for name in others)]


# ---- what is written


def is_inside(each, width, height):
    return each.left >= 0 and each.right <= width and each.top >= 0 and each.bottom <= height


def overlap(one, other):
    across = min(one.right, other.right) - max(one.left, other.left)
    down = min(one.bottom, other.bottom) - max(one.top, other.top)
    return across > 1 and down > 1


def check_writing(page, smallest):
    """Check that no text leaves its view, covers another one or is too small to be read."""
    views = sees_writing(page)
    for view, texts in views.items():
        box = page.locator(f".{view} canvas").bounding_box()
        outside = [each for each in texts if not is_inside(each, box["width"], box["height"])]
        assert not outside, (view, outside)
        assert min(each.size for each in texts) >= smallest
        covered = [pair for pair in combinations(texts, 2) if overlap(*pair)]
        assert view == "loss" or not covered, (view, covered)
    return views


def names_beside(texts, last="bias"):
    """Return what is written above a word, which ends where the word does."""
    end = next(each for each in texts if each.text == last)
    return [each.text for each in texts if abs(each.right - end.right) < 0.5 and each.top < end.top]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("run", mostly_full(TABLES))
def test_names_and_numbers_stay_in_their_places(stage_of, run, size):
    page = stage_of(run, size)
    views = check_writing(page, smallest=8.9)
    rows = names_beside(views["weights"])
    names = TABLES[run].features
    assert len(set(rows)) == len(rows)
    assert all(any(name.startswith(row.split("…")[0]) for name in names) for row in rows)


@pytest.mark.full
def test_names_stay_in_their_places_on_a_projector(window):
    with window("?run=names/five", **STILL) as page:
        project(page)
        for run in TABLES:
            show_run(page, run)
            check_writing(page, smallest=12.5)


@pytest.mark.full
@pytest.mark.parametrize("size", SIZES)
def test_classes_that_begin_alike_have_different_names_below_their_columns(stage_of, size):
    texts = sees_writing(stage_of("five", size))["scatter"]
    counts = [each for each in texts if re.fullmatch(r"\d+ of \d+( correct)?", each.text)]
    columns = [each for each in counts if each.top > max(counts).top - 5 and each.top > 100]
    middles = sorted((each.left + each.right) / 2 for each in columns)
    heads = [
        " ".join(t.text for t in texts if abs((t.left + t.right) / 2 - x) < 1 and t not in columns)
        for x in middles
    ]
    assert len(set(heads)) == len(OPINIONS)
    assert [head[0] for head in heads] == [name[0] for name in OPINIONS]


@pytest.mark.full
def test_a_number_without_room_is_left_out_and_told_by_the_tip(stage_of):
    page = stage_of("many", (1280, 720))
    texts = [each.text for each in sees_writing(page)["weights"]]
    numbers = [text for text in texts if re.fullmatch(r"[−\d.]+", text)]
    assert len(numbers) == 4  # the output's
    assert sweep(page, "weights", r"^measurement_7 → unit 2\nweight [−\d.]+ at epoch")


# ---- the tip


@pytest.mark.parametrize(
    ("view", "words"),
    [
        ("network", f"^{HOURS[1]}$"),
        ("weights", f"^{HOURS[2]}$"),
        ("scatter", "^strongly disagree$"),
        ("network", "^age$"),
    ],
)
def test_the_tip_tells_the_whole_name(stage_of, view, words):
    sweep(stage_of("five", BESIDE_SETTINGS), view, words)


@pytest.mark.full
def test_a_finger_reads_the_whole_name(stage_of):
    page = stage_of("five", PHONE)
    sweep(page, "weights", f"^{HOURS[0]}$", act=page.touchscreen.tap)


@pytest.mark.full
def test_a_row_without_a_name_has_its_number(stage_of):
    page = stage_of("quantity", (1280, 720))
    sweep(page, "scatter", r"^row \d+\nactual")
    label = page.locator(".scatter canvas").get_attribute("aria-label")
    assert re.search(r"for row \d+\.$", label)


@pytest.mark.full
def test_no_unit_offers_arithmetic_that_is_hidden(window):
    with window("?run=names/five&closed=1", **STILL) as page:
        assert "arithmetic" not in sweep(page, "network", "^unit 2\nbias")
        page.mouse.down()
        page.mouse.up()
        with redrawn(page):  # what the tap said would have come first
            page.get_by_role("radio", name="two").click()
        expect(page.get_by_text("nothing was tapped")).to_be_visible()
