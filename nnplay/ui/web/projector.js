// Gives the page its text's size, and then says so: much of what Streamlit draws measures itself by
// that size when it is drawn, so the page is drawn for a mode only when the browser is in it. In the
// mode of a projector it gives each stage the height that is left for it on the screen.

const root = document.documentElement
// A phone, which is held in the hand, has no room for large text and no need of it.
const wide = matchMedia("(min-width: 1000px)")
const STAGES = ":is(.st-key-stage, .st-key-race, .st-key-lesson_race) *"
const [LOW, BELOW] = [17, 0.6] // rem: what is lower has its views in a row; what is left free below

let hasClosed = false // whether the sidebar was open before

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

// The sidebar would lie over the stage. The menu that has the switch would take the next Space, which
// is to play the film.
function change(mode) {
  const [open, closed] = [
    document.querySelector('[data-testid="stSidebarCollapseButton"] button'),
    document.querySelector('[data-testid="stExpandSidebarButton"]'),
  ]
  if (mode === "projector") hasClosed = Boolean(open)
  const pressed = mode === "projector" ? open : hasClosed && closed
  if (pressed) pressed.click()
  const focused = document.activeElement
  if (focused?.closest(".st-key-tools")) focused.blur()
}

// The first stage ends where the screen does; any further one is as high as a screen.
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

// Streamlit's own buttons stay at the top of the screen, where they would lie over what comes there.
function noteScroll() {
  const main = document.querySelector('[data-testid="stMain"]')
  root.toggleAttribute("data-scrolled", main?.scrollTop > 20)
}

function scrolled(node) {
  return node.closest('[data-testid="stMain"]')?.scrollTop ?? 0
}
