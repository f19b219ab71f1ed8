// The stage's entry, which Streamlit calls.
//
// Python sends a whole run once, as bytes (see payload.py, race.py and surface.py); everything that
// moves is drawn here from these recorded numbers, none is invented. The messages back are:
// - `at`: the run and the epoch at which the learner stopped the film;
// - `gradients`: whether the learner asks for them;
// - `unit`, `row` or `place`: which of these was pressed;
// - `units`: the units that each hidden layer is to have;
// - `more_epochs`: the number of epochs that the run is to have.
//
// Streamlit calls this again on every change of data or theme, so each call must be idempotent: the
// player of an element lives in PLAYERS.

// Modules imported by other modules stand here too, so that the browser fetches all of them at
// once: else it would find out about one after another, each time at the cost of a round trip.
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
