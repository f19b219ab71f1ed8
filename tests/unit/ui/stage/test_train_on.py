"""The button that asks for a longer run."""

import pytest

from tests.javascript import call

PRESS = """({ TrainOn }, runs, presses) => {
  const [button, asked] = [{}, []]
  const train = new TrainOn(button, (epochs) => asked.push(epochs))
  const told = []
  runs.forEach(([total, loss, goesOn], i) => {
    train.take({ total, loss: [...Array(total - 1).fill(1), loss ?? NaN] }, goesOn)
    train.show({ step: 500, most: 5000 })
    for (let press = 0; press < presses[i]; press++) button.onclick()
    told.push([button.textContent, button.disabled, button.title])
  })
  train.show(null)
  return [asked, told, button.hidden]
}"""


def press(*runs):
    """Return what was asked for, what the button says at last, and whether it can be hidden."""
    asked, told, hidden = call("train_on", PRESS, [run[:3] for run in runs], [r[3] for r in runs])
    assert hidden
    return asked, told[-1]


def test_two_presses_ask_for_a_thousand_more():
    assert press((500, 1, False, 2))[0] == [1000, 1500]


def test_a_press_counts_while_a_shorter_run_comes():
    assert press((500, 1, False, 2), (1000, 1, True, 1))[0] == [1000, 1500, 2000]


def test_another_run_is_made_longer_from_where_it_ends():
    assert press((500, 1, False, 2), (300, 1, False, 1))[0] == [1000, 1500, 800]


@pytest.mark.parametrize("total", [4700, 5000])
def test_no_more_is_asked_for_than_a_run_can_have(total):
    asked, (text, disabled, _) = press((total, 1, False, 5000 - total and 1))
    assert asked == ([5000] if total < 5000 else [])
    assert (text, disabled) == ("5,000 is the most", True)


def test_a_last_step_may_be_smaller():
    assert press((4700, 1, False, 0))[1][:2] == ["+300 epochs", False]


def test_a_run_that_broke_is_not_made_longer():
    _, (text, disabled, title) = press((500, None, False, 0))
    assert (text, disabled, title) == ("+500 epochs", True, "More epochs would change nothing")
