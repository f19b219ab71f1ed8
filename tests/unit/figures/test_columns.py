"""What seaborn draws of a table, as PNGs."""

import io

import numpy as np
import pytest
from matplotlib.image import imread

from nnplay.datasets import load_dataset
from nnplay.figures.columns import correlation_image, pairs_image

RED, GREEN, BLUE = "#ff0000", "#00ff00", "#0000ff"


def pixels_of(image):
    """Return red, green, blue and alpha of every pixel, from 0 to 255, shape (y, x, 4)."""
    assert image.startswith(b"\x89PNG\r\n\x1a\n")
    return (imread(io.BytesIO(image)) * 255).round()


def share_of(color, pixels):
    rgb = [int(color[place : place + 2], 16) for place in (1, 3, 5)]
    alike = (np.abs(pixels[..., :3] - rgb) < 60).all(axis=-1)  # where colours lie on each other
    return (alike & (pixels[..., 3] > 100)).mean()


def draw_pairs(name, features, text=GREEN):
    data = load_dataset(name)
    columns = [*data.features[:features], data.target]
    return pixels_of(pairs_image(data.frame[columns], data.target, data.classes, [RED, BLUE], text))


@pytest.mark.parametrize("color", [RED, GREEN])
def test_the_correlations_have_the_text_colour_and_let_the_page_shine_through(dataset, color):
    pixels = pixels_of(correlation_image(dataset.frame, color))
    assert min(pixels.shape[:2]) > 600  # sharp on a projector
    assert pixels[0, 0, 3] == 0
    assert (pixels[..., 3] == 255).mean() > 0.3
    for each in (RED, GREEN):
        assert (share_of(each, pixels) > 0.0005) == (each == color)


@pytest.mark.parametrize(
    ("name", "features"),
    [("car_crashes", 3), ("car_crashes", 1), ("car_crashes_terciles", 4), ("circle", 1)],
)
def test_the_pairs_have_the_colours_they_are_given_and_let_the_page_shine_through(name, features):
    pixels = draw_pairs(name, features)
    assert pixels[0, 0, 3] == 0
    assert share_of(GREEN, pixels) > 0.0005  # names and numbers
    assert share_of(BLUE, pixels) > 0.0001  # lines of regression, or the second class
    assert pixels.shape[1] > 200 * (features if load_dataset(name).classes else features + 1)


@pytest.mark.filterwarnings("error")
def test_a_column_that_never_changes_is_drawn_without_a_warning(dataset):
    frame = dataset.frame[["speeding", "alcohol", "total"]].assign(alcohol=1.0)
    assert np.isfinite(pixels_of(pairs_image(frame, "total", (), [RED, BLUE], GREEN))).all()


def test_drawing_leaves_no_figure_open():
    from matplotlib import pyplot

    draw_pairs("car_crashes", 1)
    assert pyplot.get_fignums() == []
