// What the page does in the browser, beside the stage: it listens to keys, keeps the focus, enters
// projector mode, notices another colour scheme, and keeps the marks of the course. It is one
// component, as each one drawn costs a message. A dialog that is redrawn without the page mounts it
// for the marks alone.

import keepFocus from "./focus.js"
import exchangeMarks from "./progress.js"
import enterMode from "./projector.js"
import matchScheme from "./scheme.js"
import listenToKeys from "./shortcuts.js"

export default function ({ key, data, setStateValue, setTriggerValue }) {
  exchangeMarks(key, data.marks, setTriggerValue)
  if (!data.mode) return
  matchScheme(data.scheme, setTriggerValue)
  const ends = [
    keepFocus(), // first, as a key of the page's is heard by nobody after that
    enterMode(data.mode, setStateValue),
    listenToKeys(data.keys, setTriggerValue),
  ]
  return () => {
    for (const end of ends) end()
  }
}
