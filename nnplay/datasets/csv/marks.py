"""What point and comma are in the numbers of a file: before the tenths, or between thousands."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from nnplay.datasets.csv.cells import Cells
from nnplay.datasets.csv.numerals import DOLLARS, MONEY, Number
from nnplay.datasets.csv.reading import OPTIONS, Doubt, Reading, Said
from nnplay.datasets.csv.wording import quoted

Tenths = dict[str, bool]  # whether a mark stands before tenths where it may do either, as in 1.234


def marks_of(columns: Sequence[Cells], reading: Reading) -> tuple[Tenths, list[Doubt]]:
    """Return whether point and comma stand before tenths, and what to ask of that.

    What they can only be elsewhere in the file decides, or else what the other mark is; if neither
    is known, the separator: between commas a quoted 1,234 is a thousand.
    """
    told = _told(reading)
    commas = reading.separator in (",", "")
    tenths: Tenths = {}
    doubts = []
    for mark, other in (",.", ".,"):
        proven, elsewhere = ({c.proven[m] for c in columns if m in c.proven} for m in (mark, other))
        unproven = [
            (cells.name, cell, number)
            for cells in columns
            if mark not in cells.proven
            for cell, number in cells.numbers.items()
            if number.marks == mark and number.tenths is None
        ]
        unit = unproven[0][2].unit if unproven else ""
        sure = False
        if told:
            tenths[mark] = told[mark]
        elif len(proven) == 1:
            (tenths[mark],) = proven
            sure = True
        elif not proven and len(elsewhere) == 1:
            tenths[mark] = elsewhere != {True}
            # behind two digits or more, as in 46.963, a point is hardly before tenths
            long = any(abs(number.value({mark: True})) >= 10 for *_, number in unproven)
            sure = commas if mark == "," else long
        else:
            dollars, money = unit in DOLLARS, MONEY.search(unit) is not None
            grouped = commas or dollars if mark == "," else money and not commas and not dollars
            tenths[mark] = not grouped
            sure = commas and dollars
        if unproven and not sure:
            doubts.append(_doubt(*unproven[0], assumed=not tenths[mark]))
    return tenths, doubts


def _told(reading: Reading) -> Tenths | None:
    if reading.thousands is not None:
        return {mark: mark != reading.thousands for mark in ".,"}
    return {mark: mark == reading.decimal for mark in ".,"} if reading.decimal else None


def _doubt(name: str, cell: str, number: Number, *, assumed: bool) -> Doubt:
    whole, part = (int(number.value({number.marks: tenths})) for tenths in (False, True))
    question = (
        f"Is {quoted(cell)} in {name} the whole number {whole}, and not {part} and a fraction?"
    )
    return Doubt(name, cell, question, assumed, field="thousands")


def used_marks(
    columns: Sequence[Cells], tenths: Mapping[str, bool], reading: Reading
) -> tuple[Reading, list[Said]]:
    """Return the reading with the marks that most numbers have, and how to say that."""
    written: Counter[tuple[str, str | None]] = Counter()
    for cells in columns:
        for cell, number in cells.numbers.items():
            written[number.marks, number.tenths] += cells.counts[cell]
    counts: Counter[tuple[str, bool]] = Counter()
    for (marks, before), times in written.items():
        for mark in marks:
            counts[mark, tenths[mark] if before is None else mark == before] += times
    most = {before: mark for (mark, before), _ in reversed(counts.most_common())}
    likely = "," if tenths[","] and not tenths["."] else "."
    decimal = reading.decimal or most.get(True, likely)
    thousands = most.get(False, "") if reading.thousands is None else reading.thousands
    said = []
    if True in most:
        said.append(Said("decimal", OPTIONS["decimal"][decimal]))
    if False in most:
        said.append(Said("thousands", OPTIONS["thousands"][most[False]]))
    return replace(reading, decimal=decimal, thousands=thousands), said
