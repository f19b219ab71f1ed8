"""Read what the page shows: its stage, its tooltip, and the texts on its canvases."""

import re
from typing import NamedTuple

from playwright.sync_api import expect

SCORES = ".st-key-scores"  # where it is said how good the run is
WATCH = """() => {
  const isWatched = "written" in window
  window.written = new Map()
  if (isWatched) return
  const pen = CanvasRenderingContext2D.prototype
  const { clearRect, fillText } = pen
  const viewOf = (canvas) => canvas.parentElement?.className.replace("view ", "")
  pen.clearRect = function (...box) {
    window.written.set(viewOf(this.canvas), [])
    return clearRect.apply(this, box)
  }
  pen.fillText = function (text, x, y) {
    const box = this.measureText(text)
    const left = x - box.width * { left: 0, center: 0.5, right: 1 }[this.textAlign]
    const corners = [
      { x: left, y: y - box.actualBoundingBoxAscent },
      { x: left + box.width, y: y + box.actualBoundingBoxDescent },
    ].map((corner) => this.getTransform().transformPoint(corner))
    const ends = (axis) =>
      corners.map((corner) => corner[axis] / devicePixelRatio).sort((a, b) => a - b)
    const size = parseFloat(this.font.match(/([\\d.]+)px/)[1])
    window.written.get(viewOf(this.canvas))?.push([text, ...ends("x"), ...ends("y"), size])
    return fillText.call(this, text, x, y)
  }
}"""


class Written(NamedTuple):
    """A text on a canvas, its box and the size of its letters in px."""

    text: str
    left: float
    right: float
    top: float
    bottom: float
    size: float


def stage(page, name):
    """Return an attribute of the playground's stage: its run, epoch, kind, ..."""
    return page.locator('.stage:not([data-kind="race"])').first.get_attribute(f"data-{name}")


def score(page):
    """Return the network's score above the stage."""
    return page.locator(f"{SCORES} h3").inner_text()


def ink(page):
    """Return the colour of the stage's text."""
    return page.locator(".stage").first.evaluate("stage => getComputedStyle(stage).color")


def colors(page, view):
    """Count the colours drawn in a view, up to a dozen: a blank one has a single colour."""
    return page.locator(f".{view} canvas").evaluate(
        """canvas => {
            const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height)
            const found = new Set()
            for (const pixel of new Uint32Array(data.buffer)) {
              if (found.add(pixel).size === 12) break
            }
            return found.size
        }"""
    )


def sees_writing(page):
    """Return what each view writes while it draws one step of the film."""
    page.evaluate(WATCH)
    page.locator(".back").click()
    found = page.evaluate("Object.fromEntries(window.written)")
    return {view: [Written(*each) for each in texts] for view, texts in found.items()}


def hold(locator):
    """Wait until an element is in sight and does not move; return its box."""
    locator.scroll_into_view_if_needed()
    locator.element_handle().wait_for_element_state("stable")
    return locator.bounding_box()


FIND = """(canvas, words) => {
  const tip = canvas.getRootNode().querySelector(".tip")
  const box = canvas.getBoundingClientRect()
  const [sought, steps] = [new RegExp(words), 2000]
  const send = (type, at) => canvas.dispatchEvent(new PointerEvent(type, { bubbles: true, ...at }))
  for (let step = 1; step < steps; step++) {
    // whole pixels, as a click has, too
    const clientX = Math.round(box.x + box.width * ((step * 0.618) % 1))
    const clientY = Math.round(box.y + (box.height * step) / steps)
    send("pointermove", { clientX, clientY })
    if (!tip.hidden && sought.test(tip.innerText)) {
      send("pointerleave")
      return [clientX, clientY]
    }
  }
}"""


def sweep(page, view, words, act=None):
    """Go to a point of a view where the tooltip has these words; return its whole text.

    Args:
        act: What to do at the point's x and y, instead of moving the mouse to it.
    """
    canvas = page.locator(f".{view} canvas")
    hold(canvas)
    place = canvas.evaluate(FIND, words)  # so many moves of a real mouse would take seconds
    assert place, f"nothing says {words}"
    (act or page.mouse.move)(*place)
    tip = page.locator(".tip")
    expect(tip).to_have_text(re.compile(words), use_inner_text=True)
    return tip.inner_text()
