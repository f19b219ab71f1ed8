"""Workbooks (.xlsx, .xls, .ods) as lines of cells."""

import io
import re
import zipfile
from datetime import date, datetime, time

import pandas as pd

from nnplay.config import ConfigError
from nnplay.datasets.csv.cells import Lines
from nnplay.datasets.csv.decoding import EMPTY, MAX_BYTES

_OLD = b"\xd0\xcf\x11\xe0"
_MOST_UNPACKED, _MOST_CELLS = 100_000_000, 8_000_000
_PLACE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,9})"')
_REPEATED = re.compile(rb'number-(?:rows|columns)-repeated="(\d+)"')


def is_workbook(content: bytes) -> bool:
    if content.startswith(_OLD):
        return True
    return content.startswith(b"PK\x03\x04") and bool(_parts(content))


def read_sheet(content: bytes, sheet: str | None) -> tuple[Lines, int, str, tuple[str, ...]]:
    """Return the lines of a sheet, how many it has, its name and those of all that hold cells.

    Raises:
        ConfigError: If it can't be opened or there is no such sheet.
    """
    if len(content) > MAX_BYTES:
        raise ConfigError("The file is larger than 5 MB, which is the most that is allowed.")
    _check_size(content)
    try:
        with pd.ExcelFile(io.BytesIO(content), engine="calamine") as book:
            names = tuple(str(name) for name in book.sheet_names)
            if sheet is not None and sheet not in names:
                raise ConfigError(
                    f"The workbook has no sheet of this name, but only {', '.join(names)[:100]}."
                )
            frames = {
                name: book.parse(name, header=None, dtype=object, na_filter=False)
                for name in ([sheet] if sheet is not None else names[:20])
            }
    except ConfigError:
        raise
    except BaseException as error:  # what calamine panics with is no Exception
        if isinstance(error, (KeyboardInterrupt, SystemExit, GeneratorExit)):
            raise
        raise ConfigError(_refusal(error)) from None
    filled = [name for name, frame in frames.items() if frame.size > 1]
    if not filled:
        raise ConfigError(EMPTY)
    rows = frames[filled[0]].to_numpy(dtype=object).tolist()
    lines = [(number, [_text(cell) for cell in row]) for number, row in enumerate(rows, start=1)]
    kept = [each for each in lines if any(each[1])]
    return kept, len(rows), filled[0], names if sheet is not None else tuple(filled)


def _refusal(error: BaseException) -> str:
    if "password" in str(error).lower() or "encrypt" in str(error).lower():
        return "The workbook is locked by a password: save it without one."
    return "The workbook can't be opened: save it once more as .xlsx, or as CSV."


def _parts(content: bytes) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError):
        return []
    names = {part.filename for part in parts}
    return parts if "content.xml" in names or any(n.startswith("xl/") for n in names) else []


def _check_size(content: bytes) -> None:
    """Refuse what is small but would fill the memory, as empty cells are opened too."""
    parts = _parts(content)
    too_large = sum(part.file_size for part in parts) > _MOST_UNPACKED
    for part in [] if too_large else parts:
        name = part.filename
        if not (name.startswith("xl/worksheets/") or name == "content.xml"):
            continue
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                text = archive.read(part)
        except Exception:
            raise ConfigError(_refusal(ValueError())) from None
        too_large |= _cells(text) > _MOST_CELLS
    if too_large:
        raise ConfigError("The workbook is too large: save the one sheet that is needed as CSV.")


def _cells(text: bytes) -> int:
    places = _PLACE.findall(text)
    rows = max((int(row) for _, row in places), default=0)
    columns = max((_column(letters) for letters in {letters for letters, _ in places}), default=0)
    return max(rows * columns, 0)


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = 26 * number + letter - 64
    return number


def _text(cell: object) -> str:
    """Write a cell as it stands in no doubt."""
    if isinstance(cell, str):
        return cell.strip()
    if cell is None or cell is pd.NaT:
        return ""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float):
        if cell != cell:
            return ""
        if cell.is_integer() and abs(cell) < 1e15:
            return str(int(cell))
        text = repr(cell)
        return text if "e" in text else text + "000"  # 1.234 may be a thousand, 1.234000 not
    if isinstance(cell, datetime):
        return cell.isoformat(" ") if cell.time() != time() else cell.date().isoformat()
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    return str(cell).strip()
