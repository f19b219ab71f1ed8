// The live view's entry, which Streamlit calls.
//
// Python sends a whole run once, as bytes (see payload.py, race.py and surface.py); everything that moves is drawn
// here from these recorded numbers, none is invented. The messages back are `at`, the epoch that the
// learner let go of, whether `gradients` are wanted, and what was pressed: a `unit`, a `row`, other hidden `units`, or `more_epochs`,
// how many the run shall have. Streamlit calls this again on every change of data or theme, so each
// call must be idempotent: the player of an element lives in PLAYERS.

// asked for at once: one module after the other would take the network's time again and again
import "./contours.js"
import "./format.js"
import "./forward.js"
import "./geometry.js"
import "./gradients.js"
import "./hand.js"
import "./handle.js"
import "./layers.js"
import "./lead.js"
import "./losses.js"
import "./marks.js"
import "./planes.js"
import "./pointer.js"
import "./shown.js"
import "./switches.js"
import "./text.js"
import "./theme.js"
import "./ticks.js"
import "./tip.js"
import "./train_on.js"
import "./views/alone.js"
import "./views/classes.js"
import "./views/classes_layout.js"
import "./views/curve.js"
import "./views/field.js"
import "./views/loss.js"
import "./views/network.js"
import "./views/network_layout.js"
import "./views/network_places.js"
import "./views/plane.js"
import "./views/plane_still.js"
import "./views/points.js"
import "./views/profile.js"
import "./views/race.js"
import "./views/scatter.js"
import "./views/surface.js"
import "./views/trails.js"
import "./views/view.js"
import "./views/weighted.js"
import "./views/weights.js"
import { decode } from "./decode.js"
import { Player } from "./player.js"

const PLAYERS = new WeakMap()

export default function ({ data, parentElement, setStateValue, setTriggerValue }) {
  if (!PLAYERS.has(parentElement)) PLAYERS.set(parentElement, new Player(parentElement))
  const player = PLAYERS.get(parentElement)
  player.report = (at) => setStateValue("at", at)
  player.want = (isWanted) => setStateValue("gradients", isWanted)
  player.tell = setTriggerValue
  player.update(decode(data))
  return () => {
    player.stop()
    PLAYERS.delete(parentElement)
  }
}
