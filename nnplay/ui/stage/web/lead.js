// Asks Python for what a press in a picture opens, and scrolls there once it is drawn.

const PATIENCE = 10_000 // ms that Python may take to draw it
const GROWING = 1_500 // ms in which the page around it may still change its size
const PAGE = '[data-testid="stMainBlockContainer"]'
const MARKED = 4_000 // ms

export function openUnit({ tell, style }, { layer, unit }) {
  tell("unit", { layer, unit })
  leadTo(`.st-key-of_unit_${layer}_${unit}`, style.positive)
}

export function openRow({ tell, style }, row) {
  tell("row", row)
  leadTo(`.st-key-of_row_${row}`, style.positive)
}

export function askPlace({ tell, style }, [x1, x2]) {
  tell("place", { x1, x2 })
  leadTo(".st-key-asked", style.positive)
}

function leadTo(selector, color) {
  const began = performance.now()
  const look = () => {
    const found = document.querySelector(selector)
    if (found) arrive(found, color)
    else if (performance.now() - began < PATIENCE) setTimeout(look, 50)
  }
  setTimeout(look, 50)
}

// Scrolls there, again and again while the page around it grows, and outlines it.
function arrive(found, color) {
  const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches
  const behavior = isStill ? "auto" : "smooth"
  const sizes = new ResizeObserver(() => found.scrollIntoView({ block: "center", behavior }))
  sizes.observe(found.closest(PAGE) ?? found)
  setTimeout(() => sizes.disconnect(), GROWING)
  const line = { outline: `3px solid ${color}`, outlineOffset: "6px" }
  found.animate([line, line], MARKED)
}
