"""Open a workbook in a process of its own, as a damaged one may crash it or want all memory.

`python sheets.py [SHEET]` reads the workbook from standard input and writes JSON: the sheets that
hold cells, the one that was asked for or the first of them, and its rows as texts.
"""

import io
import json
import sys
from contextlib import suppress
from datetime import datetime, time

MOST_MEMORY = 2_000_000_000
MOST_ROWS, MOST_COLUMNS = 40_000, 1_000
MOST_SHEETS = 30


def text_of(cell: object) -> str:
    """Write a cell without ambiguity: 1.234 may be read as a thousand, 1.234000 may not."""
    if isinstance(cell, bool):
        return str(cell).lower()
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        return str(int(cell))
    if isinstance(cell, float):
        text = repr(cell)
        return text if "e" in text or "n" in text else text + "000"
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(" ")
    return str(cell).strip()


def main() -> None:
    """Write the answer to standard output, or end with an error."""
    with suppress(ImportError, ValueError, OSError):  # Windows has no such module
        import resource  # noqa: PLC0415

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    from python_calamine import CalamineWorkbook  # noqa: PLC0415

    book = CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read()))
    chosen = sys.argv[1] if len(sys.argv) > 1 else None
    filled, found = [], None
    for name in book.sheet_names[:MOST_SHEETS]:
        rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False, nrows=MOST_ROWS)
        if sum(1 for row in rows if any(cell != "" for cell in row)) < 2:
            continue
        filled.append(name)
        if name == chosen or (chosen is None and found is None):
            found = [[text_of(cell) for cell in row[:MOST_COLUMNS]] for row in rows]
    sheet = chosen or (filled[0] if filled else "")
    json.dump({"sheets": filled, "sheet": sheet, "rows": found or []}, sys.stdout)


if __name__ == "__main__":
    main()
