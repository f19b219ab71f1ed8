// Plays the recorded epochs of one run on four canvases, or a race of several runs on one.

import { count, fixed } from "./format.js"
import { predictionsOf } from "./forward.js"
import { lastUpTo } from "./geometry.js"
import { Planes } from "./planes.js"
import { paletteOf, readStyle } from "./theme.js"
import { Tip } from "./tip.js"
import { TrainOn } from "./train_on.js"
import { ClassesView } from "./views/classes.js"
import { LossView } from "./views/loss.js"
import { NetworkView } from "./views/network.js"
import { PlaneView } from "./views/plane.js"
import { RaceView } from "./views/race.js"
import { ScatterView } from "./views/scatter.js"
import { WeightsView } from "./views/weights.js"

let shown = null // the player of the playground, or its last one
const REPORT_DELAY = 250 // ms of rest before Python hears of an epoch
const PANEL_DELAY = 500 // ms until Python has drawn what was asked for

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
    this.scrub.oninput = () => this.rest(Number(this.scrub.value))
    this.speed.onchange = () => {
      if (this.playing) this.play(this.frame)
    }
  }

  makeViews(kind) {
    const outcomes = { scatter: ScatterView, classes: ClassesView, plane: PlaneView }
    const kinds =
      kind === "race"
        ? { race: RaceView }
        : { network: NetworkView, scatter: outcomes[kind], weights: WeightsView, loss: LossView }
    this.root.dataset.kind = this.kind = kind
    this.views = Object.entries(kinds).map(
      ([name, Kind]) => new Kind(this.find(`.${name} canvas`), () => this.resize()),
    )
    for (const view of this.views) {
      const figure = view.canvas.parentElement
      figure.onpointermove = (event) => this.point(view, event)
      figure.onpointerdown = (event) => {
        this.noteFinger(view, event)
        this.point(view, event)
      }
      // a finger leaves as soon as it is lifted, and then one wants to read
      figure.onpointerleave = ({ pointerType }) => pointerType === "touch" || this.tip.hide()
      figure.onclick = (event) => this.tap(view, event)
    }
  }

  update(run) {
    const kind = run.kind ?? run.view
    if (this.kind !== kind) this.makeViews(kind)
    this.style = readStyle(this.host)
    const isNew = this.run?.id !== run.id
    const before = kind === "race" || shown === this ? null : shown // a race is run whenever it is opened
    if (kind !== "race") shown = this
    if (before) this.speed.value = before.speed.value
    const seen = isNew ? this.seenOf(run) : null
    if (isNew) {
      this.adopt(run)
      this.trainOn.take(run, seen !== null)
    }
    this.run.opens = run.opens
    this.trainOn.show(run.more_epochs)
    this.run.planes?.setPalette(paletteOf(this.style))
    for (const view of this.views) view.setRun(this.run, this.style, isNew)
    this.resize()
    if (isNew) this.begin(before, seen)
    this.root.dataset.ready = "yes"
  }

  adopt(run) {
    this.run = run
    if (this.kind === "plane") run.planes = new Planes(run)
    else if (this.kind !== "race") run.predictionsAt = predictionsOf(run)
    this.lastFrame = run.epochs.length - 1
    this.frame = Math.min(this.frame, this.lastFrame) // the film before may have been longer
    this.scrub.max = this.lastFrame
    this.reported = run.start ?? run.epochs[this.lastFrame]
    this.tip.hide()
    this.root.dataset.run = run.id
  }

  // The epoch up to which a new run has been seen, as a longer one begins with the one before it.
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

  // The page and the element were laid out again: the film has been seen and is where it was.
  goOn({ frame, playing, reported }) {
    this.reported = reported
    if (playing) this.play(frame)
    else this.rest(frame)
  }

  play(from = this.frame >= this.lastFrame ? 0 : this.frame) {
    clearTimeout(this.reporting)
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
    this.show(Math.max(0, Math.min(this.lastFrame, frame)))
    this.describe()
    clearTimeout(this.reporting)
    if (this.run.kind === "race") return // nothing else on the page follows a race
    const epoch = this.run.epochs[this.frame]
    this.reporting = setTimeout(() => {
      if (epoch === this.reported) return
      this.reported = epoch
      this.report({ run: this.run.id, epoch })
    }, REPORT_DELAY)
  }

  // Shows a unit's plane large in place of the output's; says whether it is seen there.
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
    this.tip.refresh?.()
    this.scrub.value = frame
    this.output.textContent = clockText(this.run, epoch)
    this.scrub.setAttribute("aria-valuetext", this.output.textContent)
    Object.assign(this.root.dataset, {
      epoch,
      playing: this.playing,
      frames: this.framesDrawn,
    })
  }

  resize() {
    if (!this.run) return
    this.restyle()
    this.seen = this.views.filter(({ canvas }) => canvas.checkVisibility())
    for (const view of this.seen) view.resize()
    this.show(this.frame)
    if (!this.playing) this.describe()
  }

  // The page's text may have another size now, and with it what is seen at all.
  restyle() {
    this.style = readStyle(this.host)
    this.root.dataset.mode = this.style.mode
    for (const view of this.views) view.style = this.style
  }

  describe() {
    for (const view of this.seen) view.canvas.setAttribute("aria-label", view.describe(this.frame))
    this.spoken.textContent = `${this.output.textContent}. ${this.views.at(-1).describe(this.frame)}`
  }

  // A finger's first tap on a unit shows what a mouse shows by hovering; its second one opens it.
  noteFinger(view, event) {
    const unit = this.unitUnder(view, event)
    const name = unit && `${unit.layer} ${unit.unit}`
    this.opens = event.pointerType !== "touch" || name === this.fingered
    this.fingered = name
  }

  tap(view, event) {
    const unit = this.unitUnder(view, event)
    if (!unit || !this.opens || !this.run.opens) return
    this.open(unit)
    // its arithmetic stands in a panel below, which a phone does not show
    setTimeout(
      () => document.querySelector(".st-key-tabs")?.scrollIntoView({ behavior: "smooth" }),
      PANEL_DELAY,
    )
  }

  unitUnder(view, event) {
    const box = view.canvas.getBoundingClientRect()
    return view.unitAt?.(event.clientX - box.left, event.clientY - box.top)
  }

  point(view, event) {
    const box = view.canvas.getBoundingClientRect()
    const at = [event.clientX - box.left, event.clientY - box.top]
    const text = view.textAt(...at, this.frame) ?? view.nameAt(...at, this.frame)
    if (!text) return this.tip.hide()
    const node = view.pictureAt?.(...at)
    this.tip.refresh = node && (() => this.tip.fill(view.textOf(node), this.run.planes, node))
    this.tip.fill(text, this.run.planes, node)
    this.tip.moveTo(event)
  }
}

function clockText({ clock, total }, now) {
  if (clock === "s") return `${fixed(now, 3)} of ${fixed(total, 3)} s`
  return `epoch ${count(now)} of ${count(total)}`
}
