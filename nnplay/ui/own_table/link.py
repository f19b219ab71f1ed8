"""What a link says about a learner's table: what is asked of it, but no cell of it."""

from urllib.parse import parse_qs, urlencode

from nnplay.config import TrainingConfig
from nnplay.datasets import Dataset, dataset_of
from nnplay.datasets.csv import FILLS, KINDS, LEARN, LEAVE, NAME, ROWS, Reading, Use
from nnplay.ui.own_table.draft import Draft, Shape, Wishes
from nnplay.ui.state.page_state import OWN, PageState, is_own
from nnplay.ui.state.url import TABLE, Params, encode

LEARNED = tuple(enumerate(("learn", "mean", "frequent", "own")))  # parameters, by index in `FILLS`


def own_query(state: PageState, draft: Draft) -> str:
    """Write a page that learns from a learner's table as the query of a link without the table."""

    def find(config: TrainingConfig) -> Dataset:
        return draft.dataset if draft.dataset and is_own(config) else dataset_of(config)

    params = {**encode(state, find), "dataset": [OWN], TABLE: [write_table(draft)]}
    return urlencode(params, doseq=True, safe=",")


def write_table(draft: Draft) -> str:
    """Write what is asked of a table, the names of its columns included."""
    question = draft.question
    uses = [(name, use) for name, use in question.uses if use.role == LEARN]
    lists = {word: [name for name, use in uses if use.missing == FILLS[n]] for n, word in LEARNED}
    lists["names"] = [name for name, use in question.uses if use.role == NAME]
    lists["kind"] = [f"{kind},{name}" for name, kind in draft.reading.kinds]
    words = {"target": question.target, "classes": str(int(question.classes))}
    if question.rows != ROWS[0]:
        words["rows"] = str(ROWS.index(question.rows))
    return urlencode({**words, **lists}, doseq=True, safe=",")


def wishes_of(params: Params, shape: Shape) -> tuple[Reading, Wishes] | None:
    """Return how a link asks to read and use a table of this shape, None if it does not."""
    said = parse_qs("".join(params.get(TABLE, [""])))
    target = "".join(said.get("target", []))
    if target not in shape:
        return None
    uses = dict.fromkeys(shape, Use(LEAVE)) | {name: Use(NAME) for name in said.get("names", [])}
    for number, word in LEARNED:
        uses |= {name: Use(LEARN, FILLS[number]) for name in said.get(word, [])}
    kinds = [text.partition(",") for text in said.get("kind", [])]
    rows = dict(zip("012", ROWS, strict=True)).get("".join(said.get("rows", [])))
    reading = Reading(kinds=tuple((name, kind) for kind, _, name in kinds if kind in KINDS))
    return reading, Wishes(target, said.get("classes") == ["1"], uses, rows)


def columns_of(params: Params) -> list[str]:
    """Return the columns of a link's table that the link names, the target first."""
    said = parse_qs("".join(params.get(TABLE, [""])))
    return [name for word in ("target", *dict(LEARNED).values()) for name in said.get(word, [])]


def is_awaited(params: Params, draft: Draft) -> bool:
    """Tell whether the settings of an address are for this table and its question."""
    if draft.dataset is None or "dataset" not in params:
        return False
    asked = wishes_of(params, draft.shape)
    if asked is None:  # an address of this table, whose session has ended
        return params["dataset"] == [draft.dataset.name]
    wishes = asked[1]
    return (wishes.target, wishes.classes) == (draft.question.target, draft.question.classes)
