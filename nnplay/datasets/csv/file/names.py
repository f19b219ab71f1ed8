"""Clean names for the columns of a file, and what is to be told of them."""

from collections.abc import Sequence

from nnplay.datasets.csv.reading import Said, counted
from nnplay.datasets.csv.values.words import is_missing
from nnplay.datasets.csv.wording import column_name, quoted

UNNAMED = "row"  # the first column, where programs write row numbers without a name


def name_columns(
    heading: Sequence[str], body: Sequence[Sequence[str]], named: bool
) -> tuple[list[str], list[Said]]:
    """Return a name for every column, "" for one to pass over, and what is to be told."""
    names: list[str] = []
    twice: list[str] = []
    unnamed: list[str] = []
    empty = 0
    own = [column_name(text) for text in heading]
    for number, name in enumerate(own, start=1):
        if not name and all(is_missing(row[number - 1]) for row in body):
            empty += 1
            names.append("")
            continue
        if not name:
            name = UNNAMED if number == 1 and named else f"column {number}"
            unnamed.append(name)
        first, count = name, 2
        while name in names or (name != first and name in own):
            name, count = f"{first} {count}", count + 1
        if name != first:
            twice.append(f"{quoted(name)}")
        names.append(name)
    said = []
    if unnamed and named and unnamed != [UNNAMED]:
        said.append(Said("", f"{counted(len(unnamed), 'column')} without a name"))
    if twice:
        said.append(Said("", f"a name that was there twice is now {', '.join(twice[:3])}"))
    if empty:
        said.append(Said("", f"{counted(empty, 'empty column')} passed over"))
    return names, said
