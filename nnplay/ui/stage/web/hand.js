// Weights changed by hand. They exist in the browser alone, until put back or the film moves.

import { weightsOf } from "./forward.js"
import { meanLoss, takesSums } from "./losses.js"

export class Hand {
  constructor(run) {
    this.run = run
    this.key = null
    // Every change counts as another keyframe, numbered after all those of the film, so that
    // whatever has drawn or computed an earlier one sees that this is new.
    this.last = run.keyframes.length
    if (takesSums(run)) run.rows.keepSums()
    const held = new Set(run.validation_rows)
    const rows = Array.from(run.actual.keys())
    this.parts = {
      loss: rows.filter((row) => !held.has(row)),
      ...(held.size && { val_loss: rows.filter((row) => held.has(row)) }),
    }
  }

  // Begins with the weights of a keyframe.
  take(key) {
    if (this.key) return
    this.trained = weightsOf(this.run, key)
    this.weights = this.trained.slice()
  }

  set(index, value) {
    this.weights[index] = value
    this.key = ++this.last
  }

  putBack() {
    this.key = null
  }

  isChanged(index) {
    return this.key !== null && this.weights[index] !== this.trained[index]
  }

  changes() {
    return this.weights.filter((value, index) => value !== this.trained[index]).length
  }

  // The losses of the changed weights on training and validation rows; null if nothing is changed.
  losses() {
    const { run, key } = this
    if (!key) return null
    if (this.counted === key) return this.found
    run.rows.goTo(key)
    const { values, sums } = run.rows
    const more = this.penalty()
    const entries = Object.entries(this.parts).map(([name, rows]) => [
      name,
      meanLoss(run, rows, values.at(-1), sums) + more,
    ])
    this.counted = key
    this.found = Object.fromEntries(entries)
    return this.found
  }

  // What l1 and l2 add for all kernels.
  penalty() {
    const [l1, l2] = this.run.penalty
    if (!l1 && !l2) return 0
    let [all, start] = [0, 0]
    const { sizes } = this.run
    for (let layer = 1; layer < sizes.length; layer++) {
      const end = start + sizes[layer - 1] * sizes[layer]
      for (let i = start; i < end; i++) {
        const size = Math.abs(this.weights[i])
        all += l1 * size + l2 * size * size
      }
      start = end + sizes[layer]
    }
    return all
  }
}
