// What the page does in the browser, beside the stage: it listens to keys, enters projector mode,
// and keeps the marks of the course. It is one component, as each one drawn costs a message. A
// dialog that is redrawn without the page mounts it for the marks alone.

import exchangeMarks from "./progress.js"
import enterMode from "./projector.js"
import listenToKeys from "./shortcuts.js"

export default function ({ key, data, setStateValue, setTriggerValue }) {
  exchangeMarks(key, data.marks, setTriggerValue)
  if (!data.mode) return
  const ends = [enterMode(data.mode, setStateValue), listenToKeys(data.keys, setTriggerValue)]
  return () => {
    for (const end of ends) end()
  }
}
