"""Texts that are not the page's own, written into its Markdown."""

import re

# What makes links, pictures, code and formulas in Markdown; a bare address is a link, too.
MARKUP = re.compile(r"([\\\[\]()<>`$!@]|:(?=/)|(?<=www)\.)", re.IGNORECASE)


def plain(text: str, most: int = 300) -> str:
    """Escape the Markdown in a text that came with an address, and cut an endless one."""
    shortened = text if len(text) <= most else f"{text[:most]}…"
    return MARKUP.sub(r"\\\1", shortened)
