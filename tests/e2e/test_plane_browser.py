"""Planes and classes on the stage, on a page of its own that needs no training."""

import re
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import expect

from nnplay.config import TrainingConfig
from nnplay.datasets import dataset_of, prepare
from nnplay.datasets.patterns import INPUTS
from nnplay.ui.stage.payload import stage_payload
from tests.e2e.acting import show_run
from tests.e2e.looks import SIZES, VIEWS, check_views, every_look
from tests.e2e.reading import FIND, WATCH, colors, sees_writing, sweep
from tests.numerals import read_number
from tests.unit.histories import make_history

STILL = {"reduced_motion": "reduce"}
SIGMOID: dict[str, Any] = {
    "output_activation": "sigmoid",
    "loss": "binary_crossentropy",
    "epochs": 300,
}
CONFIGS = {
    "small": TrainingConfig(dataset="circle", hidden_units=(4, 2), validation_split=0.3, **SIGMOID),
    "deep": TrainingConfig(
        dataset="spiral",
        hidden_units=(8, 8, 8),
        features=tuple(INPUTS),
        standardize=True,
        validation_split=0.5,
        **SIGMOID,
    ),
    "large": TrainingConfig(dataset="moons", samples=1000, hidden_units=(64,) * 5, **SIGMOID),
    "heights": TrainingConfig(dataset="bumps", hidden_units=(3,), epochs=300),
    "two": TrainingConfig(dataset="car_crashes_median", validation_split=0.2, **SIGMOID),
    "three": TrainingConfig(
        dataset="car_crashes_terciles",
        hidden_units=(5,),
        standardize=True,
        validation_split=0.2,
        output_activation="softmax",
        loss="sparse_categorical_crossentropy",
        epochs=300,
    ),
    "quantity": TrainingConfig(epochs=300),
    "broken": TrainingConfig(dataset="xor", hidden_units=(4,), epochs=300),
}


def history_of(config):
    """Move the weights steadily from one random draw to another, as a training might."""
    dataset = dataset_of(config)
    sizes = (len(prepare(config, dataset).features), *config.hidden_units, dataset.outputs)
    first, last = make_history(sizes, (0, 1)).parameters / np.sqrt(max(sizes))
    share = np.linspace(0, 1, config.epochs + 1)[:, None]
    parameters = (first + share * (3 * last - first)).astype("float32")
    activations = ("tanh",) * len(config.hidden_units) + (config.output_activation,)
    val_loss = np.linspace(0.9, 0.3, config.epochs).astype("float32")
    return make_history(
        sizes,
        range(config.epochs + 1),
        parameters=parameters,
        activations=activations,
        val_loss=val_loss if config.validation_split else None,
    )


def payload_of(name, config):
    dataset, history = dataset_of(config), history_of(config)
    if name == "broken":
        history.parameters[20:] = np.nan
    return stage_payload(name, config, dataset, prepare(config, dataset), history)


@pytest.fixture(scope="module")
def server(stages):
    """Put the small page in place of the real one; `window` opens it."""
    payloads = {name: payload_of(name, config) for name, config in CONFIGS.items()}
    return stages("plane", payloads)


@pytest.fixture(scope="module")
def page_of(server, opened):
    """Return a function that shows a run on a page that is open."""
    with opened(f"{server}/?run=plane/small", **STILL) as page:

        def show(run):
            page.set_viewport_size({"width": 1280, "height": 720})
            show_run(page, run)
            return page

        yield show


def said(page, view):
    return page.locator(f".{view} canvas").get_attribute("aria-label")


# ---- the film


def test_the_plane_moves_with_the_film(page_of):
    page = page_of("small")
    pictures, words = [], []
    for epoch in (0, 150, 300):
        page.locator(".scrub").fill(str(epoch))
        pictures.append([picture_of(page, view) for view in ("network", "scatter")])
        words.append(said(page, "scatter"))
    assert all(len({each[view] for each in pictures}) == 3 for view in (0, 1))
    assert len(set(words)) == 3


def picture_of(page, view):
    return page.locator(f".{view} canvas").evaluate("canvas => canvas.toDataURL()")


# ---- what the views say


@pytest.mark.parametrize(
    ("run", "words"),
    [
        ("small", r"as colours, with 200 points: of the training points, \d+ of 140 correct; "),
        ("large", r"with 1,000 points: of the training points, \d+ of 1,000 correct\."),
        ("heights", r"training points, mean error [\d.]+\."),
        ("two", r"actual class: \d+ of 51 rows correct, \d+ of 26 few, \d+ of 25 many\."),
        ("three", r"51 rows correct, \d+ of 17 low, \d+ of 17 medium, \d+ of 17 high\."),
        ("quantity", "Predicted against actual accidents of 51 rows"),
    ],
)
def test_the_view_says_how_many_are_correct(page_of, run, words):
    page = page_of(run)
    assert re.search(words, said(page, "scatter"))
    assert all(len(said(page, view)) > 30 for view in VIEWS)


@pytest.mark.parametrize("run", ["small", "deep", "two", "three"])
def test_as_many_are_right_as_in_python(page_of, run):
    config = CONFIGS[run]
    dataset = dataset_of(config)
    examples = prepare(config, dataset)
    outputs = history_of(config).predict(examples.x)
    taken = outputs.argmax(axis=1) if dataset.outputs > 1 else outputs[:, 0] > 0.5
    right = taken == examples.y[:, 0]
    page = page_of(run)
    numbers = [int(each) for each in re.findall(r"(\d+) of \d+", said(page, "scatter"))]
    if dataset.pattern:
        held = np.isin(np.arange(len(right)), examples.validation_rows)
        assert numbers == [right[~held].sum(), right[held].sum()]
    else:
        by_class = [
            right[examples.y[:, 0] == number].sum() for number in range(len(dataset.classes))
        ]
        assert numbers == [right.sum(), *by_class]


@pytest.mark.full
def test_a_run_that_broke_is_told(page_of):
    page = page_of("broken")
    assert said(page, "scatter") == "Output over the plane: it is not a number."
    page.locator(".scrub").fill("5")
    assert "of the training points" in said(page, "scatter")


@pytest.mark.full
def test_one_kind_of_run_takes_the_place_of_another(page_of):
    page = page_of("small")
    for run, kind in (("three", "classes"), ("quantity", "scatter"), ("deep", "plane")):
        page.get_by_role("radio", name=run, exact=True).click()
        page.wait_for_selector(f'.stage[data-run="{run}"][data-kind="{kind}"]')
        page.wait_for_selector('.stage[data-playing="false"]')
        assert all(colors(page, view) > 3 for view in VIEWS)


# ---- hover and touch


def value_in(text):
    return float(read_number(re.search(r"output (\S+)", text)[1].rstrip(":")))


def test_a_point_of_the_plane_tells_its_number_class_and_output(page_of):
    config = CONFIGS["small"]
    dataset = dataset_of(config)
    outputs = history_of(config).predict(prepare(config, dataset).x)[:, 0]
    page = page_of("small")
    text = sweep(page, "scatter", r"^point \d+, actual (blue|orange)")
    row = int(re.match(r"point (\d+)", text)[1]) - 1
    assert value_in(text) == pytest.approx(outputs[row], abs=0.002)
    assert (": blue" in text) == (outputs[row] > 0.5)
    assert dataset.classes[int(dataset.frame["colour"].iloc[row])] in text.split("\n")[0]


def test_every_place_of_the_plane_tells_its_output(page_of):
    config = CONFIGS["small"]
    page = page_of("small")
    text = sweep(page, "scatter", "^x1 ")
    place = [float(read_number(each)) for each in re.findall(r"x\d ([−\d.]+)", text)]
    expected = history_of(config).predict(np.array([place]))
    assert value_in(text) == pytest.approx(expected.item(), abs=0.02)


@pytest.mark.parametrize(
    ("run", "words"),
    [
        ("two", r"\([A-Z]{2}\)\nactual (few|many), predicted (few|many)\noutput [\d.]+"),
        ("three", r"actual low, predicted (low|medium|high)\nlow [\d.]+, medium [\d.]+, high"),
        ("three", "held out, not learned from"),
    ],
)
def test_a_row_tells_its_name_its_class_and_the_outputs(page_of, run, words):
    page = page_of(run)
    assert sweep(page, "scatter", words)


@pytest.mark.full
def test_outputs_have_the_names_of_the_classes(page_of):
    page = page_of("three")
    assert "3 outputs (low, medium, high)" in said(page, "network")
    assert sweep(page, "network", "^medium\nbias")
    assert sweep(page, "weights", "→ high\nweight")


def title(page):
    """Return the plane's title."""
    return sees_writing(page)["scatter"][0].text


def test_a_unit_shows_its_plane_large_while_pointed_at(page_of):
    page = page_of("deep")
    assert title(page) == "Output over the plane"
    text = sweep(page, "network", "^unit 3 of layer 2\nbias")
    assert re.search(r"bias .* at epoch \d+\n[−\d.]+ to [−\d.]+ over the plane\n.*click", text)
    expect(page.locator(".tip canvas")).to_be_hidden()
    before = picture_of(page, "scatter")
    page.locator(".scrub").focus()  # the pointer stays where it is
    page.keyboard.press("Home")
    assert "at epoch 0" in page.locator(".tip").inner_text()
    assert picture_of(page, "scatter") != before
    page.evaluate(WATCH)
    sweep(page, "network", "^sin x2\n.* over the plane")
    assert page.evaluate("window.written.get('scatter')[0][0]") == "Output of sin x2"
    page.mouse.move(2, 2)
    expect(page.locator(".tip")).to_be_hidden()
    assert page.evaluate("window.written.get('scatter')[0][0]") == "Output over the plane"
    page.locator(".network .handle").focus()
    page.keyboard.press("End")  # the bias of the output; before it are the weights that lead there
    for _ in range(history_of(CONFIGS["deep"]).sizes[-2] + 1):
        page.keyboard.press("ArrowLeft")
    assert page.evaluate("window.written.get('scatter')[0][0]") == "Output of unit 8 of layer 3"
    page.locator(".scrub").focus()
    assert page.evaluate("window.written.get('scatter')[0][0]") == "Output over the plane"


@pytest.mark.full
def test_the_switches_of_the_plane_outlast_the_run(window):
    with window("?run=plane/small", **STILL) as page:
        discretise, held = (
            page.get_by_role("checkbox", name=name) for name in ("discretise", "held-out points")
        )
        pictures = [picture_of(page, "scatter")]
        sweep(page, "scatter", "held out")
        held.uncheck()
        pictures.append(picture_of(page, "scatter"))
        assert not any_place_says(page, "held out")
        discretise.check()
        pictures.append(picture_of(page, "scatter"))
        assert len(set(pictures)) == 3
        for run, has_classes in (("heights", False), ("deep", True)):
            show_run(page, run)
            expect(discretise).to_be_visible(visible=has_classes)
            expect(held).to_be_visible(visible=has_classes)
        expect(discretise).to_be_checked()
        expect(held).not_to_be_checked()


def any_place_says(page, words):
    return page.locator(".scatter canvas").evaluate(FIND, words) is not None


@pytest.mark.full
def test_a_tap_shows_the_plane_of_a_unit_and_another_opens_its_arithmetic(window):
    phone = {"width": 390, "height": 844, "has_touch": True, "is_mobile": True}
    with window("?run=plane/deep", **STILL, **phone) as page:
        at = []

        def tap(x, y):
            at[:] = x, y
            page.touchscreen.tap(x, y)

        sweep(page, "network", "^unit 4 of layer 3\nbias", act=tap)
        box = page.locator(".tip").bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 390
        expect(page.locator(".tip canvas")).to_be_visible()
        expect(page.locator(".tip")).to_contain_text("tap again to see its arithmetic")
        tap(*at)
        page.get_by_text("unit 3 of layer 2 was tapped").wait_for()
        sweep(page, "scatter", "^point", act=page.touchscreen.tap)


# ---- sizes


@pytest.mark.full
@pytest.mark.parametrize("device", SIZES)
def test_everything_fits_at_every_size(window, device):
    runs = ("small", "deep", "large", "two", "three")
    for look, (page, width, _) in enumerate(every_look(window, "?run=plane/small", device)):
        for run in runs[look % 2 :: 2]:  # each on every device
            show_run(page, run)
            check_views(page, width, stacked=device == "phone")
