"""The network to be asked in the browser: what can be chosen, and the bytes it is sent as."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from nnplay.choices import LOSSES
from nnplay.datasets import DATASETS, Dataset, Examples
from nnplay.datasets.patterns import SIZE
from nnplay.numbers import decimals_of
from nnplay.ui.runs import Run
from nnplay.ui.stage.axes import output_axis
from nnplay.ui.stage.packing import pack
from nnplay.ui.stage.payload import threshold_of
from nnplay.ui.stage.stage import component

KEY = "ask"
STEPS = 100  # that a slider has at least, over the range of the training rows
PLANE = ("x1", "x2")
OTHER = "another"  # the choice that stands for all texts without an input of their own


@dataclass(frozen=True)
class Card:
    """A column whose value can be chosen: a number on a slider, or one of some texts.

    Attributes:
        about: What it measures, "" if that is not known.
        low: The least value in the training rows; high: the largest.
        least: Where the slider begins; most: where it ends; step: how far apart its positions are.
        words: The texts, each with whether a training row has it; empty for a number.
        own: The value at first: a number, or the index of a text.
    """

    name: str
    about: str = ""
    low: float = 0.0
    high: float = 0.0
    least: float = 0.0
    most: float = 0.0
    step: float = 1.0
    words: tuple[tuple[str, bool], ...] = ()
    own: float = 0.0


@dataclass(frozen=True)
class Start:
    """The row whose values are chosen at first.

    Attributes:
        row: Its number, None for the average of the training rows.
        name: What the page calls it.
        actual: Its target as a text, "" for the average.
    """

    row: int | None
    name: str
    actual: str = ""


def ask_payload(
    run: Run,
    epoch: int,
    start: Start,
    shown: Sequence[int],
    place: dict[str, Any] | None = None,
) -> bytes:
    """Pack a network and all that can be chosen, in the format of `pack`.

    Args:
        shown: Indices of the cards that are drawn; the others keep their first values.
        place: The place of the plane that the learner has pointed at: its "values", and a "number"
            that is another one for every pointing.
    """
    config, dataset, examples = run.config, run.dataset, run.examples
    cards, inputs = cards_of(dataset, examples, start.row)
    header = {
        "id": run.id,
        "epoch": epoch,
        "total": config.epochs,
        "sizes": run.history.sizes,
        "activations": run.history.activations,
        "features": examples.features,
        "offset": examples.offset.tolist(),
        "scale": examples.scale.tolist(),
        "cards": [asdict(card) for card in cards],
        "inputs": inputs,
        "shown": list(shown),
        "start": {"key": f"{dataset.name} {start.row}", **asdict(start)},
        "place": place,
        "classes": dataset.classes,
        "outputs": dataset.output_names,
        "threshold": threshold_of(config, dataset),
        "chance": _are_chances(run),
        "target": dataset.target_label,
        "measured": dataset.measured,
        "decimals": 2 if dataset.classes else decimals_of(examples.y),
        "axis": output_axis(config, dataset, examples),
    }
    index = int(np.flatnonzero(run.history.epochs_recorded == epoch)[0])
    return pack(header, {"weights": run.history.parameters[index]})


def cards_of(
    dataset: Dataset, examples: Examples, row: int | None
) -> tuple[list[Card], list[tuple[int, int | None]]]:
    """Return the cards and, for each input of the network, which card it belongs to.

    Args:
        row: The row whose values the cards have at first, None for the average of the training
            rows.

    Returns:
        The cards, and a pair for each input: the index of its card and, if that is one of texts,
        the index of the text for which the input is 1. There are no pairs for a plane, whose inputs
        are functions of both cards.
    """
    if dataset.pattern:
        return [_number(dataset, examples, name, row) for name in PLANE], []
    cards: list[Card] = []
    places: dict[str, tuple[int, int | None]] = {}
    column_of = {
        name: column for column, texts in dataset.texts.items() for name in texts.values() if name
    }
    for feature in examples.features:
        if feature in places:
            continue
        column = column_of.get(feature)
        if column is None:
            places[feature] = len(cards), None
            cards.append(_number(dataset, examples, feature, row))
            continue
        card, names = _words(dataset, examples, column, row)
        places |= {name: (len(cards), word) for word, name in enumerate(names) if name}
        cards.append(card)
    return cards, [places[feature] for feature in examples.features]


def _number(dataset: Dataset, examples: Examples, name: str, row: int | None) -> Card:
    values = dataset.frame[name].to_numpy(float)
    seen = values[examples.training_rows]
    own = float(seen.mean() if row is None else values[row])
    low, high = float(seen.min()), float(seen.max())
    span = (high - low) or abs(high) or 1.0
    step = _step(span / STEPS)
    if (values == values.round()).all():
        step = max(1.0, step)
    least, most = low - span / 2, high + span / 2
    if low >= 0:
        least = max(0.0, least)
    if dataset.pattern:
        least, most = -SIZE, SIZE
    return Card(
        name=name,
        about=dataset.descriptions.get(name, "") if dataset.name in DATASETS else "",
        low=low,
        high=high,
        least=float(min(np.floor(least / step) * step, own)),
        most=float(max(np.ceil(most / step) * step, own)),
        step=step,
        own=own,
    )


def _step(most: float) -> float:
    """Return the largest of 1, 2 and 5 times a power of ten that is not above a number.

    A hair above is allowed, for rounding.
    """
    power = 10.0 ** np.floor(np.log10(most))
    return float(max(factor * power for factor in (1, 2, 5) if factor * power <= most * 1.000001))


def _words(
    dataset: Dataset, examples: Examples, column: str, row: int | None
) -> tuple[Card, list[str]]:
    """Return the card of a column of texts, and for each text the input that is 1 for it, or ""."""
    texts = dataset.texts[column]
    named = {text: name for text, name in texts.items() if name in examples.features}
    others = [text for text in texts if text not in named]
    inputs = [*(others and [""]), *named.values()]
    words = [*(others and [others[0] if len(others) == 1 else OTHER]), *named]
    ones = dataset.numbers(list(named.values()))
    numbers = np.where(ones.any(axis=1), ones.argmax(axis=1) + bool(others), 0)
    seen = np.bincount(numbers[examples.training_rows], minlength=len(words))
    own = int(seen.argmax() if row is None else numbers[row])
    told = tuple((word, bool(count)) for word, count in zip(words, seen, strict=True))
    return Card(name=column, words=told, own=own), inputs


def _are_chances(run: Run) -> bool:
    """Tell whether the outputs can be read as the probabilities of the classes."""
    several = run.dataset.outputs > 1
    output = run.history.activations[-1]
    return LOSSES[run.config.loss].probabilities and output == ("softmax" if several else "sigmoid")


def draw_ask(payload: bytes) -> None:
    """Mount `web/ask.js` with a payload of `ask_payload`."""
    component(KEY)(key=KEY, data=payload)
