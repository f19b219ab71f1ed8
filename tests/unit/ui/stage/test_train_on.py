"""The button that asks for a longer run."""

import pytest

from tests.javascript import call

PRESS = """({ TrainOn }, runs, presses) => {
  const [button, asked] = [{}, []]
  const train = new TrainOn(button, (epochs) => asked.push(epochs))
  const told = []
  runs.forEach(([total, loss, goesOn, more], i) => {
    const losses = [...Array(total - 1).fill(1), loss ?? NaN]
    train.take({ id: "b", base: "a", total, loss: losses, loss_after: [], ...more }, goesOn)
    train.show({ step: 500, most: 5000 })
    for (let press = 0; press < presses[i]; press++) button.onclick()
    told.push([button.textContent, button.disabled, button.title])
  })
  train.show(null)
  return [asked, told, button.hidden]
}"""


def press(*runs, **more):
    """Return what was asked for, what the button says at last, and whether it can be hidden."""
    presses = [run[3] for run in runs]
    asked, told, hidden = call("train_on", PRESS, [(*run[:3], more) for run in runs], presses)
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


def test_a_run_that_went_back_to_its_best_epoch_can_be_made_longer():
    _, (_, disabled, title) = press((500, 1, False, 0), loss=[1] * 400, loss_after=[1] * 100)
    assert (disabled, title) == (False, "Train on; the film goes on from where it is")


def test_a_schedule_takes_a_longer_run_from_its_start():
    _, (_, disabled, title) = press((500, 1, False, 0), base="b")
    assert not disabled
    assert title == "Train again, as the learning rate's schedule then takes more epochs"
