import numpy as np
import pytest

from nnplay.evaluation.comparison import Curve
from nnplay.ui.stage.race import EPOCHS, MOST_FRAMES, SECONDS, Racer, race_payload
from tests.unit.ui.stage.test_payload import decode


def racer(name, *values, step=1.0, color=0):
    places = np.arange(1, len(values) + 1) * step
    return Racer(name, color, Curve(places, np.array(values, float)))


def test_every_racer_brings_its_curve_and_how_it_ends():
    header, arrays = decode(
        race_payload([racer("slow", 9, 5, 1), racer("fast", 9, 1, color=4)], "loss", EPOCHS)
    )
    assert header["kind"] == "race"
    assert header["loss_name"] == "loss"
    assert header["line"] == pytest.approx(1.05)
    slow, fast = header["racers"]
    assert slow == {
        "name": "slow",
        "color": 0,
        "rank": 2,
        "crossed_at": 3,
        "best": 1,
        "diverged_at": None,
    }
    assert fast == {
        "name": "fast",
        "color": 4,
        "rank": 1,
        "crossed_at": 2,
        "best": 1,
        "diverged_at": None,
    }
    assert arrays["x0"].tolist() == [1, 2, 3]
    assert arrays["y1"].tolist() == [9, 1]


def test_the_film_lasts_until_the_longest_run_has_ended():
    header, _ = decode(race_payload([racer("a", *range(9)), racer("b", 1, 2)], "loss", EPOCHS))
    assert header["epochs"] == list(range(10))
    assert header["total"] == 9


def test_many_epochs_are_played_in_fewer_frames():
    header, _ = decode(race_payload([racer("a", *range(5_000))], "loss", EPOCHS))
    assert len(header["epochs"]) == MOST_FRAMES + 1
    assert header["epochs"][-1] == 5_000
    assert all(moment == round(moment) for moment in header["epochs"])


def test_a_run_that_breaks_goes_off_the_scale():
    header, _ = decode(race_payload([racer("a", 9, 1e60, np.nan), racer("b", 9, 1)], "x", EPOCHS))
    assert header["loss_axis"]["high"] < 20


def test_the_clock_may_count_seconds():
    header, _ = decode(race_payload([racer("a", 3, 2, 1, step=0.01)], "loss", SECONDS))
    assert header["clock"] == "s"
    assert header["total"] == pytest.approx(0.03)
    assert len(header["epochs"]) == MOST_FRAMES + 1


def test_the_clock_runs_until_every_curve_has_ended():
    draw = np.random.default_rng(0)
    for _ in range(100):
        racers = [racer("a", 3, 2, 1, step=step) for step in draw.uniform(1e-4, 0.1, 3)]
        header, arrays = decode(race_payload(racers, "loss", SECONDS))
        assert header["epochs"][-1] == max(float(arrays[f"x{n}"][-1]) for n in range(3))
        assert all(
            float(np.float32(each["crossed_at"])) == each["crossed_at"] for each in header["racers"]
        )


def test_what_is_no_number_can_be_read_in_the_browser():
    broken = [racer("a", np.nan, np.nan), racer("b", np.inf)]
    header, _ = decode(race_payload(broken, "loss", EPOCHS))
    assert header["line"] is None
    assert [each["best"] for each in header["racers"]] == [None, None]
    assert [each["diverged_at"] for each in header["racers"]] == [1, 1]


def test_the_same_race_has_the_same_id_and_another_has_another():
    def ident(*racers, clock=EPOCHS):
        return decode(race_payload(racers, "loss", clock))[0]["id"]

    one, other = racer("a", 3, 2, 1), racer("b", 3, 1)
    assert ident(one, other) == ident(racer("a", 3, 2, 1), other)
    different = {
        ident(one, other),
        ident(other, one),
        ident(one),
        ident(racer("a", 3, 2.5, 1), other),
        ident(one, other, clock=SECONDS),
    }
    assert len(different) == 5
