"""What point and comma are in the numbers of a file: decimal marks, or between thousands."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from nnplay.datasets.csv.cells import Cells
from nnplay.datasets.csv.numerals import DOLLARS, MONEY, Number
from nnplay.datasets.csv.reading import OPTIONS, Doubt, Reading, Remark
from nnplay.datasets.csv.wording import quoted

# For each mark, whether it is the decimal mark where it may be that or stand between thousands.
IsDecimal = dict[str, bool]
Unclear = tuple[str, str, Number]  # a number such as 1.234, behind its column and its cell


def marks_of(columns: Sequence[Cells], reading: Reading) -> tuple[IsDecimal, list[Doubt]]:
    """Return whether point and comma are decimal marks, and the doubts about that.

    What a mark must be in other columns decides, or else what the other mark must be; if neither is
    known, the separator: between commas a quoted 1,234 is a thousand.
    """
    given = _given(reading)
    commas = reading.separator in (",", "")
    is_decimal: IsDecimal = {}
    doubts = []
    for mark, other in (",.", ".,"):
        proven, elsewhere = ({c.proven[m] for c in columns if m in c.proven} for m in (mark, other))
        unclear = [
            (cells.name, cell, number)
            for cells in columns
            if mark not in cells.proven
            for cell, number in cells.numbers.items()
            if number.marks == mark and number.decimal_mark is None
        ]
        is_decimal[mark], sure = (
            (given[mark], False) if given else _guess(mark, proven, elsewhere, unclear, commas)
        )
        if unclear and not sure:
            doubts.append(_doubt(*unclear[0], assumed=not is_decimal[mark]))
    return is_decimal, doubts


def _guess(
    mark: str,
    proven: Collection[bool],
    elsewhere: Collection[bool],
    unclear: Sequence[Unclear],
    commas: bool,
) -> tuple[bool, bool]:
    """Return whether a mark is the decimal mark, and whether that is sure.

    Args:
        proven: What columns prove of it; elsewhere: what they prove of the other mark.
        unclear: The numbers for which it matters.
        commas: Whether commas separate cells.
    """
    if len(proven) == 1:
        return next(iter(proven)), True
    if not proven and len(elsewhere) == 1:
        # behind two digits or more, as in 46.963, a point is hardly a decimal mark
        long = any(abs(number.value({mark: True})) >= 10 for *_, number in unclear)
        return True not in elsewhere, commas if mark == "," else long
    unit = unclear[0][2].unit if unclear else ""
    dollars, money = unit in DOLLARS, MONEY.search(unit) is not None
    grouped = commas or dollars if mark == "," else money and not commas and not dollars
    return not grouped, commas and dollars


def _given(reading: Reading) -> IsDecimal | None:
    if reading.thousands is not None:
        return {mark: mark != reading.thousands for mark in ".,"}
    return {mark: mark == reading.decimal for mark in ".,"} if reading.decimal else None


def _doubt(name: str, cell: str, number: Number, *, assumed: bool) -> Doubt:
    whole, part = (int(number.value({number.marks: decimal})) for decimal in (False, True))
    question = (
        f"Is {quoted(cell)} in {name} the whole number {whole}, and not {part} and a fraction?"
    )
    return Doubt(name, cell, question, assumed, field="thousands")


def used_marks(
    columns: Sequence[Cells], is_decimal: Mapping[str, bool], reading: Reading
) -> tuple[Reading, list[Remark]]:
    """Return the reading with the marks that most numbers have, and remarks on these."""
    written: Counter[tuple[str, str | None]] = Counter()
    for cells in columns:
        for cell, number in cells.numbers.items():
            written[number.marks, number.decimal_mark] += cells.counts[cell]
    counts: Counter[tuple[str, bool]] = Counter()
    for (marks, decimal_mark), times in written.items():
        for mark in marks:
            decimal = is_decimal[mark] if decimal_mark is None else mark == decimal_mark
            counts[mark, decimal] += times
    most = {decimal: mark for (mark, decimal), _ in reversed(counts.most_common())}
    likely = "," if is_decimal[","] and not is_decimal["."] else "."
    point = reading.decimal or most.get(True, likely)
    thousands = most.get(False, "") if reading.thousands is None else reading.thousands
    remarks = []
    if True in most:
        remarks.append(Remark("decimal", OPTIONS["decimal"][point]))
    if False in most:
        remarks.append(Remark("thousands", OPTIONS["thousands"][most[False]]))
    return replace(reading, decimal=point, thousands=thousands), remarks
