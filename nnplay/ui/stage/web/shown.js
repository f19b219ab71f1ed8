// Which weights the stage shows, for what else on the page follows its film. The modules of the stage
// and of the network to be asked are loaded apart, so the page itself holds what they share.

import { weightsOf } from "./forward.js"
import { nearestKeyframe } from "./views/weighted.js"

const PLACE = Symbol.for("nnplay.shown")

function shared() {
  globalThis[PLACE] ??= { last: null, followers: new Set() }
  return globalThis[PLACE]
}

// Weights changed by hand are told to nobody: only the stage shows them.
export function tellShown(run, frame) {
  if (run.hand?.key) return
  const key = nearestKeyframe(run, frame)
  const told = { run: run.id, epoch: run.epochs[run.keyframes[key]], weights: weightsOf(run, key) }
  shared().last = told
  for (const act of shared().followers) act(told)
}

// Calls with what is shown, now and whenever that changes; returns what ends it.
export function follow(act) {
  const { last, followers } = shared()
  followers.add(act)
  if (last) act(last)
  return () => followers.delete(act)
}
