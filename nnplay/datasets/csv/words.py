"""Words with a meaning in tables: for missing values, for yes and no, and for totals."""

import re
from collections.abc import Collection

from nnplay.datasets.totals import TOTAL

# Read as missing in every column, whatever the case; infinity can't be learned from either.
_MISSING = frozenset(
    [
        *("", "-", "--", "---", "–", "—", "?", ".", "..", "...", "…", ":", "::", "n/a", "n.a."),
        *("n. a.", "nan", "null", "<na>", "nat", "#na", "(null)", "\\n", "(missing)", "k.a."),
        *("k. a.", "(blank)", "-nan", "+nan", "1.#qnan", "-1.#ind", "1.#inf", "**", "#"),
        *(sign + word for sign in ("", "+", "-") for word in ("inf", "infinity", "∞")),
    ]
)
# Missing among numbers; among texts they may be a class, so the learner is asked.
_RATHER = frozenset(["na", "nd", "n.d.", "/", "keine angabe", "not available"])
_DOUBTFUL = _RATHER | {"none", "nil", "missing", "unknown"}
_MOSTLY = 0.8  # share of others of its length and case from which on a word is a code as they are
_ERROR = re.compile(r"#+|#\S*[!?]|#n/?[advs][a-z]*|err:\d+", re.IGNORECASE)
_EUROSTAT = re.compile(r":\s*\(?[a-z]{1,2}\)?")
_STATISTIC = re.compile(
    r"sd|std\.?|stdev|standard ?(?:deviation|abweichung|error)|median|min(?:imum)?|max(?:imum)?|"
    r"count|variance|varianz",
)
# Words for no and yes, in lower case
YES_NO = tuple(
    tuple(pair.split("/"))
    for pair in (
        *("no/yes", "n/y", "false/true", "f/t", "nein/ja", "n/j", "non/oui", "n/o", "no/sí"),
        *("no/si", "não/sim", "nee/ja", "faux/vrai", "falsch/wahr", "falso/verdadero"),
        *("falso/vero", "нет/да", "nie/tak", "ne/ano", "nej/ja", "ei/kyllä", "nem/igen"),
        *("いいえ/はい", "否/是", "无/有", "아니오/예"),
    )
)


def is_missing(cell: str) -> bool:
    """Tell whether a cell means a missing value in every column."""
    if len(cell) > 24:
        return False
    word = cell.casefold()
    return word in _MISSING or bool(_ERROR.fullmatch(word) or _EUROSTAT.fullmatch(word))


def may_be_missing(cell: str) -> bool:
    """Tell whether a cell means a missing value among numbers, and perhaps among texts."""
    return cell.casefold() in _DOUBTFUL


def rather_missing(cell: str, others: Collection[str]) -> bool:
    """Tell whether a word probably means a missing value, as NA does, but not among EU and AS."""
    alike = [len(o) == len(cell) and o.isupper() == cell.isupper() for o in others]
    return cell.casefold() in _RATHER and sum(alike) < _MOSTLY * len(alike)


def is_total(cell: str) -> bool:
    """Tell whether a row of this name sums up the others or is another statistic of them."""
    word = cell.strip(" :.").casefold()
    return bool(TOTAL.fullmatch(word) or _STATISTIC.fullmatch(word))
