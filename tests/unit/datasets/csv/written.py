"""Tables written in ways that a seed draws, with what they hold and how they should be read."""

import csv
import io
from dataclasses import dataclass

import numpy as np

from nnplay.datasets.csv import Reading

SEPARATORS = [",", ";", "\t", "|", " "]
THOUSANDS = ["", "", ".", ",", " ", "\u00a0", "\u202f", "'"]
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "cp1252", "cp1250", "cp1251", "cp932", "gbk"]
ENCODINGS += ["mac_roman"]
WORDS = {
    "cp1250": ("Źródło", ["Łódź", "Kraków", "Gdańsk", "Częstochowa"]),
    "cp1251": ("Город", ["Москва", "Казань", "Омск", "Тверь"]),
    "cp932": ("都市", ["東京", "大阪", "京都", "神戸"]),
    "gbk": ("城市", ["北京", "上海", "广州", "成都"]),
    "cp1252": ("Größe", ["groß", "mäßig", "klein", "übergroß"]),
    "mac_roman": ("Größe", ["groß", "mäßig", "klein", "übergroß"]),
}
MISSING = ["", "NA", "n/a", "-", ":", "..", "NaN", "#N/A", ".", "NULL", "None", "?"]
TITLES = ["", "Plant trial 2024", "Ergebnisse der Messung, 2024", "Report: sales by city", "sep="]
FOOTERS = ["", "Source: own measurement", "Quelle: eigene Messung; Stand 2024", "total"]


@dataclass(frozen=True)
class WrittenFile:
    """A file, its columns, and the reading that says how it was written."""

    content: bytes
    columns: dict[str, list]
    reading: Reading


def number(value: float, digits: int, decimal: str, thousands: str) -> str:
    text = f"{value:,.{digits}f}" if thousands else f"{value:.{digits}f}"
    return text.translate({ord(","): thousands, ord("."): decimal})


def write(seed: int) -> WrittenFile:
    draw = np.random.default_rng(seed)

    def pick(values):
        return values[int(draw.integers(len(values)))]

    separator, decimal, thousands = pick(SEPARATORS), pick(".,"), pick(THOUSANDS)
    thousands = "" if thousands == decimal else thousands
    encoding, quoting = pick(ENCODINGS), pick([csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
    title, footer, missing = pick(TITLES), pick(FOOTERS), pick(MISSING)
    if separator == " " and not missing:
        missing = "NA"  # or a gap could not be seen
    units, gaps, padded = pick(["", "", "row", "cells"]), pick([0, 0, 0.1]), pick([False, True])
    if encoding in ("cp1251", "cp932", "gbk"):  # which have no narrow blank
        thousands = thousands.replace("\u00a0", " ")
    if not encoding.startswith("utf"):
        thousands = thousands.replace("\u202f", "\u00a0" if encoding.startswith("cp125") else " ")
    rows = int(draw.integers(8, 40))
    named, texts = WORDS.get(encoding, ("city", ["Kiel", "Ulm", "Bad Aibling", "Köln"]))
    if encoding == "cp1251":
        thousands = thousands.replace("\u00a0", " ")
    columns: dict[str, list] = {
        "small": list(np.round(draw.normal(5, 3, rows), 2)),
        "large": list(np.round(draw.uniform(100, 90_000, rows), int(digits := pick([0, 1, 3])))),
        "count": [float(n) for n in draw.integers(0, 50, rows)],
        named: [texts[int(n)] for n in draw.integers(0, len(texts), rows)],
    }
    written = {
        "small": [number(v, 2, decimal, thousands) for v in columns["small"]],
        "large": [number(v, digits, decimal, thousands) for v in columns["large"]],
        "count": [f"{v:.0f}" for v in columns["count"]],
        named: list(columns[named]),
    }
    if units == "cells":
        written["large"] = [
            f"{cell} €" if encoding.startswith("utf") else f"{cell} km" for cell in written["large"]
        ]
    for name in ("small", "large", "count"):
        for row in range(rows):
            if draw.random() < gaps:
                columns[name][row], written[name][row] = np.nan, missing
    lines = [list(columns), *([["cm", "kg", "n", "-"]] if units == "row" else [])]
    lines += [list(cells) for cells in zip(*written.values(), strict=True)]
    above = below = 0
    if footer == "total":
        lines.append(["Total", "", "", ""] if pick([0, 1]) else ["", "", "", "Total"])
    elif footer:
        lines.append([footer, *[""] * 3] if padded else [footer])
    below = 1 if footer else 0
    if title == "sep=":
        above = 1
    elif title:
        lines.insert(0, [title, *[""] * 3] if padded else [title])
        above = 1
    made = io.StringIO()
    if title == "sep=":
        made.write(f"sep={separator}\n")
    writer = csv.writer(
        made, delimiter=separator, quoting=quoting, lineterminator=pick(["\n", "\r\n"])
    )
    writer.writerows(lines)
    text = made.getvalue()
    codec = {"utf-8-sig": "utf-8"}.get(encoding, encoding)
    mark = {"\u00a0": " ", "\u202f": " "}.get(thousands, thousands)
    reading = Reading(
        encoding=codec,
        separator=separator,
        decimal=decimal,
        thousands=mark,
        above=above,
        below=below,
        names=True,
        missing=(("", missing, True),) if missing else (),
        kinds=(("small", "number"), ("count", "number"), (named, "class")),
    )
    return WrittenFile(text.encode(encoding), columns, reading)


def faults(file: WrittenFile, table) -> list[str]:
    """Say what was read wrongly, with FACTOR before numbers that are off by a power of ten."""
    found = []
    names = list(table.frame.columns)
    if len(names) != len(file.columns):
        return [f"columns {names}"]
    for name, read in zip(file.columns, names, strict=True):
        true, got = file.columns[name], table.frame[read]
        if not read.startswith(name):
            found.append(f"name {read} for {name}")
        if len(got) != len(true):
            found.append(f"{len(got)} rows for {len(true)}")
        elif isinstance(true[0], str) != (got.dtype != "float64"):
            found.append(f"{name} is {got.dtype}: {list(got[:3])}")
        elif got.dtype != "float64":
            if list(got) != true:
                found.append(f"{name} texts {list(got[:5])} for {true[:5]}")
        else:
            found += _numbers(name, np.array(true), got.to_numpy())
    return found


def _numbers(name, true, got) -> list[str]:
    if np.allclose(true, got, rtol=1e-9, atol=1e-12, equal_nan=True):
        return []
    both = ~np.isnan(true) & ~np.isnan(got) & (true != 0)
    ratio = np.abs(got[both] / true[both])
    power = np.log10(ratio[(ratio > 0) & ~np.isclose(ratio, 1)])
    factor = "FACTOR " if len(power) and np.allclose(power, np.round(power), atol=1e-6) else ""
    return [f"{factor}{name}: {got[:4]} for {true[:4]}"]
