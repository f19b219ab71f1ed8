// The button beside the film that asks for a longer run.

import { count } from "./format.js"

export class TrainOn {
  constructor(button, ask) {
    this.button = button
    button.onclick = () => {
      // the total, not a step: of two quick presses only the second may reach Python
      this.asked += this.step()
      ask(this.asked)
      this.write()
    }
  }

  // Takes a new run. If it continues the one before, it may have fewer epochs than have been asked
  // for since.
  take(run, goesOn) {
    this.run = run
    this.asked = goesOn ? Math.max(this.asked, run.total) : run.total
  }

  // Offers more epochs, up to the limits; null offers none.
  show(limits) {
    this.limits = limits
    this.button.hidden = !limits
    if (limits) this.write()
  }

  step() {
    return Math.min(this.limits.step, this.limits.most - this.asked)
  }

  write() {
    const { button } = this
    const step = this.step()
    const { loss, loss_after, total, base, id } = this.run
    const isBroken = loss.length + loss_after.length < total || Number.isNaN(loss.at(-1))
    const goesOn = base !== id // a schedule is stretched over all epochs
    button.textContent = step ? `+${count(step)} epochs` : `${count(this.limits.most)} is the most`
    button.disabled = isBroken || !step
    button.title = isBroken
      ? "More epochs would change nothing"
      : goesOn
        ? "Train on; the film goes on from where it is"
        : "Train again, as the learning rate's schedule then takes more epochs"
  }
}
