// Asks Python for what belongs to a press in a picture, and leads the eye there.

const PATIENCE = 10_000 // ms that Python may take to draw it
const RUNNING = '[data-testid="stApp"][data-test-script-state="running"]'
const MARKED = 4_000 // ms

export function openUnit({ tell, style }, { layer, unit }) {
  tell("unit", { layer, unit })
  leadTo(`.st-key-of_unit_${layer}_${unit}`, style.positive)
}

export function openRow({ tell, style }, row) {
  tell("row", row)
  leadTo(`.st-key-of_row_${row}`, style.positive)
}

// Waits until the page is drawn whole, as what stands above may still grow.
function leadTo(selector, color) {
  const began = performance.now()
  const look = () => {
    const found = document.querySelector(selector)
    if (found && !document.querySelector(RUNNING)) arrive(found, color)
    else if (performance.now() - began < PATIENCE) setTimeout(look, 50)
  }
  setTimeout(look, 50)
}

function arrive(found, color) {
  const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches
  found.scrollIntoView({ block: "center", behavior: isStill ? "auto" : "smooth" })
  const line = { outline: `3px solid ${color}`, outlineOffset: "6px" }
  found.animate([line, line], MARKED)
}
