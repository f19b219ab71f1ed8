"""The bytes of a file as text, whatever program wrote them."""

import re
from collections.abc import Sequence

from charset_normalizer import from_bytes
from charset_normalizer.utils import identify_sig_or_bom

from nnplay.config import ConfigError
from nnplay.datasets.csv.reading import ENCODINGS

_MAX_BYTES = 5_000_000
EMPTY = "The table is empty, but it must have the names of its columns in the first line."
_PACKED = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"7z\xbc\xaf", b"%PDF", b"PAR1")
_PAGE = re.compile(r"\s*<(!doctype html|html|table)\b", re.IGNORECASE)
_CONTROLS = re.compile(r"[\x01-\x08\x0e-\x1f\x7f]")
_SIGNS = "°€£§µ²³½±×–—„“”‘’«»…·\u00a0"
_WEST = ("äöüßé", "éèêëàâçîïôùûœæü", "áéíóúñüãõçâêôàª", "åäöæøéü", "àèéìòùí")
_MIXED = 0.9  # the weight of letters from several languages; those of one have 1
_RUSSIAN = ("абвгдежзийклмнопрстуфхцчшщъыьэюяё",)
# For each encoding, the letters of the languages that it is mostly used for. A file has the
# encoding in which it has words of such letters: a table has too few of them for the statistics of
# charset-normalizer.
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
# Ranges of the first bytes of the most frequent characters
_FIRST_BYTES = {
    "euc_kr": ((0xB0, 0xC8),),
    "cp932": ((0x82, 0x83), (0x88, 0x97)),
    "gbk": ((0xB0, 0xD7),),
    "big5": ((0xA4, 0xC6),),
    "euc_jp": ((0xA4, 0xA5), (0xB0, 0xCF)),
}
_BETWEEN = re.compile(rb"[\x00-\x2f:-?]+")  # words; bytes above may be half of a character
_MOST_WORDS, _LONGEST_WORD = 200, 60
_UNLIKELY = 0.1  # a score below which charset-normalizer guesses


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
    if _PAGE.match(text):
        raise ConfigError(
            "The file is a web page, but a table is needed: download it as CSV, or copy its cells "
            "and paste them."
        )
    return text.replace("\r\n", "\n").replace("\r", "\n"), encoding


def check_size(content: bytes) -> None:
    if len(content) > _MAX_BYTES:
        raise ConfigError("The table is larger than 5 MB, which is the most that is allowed.")


def possible_encodings(content: bytes) -> tuple[str, ...]:
    """Return those of `ENCODINGS` in which the bytes can be decoded."""
    wide = b"\0" in content
    names = [name for name in ENCODINGS if wide or not name.startswith(("utf-16", "utf-32"))]
    return tuple(name for name in names if _decoded(content, name) is not None)


def _decoded(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeError:
        return None


def _encoding(content: bytes) -> str:
    """Guess the encoding by its mark, by null bytes, as UTF-8, or by the letters that come out."""
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
    """Score how usual the characters beyond ASCII are in an encoding, from -2 to 1.

    The score is -3 if the bytes can't be decoded.
    """
    text = _decoded(words, encoding)
    if text is None:
        return -3.0
    indices = [index for index, character in enumerate(text) if not character.isascii()]
    if encoding in _FIRST_BYTES:
        return _mean([_score_asian(text[index], encoding) for index in indices])
    languages = _LETTERS[encoding]
    scores = [
        _mean([_score_letter(text, index, usual) for index in indices]) for usual in languages
    ]
    mixed = _mean([_score_letter(text, index, "".join(languages)) for index in indices])
    return max(*scores, _MIXED * mixed)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / max(1, len(values))


def _score_letter(text: str, index: int, usual: str) -> float:
    """Score how usual a character is beside its neighbours, given the letters of a language."""
    letter, before, after = (
        text[index],
        text[max(0, index - 2) : index],
        text[index + 1 : index + 2],
    )
    last = before[-1:]
    if letter.lower() in usual or letter in usual:
        latin = "а" not in usual and "α" not in usual
        third = sum(each.isalpha() and not each.isascii() for each in before) == 2
        mixed = any(each.isalpha() and each.isascii() for each in (last, after))
        # hardly a Latin word has three accents in a row, and hardly another one Latin letters
        if (third if latin else mixed) or last.isdigit() or after.isdigit():
            return -2.0
        if not last.isalpha() and not after.isalpha():
            return 0.25
        return -1.0 if letter.isupper() and last.islower() else 1.0
    if letter in "\u00a0\u202f" and last.isdigit() and after.isdigit():
        return 1.0
    inside = last.isalpha() and after.isalpha()
    return 0.5 if letter in _SIGNS and (not inside or letter == "’") else -2.0


def _score_asian(character: str, encoding: str) -> float:
    first = character.encode(encoding)[0]
    return 1.0 if any(low <= first <= high for low, high in _FIRST_BYTES[encoding]) else -1.0
