"""The network asked in the browser answers as it does in Python."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from nnplay.config import TrainingConfig
from nnplay.datasets import dataset_of, prepare
from nnplay.datasets.patterns import INPUTS
from nnplay.evaluation.metrics import classes_of
from nnplay.ui.runs import Run
from nnplay.ui.stage.ask import Start, ask_payload, cards_of
from tests.javascript import call
from tests.unit.datasets.csv.own_files import PEOPLE, ask, read
from tests.unit.histories import make_history
from tests.unit.ui.stage.test_payload import decode

SIGMOID: dict[str, Any] = {"output_activation": "sigmoid", "loss": "binary_crossentropy"}
SOFTMAX: dict[str, Any] = {
    "output_activation": "softmax",
    "loss": "sparse_categorical_crossentropy",
}
CONFIGS = {
    "quantity": TrainingConfig(hidden_units=(4,), activation="tanh"),
    "standardised": TrainingConfig(standardize=True, validation_split=0.2),
    "two classes": TrainingConfig(dataset="car_crashes_median", standardize=True, **SIGMOID),
    "hinge": TrainingConfig(dataset="car_crashes_median", standardize=True, loss="hinge"),
    "three classes": TrainingConfig(dataset="car_crashes_terciles", standardize=True, **SOFTMAX),
    "pattern": TrainingConfig(
        dataset="circle", features=("x2", *list(INPUTS)[2:]), standardize=True, **SIGMOID
    ),
    "heights": TrainingConfig(dataset="bumps", hidden_units=(3, 2), activation="relu"),
}
ASK = """(stage, asked, weights, choice) => {
  asked.weights = Float32Array.from(weights)
  const { now, own, curves } = stage.ask(asked, choice)
  const lines = curves.map(({ stops, lines }) => [stops, lines.map((line) => [...line])])
  return [now, own, lines, stage.classOf(asked, now), stage.inWords(asked, now)]
}"""


def run_of(config, dataset=None):
    """Give a configuration random weights, small enough that no output is saturated."""
    dataset = dataset or dataset_of(config)
    examples = prepare(config, dataset)
    sizes = (len(examples.features), *config.hidden_units, dataset.outputs)
    activations = (config.activation,) * len(config.hidden_units) + (config.output_activation,)
    history = make_history(sizes, activations=activations)
    history.parameters[:] /= 3 if config.standardize else 300
    nothing = ("run", [], {}, examples.y, b"")
    return Run(*nothing, config=config, dataset=dataset, examples=examples, history=history)


def asked(run, choice, row=None, **header):
    """Let the browser answer a choice; all cards are shown."""
    cards, _ = cards_of(run.dataset, run.examples, row)
    payload = ask_payload(run, 1, Start(row, "it"), range(len(cards)))
    told, arrays = decode(payload)
    return call("ask/answers", ASK, {**told, **header}, arrays["weights"].tolist(), choice)


def predicted(run, columns):
    """Predict in Python for raw columns, (rows,) each, as a data set has them."""
    points = np.column_stack([columns["x1"], columns["x2"]]) if run.dataset.pattern else None
    raw = np.column_stack(
        [
            INPUTS[name].of(points) if points is not None else columns[name]
            for name in run.examples.features
        ]
    )
    inputs = ((raw - run.examples.offset) / run.examples.scale).astype("float32")
    return run.history.predict(inputs, 1)


@pytest.mark.parametrize("name", CONFIGS)
def test_answer_and_curves_are_those_of_python(name):
    run = run_of(CONFIGS[name])
    cards, _ = cards_of(run.dataset, run.examples, 7)
    choice = [card.least + (card.most - card.least) * 0.7 for card in cards]
    now, own, curves, number, _ = asked(run, choice, row=7)
    columns = {card.name: np.array([value]) for card, value in zip(cards, choice, strict=True)}
    expected = predicted(run, columns)
    np.testing.assert_allclose(now, expected[0], rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(
        own, run.history.predict(run.examples.x[7:8], 1)[0], rtol=1e-4, atol=1e-6
    )
    if run.dataset.classes:
        assert number == classes_of(expected, run.config.loss)[0]
    for card, (stops, lines) in zip(cards, curves, strict=True):
        assert (stops[0], stops[-1]) == pytest.approx((card.least, card.most))
        moved = columns | {card.name: np.array(stops)}
        moved = {key: np.broadcast_to(value, len(stops)) for key, value in moved.items()}
        np.testing.assert_allclose(np.transpose(lines), predicted(run, moved), rtol=1e-3, atol=1e-5)


def test_a_slider_begins_with_the_row_and_reaches_beyond_what_was_learned_from():
    run = run_of(CONFIGS["standardised"])
    frame, learned = run.dataset.frame, run.examples.training_rows
    for row in (None, 45):
        for card in cards_of(run.dataset, run.examples, row)[0]:
            values = frame[card.name].to_numpy()
            assert (card.low, card.high) == (values[learned].min(), values[learned].max())
            assert card.own == pytest.approx(values[learned].mean() if row is None else values[45])
            assert 0 <= card.least < card.low
            assert card.most > card.high
            assert 50 < (card.high - card.low) / card.step < 260


def test_texts_are_chosen_by_their_words_not_by_zeros_and_ones():
    table = read(PEOPLE)
    dataset, _ = ask(table, "weight", ["height", "kind"], False)
    run = run_of(replace(dataset.recommended_settings, validation_split=0.0), dataset)
    cards, inputs = cards_of(dataset, run.examples, 1)
    assert [card.name for card in cards] == ["height", "kind"]
    assert cards[1].words == (("cat", True), ("dog", True))
    assert cards[1].own == 1  # the second row's is a dog
    assert inputs == [(0, None), (1, 1)]
    now, own, curves, *_ = asked(run, [1.8, 0], row=1)
    columns = dict(zip(run.examples.features, np.array([[1.8, 1.8], [0, 1]]), strict=True))
    cat, dog = predicted(run, columns)[:, 0]
    assert now == pytest.approx([cat], rel=1e-4)
    assert own == pytest.approx([dog], rel=1e-4)
    assert curves[1] == [[0, 1], [pytest.approx([cat, dog], rel=1e-4)]]


def test_yes_and_no_are_chosen_by_their_words():
    lines = "".join(f"{n},{('ja', 'nein', 'ja')[n % 3]}\n" for n in range(12))
    dataset, _ = ask(read(f"n,garden\n{lines}"), "n", ["garden"], False)
    examples = prepare(replace(dataset.recommended_settings, validation_split=0.0), dataset)
    (card,), inputs = cards_of(dataset, examples, None)
    assert card.words == (("nein", True), ("ja", True))
    assert card.own == 1  # the most common
    assert inputs == [(0, 1)]
    assert cards_of(dataset, examples, 1)[0][0].own == 0


def test_texts_whose_input_is_left_out_are_one_choice():
    lines = "".join(f"{n},{word}\n" for n, word in enumerate(["ant", "bee", "cow", "ant"] * 3))
    dataset, _ = ask(read(f"n,kind\n{lines}"), "n", ["kind"], False)
    config = replace(dataset.recommended_settings, validation_split=0.0, batch_size=4)
    whole = cards_of(dataset, prepare(config, dataset), None)[0][0]
    assert whole.words == (("ant", True), ("bee", True), ("cow", True))
    assert whole.own == 0  # the most common
    fewer = prepare(replace(config, features=dataset.features[1:2]), dataset)
    (card,), inputs = cards_of(dataset, fewer, 2)
    assert card.words == (("another", True), ("bee", True))
    assert card.own == 0
    assert inputs == [(0, 1)]


@pytest.mark.parametrize(
    ("name", "outputs", "told"),
    [
        ("quantity", [12.345], ["12.35", "drivers in fatal collisions per billion miles"]),
        ("quantity", [float("nan")], ["NaN", "the network's output is not a number"]),
        ("two classes", [0.25], ["few", "probability of many 0.250, above 0.5 means many"]),
        ("hinge", [0.25], ["many", "output 0.250, above 0 means many"]),
        ("three classes", [0.2, 0.7, 0.1], ["medium", "probability 0.700"]),
        ("pattern", [0.75], ["blue", "probability of blue 0.750, above 0.5 means blue"]),
    ],
)
def test_the_answer_is_told_in_words(name, outputs, told):
    run = run_of(CONFIGS[name])
    header, _ = decode(ask_payload(run, 1, Start(None, "it"), []))
    code = "(stage, asked, outputs) => stage.inWords(asked, outputs.map((each) => each ?? NaN))"
    plain = [None if np.isnan(each) else each for each in outputs]
    assert call("ask/answers", code, header, plain) == told
