// Gives the focus back to who uses the keyboard, where what had it was drawn again, was removed, or
// has closed: a browser would else begin at the top of the page.
//
// It goes to what stands in the same place, by the keys that Streamlit writes into the page; else,
// once the page has been drawn, to what was around it, or to what opened the list or dialog.

const KEY = "st-key-"
const FOCUSABLE =
  ":is(button, input, textarea, select, a[href], summary, [tabindex]):not(:disabled, [tabindex='-1'])"
const POPUP = "[role=dialog], [role=menu], [role=listbox], [data-testid=stPopoverBody]"
const APP = '[data-testid="stApp"]'
const WATCHED = {
  childList: true,
  subtree: true,
  attributeFilter: ["data-test-script-state", "disabled"],
}

const LISTENERS = Object.entries({
  focusin: note,
  focusout: leave,
  keydown: type,
  pointerdown: point,
})
const watcher = new MutationObserver(() => {
  giveBack()
  // a browser takes the focus from what is disabled only when it paints that
  if (isTyping) requestAnimationFrame(() => requestAnimationFrame(giveBack))
})
let last = null // what had the focus
let isTyping = false // whether the last to be used was the keyboard

export default function keepFocus() {
  const stop = () => {
    watcher.disconnect()
    for (const [type, listener] of LISTENERS) removeEventListener(type, listener, true)
  }
  stop() // this module may be called again
  watcher.observe(document.body, WATCHED)
  for (const [type, listener] of LISTENERS) addEventListener(type, listener, true)
  return stop
}

// Moves the focus to the place around an element, where no key presses anything.
export function focusAround(selector) {
  const place = document.querySelector(selector)
  if (place) focusPlace(place)
}

function type() {
  isTyping = true
}

function point() {
  isTyping = false
}

function note({ target }) {
  const popup = target.closest(POPUP)
  const opener = popup && popup === last?.popup ? last.opener : last
  last = { node: target, popup, opener: popup && opener, places: placesOf(target) }
}

// Each keyed element around it, and which of those in it that can have the focus it is.
function placesOf(node) {
  const places = []
  for (let around = node; around; around = around.parentElement) {
    const name = [...around.classList].find((each) => each.startsWith(KEY))
    if (name) places.push([name, focusables(around).indexOf(node)])
  }
  return places
}

// What is left and still there was left on purpose.
function leave({ relatedTarget }) {
  const left = last
  if (relatedTarget || !left || left.popup) return
  requestAnimationFrame(() => {
    if (last === left && isFree() && canHave(left.node)) last = null
  })
}

function isFree() {
  return document.activeElement === document.body || !document.activeElement
}

function canHave(node) {
  return node.isConnected && !node.disabled && node.checkVisibility({ visibilityProperty: true })
}

function focusables(around) {
  return [...around.querySelectorAll(FOCUSABLE)].filter(canHave)
}

function giveBack() {
  if (!isTyping || !last || !isFree() || canHave(last.node)) return
  const isDrawn = document.querySelector(APP)?.dataset.testScriptState === "notRunning"
  const dialog = document.querySelector("[role=dialog]")
  for (let each = last; each; each = each.opener) {
    if (dialog && !dialog.contains(each.popup)) continue
    if (focusSame(each) || (isDrawn && focusNear(each))) return
  }
}

function focusSame({ node, places }) {
  const same = canHave(node) ? node : standsIn(places[0])
  same?.focus()
  return Boolean(same)
}

function standsIn(place) {
  const around = place && document.getElementsByClassName(place[0])[0]
  const found = around && focusables(around)
  return found && (place[1] < 0 ? around : (found[place[1]] ?? found[0]))
}

function focusNear({ places }) {
  const around = places.map(([name]) => document.getElementsByClassName(name)[0])
  const place = around.find((each) => each?.checkVisibility())
  if (place) focusPlace(place)
  return Boolean(place)
}

function focusPlace(place) {
  place.tabIndex = -1
  place.focus({ preventScroll: true })
}
