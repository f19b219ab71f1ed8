"""Words of tables that are no values, or no rows: what programs write for a gap, and totals."""

import re
from collections.abc import Sequence

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
RATHER = frozenset(["na", "nd", "n.d.", "/", "keine angabe", "not available"])
DOUBTFUL = RATHER | {"none", "nil", "missing", "unknown"}
# Words for no and yes, in lower case
YES_NO = tuple(
    tuple(pair.split("/"))
    for pair in [
        "no/yes",
        "n/y",
        "false/true",
        "f/t",
        "nein/ja",
        "n/j",
        "non/oui",
        "n/o",
        "no/sí",
        "no/si",
        "não/sim",
        "nee/ja",
        "faux/vrai",
        "falsch/wahr",
        "falso/verdadero",
        "falso/vero",
        "нет/да",
        "nie/tak",
        "ne/ano",
        "nej/ja",
        "ei/kyllä",
        "nem/igen",
        "いいえ/はい",
        "否/是",
        "无/有",
        "아니오/예",
    ]
)
_ERROR = re.compile(r"#+|#\S*[!?]|#n/?[advs][a-z]*|err:\d+", re.IGNORECASE)
_EUROSTAT = re.compile(r":\s*\(?[a-z]{1,2}\)?")


_STATISTIC = re.compile(
    r"sd|std\.?|stdev|standard ?(?:deviation|abweichung|error)|median|min(?:imum)?|max(?:imum)?|"
    r"count|variance|varianz",
)


def is_missing(cell: str) -> bool:
    """Tell whether a cell is no value in any column."""
    if len(cell) > 24:
        return False
    word = cell.casefold()
    return word in MISSING or bool(_ERROR.fullmatch(word) or _EUROSTAT.fullmatch(word))


def rather_missing(cell: str, others: Sequence[str]) -> bool:
    """Tell whether a word that may be missing is so among texts; NA among EU and AS is a class."""
    codes = cell.isupper() and all(len(o) == len(cell) and o.isupper() for o in others)
    return cell.casefold() in RATHER and not codes


def may_be_missing(cell: str) -> bool:
    return cell.casefold() in DOUBTFUL


def is_total(cell: str) -> bool:
    word = cell.strip(" :.").casefold()
    return bool(TOTAL.fullmatch(word) or _STATISTIC.fullmatch(word))
