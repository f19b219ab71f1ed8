// The gradients of the loss, over all training rows, at the weights of every keyframe. Python sends
// them only after the network's switch has asked for them.

import { number } from "./format.js"

export class Gradients {
  constructor({ gradients, keyframes }) {
    this.all = gradients
    this.each = gradients.length / keyframes.length
  }

  // One scale for all layers of a keyframe: gradients fade on the way back, and as the loss falls.
  goTo(key) {
    this.values = this.all.subarray(key * this.each, (key + 1) * this.each)
    this.scale = 0
    for (const value of this.values) {
      const size = Math.abs(value)
      if (size > this.scale && Number.isFinite(size)) this.scale = size
    }
  }

  get largest() {
    return this.values.every(Number.isFinite) ? number(this.scale) : "NaN"
  }

  // A gradient, and its share of the full colour.
  inked(index) {
    const value = this.values[index]
    if (!Number.isFinite(value)) return [value, 0.6]
    return [value, this.scale > 0 ? Math.abs(value) / this.scale : 0]
  }
}

// Asks Python, once, for the gradients or to leave them out, if the run does not match the switch.
export function askForGradients(player, { isSloped, run }) {
  if (!run.offers_gradients || isSloped === Boolean(run.gradients)) return
  if (player.wanted === isSloped) return
  player.wanted = isSloped
  player.want(isSloped)
}
