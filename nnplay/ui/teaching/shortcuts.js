// Keys for who stands beside the picture: each presses a button of the page, so what is hidden or
// disabled there has no key either.
//
// Streamlit's own shortcuts can't be used: they know neither R nor ?, and nothing of the stage's
// buttons. The listener is the window's, in the capturing phase: R alone would rerun the page.

const button = (key) => document.querySelector(`.st-key-${key} button`)

const BUTTONS = {
  " ": () => ofStage(isPlaying() ? ".pause" : ".play"),
  ArrowLeft: () => ofStage(".back"),
  ArrowRight: () => ofStage(".forward"),
  r: () => button("reset"),
  n: () => (button("run_lesson") ? null : button("next_lesson")), // no question is skipped by accident
}
const TOOLS = { p: "projector", "?": "keys" }
// What needs a key itself while it has the focus.
const TYPED_IN =
  "input:not([type=range], [type=checkbox], [type=radio]), textarea, select, canvas, [role=combobox], [role=listbox], [role=grid], [role=menu]"
const MOVED = `${TYPED_IN}, input, [role=tab], [role=radio], [role=slider], [role=separator]`
const PRESSED = `${MOVED}, button, a, summary, [role=button], [role=switch], [role=checkbox]`
const TAKEN = { " ": PRESSED, ArrowLeft: MOVED, ArrowRight: MOVED }

let ask = () => {}

export default function ({ setTriggerValue }) {
  ask = (tool) => setTriggerValue("tool", tool)
  removeEventListener("keydown", press, true) // this module may be called again
  addEventListener("keydown", press, true)
  return () => removeEventListener("keydown", press, true)
}

function press(event) {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key
  if (!(Object.hasOwn(BUTTONS, key) || Object.hasOwn(TOOLS, key)) || isForOthers(event, key)) return
  event.preventDefault()
  event.stopImmediatePropagation()
  if (event.repeat && !key.startsWith("Arrow")) return
  if (key in TOOLS) ask(TOOLS[key])
  else BUTTONS[key]()?.click()
}

function isForOthers(event, key) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return true
  if (event.shiftKey && key !== "?") return true
  if (document.querySelector("[role=dialog]")) return true
  // through the stage's shadow, where the event has another target
  return event
    .composedPath()
    .some(
      (node) =>
        node instanceof Element && (node.isContentEditable || node.matches(TAKEN[key] ?? TYPED_IN)),
    )
}

function stage() {
  const inside = document.querySelectorAll(".st-key-stage *")
  return [...inside].find((node) => node.shadowRoot)?.shadowRoot.querySelector(".stage")
}

function ofStage(selector) {
  return stage()?.querySelector(selector)
}

function isPlaying() {
  return stage()?.dataset.playing === "true"
}
