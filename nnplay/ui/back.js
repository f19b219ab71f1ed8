// Makes one entry in the browser's history of all that follows from one action.
//
// Left to itself Streamlit makes none when a widget changes the address, and one for every setting
// that a button changes: "back" would leave the page, or lead through pages that nobody has seen.

const ACTIONS = ["pointerdown", "keydown"]
const push = history.pushState.original ?? history.pushState
const replace = history.replaceState.original ?? history.replaceState
let acted = false

function noteAction() {
  acted = true
}

function addOrReplace(state, title, url) {
  const isNew = url && new URL(url, location.href).href !== location.href
  const write = acted && isNew ? push : replace
  if (isNew) acted = false
  write.call(history, state, title, url)
}

export default function () {
  for (const action of ACTIONS) addEventListener(action, noteAction, true)
  history.pushState = Object.assign(addOrReplace.bind(), { original: push })
  history.replaceState = Object.assign(addOrReplace.bind(), { original: replace })
  return () => {
    for (const action of ACTIONS) removeEventListener(action, noteAction, true)
    history.pushState = push
    history.replaceState = replace
  }
}
