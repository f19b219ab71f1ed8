"""Words of tables that are no values, or no rows: what programs write for a gap, and totals."""

import re

from nnplay.datasets.totals import TOTAL

# Read as missing in every column, whatever the case; infinity can't be learned from either.
MISSING = frozenset(
    [
        *("", "-", "--", "---", "–", "—", "?", ".", "..", "...", "…", ":", "::", "n/a", "n.a."),
        *("n. a.", "nan", "null", "<na>", "nat", "#na", "(null)", "\\n", "(missing)", "k.a."),
        *("k. a.", "(blank)", "-nan", "+nan", "1.#qnan", "-1.#ind", "1.#inf", "**", "#"),
        *(sign + word for sign in ("", "+", "-") for word in ("inf", "infinity", "∞")),
    ]
)
# Missing among numbers, but among texts they may be a class, which is asked.
DOUBTFUL = frozenset(
    ["na", "none", "nil", "missing", "unknown", "nd", "n.d.", "keine angabe", "not available", "/"]
)
_ERROR = re.compile(r"#+|#\S*[!?]|#n/?[advs][a-z]*|err:\d+", re.IGNORECASE)
_EUROSTAT = re.compile(r":\s*\(?[a-z]{1,2}\)?")


def is_missing(cell: str) -> bool:
    """Tell whether a cell is no value in any column."""
    if len(cell) > 24:
        return False
    word = cell.casefold()
    return word in MISSING or bool(_ERROR.fullmatch(word) or _EUROSTAT.fullmatch(word))


def may_be_missing(cell: str) -> bool:
    return cell.casefold() in DOUBTFUL


def is_total(cell: str) -> bool:
    return TOTAL.fullmatch(cell.strip(" :.").casefold()) is not None
