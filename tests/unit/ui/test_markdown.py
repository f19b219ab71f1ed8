import re

import pytest

from nnplay.ui.drawing.markdown import plain


@pytest.mark.parametrize(
    "text",
    ["[a](https://e.io)", "![](//e.io/a.png)", "www.e.io", "<b>x</b>", "`x`", "$x$", "a@e.io"],
)
def test_what_an_address_says_is_never_a_link_or_markup(text):
    escaped = plain(text)
    assert re.sub(r"\\(.)", r"\1", escaped) == text
    assert not re.search(r"(?<!\\)[\[\]()<>`$!@]|(?<!\\):/|www\.", escaped)


def test_what_an_address_says_is_cut():
    assert len(plain("x" * 9999)) < 400
