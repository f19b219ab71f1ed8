// Weights changed by hand: they live in this picture alone, until they are put back or the film moves.

import { weightsOf } from "./forward.js"
import { meanLoss, takesSums } from "./losses.js"

export class Hand {
  constructor(run) {
    this.run = run
    this.key = null
    // every change has a number of its own, after those of the keyframes, so that who has drawn or
    // computed another one sees that it is new
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

  // What these weights lose, on the training rows and on those held out; null if none are changed.
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
