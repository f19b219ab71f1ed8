// Plays the recorded epochs of one run on four canvases, or a race or a surface on one.

import { clockText } from "./format.js"
import { Forward, predictionsOf } from "./forward.js"
import { lastUpTo } from "./geometry.js"
import { askForGradients } from "./gradients.js"
import { Hand } from "./hand.js"
import { Handle } from "./handle.js"
import { LayerButtons } from "./layers.js"
import { Planes } from "./planes.js"
import { Pointer } from "./pointer.js"
import { tellShown } from "./shown.js"
import { paletteOf, readStyle } from "./theme.js"
import { Tip } from "./tip.js"
import { TrainOn } from "./train_on.js"
import { ALONE } from "./views/alone.js"
import { ClassesView } from "./views/classes.js"
import { LossView } from "./views/loss.js"
import { NetworkView } from "./views/network.js"
import { PlaneView } from "./views/plane.js"
import { ScatterView } from "./views/scatter.js"
import { WeightsView } from "./views/weights.js"

let shown = null // the player of the run on the page, which may be gone from it
const REPORT_DELAY = 250 // ms of rest before Python is told the epoch
const SPEECH_DELAY = 400 // ms of rest before a screen reader is told what a change did

export class Player {
  constructor(parent) {
    this.host = parent.host ?? parent
    this.root = parent.querySelector(".stage")
    const find = (name) => this.root.querySelector(name)
    this.scrub = find(".scrub")
    this.speed = find(".speed")
    this.output = find(".now")
    this.spoken = find(".spoken")
    this.tip = new Tip(find(".tip"), this.root)
    this.tip.onUnit = (node) => this.showUnit(node ?? null)
    this.frame = 0
    this.playing = false
    this.framesDrawn = 0
    this.find = find
    this.trainOn = new TrainOn(find(".more"), (epochs) => this.tell("more_epochs", epochs))
    this.layers = new LayerButtons(find(".network"), (units) => this.tell("units", units))
    this.listen()
    this.sizes = new ResizeObserver(() => this.resize())
    this.sizes.observe(find(".views"))
  }

  listen() {
    const { find } = this
    // Play and Pause each say what shall be, so a double click does no harm.
    find(".play").onclick = () => this.play()
    find(".pause").onclick = () => this.rest(this.frame)
    find(".back").onclick = () => this.rest(this.frame - 1)
    find(".forward").onclick = () => this.rest(this.frame + 1)
    find(".controls").onpointerdown = () => this.tip.hide() // one left by a finger may lie over them
    find(".put_back").onclick = () => this.rest(this.frame)
    this.root.onkeydown = ({ key }) => {
      if (key === "Escape" && this.run.hand?.key) this.rest(this.frame)
    }
    this.scrub.oninput = () => this.rest(Number(this.scrub.value))
    this.speed.onchange = () => {
      if (this.playing) this.play(this.frame)
    }
  }

  makeViews(kind) {
    const outcomes = { scatter: ScatterView, classes: ClassesView, plane: PlaneView }
    this.isAlone = kind in ALONE
    const kinds = this.isAlone
      ? { alone: ALONE[kind] }
      : { network: NetworkView, scatter: outcomes[kind], weights: WeightsView, loss: LossView }
    this.root.dataset.kind = this.kind = kind
    this.root.toggleAttribute("data-alone", this.isAlone)
    this.views = Object.entries(kinds).map(
      ([name, Kind]) => new Kind(this.find(`.${name} canvas`), () => this.resize()),
    )
    this.handles = this.views.filter((view) => view.weightAt).map((view) => new Handle(this, view))
    const handleOf = (view) => this.handles.find((handle) => handle.view === view)
    for (const view of this.views) new Pointer(this, view, handleOf(view))
  }

  update(run) {
    const kind = run.kind ?? run.view
    if (this.kind !== kind) this.makeViews(kind)
    this.style = readStyle(this.host)
    const isNew = this.run?.id !== run.id
    const before = this.isAlone || shown === this ? null : shown // a race always plays when opened
    if (!this.isAlone) shown = this
    if (before) this.speed.value = before.speed.value
    const seen = isNew ? this.seenOf(run) : null
    if (isNew) {
      this.adopt(run)
      this.trainOn.take(run, seen !== null)
    }
    const { opens, asks, resizes, gradients, offers_gradients } = run
    Object.assign(this.run, { opens, asks, resizes, gradients, offers_gradients })
    this.trainOn.show(run.more_epochs)
    this.run.planes?.setPalette(paletteOf(this.style))
    for (const view of this.views) view.setRun(this.run, this.style, isNew)
    this.resize()
    if (isNew) this.begin(before, seen)
    else if (this.isAlone && run.start !== this.run.start) this.follow(run)
    this.root.dataset.ready = "yes"
  }

  adopt(run) {
    this.run = run
    if (this.kind === "plane") run.planes = new Planes(run)
    run.rows = run.planes?.atPoints ?? (run.inputs && new Forward(run, run.inputs))
    if (!this.isAlone) run.predictionsAt = predictionsOf(run)
    run.hand = run.rows && run.loss.length ? new Hand(run) : null
    this.lastFrame = run.epochs.length - 1
    this.frame = Math.min(this.frame, this.lastFrame) // the film before may have been longer
    this.scrub.max = this.lastFrame
    this.reported = run.start ?? run.epochs[this.lastFrame]
    this.tip.hide()
    this.root.dataset.run = run.id
  }

  // The epoch up to which the learner has already seen a new run, if that continues the one before;
  // else null.
  seenOf({ base, total }) {
    const { run } = this
    if (!base || run?.base !== base || total <= run.total) return null
    return run.epochs[this.playing ? this.frame : this.lastFrame]
  }

  begin(before, seen) {
    const { run, lastFrame } = this
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches
    if (before?.run.id === run.id) this.goOn(before)
    else if (run.start !== undefined) this.rest(lastUpTo(run.epochs, run.start))
    else if (still || lastFrame < 1) this.rest(lastFrame)
    else this.play(seen === null ? 0 : lastUpTo(run.epochs, seen))
  }

  // Goes to the epoch at which the learner has stopped the film of the page's run.
  follow({ start }) {
    this.run.start = start
    this.rest(start === undefined ? this.lastFrame : lastUpTo(this.run.epochs, start))
  }

  // Takes over from the player before when Streamlit has mounted the same run's element again.
  goOn({ frame, playing, reported }) {
    this.reported = reported
    if (playing) this.play(frame)
    else this.rest(frame)
  }

  play(from = this.frame >= this.lastFrame ? 0 : this.frame) {
    clearTimeout(this.reporting)
    this.run.hand?.putBack()
    const seconds = this.style.slowness * Math.min(Number(this.speed.value), 0.4 * this.lastFrame)
    if (seconds === 0) return this.rest(this.lastFrame)
    this.playing = true
    this.began = null
    this.show(from)
    cancelAnimationFrame(this.request)
    const tick = (now) => {
      this.began ??= now - (from / this.lastFrame) * seconds * 1000
      const frame = Math.floor(((now - this.began) / 1000 / seconds) * this.lastFrame)
      if (frame >= this.lastFrame) return this.rest(this.lastFrame)
      this.show(frame)
      this.request = requestAnimationFrame(tick)
    }
    this.request = requestAnimationFrame(tick)
  }

  rest(frame) {
    this.playing = false
    cancelAnimationFrame(this.request)
    this.run.hand?.putBack()
    this.show(Math.max(0, Math.min(this.lastFrame, frame)))
    this.describe()
    clearTimeout(this.reporting)
    if (this.isAlone) return
    const epoch = this.run.epochs[this.frame]
    this.reporting = setTimeout(() => {
      if (epoch === this.reported) return
      this.reported = epoch
      this.report({ run: this.run.id, epoch })
    }, REPORT_DELAY)
  }

  // Shows a unit's plane large in place of the output's; returns whether that is in sight.
  showUnit(node) {
    const [network] = this.views
    const name = node && network.unitName(node.layer, node.unit)
    return Boolean(this.seen?.some((view) => view.showUnit?.(node, name, this.frame)))
  }

  stop() {
    this.sizes.disconnect()
    cancelAnimationFrame(this.request)
    clearTimeout(this.reporting)
  }

  show(frame) {
    this.frame = frame
    this.framesDrawn += 1
    const epoch = this.run.epochs[frame]
    for (const view of this.seen) view.draw(frame)
    if (!this.isAlone) tellShown(this.run, frame)
    this.tip.refresh?.()
    this.scrub.value = frame
    this.output.textContent = clockText(this.run, epoch)
    this.scrub.setAttribute("aria-valuetext", this.output.textContent)
    Object.assign(this.root.dataset, {
      epoch,
      playing: this.playing,
      hand: this.run.hand?.key ? "changed" : "none",
      frames: this.framesDrawn,
    })
  }

  resize() {
    if (!this.run) return
    this.restyle()
    this.seen = this.views.filter(({ canvas }) => canvas.checkVisibility())
    for (const view of this.seen) view.resize()
    this.show(this.frame)
    for (const handle of this.handles) if (this.seen.includes(handle.view)) handle.place()
    if (!this.playing) this.describe()
    const [network] = this.views
    if (this.isAlone || !this.seen.includes(network)) return
    this.layers.place(network)
    askForGradients(this, network)
  }

  // Reads the style again: text of another size can change which views are shown at all.
  restyle() {
    this.style = readStyle(this.host)
    this.root.dataset.mode = this.style.mode
    for (const view of this.views) view.style = this.style
  }

  describe() {
    for (const view of this.seen) view.canvas.setAttribute("aria-label", view.describe(this.frame))
    const when = this.run.hand?.key ? "Changed by hand" : this.output.textContent
    this.spoken.textContent = `${when}. ${this.views.at(-1).describe(this.frame)}`
  }

  // After a weight was changed by hand.
  redraw() {
    this.drawing ??= requestAnimationFrame(() => {
      this.drawing = null
      this.show(this.frame)
      for (const handle of this.handles) handle.say()
    })
    clearTimeout(this.describing)
    this.describing = setTimeout(() => this.describe(), SPEECH_DELAY)
  }

  toggle() {
    if (this.playing) this.rest(this.frame)
    else this.play()
  }
}
