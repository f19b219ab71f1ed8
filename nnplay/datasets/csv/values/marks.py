"""What point and comma are in the numbers of a file: before the tenths, or between thousands."""

from collections import Counter
from collections.abc import Mapping, Sequence

from nnplay.datasets.csv.reading import MARKS, Doubt, Reading, Said
from nnplay.datasets.csv.values.distinct import Cells
from nnplay.datasets.csv.values.numerals import DECIMAL, DOLLARS, MONEY, THOUSANDS, Written, proofs
from nnplay.datasets.csv.wording import quoted


def roles_of(columns: Sequence[Cells], reading: Reading) -> tuple[dict[str, str], list[Doubt]]:
    """Return what each mark is where it may be both, as in 1.234, and what to ask of it.

    What it can only be elsewhere in the file decides, or else what the other mark is; if neither
    is known, the separator: between commas a quoted 1,234 is a thousand.
    """
    votes: dict[str, set[str]] = {".": set(), ",": set()}
    unproven: dict[str, tuple[str, str, Written]] = {}
    long: set[str] = set()  # marks behind two digits or more, as in 46.963, hardly before tenths
    for cells in columns:
        proven = proofs(cells.numbers.values())
        for mark in votes.keys() & proven.keys():
            votes[mark].add(proven[mark])
        for cell, number in cells.numbers.items():
            if number.mark and number.mark not in proven:
                unproven.setdefault(number.mark, (cells.name, cell, number))
                long |= {number.mark} if abs(number.value) >= 10 else set()
    told = _told(reading) if reading.decimal or reading.thousands else {}
    commas = reading.separator in (",", "")
    roles: dict[str, str] = {}
    doubts = []
    for mark, other in ((",", "."), (".", ",")):
        sure = len(votes[mark]) == 1 and not told
        if told:
            roles[mark] = told[mark]
        elif sure:
            (roles[mark],) = votes[mark]
        elif not votes[mark] and len(votes[other]) == 1:
            roles[mark] = THOUSANDS if votes[other] == {DECIMAL} else DECIMAL
            sure = commas if mark == "," else mark in long
        else:
            unit = unproven[mark][2].unit if mark in unproven else ""
            dollars, money = unit in DOLLARS, MONEY.search(unit) is not None
            grouped = commas or dollars if mark == "," else money and not commas and not dollars
            roles[mark] = THOUSANDS if grouped else DECIMAL
            sure = commas and dollars
        if not sure and mark in unproven:
            doubts.append(_doubt(*unproven[mark], grouped=roles[mark] == THOUSANDS))
    return roles, doubts


def _doubt(name: str, cell: str, number: Written, *, grouped: bool) -> Doubt:
    whole = f"the whole number {int(number.grouped or 0)}"
    question = f"Is {quoted(cell)} in {name} {whole}, and not {int(number.value)} and a fraction?"
    return Doubt(name, cell, question, grouped, field="thousands")


def _told(reading: Reading) -> dict[str, str]:
    if reading.decimal and reading.thousands is None:
        other = "," if reading.decimal == "." else "."
        return {reading.decimal: DECIMAL, other: THOUSANDS}
    return {mark: THOUSANDS if mark == reading.thousands else DECIMAL for mark in ".,"}


def used_marks(
    columns: Sequence[Cells], roles: Mapping[str, str], reading: Reading
) -> tuple[str, str, list[Said]]:
    """Return the decimal mark of most numbers, what stands between thousands, and how to say it."""
    counts: Counter[tuple[str, str]] = Counter()
    for cells in columns:
        for cell, number in cells.numbers.items():
            pairs = number.proven or [(number.mark, roles.get(number.mark, DECIMAL))]
            counts.update({pair: cells.counts[cell] for pair in pairs if pair[0]})
    most = {role: mark for (mark, role), _ in reversed(counts.most_common())}
    said = []
    if DECIMAL in most:
        said.append(Said("decimal", f"decimal {MARKS[reading.decimal or most[DECIMAL]]}"))
    if THOUSANDS in most:
        said.append(Said("thousands", f"{MARKS[most[THOUSANDS]]} between thousands"))
    likely = next((mark for mark in ".," if roles.get(mark) == DECIMAL), ".")
    decimal = reading.decimal or most.get(DECIMAL, likely)
    given = reading.thousands
    return decimal, most.get(THOUSANDS, "") if given is None else given, said
