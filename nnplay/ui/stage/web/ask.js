// The entry of *Ask the network*, which Streamlit calls on every change of data or theme.
//
// Python sends, as bytes (see ask.py), the weights of one epoch, what can be chosen and which
// values are chosen at first. Every answer is computed here, so that it follows the slider at once.

// Modules imported by other modules stand here too: see stage.js.
import "./ask/answers.js"
import "./ask/card.js"
import "./ask/curve.js"
import "./format.js"
import "./forward.js"
import "./marks.js"
import "./shown.js"
import "./text.js"
import "./theme.js"
import "./ticks.js"
import "./views/view.js"
import "./views/weighted.js"
import { Asking } from "./ask/asking.js"
import { decode } from "./decode.js"

const SHOWN = new WeakMap()

export default function ({ data, parentElement }) {
  if (!SHOWN.has(parentElement)) SHOWN.set(parentElement, new Asking(parentElement))
  const asking = SHOWN.get(parentElement)
  asking.update(decode(data))
  return () => {
    asking.stop()
    SHOWN.delete(parentElement)
  }
}
