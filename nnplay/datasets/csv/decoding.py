"""The bytes of a file as text, whatever program wrote them."""

import re
from collections.abc import Sequence

from charset_normalizer import from_bytes
from charset_normalizer.utils import identify_sig_or_bom

from nnplay.config import ConfigError
from nnplay.datasets.csv.reading import ENCODINGS

_MAX_BYTES = 5_000_000
EMPTY = "The file is empty, but it must be a table with the names of its columns in the first line."
_PACKED = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"7z\xbc\xaf", b"%PDF", b"PAR1")
_CONTROLS = re.compile(r"[\x01-\x08\x0e-\x1f\x7f]")
_SIGNS = "°€£§µ²³½±×–—„“”‘’«»…·\u00a0"
_WEST = ("äöüßé", "éèêëàâçîïôùûœæü", "áéíóúñüãõçâêôàª", "åäöæøéü", "àèéìòùí")
_MIXED = 0.9  # what words of several languages count, those of one being 1
_RUSSIAN = ("абвгдежзийклмнопрстуфхцчшщъыьэюяё",)
# The letters of the languages that each is mostly used for. Files are told apart by which gives
# words of such: a table has too few for the statistics of charset-normalizer.
_LETTERS = {
    "cp1252": _WEST,
    "cp1250": ("ąćęłńóśźż", "áčďéěíňóřšťúůýžäľĺŕô", "áéíóöőúüű", "ăâîşţ", "čćđšž"),
    "mac_roman": _WEST,
    "cp850": _WEST,
    "cp1251": (*_RUSSIAN, "абвгдежзийклмнопрстуфхцчшщьюяіїєґ"),
    "koi8_r": _RUSSIAN,
    "cp866": _RUSSIAN,
    "cp1253": ("αβγδεζηθικλμνξοπρσςτυφχψωάέήίόύώϊϋ",),
    "cp1254": ("ğışİçöüâî",),
}
# The first bytes of their most usual signs
_FIRST_BYTES = {
    "euc_kr": ((0xB0, 0xC8),),
    "cp932": ((0x82, 0x83), (0x88, 0x97)),
    "gbk": ((0xB0, 0xD7),),
    "big5": ((0xA4, 0xC6),),
    "euc_jp": ((0xA4, 0xA5), (0xB0, 0xCF)),
}
_BETWEEN = re.compile(rb"[\x00-\x2f:-?]+")  # words; what is above may be half of a letter
_MOST_WORDS, _LONGEST_WORD = 200, 60
_UNLIKELY = 0.1


def decode(content: bytes, encoding: str | None = None) -> tuple[str, str]:
    r"""Return the text of a file, \n at the end of its lines, and its encoding.

    Raises:
        ConfigError: If the file is too large, empty or no text, or the encoding is not its own.
    """
    check_size(content)
    if content.startswith(_PACKED):
        raise ConfigError(
            "The file is an archive or a document, but a table is needed: open it in its own "
            "program and save it as CSV."
        )
    encoding = encoding or _encoding(content)
    try:
        text = content.decode("utf-8-sig" if encoding == "utf-8" else encoding).lstrip("\ufeff")
    except (UnicodeError, LookupError):
        name = ENCODINGS.get(encoding, encoding)
        raise ConfigError(f"The file is not written in {name}: choose another encoding.") from None
    # a null is in every picture, but in no table
    if "\0" in text or len(_CONTROLS.findall(text)) > len(text) / 100:
        raise ConfigError(
            "The file is not plain text, but that is what a CSV file must be: save it as CSV once "
            "more."
        )
    if not text.strip():
        raise ConfigError(EMPTY)
    return text.replace("\r\n", "\n").replace("\r", "\n"), encoding


def check_size(content: bytes) -> None:
    if len(content) > _MAX_BYTES:
        raise ConfigError("The file is larger than 5 MB, which is the most that is allowed.")


def possible_encodings(content: bytes) -> tuple[str, ...]:
    """Return those of the known encodings that can be read without a fault."""
    wide = b"\0" in content
    names = [name for name in ENCODINGS if wide or not name.startswith(("utf-16", "utf-32"))]
    return tuple(name for name in names if _decoded(content, name) is not None)


def _decoded(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeError:
        return None


def _encoding(content: bytes) -> str:
    marked = (identify_sig_or_bom(content)[0] or "").replace("_", "-")
    if marked in ENCODINGS:
        return marked
    for name, nulls in (("utf-16-le", content[1:2000:2]), ("utf-16-be", content[:2000:2])):
        if nulls.count(0) > 0.6 * len(nulls):
            return name
    if _decoded(content, "utf-8") is not None:
        return "utf-8"
    words = b" ".join(_words(content[:500_000]))
    scores = {name: _score(words, name) for name in (*_LETTERS, *_FIRST_BYTES)}
    best = max(scores, key=lambda name: scores[name])
    if scores[best] < _UNLIKELY:
        guess = from_bytes(words[:8_000]).best()
        if guess is not None and _decoded(content, guess.encoding) is not None:
            return guess.encoding
    likely = sorted(scores, key=lambda name: -scores[name])
    return next((name for name in likely if _decoded(content, name) is not None), best)


def _words(content: bytes) -> list[bytes]:
    """Return some different words that are not ASCII, none too long."""
    different = dict.fromkeys(_BETWEEN.split(content))
    kept = [word for word in different if not word.isascii() and len(word) <= _LONGEST_WORD]
    return kept[:_MOST_WORDS]


def _score(words: bytes, encoding: str) -> float:
    """Return how much of what is not ASCII is usual in an encoding, from -2 to 1."""
    text = _decoded(words, encoding)
    if text is None:
        return -3.0
    places = [place for place, sign in enumerate(text) if sign > "\x7f"]
    if encoding in _FIRST_BYTES:
        return _mean([_of_asia(text[place], encoding) for place in places])
    languages = _LETTERS[encoding]
    values = [_mean([_letter(text, place, usual) for place in places]) for usual in languages]
    mixed = _mean([_letter(text, place, "".join(languages)) for place in places])
    return max(*values, _MIXED * mixed)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / max(1, len(values))


def _letter(text: str, place: int, usual: str) -> float:
    """Return how usual a letter is beside others, where those of a language are these."""
    sign, before, after = text[place], text[max(0, place - 2) : place], text[place + 1 : place + 2]
    last = before[-1:]
    if sign.lower() in usual or sign in usual:
        latin = "а" not in usual and "α" not in usual
        strange = sum(each.isalpha() and not each.isascii() for each in before) == 2
        mixed = any(each.isalpha() and each.isascii() for each in (last, after))
        if (strange if latin else mixed) or last.isdigit() or after.isdigit():
            return -2.0  # accents are rare in a word, and it is of one script
        if not last.isalpha() and not after.isalpha():
            return 0.25
        return -1.0 if sign.isupper() and last.islower() else 1.0
    if sign in "\u00a0\u202f" and last.isdigit() and after.isdigit():
        return 1.0
    inside = last.isalpha() and after.isalpha()
    return 0.5 if sign in _SIGNS and (not inside or sign == "’") else -2.0


def _of_asia(sign: str, encoding: str) -> float:
    first = sign.encode(encoding)[0]
    return 1.0 if any(low <= first <= high for low, high in _FIRST_BYTES[encoding]) else -1.0
