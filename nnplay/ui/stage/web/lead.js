// Asks Python for what a press in a picture opens, and scrolls there once it is drawn.

const PATIENCE = 10_000 // ms that Python may take to draw it
const STILL = 200 // ms in which the page around it must not have changed its size
const PAGE = '[data-testid="stMainBlockContainer"]'
const MARKED = 4_000 // ms

let looking = 0 // the timer of what was pressed last

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

// Goes there once the page around it has stopped growing, and only once: where the reader is by then,
// the page shall not move under the pointer.
function leadTo(selector, color) {
  const began = performance.now()
  let size = ""
  let since = began
  const look = () => {
    const now = performance.now()
    const found = document.querySelector(selector)
    const heights = [found, found?.closest(PAGE)].map(
      (node) => node?.getBoundingClientRect().height,
    )
    if (heights.join() !== size) [size, since] = [heights.join(), now]
    if (found && now - since >= STILL) arrive(found, color)
    else if (now - began < PATIENCE) looking = setTimeout(look, 50)
  }
  clearTimeout(looking) // of what was pressed before
  looking = setTimeout(look, 50)
}

function arrive(found, color) {
  const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches
  found.scrollIntoView({ block: "center", behavior: isStill ? "auto" : "smooth" })
  const line = { outline: `3px solid ${color}`, outlineOffset: "6px" }
  found.animate([line, line], MARKED)
}
