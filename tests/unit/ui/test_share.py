from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

from nnplay.config import TrainingConfig
from nnplay.ui.state.page_state import PageState, SavedRun
from nnplay.ui.state.url import decode
from nnplay.ui.teaching.share import MOST_LETTERS, is_local, link_to, qr_code

CONFIG = TrainingConfig(optimizer="Adam", learning_rate=0.03, hidden_units=(4, 2), epochs=40)


def test_a_link_holds_all_of_the_page_but_its_search():
    state = PageState(
        CONFIG,
        panel="loss",
        epoch=7,
        hidden=frozenset(["loss", "seed"]),
        locked=True,
        projector=True,
        saved=(SavedRun(TrainingConfig(seed=2), "two"),),
        search="own",
    )
    link = link_to("http://class.room:8501/nn/?seed=9&v=1#top", state)
    assert link.startswith("http://class.room:8501/nn/?")
    assert decode(parse_qs(urlsplit(link).query)) == (replace(state, search=None), [])
    assert "hide=loss,seed" in link


def test_the_link_to_the_default_page_has_no_query():
    assert link_to("http://class.room", PageState()) == "http://class.room/"


@pytest.mark.parametrize(
    ("address", "local"),
    [
        ("http://localhost:8501/", True),
        ("http://127.0.0.1:8501/", True),
        ("http://127.8.8.8/", True),
        ("http://[::1]:8501/?a=1", True),
        ("http://page.localhost/", True),
        ("", True),
        ("http://192.168.0.7:8501/", False),
        ("https://example.org/localhost", False),
        ("https://localhost.example.org/", False),
    ],
)
def test_an_address_that_nobody_else_can_open_is_known(address, local):
    assert is_local(address) is local


def test_a_code_is_black_on_white_with_its_quiet_zone():
    code = qr_code("https://example.org/?seed=1")
    assert code.startswith("<svg")
    assert 'fill="#fff"' in code
    assert "#000" in code
    side = 8 * (25 + 2 * 4)  # a code for so few letters has 25 squares a side
    assert f'width="{side}" height="{side}"' in code


def test_a_code_ends_where_it_could_not_be_read_from_a_distance():
    assert qr_code("x" * MOST_LETTERS)
    assert qr_code("x" * (MOST_LETTERS + 1)) is None
    assert qr_code("é" * MOST_LETTERS) is None
