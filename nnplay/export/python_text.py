"""Python code as text."""

import re
from collections.abc import Mapping

WIDTH = 100
NOT_PLAIN = re.compile(r"[^\n -\[\]-~]")  # a backslash, and all but ASCII


def bracketed(head: str, items: list[str], brackets: str = "()") -> str:
    """Write the items in brackets, one per line if they do not all fit on one line."""
    line = head + brackets[0] + ", ".join(items) + brackets[1]
    if len(line) < WIDTH:  # not equal: a layer is followed by a comma
        return line
    indent = " " * (len(head) - len(head.lstrip()))
    rows = [f"{indent}    {item}," for item in items]
    return "\n".join([head + brackets[0], *rows, indent + brackets[1]])


def named(arguments: Mapping[str, object]) -> str:
    """Write keyword arguments."""
    return ", ".join(f"{name}={value!r}" for name, value in arguments.items())


def quoted(text: str) -> str:
    """Write text as a Python string, in double quotes if it has none itself."""
    literal = repr(str(text))
    return literal if '"' in literal else f'"{literal[1:-1]}"'


def escaped(text: str) -> str:
    """Write text so that it can stand between triple double quotes."""
    return NOT_PLAIN.sub(_escape, text).replace('"""', '""\\"')


def _escape(found: re.Match[str]) -> str:
    character = found[0]
    return character if character.isprintable() and character != "\\" else repr(character)[1:-1]
