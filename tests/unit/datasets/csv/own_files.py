"""Files of one's own for the tests: small good ones, and a megabyte of anything."""

import numpy as np
import pytest

from nnplay.config import ConfigError
from nnplay.datasets.csv import Question, Use, make_dataset, read_table

MB = 1_000_000
PLAIN = "a,b\n1,2.5\n2,4\n3,6\n4,8\n5,11\n"
PEOPLE = (
    "name,height,kind,weight,smoker\n"
    "Ann,1.7,cat,60,yes\nBob,1.8,dog,80,no\nCem,1.6,cat,,no\n"
    "Dee,1.9,dog,90,yes\nEve,1.65,cat,55,no\nFay,1.75,dog,70,yes\nGus,1.5,cat,50,no\n"
)
MEGABYTES = [
    b"," * MB,
    b"a" * MB,
    b'"' * MB,
    b'"' * (MB - 1),
    b"a,b\n" + b'"' * (MB - 4),
    b"\n" * MB,
    b" " * MB,
    b"#" * MB,
    b"a," * (MB // 2),
    b"1," * (MB // 2),
    b",a" * (MB // 2),
    b"a,b\n" + b"1" * (MB - 4),
    b"a,b\n" + b"1,2\n" * (MB // 4 - 1),
    b"a\n" + b"1\n" * (MB // 2 - 1),
    b"a,b\n" + (b"1" * 60_000 + b"x," + b"2" * 60_000 + b"x\n") * 8,
    b"a,b\n" + (b"jan" * 20_000 + b",1\n") * 16,
    ("a,b\n" + ("\u0301\u0323" * 60_000 + "x,1\n") * 4).encode(),
    ("\u0301\u0323" * 60_000 + "x,b\n1,2").encode(),
    b"\xff\n" + b"a" * (MB - 2),
    b"\xe4" * MB,
]


def read(content: bytes | str, name: str = "mine.csv"):
    return read_table(content.encode() if isinstance(content, str) else content, name)


def kinds(table) -> dict[str, str]:
    return {column.name: column.kind for column in table.columns}


def of_numbers(table) -> list[str]:
    return [name for name, kind in kinds(table).items() if kind in ("number", "yes/no")]


def question(table, target, features, classes) -> Question:
    """Return a question in which rows without a value are left out."""
    columns = [column.name for column in table.columns]
    uses = {name: Use("learn from" if name in features else "leave out") for name in columns}
    uses |= {name: Use("learn from") for name in features}
    uses |= {
        name: Use("names the rows")
        for name, kind in kinds(table).items()
        if kind == "row name" and name not in features
    }
    if target not in features:
        uses[target] = Use("predict")
    return Question(target, classes, tuple(uses.items()))


def ask(table, target, features, classes):
    """Return the data set of a question, and how many rows were left out."""
    dataset = make_dataset(table, question(table, target, features, classes))
    return dataset, len(table.frame) - len(dataset.frame)


def column(*cells: str, separator: str = ",") -> str:
    """Return a file with a column of these cells, at least five, and one of different numbers."""
    cells += ("5",) * (5 - len(cells))
    lines = [separator.join([cell, str(n)]) for n, cell in enumerate(cells)]
    return "\n".join([separator.join(["x", "n"]), *lines])


def refusal(call, *arguments, **choices) -> str:
    """Return the one sentence with which a call is refused."""
    with pytest.raises(ConfigError) as caught:
        call(*arguments, **choices)
    sentence = str(caught.value)
    assert sentence.endswith(".")
    assert ". " not in sentence
    assert "\n" not in sentence
    assert 20 < len(sentence) < 200
    assert not any(word in sentence.lower() for word in ("pandas", "error", "traceback", "codec"))
    return sentence


def largest_file(separator: str) -> tuple[str, np.ndarray]:
    """Return a file with as many rows and columns as are read, and its numbers."""
    numbers = np.random.default_rng(0).integers(-99, 100, (4_000, 40))
    lines = [separator.join(f"c{n}" for n in range(40))]
    lines += [separator.join(map(str, row)) for row in numbers]
    return "\n".join(lines), numbers
