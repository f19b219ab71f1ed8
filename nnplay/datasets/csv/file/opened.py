"""The bytes of a file as a grid of cells: text or a workbook, as its reading says."""

from dataclasses import dataclass, replace

from nnplay.datasets.csv.file.decoding import decode, possible_encodings
from nnplay.datasets.csv.file.grid import Grid, find_table
from nnplay.datasets.csv.file.lines import find_separator, separator_line, split_lines, unwrapped
from nnplay.datasets.csv.file.workbook import is_workbook, read_sheet
from nnplay.datasets.csv.reading import ENCODINGS, SEPARATORS, Reading, Said
from nnplay.datasets.csv.wording import quoted, shown


@dataclass(frozen=True)
class Opened:
    """A file's grid, and how it was opened.

    Attributes:
        reading: With all that tells where the table is.
        said: The same in phrases.
        sheets: Of a workbook.
        encodings: In which a text can be read.
    """

    grid: Grid
    reading: Reading
    said: tuple[Said, ...]
    sheets: tuple[str, ...] = ()
    encodings: tuple[str, ...] = ()


def open_file(content: bytes, reading: Reading) -> Opened:
    """Open a file and find the table in it.

    Raises:
        ConfigError: If it is none, or the reading is not its own.
    """
    opened = _workbook if is_workbook(content) else _text
    return opened(content, reading)


def _workbook(content: bytes, reading: Reading) -> Opened:
    lines, last_line, sheet, sheets = read_sheet(content, reading.sheet)
    reading = replace(reading, sheet=sheet, encoding="", separator="")
    said = (Said("sheet", f"sheet {shown(sheet)}"),) if len(sheets) > 1 else ()
    return _found(find_table(lines, reading, last_line), reading, said, sheets)


def _text(content: bytes, reading: Reading) -> Opened:
    text, encoding = decode(content, reading.encoding)
    text = unwrapped(text)
    by_line = separator_line(text)
    if by_line:
        text = "\n" + text.partition("\n")[2]  # the lines keep their numbers
    separator = reading.separator or by_line or find_separator(text)
    reading = replace(reading, sheet="", encoding=encoding, separator=separator)
    last_line = text.rstrip("\n").count("\n") + 1
    grid = find_table(split_lines(text, separator), reading, last_line)
    said = [Said("separator", SEPARATORS.get(separator) or quoted(separator))]
    if content.isascii():
        return _found(grid, reading, tuple(said))
    said.append(Said("encoding", ENCODINGS.get(encoding, encoding)))
    return _found(grid, reading, tuple(said), encodings=possible_encodings(content))


def _found(
    grid: Grid,
    reading: Reading,
    said: tuple[Said, ...],
    sheets: tuple[str, ...] = (),
    encodings: tuple[str, ...] = (),
) -> Opened:
    reading = replace(reading, above=grid.above, below=grid.below, names=grid.named)
    return Opened(grid, reading, said, sheets, encodings)
