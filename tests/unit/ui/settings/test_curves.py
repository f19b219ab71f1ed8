import xml.etree.ElementTree as ET
from urllib.parse import unquote

import numpy as np
import pytest

from nnplay.choices import ACTIVATIONS
from nnplay.ui.settings.curves import HEIGHT, REACH, WIDTH, curve_of, values_of

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize("name", ACTIVATIONS)
def test_the_curve_is_that_of_the_activation(name):
    head, _, picture = curve_of(name).partition(",")
    assert head == "data:image/svg+xml"
    assert not set(" ()<>") & set(picture), "which would end the address in a label"
    svg = ET.fromstring(unquote(picture))
    places = [float(each) for each in svg.find(f"{SVG}polyline").get("points").split(",")]
    x, y = np.reshape(places, (-1, 2)).T
    assert x.min() >= 0
    assert x.max() <= WIDTH
    assert y.min() >= 0
    assert y.max() <= HEIGHT
    sums = np.linspace(-REACH, REACH, 101)
    drawn = -np.interp(sums, _sums(x), y)
    values = values_of(ACTIVATIONS[name], sums)
    assert np.corrcoef(drawn, values)[0, 1] > 0.999


def _sums(x):
    return (x - x[0]) / (x[-1] - x[0]) * 2 * REACH - REACH
