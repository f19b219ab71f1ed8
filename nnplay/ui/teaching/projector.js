// Gives the page its text's size, and then says so: much of what Streamlit draws measures itself by
// that size when it is drawn, so the page is drawn for a mode only when the browser is in it.

const root = document.documentElement
// A phone, which is held in the hand, has no room for large text and no need of it.
const wide = matchMedia("(min-width: 1000px)")

export default function ({ data, setStateValue }) {
  const enter = () => {
    root.dataset.mode = wide.matches ? data.wanted : "desk"
    if (root.dataset.mode !== data.drawn) setStateValue("entered", root.dataset.mode)
  }
  wide.onchange = enter // and a window may be drawn from one screen to another
  enter()
}
