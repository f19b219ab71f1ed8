// The button beside the film that asks for a longer run.

import { count } from "./format.js"

export class TrainOn {
  constructor(button, ask) {
    this.button = button
    button.onclick = () => {
      // the whole number: of two that come too quickly only the second may reach Python
      this.asked += this.step()
      ask(this.asked)
      this.write()
    }
  }

  // Takes over a run; one that goes on with the one before may be of fewer epochs than were asked for.
  take(run, goesOn) {
    this.run = run
    this.asked = goesOn ? Math.max(this.asked, run.total) : run.total
  }

  // Offers what this run can do.
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
