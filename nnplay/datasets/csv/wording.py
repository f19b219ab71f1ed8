"""Texts of a file made safe to show: no markup, no formula, no control characters."""

import re
import unicodedata

MAX_TEXT = 40  # characters
_NAME_END = 15  # characters of a longer name's end that are kept, at most
_MAX_QUOTED = 20
_MAX_COMPOSED = 1_000

# Characters that may be markup in Markdown, HTML or LaTeX, and their wide twins, which never are.
# Different texts stay different: "<5" and ">5" are two classes.
# A backslash before them would be seen: in tables, lists, pictures, files, and in Markdown's code.
_WIDE = {ord(sign): chr(ord(sign) + 0xFEE0) for sign in "<>&*`~[]\\$^|#{}"}
_IN_NAMES = {
    **dict.fromkeys(map(ord, '<>*`~\\$^|#{}:"'), " "),
    **{ord("["): "(", ord("]"): ")", ord("&"): " and "},
}
_EDGES = re.compile(r"\b_+|_+\b")  # of words, where an underscore emphasises
_ICON = re.compile(r":(?=[a-zA-Z][\w+/-]*:)")


def plain(text: str) -> str:
    """Return the text on one line, composed, and without control or formatting characters."""
    if text.isascii() and text.isprintable():  # nearly every cell, and much faster
        return re.sub(" +", " ", text).strip()
    if len(text) <= _MAX_COMPOSED:  # it takes time with the square of the accents on one letter
        text = unicodedata.normalize("NFC", text)
    kept = (
        " " if sign.isspace() else sign
        for sign in text
        if sign.isspace() or unicodedata.category(sign)[0] != "C"
    )
    return re.sub(" +", " ", "".join(kept)).strip()


def shown(text: str) -> str:
    """Return a cell that is safe to show or to write to a file, at most 40 characters."""
    text = cut(_unmarked(text), MAX_TEXT)
    if text.startswith(tuple("=+-@")):  # a spreadsheet computes a cell that begins so
        text = chr(ord(text[0]) + 0xFEE0) + text[1:]
    return text


def column_name(text: str) -> str:
    """Return the name of a column without markup, at most 40 characters; "" if nothing is left.

    The middle of a long one is left out, as questions of one survey differ at their ends.
    """
    text = re.sub(" +", " ", _EDGES.sub("", plain(text).translate(_IN_NAMES)))
    text = text.replace("( )", "").replace("()", "").strip(" =+-@")
    if len(text) <= MAX_TEXT:
        return text
    end = text[-_NAME_END:]
    end = end[max(0, end.find(" ")) :]  # from the beginning of a word, if there is one
    return f"{text[: MAX_TEXT - len(end) - 1].rstrip()}…{end}"


def quoted(text: str) -> str:
    """Return the beginning of a text in quotation marks, for a sentence that it can't end."""
    text = re.sub(r"[.]+ ", " ", _unmarked(text))
    return f"'{cut(text, _MAX_QUOTED)}'"


def _unmarked(text: str) -> str:
    text = plain(text).translate(_WIDE)
    if "_" in text or ":" in text:  # which few have
        text = _EDGES.sub(lambda found: "＿" * len(found[0]), _ICON.sub("：", text))
    return text


def cut(text: str, letters: int) -> str:
    return text if len(text) <= letters else text[: letters - 1].rstrip() + "…"
