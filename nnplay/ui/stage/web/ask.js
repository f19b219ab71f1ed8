// The entry of the network to be asked, which Streamlit calls on every change of data or theme.
//
// Python sends the weights of one epoch, what can be chosen and what that begins with, as bytes (see
// ask.py); every answer is computed here, so it comes with the slider.

// asked for at once: one module after the other would take the network's time again and again
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
