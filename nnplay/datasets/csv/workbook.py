"""Workbooks (.xlsx, .xls, .ods) as lines of cells."""

import json
import subprocess
import sys
import zipfile
from io import BytesIO
from pathlib import Path

from nnplay.config import ConfigError
from nnplay.datasets.csv import sheets
from nnplay.datasets.csv.decoding import EMPTY, check_size
from nnplay.datasets.csv.lines import Lines
from nnplay.datasets.csv.wording import quoted

_SECONDS = 20
_MOST_UNPACKED = 100_000_000
_TOO_LARGE = "The workbook is too large: save the one sheet you need as CSV."
_OLD = b"\xd0\xcf\x11\xe0"


def is_workbook(content: bytes) -> bool:
    names = {part.filename for part in _parts(content)}
    xml = "content.xml" in names or any(name.startswith("xl/") for name in names)
    return content.startswith(_OLD) or xml


def _parts(content: bytes) -> list[zipfile.ZipInfo]:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            return archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError, RuntimeError):
        return []


def read_sheet(content: bytes, sheet: str | None) -> tuple[Lines, str, tuple[str, ...]]:
    """Return the lines of a sheet, its name, and the names of all sheets that hold cells.

    Args:
        sheet: Its name, None for the first one that holds cells.

    Raises:
        ConfigError: If it can't be opened or there is no such sheet.
    """
    check_size(content)
    if sum(part.file_size for part in _parts(content)) > _MOST_UNPACKED:
        raise ConfigError(_TOO_LARGE)
    try:
        done = subprocess.run(  # noqa: S603
            [sys.executable, str(Path(sheets.__file__)), *([sheet] if sheet else [])],
            input=content,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise ConfigError(_TOO_LARGE) from None
    if done.returncode:
        if b"assword" in done.stderr:
            raise ConfigError("The workbook is locked by a password: save it without one.")
        raise ConfigError("The workbook can't be opened: save it once more as .xlsx, or as CSV.")
    found = json.loads(done.stdout)
    if not found["sheets"]:
        raise ConfigError(EMPTY)
    if not found["rows"]:
        raise ConfigError(
            f"The workbook has no sheet {quoted(found['sheet'])} with a table, but "
            f"{quoted(found['sheets'][0])}."
        )
    lines = [each for each in enumerate(found["rows"], start=1) if any(each[1])]
    return lines, found["sheet"], tuple(found["sheets"])
