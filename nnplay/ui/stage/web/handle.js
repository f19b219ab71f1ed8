// The weight that was last chosen in a view: its mark in the picture, and the keys that change it.

import { powerOf } from "./format.js"
import { openUnit } from "./lead.js"
import { nearestKeyframe } from "./views/weighted.js"

const STEPS = 50 // of an arrow key, from 0 to a layer's largest weight
const LARGE = 10 // steps with Shift, PageUp or PageDown

export class Handle {
  constructor(player, view) {
    this.player = player
    this.view = view
    this.index = 0
    this.bar = view.canvas.parentElement.querySelector(".handle")
    this.bar.onkeydown = (event) => this.press(event)
    this.bar.onfocus = () => this.bar.matches(":focus-visible") && this.tell()
    this.bar.onblur = () => player.tip.hide()
  }

  canPull(index) {
    return index >= 0 && this.player.run.hand !== null && Number.isFinite(this.view.weights[index])
  }

  // Moves the mark to where the weight is now, as the run or the size of the view may have changed.
  place() {
    const { view, bar } = this
    if (this.index >= view.parameters) this.index = 0
    bar.hidden = !this.player.run.hand
    if (bar.hidden) return
    const [x, y] = view.placeOf(this.index)
    bar.style.left = `${x}px`
    bar.style.top = `${y}px`
    this.say()
  }

  choose(index, isSeen = false) {
    this.index = index
    this.bar.dataset.seen = isSeen
    this.place()
  }

  say() {
    const { view, bar } = this
    const spot = view.spotOf(this.index)
    const [name, kind] = view.nameOf(...spot)
    const text = view.textOfWeight(...spot).split("\n")[1]
    bar.setAttribute("aria-label", `${kind === "bias" ? "Bias of" : "Weight"} ${name}`)
    bar.setAttribute("aria-valuenow", view.weights[this.index])
    bar.setAttribute("aria-valuetext", text.replace(`${kind} `, ""))
  }

  // Shows the weight's tip beside it.
  tell() {
    const { tip, run } = this.player
    const box = this.bar.getBoundingClientRect()
    const [layer, row, unit] = this.view.spotOf(this.index)
    const isUnit = run.planes && this.view.isBias(layer, row)
    const node = isUnit ? { layer: layer + 1, unit } : null
    const fill = () => tip.fill(this.view.textOfWeight(layer, row, unit), run.planes, node)
    fill()
    tip.refresh = fill
    tip.moveTo({ clientX: box.x + box.width / 2, clientY: box.y })
  }

  // By how much a weight changes in one step, if a layer's whole scale has `steps` of them.
  step(steps = STEPS) {
    const { view } = this
    const [layer, row] = view.spotOf(this.index)
    const scale = view.scaleOf(layer, row) || Math.abs(view.weights[this.index]) || 1
    const power = 10 ** powerOf(scale / steps)
    return Math.round(scale / steps / power) * power
  }

  press(event) {
    const large = event.shiftKey ? LARGE : 1
    const actions = {
      ArrowUp: () => this.add(large),
      ArrowDown: () => this.add(-large),
      PageUp: () => this.add(LARGE),
      PageDown: () => this.add(-LARGE),
      ArrowLeft: () => this.go(this.index - 1),
      ArrowRight: () => this.go(this.index + 1),
      Home: () => this.go(0),
      End: () => this.go(this.view.parameters - 1),
      Enter: () => this.open(),
      " ": () => this.player.toggle(),
    }
    if (!actions[event.key]) return
    event.preventDefault()
    actions[event.key]()
  }

  add(steps) {
    if (!this.canPull(this.index)) return
    this.change(this.view.weights[this.index] + steps * this.step())
  }

  // Changes the weight, and stops the film at the epoch whose weights are shown.
  change(value) {
    const { player } = this
    const { run } = player
    if (!run.hand.key) {
      const key = nearestKeyframe(run, player.frame)
      player.rest(run.keyframes[key])
      run.hand.take(key)
    }
    run.hand.set(this.index, value)
    player.redraw()
  }

  go(index) {
    const { parameters } = this.view
    this.choose((index + parameters) % parameters)
    this.tell()
  }

  open() {
    const [layer, , unit] = this.view.spotOf(this.index)
    if (this.player.run.opens) openUnit(this.player, { layer, unit })
  }
}
