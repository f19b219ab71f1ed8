"""How long a loss surface takes, beside the training whose path it shows, and how it plays."""

import time
from functools import partial
from statistics import median

import pytest

from nnplay.config import TrainingConfig
from nnplay.datasets import load_dataset, prepare
from nnplay.explain.loss_surface import survey
from nnplay.training import train
from nnplay.training.losses import losses_of
from nnplay.ui.stage.surface import Trail, surface_payload
from tests.benchmarks.test_drawing_speed import print_smoothness
from tests.benchmarks.test_engine_speed import DEEP, DEFAULT
from tests.e2e.conftest import browser, opened, tabs_of  # noqa: F401  fixtures
from tests.serving import serve_stage

OPTIMIZERS = ("SGD", "SGD with momentum", "RMSprop", "Adam")


def surface_of(configs, dataset):
    histories = [train(config, dataset) for config in configs]
    rows = len(prepare(configs[0], dataset).training_rows)
    return survey(histories, rows, (), partial(losses_of, configs[0], dataset))


@pytest.mark.parametrize(
    ("name", "config", "budget"), [("6-3-1", DEFAULT, 0.5), ("6-16-16-16-1", DEEP, 2)]
)
def test_a_grid_of_losses(name, config, budget, dataset):
    history = train(config, dataset)
    evaluate = partial(losses_of, config, dataset)
    seconds = []
    for _ in range(10):
        began = time.perf_counter()
        survey([history], 51, (), evaluate)
        seconds.append(time.perf_counter() - began)
    print(
        f"\nthe surface of {name}, 41 x 41 places and a path of {len(history.parameters)}: "
        f"{median(seconds):.3f} s (median of 10, budget {budget} s), "
        f"{median(seconds) / history.seconds:.1f} times as long as the training"
    )


def test_frames_of_a_surfaces_film_that_are_drawn(opened, tmp_path):  # noqa: F811
    dataset = load_dataset("car_crashes")
    configs = [TrainingConfig(standardize=True, optimizer=each) for each in OPTIMIZERS]
    payloads = {}
    for name, chosen in (("one", configs[-1:]), ("race", configs)):
        trails = [Trail(each.optimizer, i) for i, each in enumerate(chosen)]
        surface = surface_of(chosen, dataset)
        payloads[name] = surface_payload(surface, trails, "mean_squared_error", ["1st", "2nd"])
    with serve_stage(tmp_path, payloads) as stage:
        for name in payloads:
            for width, height in ((1280, 720), (1440, 900)):
                size = {"width": width, "height": height}
                with opened(f"{stage}/?run={name}", reduced_motion="reduce", **size) as page:
                    print_smoothness(f"a surface ({name}) at {width}x{height}", page)
