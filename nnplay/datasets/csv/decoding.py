"""The bytes of a file as text, whatever program wrote them."""

import codecs
import re

from nnplay.config import ConfigError

MAX_BYTES = 1_000_000
EMPTY = "The file is empty, but it must be a table with the names of its columns in the first line."
_PACKED = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x1f\x8b", b"7z\xbc\xaf", b"%PDF", b"PAR1")
_CONTROLS = re.compile(r"[\x01-\x08\x0e-\x1f\x7f]")


def decode(content: bytes) -> str:
    r"""Return the text of a file with \n at the end of its lines.

    It is UTF-8, UTF-16 with a byte order mark, or else what Windows has long written in western
    Europe (cp1252, which is Latin-1 with more quotation marks).

    Raises:
        ConfigError: If the file is too large, empty or no text.
    """
    if len(content) > MAX_BYTES:
        raise ConfigError("The file is larger than 1 MB, which is the most that is allowed.")
    if content.startswith(_PACKED):
        raise ConfigError(
            "The file is a workbook, an archive or a document, but a CSV file is needed: open it "
            "in its own program and save it as CSV."
        )
    text = _text(content)
    # a null is in every picture and in UTF-16 without its mark, but in no table
    if text is None or "\0" in text or len(_CONTROLS.findall(text)) > len(text) / 100:
        raise ConfigError(
            "The file is not plain text in UTF-8, but that is what a CSV file must be: save it as "
            "CSV once more."
        )
    if not text.strip():
        raise ConfigError(EMPTY)
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _text(content: bytes) -> str | None:
    marked = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    for encoding in ("utf-16",) if marked else ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None
