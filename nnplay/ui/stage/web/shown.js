// Passes on the weights that the stage shows to whatever else on the page follows its film. The
// stage and *Ask the network* load their own copies of this module, so what they share is kept in
// the window.

import { weightsOf } from "./forward.js"
import { nearestKeyframe } from "./views/weighted.js"

const PLACE = Symbol.for("nnplay.shown")

function shared() {
  globalThis[PLACE] ??= { last: null, followers: new Set() }
  return globalThis[PLACE]
}

// Weights changed by hand are not passed on: only the stage shows them.
export function tellShown(run, frame) {
  if (run.hand?.key) return
  const key = nearestKeyframe(run, frame)
  const news = { run: run.id, epoch: run.epochs[run.keyframes[key]], weights: weightsOf(run, key) }
  shared().last = news
  for (const act of shared().followers) act(news)
}

// Calls `act` with what is shown, now and whenever that changes; returns a function that ends it.
export function follow(act) {
  const { last, followers } = shared()
  followers.add(act)
  if (last) act(last)
  return () => followers.delete(act)
}
