// Enters and leaves projector mode. It changes the size of the page's text first, and then tells
// Python, which draws the page for the new mode: much of what Streamlit draws measures the text
// when it is drawn. In projector mode it also gives each stage the height that is left for it on
// the screen.

import { focusAround } from "./focus.js"

const root = document.documentElement
// A phone has no room for large text, and no need of it.
const wide = matchMedia("(min-width: 1000px)")
const STAGES = ":is(.st-key-stage, .st-key-race, .st-key-lesson_race) *"
const LOW = 17 // rem: a stage lower than this has its views in a row
const BELOW = 0.6 // rem left free below a stage

let hasClosed = false // whether entering projector mode has closed the sidebar

export default function enterMode({ wanted, drawn }, setStateValue) {
  const enter = () => {
    const before = root.dataset.mode ?? "desk"
    root.dataset.mode = wide.matches ? wanted : "desk"
    if (root.dataset.mode !== drawn) setStateValue("entered", root.dataset.mode)
    if (root.dataset.mode !== before) change(root.dataset.mode)
    fit()
  }
  wide.onchange = enter // and a window may be drawn from one screen to another
  enter()
  const sizes = new ResizeObserver(fit)
  for (const block of document.querySelectorAll('[data-testid="stMainBlockContainer"]'))
    sizes.observe(block)
  addEventListener("resize", fit)
  addEventListener("scroll", noteScroll, true)
  noteScroll()
  return () => {
    sizes.disconnect()
    removeEventListener("resize", fit)
    removeEventListener("scroll", noteScroll, true)
  }
}

// Closes the sidebar, which would cover the stage, and opens it again later. Takes the focus from
// the menu with the switch, which would get the next Space instead of the film.
function change(mode) {
  const [open, closed] = [
    document.querySelector('[data-testid="stSidebarCollapseButton"] button'),
    document.querySelector('[data-testid="stExpandSidebarButton"]'),
  ]
  if (mode === "projector") hasClosed = Boolean(open)
  const pressed = mode === "projector" ? open : hasClosed && closed
  if (pressed) pressed.click()
  if (document.activeElement?.closest(".st-key-tools")) focusAround(".st-key-title")
}

// Lets the first stage end where the screen does, and makes all others as high as the screen.
function fit() {
  if (root.dataset.mode !== "projector") return
  const rem = parseFloat(getComputedStyle(root).fontSize)
  let isFirst = true
  for (const host of document.querySelectorAll(STAGES)) {
    const views = host.shadowRoot?.querySelector(".stage .views")
    if (!views) continue
    const top = views.getBoundingClientRect().top
    const above = isFirst ? top + scrolled(host) : top - host.getBoundingClientRect().top
    const height = Math.floor(innerHeight - above - BELOW * rem)
    host.style.setProperty("--views-height", `${height}px`)
    host.toggleAttribute("data-low", height < LOW * rem)
    isFirst = false
  }
}

// Streamlit's own buttons stay at the top of the screen, where they would cover what is scrolled
// there.
function noteScroll() {
  const main = document.querySelector('[data-testid="stMain"]')
  root.toggleAttribute("data-scrolled", main?.scrollTop > 20)
}

function scrolled(node) {
  return node.closest('[data-testid="stMain"]')?.scrollTop ?? 0
}
