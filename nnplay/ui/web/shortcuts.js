// Keys for a teacher who stands beside the picture. Each presses a button of the page, so what is
// hidden or disabled there has no key either. shortcuts.py says which key does what.
//
// Streamlit's own shortcuts would not do: they know neither R nor ?, and not the stage's buttons.
// The window listens in the capturing phase, or Streamlit would take R and rerun the page.

// Elements that need a key themselves while they have the focus.
const TYPED_IN =
  "input:not([type=range], [type=checkbox], [type=radio]), textarea, select, canvas, [role=combobox], [role=listbox], [role=grid], [role=menu]"
const MOVED = `${TYPED_IN}, input, [role=radio], [role=slider], [role=separator]`
const PRESSED = "button, a, summary, [role=button], [role=switch]"
const TAKEN = {
  " ": `${MOVED}, ${PRESSED}, [role=checkbox]`,
  Enter: `${TYPED_IN}, ${PRESSED}`,
  ArrowLeft: MOVED,
  ArrowRight: MOVED,
}

// Each returns the element to click, if there is one.
const ACTIONS = {
  playOrPause: () => ofStage(isPlaying() ? ".pause" : ".play"),
  step: (by) => ofStage(by < 0 ? ".back" : ".forward"),
  run: () => button("run_lesson") ?? playFromStart(),
  answer: (place) => answers()[place],
  turn: (by) => (isProjector() ? ((by < 0 ? backward() : onward()) ?? scrollOn(by)) : null),
  // no question is skipped by accident
  nextLesson: () => (button("run_lesson") ? null : button("next_lesson")),
  panel: (place) => panel(place),
  top: () => toTop(),
  settings: () => button("strip_button") ?? sidebar(),
  reset: () => button("reset"),
  tool: (name) => ask(name),
}

const LISTENERS = Object.entries({
  keydown: press,
  keyup: enterList,
  focusin: noteList,
})
let list = null // the button of the list that was opened last
let keys = {} // the actions by their keys
let ask = () => {}

export default function listenToKeys(actions, setTriggerValue) {
  keys = actions
  ask = (tool) => {
    setTriggerValue("tool", tool)
  }
  const stop = () => {
    for (const [type, listener] of LISTENERS) removeEventListener(type, listener, true)
  }
  stop() // this module may be called again
  for (const [type, listener] of LISTENERS) addEventListener(type, listener, true)
  return stop
}

function press(event) {
  const key = event.key.length === 1 ? event.key.toUpperCase() : event.key
  if (!Object.hasOwn(keys, key) || isForOthers(event, key)) return
  const isAgain = event.repeat && !key.startsWith("Arrow")
  const [action, ...what] = keys[key]
  const clicked = isAgain ? null : ACTIONS[action](...what)
  if (!clicked && key.startsWith("Page") && !isAgain) return // the page scrolls
  event.preventDefault()
  event.stopImmediatePropagation()
  clicked?.click()
}

function noteList({ target }) {
  if (target.matches("[aria-haspopup=menu]")) list = target
}

// A list that is opened again, after its choice has redrawn the page, forgets to take the focus.
function enterList({ target }) {
  if (target !== list) return
  afterDrawing(() => {
    if (document.activeElement === list) find("[role=menu] [role=menuitem]")?.focus()
  })
}

function afterDrawing(act) {
  requestAnimationFrame(() => requestAnimationFrame(act))
}

function isForOthers(event, key) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return true
  if (event.shiftKey && key !== "?") return true
  if (find("[role=dialog]")) return true
  // inside the stage's shadow root as well, where `event.target` does not reach
  return event
    .composedPath()
    .some(
      (node) =>
        node instanceof Element && (node.isContentEditable || node.matches(TAKEN[key] ?? TYPED_IN)),
    )
}

function find(selector) {
  return document.querySelector(selector)
}

function button(key) {
  return find(`.st-key-${key} button`)
}

function isProjector() {
  return document.documentElement.dataset.mode === "projector"
}

function answers() {
  return document.querySelectorAll('[class*="st-key-answer_"] input')
}

// From the question to the result, from there to the explanation, and then to the next lesson.
function onward() {
  if (!button("run_lesson")) {
    const why = find(".st-key-explanation")
    const { top, bottom } = why?.getBoundingClientRect() ?? { top: 0 }
    if (bottom > innerHeight + 20 && top > 1) {
      why.scrollIntoView({ block: "nearest", behavior: "smooth" })
      return why
    }
    const next = button("next_lesson")
    if (next) toTop("instant")
    return next
  }
  const isAnswered = [...answers()].some(({ checked, type, value }) =>
    type === "radio" ? checked : value,
  )
  return button(isAnswered ? "run_lesson" : "skip_question") ?? button("run_lesson")
}

function backward() {
  return find('[data-testid="stMain"]').scrollTop > 20 ? toTop() : button("lesson_back")
}

function toTop(behavior = "smooth") {
  const main = find('[data-testid="stMain"]')
  main.scrollTo({ top: 0, behavior })
  return main
}

// By a screen: the browser itself scrolls only where something inside has the focus.
function scrollOn(by) {
  const main = find('[data-testid="stMain"]')
  main.scrollBy({ top: 0.9 * by * main.clientHeight, behavior: "smooth" })
  return main
}

function playFromStart() {
  const scrub = ofStage(".scrub")
  if (!scrub) return null
  scrub.value = 0
  scrub.dispatchEvent(new Event("input"))
  return ofStage(".play")
}

function panel(place) {
  const tab = document.querySelectorAll(".st-key-tabs [role=radio]")[place]
  if (tab) find(".st-key-tabs").scrollIntoView({ behavior: "smooth" })
  return tab
}

function sidebar() {
  return (
    find('[data-testid="stExpandSidebarButton"]') ??
    find('[data-testid="stSidebarCollapseButton"] button')
  )
}

// The stage of which most is in sight: the page's run or a race.
function stage() {
  const inside = document.querySelectorAll(
    ":is(.st-key-stage, .st-key-race, .st-key-lesson_race) *",
  )
  const stages = [...inside].map((node) => node.shadowRoot?.querySelector(".stage")).filter(Boolean)
  stages.sort((one, other) => inSight(other) - inSight(one))
  return stages[0]
}

function inSight(node) {
  const { top, bottom } = node.getBoundingClientRect()
  return Math.max(0, Math.min(bottom, innerHeight) - Math.max(top, 0))
}

function ofStage(selector) {
  return stage()?.querySelector(selector)
}

function isPlaying() {
  return stage()?.dataset.playing === "true"
}
