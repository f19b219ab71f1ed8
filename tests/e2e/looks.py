"""The page at every size, in light and dark mode."""

from itertools import pairwise

from playwright.sync_api import expect

from tests.e2e.acting import settle, wait_for_canvases
from tests.e2e.reading import colors, ink, stage

DESKS = [(1280, 720), (1440, 900)]  # of a projector, of a laptop
PHONES = [(390, 844)]
VIEWS = ("network", "scatter", "weights", "loss")
SIZES = {"desk": DESKS, "phone": PHONES}


def every_look(window, address, device):
    """Open the page once; yield it with its width and height at each size of the device.

    The last look is in dark mode, where only colours differ; it is checked that the page follows
    the browser into it.
    """
    width, height = SIZES[device][0]
    phone = {"is_mobile": True, "has_touch": True} if device == "phone" else {}
    with window(address, width=width, height=height, reduced_motion="reduce", **phone) as page:
        for width, height in SIZES[device]:
            page.set_viewport_size({"width": width, "height": height})
            settle(page)
            wait_for_canvases(page)
            yield page, width, height
        darken(page)
        settle(page)
        wait_for_canvases(page)
        yield page, width, height


def darken(page):
    """Change from light to dark mode, and wait until the stage has followed."""
    light, frames = ink(page), stage(page, "frames")
    page.emulate_media(color_scheme="dark")
    shown = page.locator(".stage").first
    expect(shown).not_to_have_css("color", light)
    expect(shown).not_to_have_attribute("data-frames", frames)


def check_views(page, width, *, stacked):
    """Check that the views fit in, one below the other or not, and are not blank.

    Return the bottom of the lowest one in px.
    """
    boxes = [page.locator(f".{view} canvas").bounding_box() for view in VIEWS]
    for box in boxes:
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width
        assert box["height"] > 120
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert all(a["y"] + a["height"] <= b["y"] for a, b in pairwise(boxes)) == stacked
    assert all(colors(page, view) > 3 for view in VIEWS)
    return max(box["y"] + box["height"] for box in boxes)
