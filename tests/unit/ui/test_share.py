from urllib.parse import parse_qs

import pytest

from nnplay.config import TrainingConfig
from nnplay.ui.state import SETTINGS
from nnplay.ui.teaching.share import MOST_LETTERS, is_local, page_query, qr_code
from nnplay.ui.url import complaints, read_settings

CONFIG = TrainingConfig(optimizer="Adam", learning_rate=0.03, hidden_units=(4, 2), epochs=40)


def test_a_link_holds_the_settings_and_what_the_address_holds_besides(dataset):
    params = {"epochs": "500", "hide": "loss,seed", "lesson": "first", "v": "1", "search": "own"}
    query = parse_qs(page_query(CONFIG, params, {}))
    settings = {name: values for name, values in query.items() if name in SETTINGS}
    assert read_settings(settings) == CONFIG
    others = {name: values for name, values in query.items() if name not in SETTINGS}
    assert others == {"hide": ["loss,seed"], "lesson": ["first"], "v": ["1"]}


def test_what_is_decided_for_the_link_takes_the_place_of_what_the_address_says(dataset):
    params = {"epoch": "3", "mode": "projector", "kept": "a=1", "panel": "why", "lock": "1"}
    chosen = {"epoch": "7", "kept": ["epochs=9", "seed=2&name=two"]}
    query = parse_qs(page_query(TrainingConfig(), params, chosen))
    assert query == {"epoch": ["7"], "kept": ["epochs=9", "seed=2&name=two"], "v": ["1"]}
    assert complaints(query) == {}


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
