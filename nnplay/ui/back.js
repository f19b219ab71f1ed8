// Makes one entry in the browser's history of all that follows from one action.
//
// Streamlit adds an entry for every widget that changes the address, so a button that sets seven
// settings would ask for seven steps back, through pages that nobody has seen.

const ACTIONS = ["pointerdown", "keydown"]
const add = history.pushState.original ?? history.pushState
let acted = false

function noteAction() {
  acted = true
}

function addOrReplace(...entry) {
  if (acted) add.apply(history, entry)
  else history.replaceState(...entry)
  acted = false
}
addOrReplace.original = add

export default function () {
  for (const action of ACTIONS) addEventListener(action, noteAction, true)
  history.pushState = addOrReplace
  return () => {
    for (const action of ACTIONS) removeEventListener(action, noteAction, true)
    history.pushState = add
  }
}
