// The live view: plays the recorded epochs of one run on four canvases, or a race of several runs on
// one.
//
// Python sends a whole run once, as bytes (see payload.py and race.py); everything that moves is drawn
// here from these recorded numbers, none is invented. Of points in a plane only the weights are sent:
// what the network says of every place is computed here. The messages back are `at`, the epoch that the
// learner let go of, and `unit`, a unit that was tapped. Streamlit calls the module again on every
// change of data or theme, so each call must be idempotent: the player of an element lives in PLAYERS.

const PLAYERS = new WeakMap()
let shown = null // the player of the playground, or its last one
const REPORT_DELAY = 250 // ms of rest before Python hears of an epoch
const PANEL_DELAY = 500 // ms until Python has drawn what was asked for
const MOST_EDGES = 900 // more lines than this are neither told apart nor drawn at 60 frames a second
const TAP_RADIUS = 14 // px around a point, a unit or a line that still count as touching it
const LENS = 200 // px of the enlarged plane of a unit
const SMALLEST_TILE = 14 // px; a smaller picture of a plane tells nothing
const LEGIBLE = 0.7 // of the stage's text: 9 px on a desk; what would be smaller is left out
const FULLEST = 12 // units of a column from which on they have no names beside them
const MOST_SKIPPED = 4 // rows of a layer a name; fewer names tell nothing

export default function ({ data, parentElement, setStateValue, setTriggerValue }) {
  if (!PLAYERS.has(parentElement)) PLAYERS.set(parentElement, new Player(parentElement))
  const player = PLAYERS.get(parentElement)
  player.report = (at) => setStateValue("at", at)
  player.open = (unit) => setTriggerValue("unit", unit)
  player.update(decode(data))
  return () => {
    player.stop()
    PLAYERS.delete(parentElement)
  }
}

// Bytes: length of the header as int32, the header in JSON, then float32 arrays one behind the other.
function decode(bytes) {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  let start = 4 + view.getInt32(0, true)
  const run = JSON.parse(new TextDecoder().decode(bytes.subarray(4, start)))
  for (const [name, length] of run.arrays) {
    run[name] = new Float32Array(bytes.slice(start, start + 4 * length).buffer)
    start += 4 * length
  }
  return run
}

class Player {
  constructor(parent) {
    this.host = parent.host ?? parent
    this.root = parent.querySelector(".stage")
    const find = (name) => this.root.querySelector(name)
    this.scrub = find(".scrub")
    this.speed = find(".speed")
    this.output = find(".now")
    this.spoken = find(".spoken")
    this.tip = new Tip(find(".tip"), this.root)
    this.frame = 0
    this.playing = false
    this.framesDrawn = 0
    this.find = find
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
    const kinds = kind === "race" ? { race: RaceView } : { network: NetworkView, scatter: outcomes[kind], weights: WeightsView, loss: LossView }
    this.root.dataset.kind = this.kind = kind
    this.views = Object.entries(kinds).map(([name, Kind]) => new Kind(this.find(`.${name} canvas`)))
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
    if (isNew) {
      this.run = run
      if (kind === "plane") run.planes = new Planes(run)
      this.lastFrame = run.epochs.length - 1
      this.frame = Math.min(this.frame, this.lastFrame) // the film before may have been longer
      this.scrub.max = this.lastFrame
      this.reported = run.start ?? run.epochs[this.lastFrame]
      this.tip.hide()
      this.root.dataset.run = run.id
    }
    this.run.opens = run.opens
    this.run.planes?.setPalette(paletteOf(this.style))
    for (const view of this.views) view.setRun(this.run, this.style, isNew)
    this.resize()
    if (isNew) {
      const still = matchMedia("(prefers-reduced-motion: reduce)").matches
      if (before?.run.id === run.id) this.goOn(before)
      else if (run.start !== undefined) this.rest(lastUpTo(run.epochs, run.start))
      else if (still || this.lastFrame < 1) this.rest(this.lastFrame)
      else this.play(0)
    }
    this.root.dataset.ready = "yes"
  }

  // The page was laid out anew, and the element with it: its film has been seen and is where it was.
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
    setTimeout(() => document.querySelector(".st-key-panels")?.scrollIntoView({ behavior: "smooth" }), PANEL_DELAY)
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

// What is under the pointer, in words and, for a unit over a plane, as its enlarged picture.
class Tip {
  constructor(box, root) {
    this.box = box
    this.root = root
    this.words = box.querySelector("span")
    this.picture = box.querySelector("canvas")
  }

  hide() {
    this.box.hidden = true
    this.refresh = null
  }

  fill(text, planes, node) {
    this.box.hidden = false
    this.words.textContent = text
    this.picture.hidden = !node
    if (!node) return
    const side = LENS * (window.devicePixelRatio || 1)
    if (this.picture.width !== side) this.picture.width = this.picture.height = side
    planes.draw(this.picture.getContext("2d"), node.layer, node.unit, 0, 0, side)
  }

  // Beside the pointer if there is room, else above or below it: not under a finger.
  moveTo({ clientX, clientY }) {
    const root = this.root.getBoundingClientRect()
    const [x, y] = [clientX - root.left, clientY - root.top]
    const { offsetWidth: width, offsetHeight: height } = this.box
    let [left, top] = [x + 14, y - height - 10]
    if (left + width > root.width) left = x - 14 - width
    if (left < 0) {
      left = Math.max(0, Math.min(root.width - width, x - width / 2))
      if (top < 0) top = y + 24
    }
    this.box.style.left = `${left}px`
    this.box.style.top = `${Math.max(0, top)}px`
  }
}

function readStyle(host) {
  const css = getComputedStyle(host)
  const value = (name) => css.getPropertyValue(name).trim()
  const series = value("--st-chart-categorical-colors").split(",")
  const [positive, negative] = series
  const rem = parseFloat(getComputedStyle(document.documentElement).fontSize) || 16
  return {
    text: value("--st-text-color"),
    background: value("--st-background-color"),
    border: value("--st-border-color"),
    grey: value("--st-gray-color"),
    warning: value("--st-red-text-color"),
    positive,
    negative,
    series,
    font: value("--st-font"),
    // a projector's reader is far away and its film is talked over
    ...(value("--stage-mode") === "projector" ? { mode: "projector", size: rem * 0.9, slowness: 3 } : { mode: "desk", size: Math.max(12, rem * 0.8), slowness: 1 }),
  }
}

// ---- the network's arithmetic: the numbers of nnplay/activations.py and nnplay/datasets/patterns.py

const sigmoid = (s) => 0.5 * (1 + Math.tanh(0.5 * s)) // tanh never overflows
const softplus = (s) => Math.max(s, 0) + Math.log1p(Math.exp(-Math.abs(s)))

// To 1.5e-7: Abramowitz and Stegun, 1964, formula 7.1.26.
function erf(s) {
  const t = 1 / (1 + 0.3275911 * Math.abs(s))
  const sum = t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
  return Math.sign(s) * (1 - sum * Math.exp(-s * s))
}

export const ACTIVATIONS = {
  linear: (s) => s,
  relu: (s) => Math.max(s, 0),
  sigmoid,
  tanh: Math.tanh,
  leaky_relu: (s) => (s > 0 ? s : 0.2 * s),
  elu: (s) => (s > 0 ? s : Math.expm1(s)),
  selu: (s) => 1.0507009873554805 * (s > 0 ? s : 1.6732632423543772 * Math.expm1(s)),
  gelu: (s) => 0.5 * s * (1 + erf(s / Math.SQRT2)),
  silu: (s) => s * sigmoid(s),
  softplus,
  softsign: (s) => s / (1 + Math.abs(s)),
  exponential: Math.exp,
  hard_sigmoid: (s) => Math.min(1, Math.max(0, s / 6 + 0.5)),
  mish: (s) => s * Math.tanh(softplus(s)),
}

// Where an activation's values end; those of the others have no end on one side at least.
const BOUNDS = { sigmoid: [0, 1], hard_sigmoid: [0, 1], softmax: [0, 1], tanh: [-1, 1], softsign: [-1, 1] }

export const INPUTS = {
  x1: (x1) => x1,
  x2: (x1, x2) => x2,
  "x1²": (x1) => x1 * x1,
  "x2²": (x1, x2) => x2 * x2,
  "x1·x2": (x1, x2) => x1 * x2,
  "sin x1": (x1) => Math.sin(x1),
  "sin x2": (x1, x2) => Math.sin(x2),
}

// The values of every unit at some points of the plane: `values[layer]` has one unit's behind
// another's, which is the order of the fastest loops and of the pictures. Layer 0 are the inputs.
export class Forward {
  constructor(run, x1, x2) {
    this.run = run
    this.points = x1.length
    this.parameters = run.sizes.slice(1).reduce((sum, units, i) => sum + units * (run.sizes[i] + 1), 0)
    this.values = run.sizes.map((units) => new Float32Array(units * this.points))
    this.key = -1
    run.features.forEach((name, unit) => {
      for (let i = 0; i < this.points; i++) {
        this.values[0][unit * this.points + i] = (INPUTS[name](x1[i], x2[i]) - run.offset[unit]) / run.scale[unit]
      }
    })
  }

  // Computes the values of a keyframe unless they are there; says whether it did.
  goTo(key) {
    if (key === this.key) return false
    this.key = key
    let start = key * this.parameters
    for (let layer = 1; layer < this.values.length; layer++) start = this.pass(layer, start)
    return true
  }

  // Computes one layer from weights that begin at `kernel`; returns where the next layer's begin.
  pass(layer, kernel) {
    const { points, run } = this
    const { weights, sizes } = run
    const [from, to] = [this.values[layer - 1], this.values[layer]]
    const [inputs, units] = [sizes[layer - 1], sizes[layer]]
    const bias = kernel + inputs * units
    for (let unit = 0; unit < units; unit++) {
      to.fill(weights[bias + unit], unit * points, (unit + 1) * points)
      const weight = (input) => weights[kernel + input * units + unit]
      let input = 0
      for (; input + 4 <= inputs; input += 4) add4(to, unit, from, input, points, weight)
      for (; input < inputs; input++) add1(to, unit, from, input, points, weight)
    }
    const name = run.activations[layer - 1]
    if (name === "softmax") softmax(to, units, points)
    else if (name !== "linear") activate(to, ACTIVATIONS[name])
    return bias + units
  }
}

// Add one or four weighted inputs to a unit; four at once take half the time.
function add1(to, unit, from, input, points, weight) {
  const a = weight(input)
  let at = input * points
  for (let i = unit * points; i < (unit + 1) * points; i++, at++) to[i] += a * from[at]
}

function add4(to, unit, from, input, points, weight) {
  const [a, b, c, d] = [weight(input), weight(input + 1), weight(input + 2), weight(input + 3)]
  const [second, third, fourth] = [points, 2 * points, 3 * points]
  let at = input * points
  for (let i = unit * points; i < (unit + 1) * points; i++, at++) {
    to[i] += a * from[at] + b * from[at + second] + c * from[at + third] + d * from[at + fourth]
  }
}

function activate(values, activation) {
  for (let i = 0; i < values.length; i++) values[i] = activation(values[i])
}

// Shares 1 between the units at every point.
export function softmax(values, units, points) {
  for (let point = 0; point < points; point++) {
    let [most, sum] = [-Infinity, 0]
    for (let i = point; i < values.length; i += points) most = Math.max(most, values[i])
    for (let i = point; i < values.length; i += points) sum += values[i] = Math.exp(values[i] - most)
    for (let i = point; i < values.length; i += points) values[i] /= sum
  }
}

// ---- pictures of what every unit says of every place in the plane

const SHADES = 255 // of the palette, the middle one neutral; one more is for what is no number

// All units of a keyframe are computed and painted in one go, one pixel a place; who draws one
// enlarges and smooths it.
class Planes {
  constructor(run) {
    this.run = run
    const [low, high] = run.limits
    // some ten million multiplications are the most that a film can take at every keyframe
    const side = (this.side = run.weights.length / run.keyframes.length > 2500 ? 25 : 41)
    const at = (i) => low + (i / (side - 1)) * (high - low)
    const places = Array.from({ length: side * side }, (_, i) => i)
    this.grid = new Forward(run, places.map((i) => at(i % side)), places.map((i) => at(side - 1 - Math.floor(i / side))))
    this.atPoints = new Forward(run, run.x1, run.x2)
    this.layers = run.sizes.map((units) => {
      const canvas = document.createElement("canvas")
      canvas.width = side
      canvas.height = side * units
      const image = new ImageData(side, side * units)
      return { canvas, pen: canvas.getContext("2d"), image, pixels: new Uint32Array(image.data.buffer) }
    })
  }

  setPalette(palette) {
    this.palette = palette
    this.painted = -1
  }

  goTo(key) {
    this.grid.goTo(key)
    this.atPoints.goTo(key)
    if (this.painted === key) return
    const again = this.painted >= 0
    this.painted = key
    this.layers.forEach((_, layer) => (layer === 0 && again) || this.paint(layer))
  }

  paint(layer) {
    const { pixels, pen, image } = this.layers[layer]
    const { palette, side } = this
    const values = this.grid.values[layer]
    const half = (SHADES - 1) / 2
    for (let unit = 0, i = 0; unit < this.run.sizes[layer]; unit++) {
      const [low, high] = this.scaleOf(layer, unit)
      const [middle, steps] = [(low + high) / 2, (2 * half) / (high - low || 1)]
      for (const end = i + side * side; i < end; i++) {
        const shade = Math.round((values[i] - middle) * steps)
        pixels[i] = shade > half ? palette[SHADES - 1] : shade < -half ? palette[0] : palette[shade + half] ?? palette[SHADES]
      }
    }
    pen.putImageData(image, 0, 0)
  }

  // Which values have the palette's two ends. A unit without bounds is shown by its own largest
  // value: what its plane looks like is of interest, and the lines tell how much it counts.
  scaleOf(layer, unit) {
    if (layer === this.run.sizes.length - 1) return this.run.axis
    const bounds = layer > 0 && BOUNDS[this.run.activations[layer - 1]]
    if (bounds) return bounds
    const [low, high] = this.rangeOf(layer, unit)
    const most = Math.max(-low, high)
    return [-most, most]
  }

  // The least and the largest finite value of a unit, [0, 0] without one.
  rangeOf(layer, unit) {
    const values = this.grid.values[layer]
    const points = this.side * this.side
    let [low, high] = [Infinity, -Infinity]
    for (let i = unit * points; i < (unit + 1) * points; i++) {
      const value = values[i]
      if (value < low && value !== -Infinity) low = value
      if (value > high && value !== Infinity) high = value
    }
    return low > high ? [0, 0] : [low, high]
  }

  draw(pen, layer, unit, x, y, size) {
    const { side } = this
    pen.imageSmoothingQuality = "low" // half the time of "high", hardly a difference
    // from the middle of the first pixel to that of the last: they lie on the plane's borders
    pen.drawImage(this.layers[layer].canvas, 0.5, unit * side + 0.5, side - 1, side - 1, x, y, size, size)
  }

  // What the network says at a place, at the keyframe that is shown.
  outputAt(x1, x2) {
    const place = new Forward(this.run, [x1], [x2])
    place.goTo(this.grid.key)
    return place.values.at(-1)[0]
  }
}

// The colour of a weight: 0 is of neither sign, and no number warns.
export function signColor(value, { positive, negative, grey, warning }) {
  if (!Number.isFinite(value)) return warning
  return value > 0 ? positive : value < 0 ? negative : grey
}

// From the colour of negative numbers to that of positive ones, as pixels of an ImageData.
function paletteOf(style) {
  const [background, text, negative, positive] = ["background", "text", "negative", "positive"].map((name) => rgbOf(style[name]))
  const neutral = mix(background, text, 0.05)
  const palette = new Uint32Array(SHADES + 1)
  const bytes = new Uint8ClampedArray(palette.buffer)
  for (let shade = 0; shade < SHADES; shade++) {
    const at = shade / ((SHADES - 1) / 2) - 1
    // the ends stay paler than the points, which lie on them
    bytes.set([...mix(neutral, at < 0 ? negative : positive, 0.65 * Math.abs(at)), 255], 4 * shade)
  }
  bytes.set([...mix(background, text, 0.3), 255], 4 * SHADES)
  return palette
}

function mix(one, other, share) {
  return one.map((value, i) => value + share * (other[i] - value))
}

function rgbOf(color) {
  const pen = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d")
  pen.fillStyle = color
  pen.fillRect(0, 0, 1, 1)
  return [...pen.getImageData(0, 0, 1, 1).data.subarray(0, 3)]
}

// ---- what all views share

class View {
  constructor(canvas) {
    this.canvas = canvas
    this.pen = canvas.getContext("2d")
  }

  setRun(run, style, isNew) {
    this.run = run
    this.style = style
    if (isNew) this.prepare?.()
  }

  resize() {
    const scale = window.devicePixelRatio || 1
    const room = this.canvas.parentElement.getBoundingClientRect()
    // whole pixels, borders left out: a canvas of 253.4 px would be blurred by scaling
    this.width = Math.floor(room.width - 2)
    this.height = Math.floor(room.height - 2)
    this.canvas.style.width = `${this.width}px`
    this.canvas.style.height = `${this.height}px`
    this.canvas.width = Math.round(this.width * scale)
    this.canvas.height = Math.round(this.height * scale)
    this.pen.setTransform(scale, 0, 0, scale, 0, 0)
    this.labels = []
    this.layOut?.()
  }

  clear(title) {
    const { pen, style } = this
    pen.clearRect(0, 0, this.width, this.height)
    this.write(title, 10, style.size * 1.5, { bold: true })
  }

  // What is written over points gets a halo of the background.
  write(text, x, y, { bold = false, align = "left", color = this.style.text, size = 1, halo = false } = {}) {
    const { pen, style } = this
    this.setFont(size, bold)
    pen.textAlign = align
    if (halo) {
      pen.strokeStyle = style.background
      pen.lineJoin = "round"
      pen.lineWidth = style.size * 0.4
      pen.strokeText(text, x, y)
    }
    pen.fillStyle = color
    pen.fillText(text, x, y)
  }

  setFont(size, bold = false) {
    this.pen.font = `${bold ? 600 : 400} ${this.style.size * size}px ${this.style.font}`
  }

  widest(texts, size = 1) {
    this.setFont(size)
    return Math.max(0, ...texts.map((text) => this.pen.measureText(text).width))
  }

  // Names as wide as there is room for, which can still be told apart, each as its lines.
  linesOf(names, width, { size = 1, bold = false, lines = 1 } = {}) {
    const { pen } = this
    this.setFont(size, bold)
    const broken = (text) => (lines > 1 ? wrap(pen, text, width) : [text])
    const isNarrow = (line) => pen.measureText(line).width <= width
    const fits = (text) => broken(text).length <= lines && broken(text).every(isNarrow)
    return shortened(names, fits).map(broken)
  }

  // Notes lines of a name about the height y, found while laying out, as measuring takes too long
  // for every frame.
  label(name, lines, x, y, { align = "left", size = 1, bold = false } = {}) {
    this.labels.push({ name, lines, x, y, how: { align, size, bold }, width: this.widest(lines, size) })
  }

  drawLabels() {
    for (const { lines, x, y, how } of this.labels) {
      const step = this.style.size * how.size * 1.2
      lines.forEach((line, i) => this.write(line, x, y + this.style.size * 0.3 + (i - (lines.length - 1) / 2) * step, how))
    }
  }

  // The whole of a shortened name at a place.
  nameAt(x, y) {
    const reach = this.style.size * 0.7
    const found = this.labels.find(({ name, lines, width, ...at }) => {
      const left = at.x - width * { left: 0, center: 0.5, right: 1 }[at.how.align]
      return lines.join(" ") !== name && x >= left && x <= left + width && Math.abs(y - at.y) <= reach * lines.length
    })
    return found?.name
  }

  line(points, color, width = 1, dash = []) {
    const { pen } = this
    pen.strokeStyle = color
    pen.lineWidth = width
    pen.setLineDash(dash)
    pen.beginPath()
    for (const [x, y] of points) pen.lineTo(x, y)
    pen.stroke()
    pen.setLineDash([])
  }

  // The rectangle for the data, with room for the title, the ticks and the axis titles.
  plotArea(yLabels, hasTitles) {
    const { size } = this.style
    const left = this.widest(yLabels, 0.9) + size + (hasTitles ? size * 1.3 : 0)
    const top = size * 2.4
    const bottom = size * (hasTitles ? 3.1 : 1.9)
    return { left, top, width: this.width - left - size, height: this.height - top - bottom }
  }

  axes({ left, top, width, height }, xTicks, yTicks) {
    const { size, border } = this.style
    for (const [y, label] of yTicks) {
      this.line([[left, y], [left + width, y]], border)
      this.write(label, left - size * 0.5, y + size * 0.3, { align: "right", size: 0.9 })
    }
    for (const [x, label] of xTicks) {
      this.write(label, x, top + height + size * 1.2, { align: "center", size: 0.9 })
    }
  }
}

// Weights of big networks are sent for fewer epochs than there are frames; the nearest is shown.
function nearestKeyframe({ keyframes }, frame) {
  let key = 0
  while (key < keyframes.length - 1 && keyframes[key + 1] <= frame) key++
  if (key < keyframes.length - 1 && keyframes[key + 1] - frame < frame - keyframes[key]) key++
  return key
}

class WeightedView extends View {
  prepare() {
    const { sizes, weights, keyframes } = this.run
    this.layers = []
    let start = 0
    for (let layer = 1; layer < sizes.length; layer++) {
      const [inputs, units] = [sizes[layer - 1], sizes[layer]]
      this.layers.push({ inputs, units, kernel: start, bias: start + inputs * units })
      start += (inputs + 1) * units
    }
    this.parameters = start
    this.keyframe = -1
    // One scale a layer for the whole film, so that one sees the weights grow.
    for (const layer of this.layers) layer.scale = 0
    for (let key = 0; key < keyframes.length; key++) {
      for (const layer of this.layers) {
        for (let i = layer.kernel; i < layer.bias + layer.units; i++) {
          const size = Math.abs(weights[key * start + i])
          if (size > layer.scale && Number.isFinite(size)) layer.scale = size
        }
      }
    }
    for (const layer of this.layers) {
      const sizes = [0, keyframes.length - 1].map((key) => this.sizeAt(key, layer))
      layer.decimals = Math.max(...sizes.map(decimalsUpTo))
      layer.longest = [...sizes, layer.scale].map((size) => this.text(layer, -size))
    }
  }

  chooseKeyframe(frame) {
    const key = nearestKeyframe(this.run, frame)
    const changed = key !== this.keyframe
    this.keyframe = key
    return changed
  }

  kernelAt(layer, input, unit) {
    const { kernel, units } = this.layers[layer]
    return this.run.weights[this.keyframe * this.parameters + kernel + input * units + unit]
  }

  biasAt(layer, unit) {
    return this.run.weights[this.keyframe * this.parameters + this.layers[layer].bias + unit]
  }

  share(layer, value) {
    const { scale } = this.layers[layer]
    if (!Number.isFinite(value)) return 0.6
    return scale > 0 ? Math.min(1, Math.abs(value) / scale) : 0
  }

  // The largest weight or bias of a layer at a keyframe.
  sizeAt(key, { kernel, bias, units }) {
    const start = key * this.parameters
    const values = this.run.weights.subarray(start + kernel, start + bias + units)
    return values.reduce((most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most), 0)
  }

  // A weight or a bias with the decimals of its layer, a large one with less.
  text(layer, value) {
    return fixed(value, Math.min(layer.decimals, decimalsUpTo(Math.abs(value))))
  }

  color(value) {
    return signColor(value, this.style)
  }

  unitName(layer, unit) {
    const { sizes, features, outputs } = this.run
    if (layer === 0) return features[unit]
    if (layer === sizes.length - 1) return outputs[unit]
    return sizes.length > 3 ? `unit ${unit + 1} of layer ${layer}` : `hidden unit ${unit + 1}`
  }

  whenShown() {
    const { epochs, keyframes } = this.run
    return `at epoch ${count(epochs[keyframes[this.keyframe]])}`
  }

  weightText(layer, input, unit) {
    const from = this.unitName(layer, input)
    const to = this.unitName(layer + 1, unit)
    return `${from} → ${to}\nweight ${number(this.kernelAt(layer, input, unit))} ${this.whenShown()}`
  }

  biasText(layer, unit) {
    const name = this.unitName(layer + 1, unit)
    return `${name}\nbias ${number(this.biasAt(layer, unit))} ${this.whenShown()}`
  }

  broken() {
    const start = this.keyframe * this.parameters
    return this.run.weights.subarray(start, start + this.parameters).some((w) => !Number.isFinite(w))
  }
}

// ---- the network: units as circles or as pictures of their planes, weights as lines

class NetworkView extends WeightedView {
  layOut() {
    const { sizes } = this.run
    const { size } = this.style
    const [top, bottom] = [size * 2.2, this.height - size * 2.4]
    const columns = sizes.map((units) => {
      const gap = Math.min((bottom - top) / units, size * 5.5)
      const first = (top + bottom) / 2 - (gap * (units - 1)) / 2
      const ys = Array.from({ length: units }, (_, unit) => first + gap * unit)
      return { ys, gap, ...this.sizeOf(gap) }
    })
    const names = this.namesBeside(columns[0], columns.at(-1))
    const [left, right] = this.margins(columns[0], columns.at(-1), names)
    const apart = (this.width - left - right) / (sizes.length - 1)
    this.columns = columns.map((column, layer) => ({ ...column, x: left + apart * layer }))
    this.nameColumn(this.columns[0], this.run.features, names[0], -1)
    this.nameColumn(this.columns.at(-1), this.run.outputs, names[1], 1)
    this.layCaptions()
    const holdsBias = ({ radius, tile }, layer) => !tile && radius > size * 0.8 && this.widest(this.layers[layer].longest, 0.8) < radius * 2.6
    this.labelBiases = this.columns.slice(1).every(holdsBias)
    this.edges = this.columns.slice(1).flatMap((_, layer) => this.edgesOf(layer))
    this.keyframe = -1
  }

  // A unit is a tile if one can make something out in it, else a circle.
  sizeOf(gap) {
    const { sizes, planes } = this.run
    const { size } = this.style
    const tile = planes ? Math.floor(Math.min(gap * 0.9, size * 4, (0.45 * this.width) / sizes.length)) : 0
    if (tile >= SMALLEST_TILE) return { tile, radius: tile / 2 }
    return { tile: 0, radius: Math.max(1.5, Math.min(size * 1.1, gap * 0.4)) }
  }

  // The lines of the names beside the first and the last column, none where it is too full.
  namesBeside(first, last) {
    const { features, outputs } = this.run
    const width = this.width * (this.severalOutputs() ? 0.26 : 0.3)
    const beside = (names, { gap }) => this.linesOf(names, width, { lines: gap > this.style.size * 2.6 ? 2 : 1 })
    return [
      features.length < FULLEST ? beside(features, first) : [],
      this.severalOutputs() && outputs.length < FULLEST ? beside(outputs, last) : [],
    ]
  }

  margins(first, last, [inputs, outputs]) {
    const { target, planes } = this.run
    const { size } = this.style
    const beside = (names, column) => this.widest(names.flat()) + size * 1.1 + (planes ? column.radius : size * 1.1)
    if (this.severalOutputs()) return [beside(inputs, first), beside(outputs, last)]
    const caption = Math.min(this.widest([target]) / 2, this.width * 0.15) + size * 0.5
    return [beside(inputs, first), Math.max(size * 2, caption, planes ? last.radius + size * 0.8 : 0)]
  }

  severalOutputs() {
    return this.run.outputs.length > 1
  }

  edgesOf(layer) {
    const { inputs, units } = this.layers[layer]
    const edges = []
    for (let input = 0; input < inputs; input++) {
      for (let unit = 0; unit < units; unit++) edges.push([layer, input, unit])
    }
    return edges
  }

  draw(frame) {
    if (!this.chooseKeyframe(frame)) return
    this.run.planes?.goTo(this.keyframe)
    this.chooseEdges()
    this.clear(this.title())
    this.drawEdges()
    this.columns.forEach((column, layer) => {
      if (column.tile) this.drawTiles(column, layer)
      else this.drawUnits(column, layer)
    })
    this.drawLabels()
  }

  title() {
    const all = this.edges.length
    if (this.drawn.length < all) return `Network, ${count(MOST_EDGES)} strongest of ${count(all)} weights`
    if (this.labelBiases) return "Network, biases in the circles"
    return this.columns.some(({ tile }) => tile) ? "Network, every unit’s view of the plane" : "Network"
  }

  chooseEdges() {
    this.drawn = this.edges
    if (this.edges.length <= MOST_EDGES) return
    const strength = (edge) => this.share(edge[0], this.kernelAt(...edge))
    const sorted = this.edges.map((edge) => [strength(edge), edge]).sort((a, b) => b[0] - a[0])
    this.drawn = sorted.slice(0, MOST_EDGES).map(([, edge]) => edge)
  }

  // Lines of one colour and width are stroked together: fewer strokes, steadier film.
  drawEdges() {
    const { pen } = this
    const paths = new Map()
    for (const [layer, input, unit] of this.drawn) {
      const weight = this.kernelAt(layer, input, unit)
      const step = Math.ceil(this.share(layer, weight) * 8)
      const key = `${this.color(weight)}|${step}`
      if (!paths.has(key)) paths.set(key, new Path2D())
      const [from, to] = [this.columns[layer], this.columns[layer + 1]]
      paths.get(key).moveTo(from.x, from.ys[input])
      paths.get(key).lineTo(to.x, to.ys[unit])
    }
    const crowded = this.drawn.length > 300
    for (const [key, path] of paths) {
      const [color, step] = key.split("|")
      pen.strokeStyle = color
      pen.globalAlpha = (0.25 + 0.07 * step) * (crowded ? 0.7 : 1)
      pen.lineWidth = 0.5 + step * (crowded ? 0.25 : 0.75)
      pen.stroke(path)
    }
    pen.globalAlpha = 1
  }

  drawUnits({ x, ys, radius }, layer) {
    const { pen, style } = this
    ys.forEach((y, unit) => {
      pen.beginPath()
      pen.arc(x, y, radius, 0, 2 * Math.PI)
      pen.fillStyle = style.background
      pen.fill()
      if (layer > 0) {
        const bias = this.biasAt(layer - 1, unit)
        pen.globalAlpha = 0.6 * this.share(layer - 1, bias)
        pen.fillStyle = this.color(bias)
        pen.fill()
        pen.globalAlpha = 1
        if (this.labelBiases) {
          this.write(this.text(this.layers[layer - 1], bias), x, y + style.size * 0.3, { align: "center", size: 0.8 })
        }
      }
      pen.strokeStyle = style.text
      pen.lineWidth = radius > 4 ? 1.5 : 0.75
      pen.stroke()
    })
  }

  // A dot at the lower left has the colour of the bias.
  drawTiles({ x, ys, tile, radius }, layer) {
    const { pen, style, run } = this
    const dot = Math.min(style.size * 0.3, tile / 6)
    pen.lineWidth = 1
    ys.forEach((y, unit) => {
      const [left, top] = [Math.round(x - radius), Math.round(y - radius)]
      run.planes.draw(pen, layer, unit, left, top, tile)
      pen.strokeStyle = style.text
      pen.strokeRect(left + 0.5, top + 0.5, tile - 1, tile - 1)
      if (layer === 0) return
      const bias = this.biasAt(layer - 1, unit)
      pen.beginPath()
      pen.arc(left, top + tile - dot, dot, 0, 2 * Math.PI)
      pen.fillStyle = style.background
      pen.fill()
      pen.globalAlpha = 0.15 + 0.85 * this.share(layer - 1, bias)
      pen.fillStyle = this.color(bias)
      pen.fill()
      pen.globalAlpha = 1
      pen.stroke()
    })
  }

  // Puts names beside a column, -1 to the left and 1 to the right of it.
  nameColumn({ x, ys, radius }, names, lines, side) {
    lines.forEach((each, i) => this.label(names[i], each, x + side * (radius + 6), ys[i], { align: side < 0 ? "right" : "left" }))
  }

  // Says below the columns what they are, as fully as there is room side by side.
  layCaptions() {
    const { sizes, activations, target } = this.run
    const { size } = this.style
    const last = sizes.length - 1
    const units = (layer) => `${sizes[layer]} ${sizes[layer] > 1 ? "units" : "unit"}`
    const forms = [
      [(layer) => `${units(layer)}, ${activations[layer - 1]}`, `, ${activations.at(-1)}`],
      [units, ""],
      [(layer) => String(sizes[layer]), ""],
    ]
    // the last one comes after the target's name
    const captions = forms.map(([form, ending]) => ["inputs", ...sizes.slice(1, -1).map((_, i) => form(i + 1)), ending])
    const half = (text) => this.widest([text], 0.9) / 2 + size * 0.2
    const room = (texts) => this.width - 8 - 2 * half(texts[last]) - this.columns[last - 1].x - half(texts[last - 1])
    const areApart = (texts) => texts.slice(1, last).every((text, i) => half(texts[i]) + half(text) <= this.columns[i + 1].x - this.columns[i].x)
    const named = Math.min(this.widest([target], 0.9), size * 8)
    const texts = captions.find((each) => areApart(each) && room(each) >= named) ?? captions.at(-1)
    const y = this.height - size
    texts.slice(0, last).forEach((text, layer) => this.label(text, [text], this.columns[layer].x, y, { align: "center", size: 0.9 }))
    const [[shown]] = this.linesOf([target], room(texts), { size: 0.9 })
    this.label(target + texts[last], [shown + texts[last]], this.width - 8, y, { align: "right", size: 0.9 })
  }

  // The unit at a place; layer 0 are the inputs.
  nodeAt(x, y) {
    for (const [layer, column] of this.columns.entries()) {
      const reach = Math.max(column.radius, 5)
      const near = (at) => (column.tile ? Math.max(Math.abs(x - column.x), Math.abs(y - at)) : Math.hypot(x - column.x, y - at)) < reach
      const unit = column.ys.findIndex(near)
      if (unit >= 0) return { layer, unit }
    }
    return null
  }

  unitAt(x, y) {
    const node = this.nodeAt(x, y)
    return node?.layer > 0 ? { layer: node.layer - 1, unit: node.unit } : null
  }

  // The unit at a place that has a picture to enlarge, be it drawn as a circle.
  pictureAt(x, y) {
    return this.run.planes ? this.nodeAt(x, y) : null
  }

  textOf({ layer, unit }) {
    const lines = [layer > 0 ? this.biasText(layer - 1, unit) : this.unitName(layer, unit)]
    if (this.run.planes) {
      const [low, high] = this.run.planes.rangeOf(layer, unit)
      lines.push(`${number(low)} to ${number(high)} over the plane`)
    }
    const act = matchMedia("(pointer: coarse)").matches ? "tap again" : "click"
    if (layer > 0 && this.run.opens) lines.push(`${act} to see its arithmetic`)
    return lines.join("\n")
  }

  textAt(x, y) {
    const node = this.nodeAt(x, y)
    if (node) return this.textOf(node)
    let [best, closest] = [null, TAP_RADIUS / 2]
    for (const edge of this.drawn) {
      const [layer, input, unit] = edge
      const [from, to] = [this.columns[layer], this.columns[layer + 1]]
      const distance = distanceToLine(x, y, from.x, from.ys[input], to.x, to.ys[unit])
      if (distance < closest) [best, closest] = [edge, distance]
    }
    return best && this.weightText(...best)
  }

  describe() {
    const { sizes, features, outputs } = this.run
    const hidden = sizes.slice(1, -1)
    const middle = hidden.length ? `hidden layers of ${hidden.join(", ")} units` : "no hidden layer"
    const last = outputs.length > 1 ? `${outputs.length} outputs (${outputs.join(", ")})` : "one output"
    const state = this.broken() ? "Some weights are no longer numbers." : `${count(this.parameters)} weights and biases.`
    return `Network with ${features.length} inputs (${features.join(", ")}), ${middle} and ${last}. ${state}`
  }
}

// ---- rows as points

class PointsView extends View {
  prepare() {
    this.held = new Set(this.run.validation_rows)
  }

  // The row whose point is at a place, or -1.
  rowAt(x, y, frame, reach = TAP_RADIUS) {
    let [best, closest] = [-1, reach]
    for (let row = 0; row < this.run.actual.length; row++) {
      const place = this.place(row, frame)
      const distance = Math.hypot(x - place.x, y - place.y)
      if (distance < closest) [best, closest] = [row, distance]
    }
    return best
  }

  // A dot for a row that is learned from, a ring for one held out.
  drawDot(x, y, isHeld, color, radius = this.style.size * 0.33) {
    const { pen } = this
    pen.beginPath()
    pen.arc(x, y, radius, 0, 2 * Math.PI)
    this.inkPoint(isHeld, color)
  }

  // At the edge, where the scale ends; `off` is 1 above and -1 below.
  drawTriangle(x, y, off, isHeld, color) {
    const { pen } = this
    const radius = this.style.size * 0.33
    pen.beginPath()
    for (const [dx, dy] of [[-1, 0], [1, 0], [0, -1.5]]) pen.lineTo(x + dx * radius * 1.3, y + off * dy * radius * 1.3)
    pen.closePath()
    this.inkPoint(isHeld, color)
  }

  inkPoint(isHeld, color) {
    const { pen } = this
    pen.fillStyle = pen.strokeStyle = color
    pen.globalAlpha = 0.75
    pen.lineWidth = 1.5
    if (isHeld) pen.stroke()
    else pen.fill()
    pen.globalAlpha = 1
  }

  // Where a value lies between the ends of the axis, and on which side it is off.
  clip(value) {
    const { area, run } = this
    const off = value > run.axis[1] ? 1 : value < run.axis[0] ? -1 : 0
    const y = off > 0 ? area.top : off < 0 ? area.top + area.height : this.y(value)
    return { y, off, value }
  }

  drawNotes(off, missing) {
    const { size } = this.style
    const { left, top, width } = this.area
    const notes = []
    if (missing) notes.push(`${missing} without a prediction (not a number)`)
    if (off) notes.push(`${off} off the scale, at the edge`)
    notes.forEach((note, i) =>
      this.write(note, left + width / 2, top + size * (1.6 + 1.3 * i), { align: "center", color: this.style.warning, size: 0.95, halo: true }),
    )
  }

  writeUpwards(text) {
    const { pen, style, area } = this
    pen.save()
    pen.translate(style.size * 1.1, area.top + area.height / 2)
    pen.rotate(-Math.PI / 2)
    this.write(text, 0, 0, { align: "center", size: 0.9 })
    pen.restore()
  }

  heldText(row) {
    return this.held.has(row) ? "\nheld out, not learned from" : ""
  }
}

// ---- predicted against actual quantities

class ScatterView extends PointsView {
  layOut() {
    const [low, high] = this.run.axis
    const ticks = fineTicks(low, high, 5)
    const texts = tickTexts(ticks)
    const area = (this.area = this.plotArea(texts, true))
    this.x = (value) => area.left + ((value - low) / (high - low)) * area.width
    this.y = (value) => area.top + area.height - ((value - low) / (high - low)) * area.height
    this.xTicks = spaced(ticks.map((tick, i) => [this.x(tick), texts[i]]), this.widest(texts, 0.9) + this.style.size)
    this.yTicks = ticks.map((tick, i) => [this.y(tick), texts[i]])
    // on a phone the title of the page must tell the unit
    const isNarrow = this.widest([`actual ${this.run.measured}`], 0.9) > area.width
    const title = `actual ${isNarrow ? this.run.target : this.run.measured}`
    const [lines] = this.linesOf([title], area.width, { size: 0.9 })
    this.label(title, lines, area.left + area.width / 2, this.height - this.style.size * 0.9, { align: "center", size: 0.9 })
  }

  // Where a state's point is; off the scale it stays at the edge.
  place(row, frame) {
    const { actual, predictions } = this.run
    return { x: this.x(actual[row]), ...this.clip(predictions[frame * actual.length + row]) }
  }

  draw(frame) {
    const { style, area, run } = this
    this.clear("Predicted against actual")
    this.axes(area, this.xTicks, this.yTicks)
    const [low, high] = run.axis
    this.line([[this.x(low), this.y(low)], [this.x(high), this.y(high)]], style.grey, 1.5, [5, 4])
    this.drawLabels()
    this.writeUpwards("predicted")
    let [off, missing] = [0, 0]
    for (let row = 0; row < run.actual.length; row++) {
      const place = this.place(row, frame)
      if (Number.isNaN(place.value)) missing += 1
      else this.drawPoint(place, this.held.has(row))
      if (place.off) off += 1
    }
    this.drawNotes(off, missing)
    if (this.held.size) {
      this.write("○ held out", this.width - style.size * 0.8, style.size * 1.5, { align: "right", color: style.negative, size: 0.9 })
    }
  }

  drawPoint({ x, y, off }, isHeld) {
    const color = isHeld ? this.style.negative : this.style.positive
    if (off) this.drawTriangle(x, y, off, isHeld, color)
    else this.drawDot(x, y, isHeld, color)
  }

  textAt(x, y, frame) {
    const { actual, names } = this.run
    const row = this.rowAt(x, y, frame)
    if (row < 0) return null
    const { value } = this.place(row, frame)
    const { decimals } = this.run
    return `${names[row]}\nactual ${fixed(actual[row], decimals)}, predicted ${fixed(value, decimals)}${this.heldText(row)}`
  }

  describe(frame) {
    const { actual, names, target } = this.run
    let [worst, error] = [0, -1]
    for (let row = 0; row < actual.length; row++) {
      const miss = Math.abs(this.place(row, frame).value - actual[row])
      if (Number.isNaN(miss)) return "Predicted against actual: there is no prediction, the result is not a number."
      if (miss > error) [worst, error] = [row, miss]
    }
    return `Predicted against actual ${target} of ${actual.length} rows; the largest error is ${number(error)}, for ${names[worst]}.`
  }
}

// ---- classes: a column for each actual one; what is right lies in the tinted field

class ClassesView extends PointsView {
  prepare() {
    super.prepare()
    const { actual, classes } = this.run
    const members = classes.map((_, name) => [...actual.keys()].filter((row) => actual[row] === name))
    this.members = members
    // side by side in the table's order, so that no point hides another and each keeps its place
    this.slots = new Float32Array(actual.length)
    for (const rows of members) rows.forEach((row, i) => (this.slots[row] = (i + 0.5) / rows.length))
  }

  layOut() {
    const { classes, axis, outputs } = this.run
    const { size } = this.style
    const [low, high] = axis
    const hasBands = outputs.length > 1
    const ticks = hasBands ? [] : fineTicks(low, high, 4)
    const lines = this.height / classes.length > size * 4.5 ? 2 : 1
    const bandNames = hasBands ? this.linesOf(classes, this.width * 0.3, { size: 0.9, lines }) : []
    const area = (this.area = this.plotArea(hasBands ? bandNames.flat() : tickTexts(ticks), true))
    area.top += size * 1.5
    const gap = size * 0.5
    const width = (area.width + gap) / classes.length
    this.columns = classes.map((_, i) => ({ left: area.left + i * width, width: width - gap }))
    area.height -= size * 1.5 + this.nameColumns(width - gap)
    this.y = (value) => area.top + area.height - ((value - low) / (high - low)) * area.height
    this.yTicks = tickTexts(ticks).map((text, i) => [this.y(ticks[i]), text])
    this.bands = classes.map((_, i) => (hasBands ? this.bandOf(i) : this.sideOf(i)))
    bandNames.forEach((each, i) => {
      const { top, height } = this.bands[i]
      this.label(classes[i], each, area.left - size * 0.5, top + height / 2, { align: "right", size: 0.9 })
    })
    this.layWords()
    this.radius = Math.max(3, Math.min(size * 0.36, width / 40))
  }

  // Puts the names of the actual classes below the columns; returns the height of a second line.
  nameColumns(width) {
    const { run, height, style, members } = this
    const { size } = style
    const how = { size: 0.95, bold: true }
    const long = run.classes.map((name) => `actually ${name}`)
    const isShort = run.classes.length > 2 || this.linesOf(long, width, how).some(([line], i) => line !== long[i])
    const names = isShort ? run.classes : long
    const lines = this.linesOf(names, width, { ...how, lines: 2 })
    const more = lines.some((each) => each.length > 1) ? size * 1.15 : 0
    const y = height - size * 2.1 - more / 2
    lines.forEach((each, i) => this.label(run.classes[i], each, this.columns[i].left + width / 2, y, { align: "center", ...how }))
    if (isShort) this.label("actual", ["actual"], this.area.left - size * 0.5, y, { align: "right", size: 0.9 })
    this.right = members.every(({ length: all }) => this.widest([`${all} of ${all} right`], 0.9) <= width) ? " right" : ""
    return more
  }

  // What is written beside and over the points.
  layWords() {
    const { run, area } = this
    const upwards = run.outputs.length > 1 ? "predicted" : `output: ${run.classes[1]}?`
    this.upwards = this.linesOf([upwards], area.height, { size: 0.9 })[0][0]
    const before = "taken for "
    this.sides = this.linesOf(run.classes, area.width - 8 - this.widest([before], 0.85), { size: 0.85 }).map(([name]) => before + name)
  }

  // With several outputs every class has its own band, the first at the bottom.
  bandOf(number) {
    const { area, run } = this
    const height = area.height / run.classes.length
    return { top: area.top + area.height - (number + 1) * height, height }
  }

  // With one output the threshold parts the two classes.
  sideOf(number) {
    const { area, run } = this
    const middle = this.y(run.threshold)
    return number ? { top: area.top, height: middle - area.top } : { top: middle, height: area.top + area.height - middle }
  }

  outputsOf(row, frame) {
    const { predictions, actual, outputs } = this.run
    const start = (frame * actual.length + row) * outputs.length
    return predictions.subarray(start, start + outputs.length)
  }

  // Where a row's point is and which class it is taken for, -1 if an output is not a number.
  place(row, frame) {
    const values = this.outputsOf(row, frame)
    const { left, width } = this.columns[this.run.actual[row]]
    const x = left + width * (0.04 + 0.92 * this.slots[row])
    if (values.some(Number.isNaN)) return { x, y: NaN, off: 0, predicted: -1 }
    if (values.length > 1) return { x, off: 0, ...this.among(values) }
    return { x, ...this.clip(values[0]), predicted: Number(values[0] > this.run.threshold) }
  }

  // In its class's band; the less sure, the nearer to the band of the class that comes second.
  among(values) {
    const last = values.length - 1
    let [first, second] = values[0] >= values[1] ? [0, 1] : [1, 0]
    for (let i = 2; i <= last; i++) {
      if (values[i] > values[first]) [first, second] = [i, first]
      else if (values[i] > values[second]) second = i
    }
    const doubt = 1 - Math.min(1, values[first] - values[second])
    const { top, height } = this.bands[first]
    const sure = first === 0 ? 0.88 : first === last ? 0.12 : 0.5
    const edge = second > first ? 0.04 : 0.96
    return { y: top + height * (sure + (Number.isNaN(doubt) ? 1 : doubt) * (edge - sure)), predicted: first }
  }

  draw(frame) {
    const { run, style } = this
    this.clear("Predicted against actual")
    this.drawFields()
    const right = run.classes.map(() => 0)
    let [off, missing, heldRight] = [0, 0, 0]
    for (let row = 0; row < run.actual.length; row++) {
      const place = this.place(row, frame)
      const isRight = place.predicted === run.actual[row]
      if (place.predicted < 0) missing += 1
      else this.drawMark(place, isRight, this.held.has(row))
      if (place.off) off += 1
      if (!isRight) continue
      right[run.actual[row]] += 1
      if (this.held.has(row)) heldRight += 1
    }
    if (run.outputs.length === 1) this.nameSides()
    this.drawNotes(off, missing)
    this.drawLabels()
    this.drawCounts(right)
    this.drawLegend(heldRight)
    const all = right.reduce((sum, each) => sum + each)
    this.write(`${all} of ${run.actual.length} right`, this.width - style.size * 0.8, style.size * 1.5, { align: "right", bold: true })
  }

  drawFields() {
    const { pen, style, area, run } = this
    this.columns.forEach(({ left, width }, i) => {
      pen.globalAlpha = 0.12
      pen.fillStyle = style.positive
      pen.fillRect(left, this.bands[i].top, width, this.bands[i].height)
      pen.globalAlpha = 1
      pen.strokeStyle = style.border
      pen.lineWidth = 1
      pen.strokeRect(left, area.top, width, area.height)
    })
    this.writeUpwards(this.upwards)
    if (run.outputs.length > 1) this.drawBands()
    else this.drawThreshold()
  }

  drawBands() {
    const { style, area } = this
    const right = area.left + area.width
    for (const { top, height } of this.bands.slice(1)) this.line([[area.left, top + height], [right, top + height]], style.grey, 1.5, [5, 4])
  }

  drawThreshold() {
    const { style, area, run } = this
    for (const [y, label] of this.yTicks) this.write(label, area.left - style.size * 0.5, y + style.size * 0.3, { align: "right", size: 0.9 })
    const [right, y] = [area.left + area.width, this.y(run.threshold)]
    this.line([[area.left, y], [right, y]], style.text, 1.5, [5, 4])
  }

  nameSides() {
    const { style, area, run } = this
    const [right, y] = [area.left + area.width, this.y(run.threshold)]
    const room = { align: "right", size: 0.85, halo: true }
    this.write(this.sides[1], right - 4, y - style.size * 0.4, room)
    this.write(this.sides[0], right - 4, y + style.size * 1.05, room)
  }

  // Right ones are dots, wrong ones crosses; what is held out has a ring.
  drawMark({ x, y, off }, isRight, isHeld) {
    const { style, radius } = this
    if (!isRight) this.drawCross(x, y, isHeld)
    else if (off) this.drawTriangle(x, y, off, isHeld, style.positive)
    else this.drawDot(x, y, isHeld, style.positive, radius)
  }

  drawCross(x, y, isHeld) {
    const { pen, style, radius } = this
    const arm = radius * (isHeld ? 0.75 : 1.1)
    pen.strokeStyle = style.warning
    pen.lineWidth = isHeld ? 1.75 : 2.5
    pen.beginPath()
    pen.moveTo(x - arm, y - arm)
    pen.lineTo(x + arm, y + arm)
    pen.moveTo(x - arm, y + arm)
    pen.lineTo(x + arm, y - arm)
    pen.stroke()
    if (!isHeld) return
    pen.beginPath()
    pen.arc(x, y, radius * 1.5, 0, 2 * Math.PI)
    pen.stroke()
  }

  drawCounts(right) {
    const { size } = this.style
    this.columns.forEach(({ left, width }, i) => {
      const counts = `${right[i]} of ${this.members[i].length}${this.right}`
      this.write(counts, left + width / 2, this.height - size * 0.5, { align: "center", size: 0.9 })
    })
  }

  drawLegend(heldRight) {
    const { style } = this
    const y = style.size * 3
    let x = style.size * 0.8 + this.radius
    const entry = (draw, text) => {
      draw(x, y - style.size * 0.3)
      this.write(text, x + style.size * 0.8, y, { size: 0.9 })
      x += style.size * 2 + this.widest([text], 0.9)
    }
    entry((at, middle) => this.drawMark({ x: at, y: middle, off: 0 }, true, false), "right")
    entry((at, middle) => this.drawMark({ x: at, y: middle, off: 0 }, false, false), "wrong")
    if (this.held.size === 0) return
    entry((at, middle) => this.drawMark({ x: at, y: middle, off: 0 }, true, true), `held out: ${heldRight} of ${this.held.size} right`)
  }

  textAt(x, y, frame) {
    const { actual, names, classes, outputs } = this.run
    const row = this.rowAt(x, y, frame)
    if (row < 0) return null
    const values = [...this.outputsOf(row, frame)]
    const told = outputs.length > 1 ? values.map((value, i) => `${outputs[i]} ${number(value)}`).join(", ") : `output ${number(values[0])}`
    const { predicted } = this.place(row, frame)
    const taken = `actually ${classes[actual[row]]}, taken for ${classes[predicted] ?? "none, as there is no number"}`
    return `${names[row]}\n${taken}\n${told}${this.heldText(row)}`
  }

  describe(frame) {
    const { run } = this
    const predicted = Array.from(run.actual, (_, row) => this.place(row, frame).predicted)
    if (predicted.includes(-1)) return "Predicted against actual class: there is no prediction, the result is not a number."
    const rightOf = (rows) => rows.filter((row) => predicted[row] === run.actual[row]).length
    const parts = run.classes.map((name, i) => `${rightOf(this.members[i])} of ${this.members[i].length} ${name}`)
    return `Predicted against actual class: ${rightOf([...predicted.keys()])} of ${predicted.length} rows right, ${parts.join(", ")}.`
  }
}

// ---- points of a plane on what the network says of every place

class PlaneView extends PointsView {
  layOut() {
    const { size } = this.style
    const [left, top, bottom] = [size * 2.2, size * 2.3, size * 1.9]
    const rows = this.held.size ? 2 : 1
    const below = Math.min(this.width - left - size, this.height - top - bottom - size * (1.7 * rows + 2.6))
    const beside = Math.min(this.width - left - size * 11, this.height - top - bottom)
    this.isBeside = beside > below
    const side = Math.floor(Math.max(beside, below))
    this.area = { left: this.isBeside ? left : Math.floor((this.width - side + left - size) / 2), top, width: side, height: side }
    const [low, high] = this.run.limits
    const within = (value) => Math.max(low, Math.min(high, value)) // noise may carry a point out of the plane
    this.x = (value) => this.area.left + ((within(value) - low) / (high - low)) * side
    this.y = (value) => top + ((high - within(value)) / (high - low)) * side
    this.legend = this.isBeside
      ? { left: left + side + size, top: top + size, width: this.width - left - side - size * 1.8 }
      : { left: this.area.left, top: top + side + bottom + size * 1.1, width: side }
    this.drawStill()
    this.keyframe = -1
  }

  isClassified() {
    return this.run.classes.length > 0
  }

  // What stands still is drawn once and then copied under and over the film.
  drawStill() {
    const still = document.createElement("canvas")
    still.width = this.canvas.width
    still.height = this.canvas.height
    const film = this.pen
    this.pen = still.getContext("2d")
    this.pen.setTransform(film.getTransform())
    this.clear("Output over the plane")
    this.drawAxes()
    // the held-out points on top, for they are fewer and hollow
    for (const isHeld of [false, true]) {
      for (let row = 0; row < this.run.actual.length; row++) {
        if (this.held.has(row) === isHeld) this.drawPoint(this.x(this.run.x1[row]), this.y(this.run.x2[row]), isHeld, this.colorOf(this.run.actual[row]))
      }
    }
    this.drawKey()
    this.pen = film
    this.still = still
  }

  drawAxes() {
    const { size } = this.style
    const { left, top, width, height } = this.area
    const [low, high] = this.run.limits
    for (const [value, label] of [[low, digits(low)], [0, "0"], [high / 2, "x1"], [high, digits(high)]]) {
      this.write(label, this.x(value), top + height + size * 1.2, { align: "center", size: 0.9, bold: label === "x1" })
    }
    for (const [value, label] of [[low, digits(low)], [0, "0"], [high / 2, "x2"], [high, digits(high)]]) {
      this.write(label, left - size * 0.4, this.y(value) + size * 0.3, { align: "right", size: 0.9, bold: label === "x2" })
    }
    this.pen.strokeStyle = this.style.border
    this.pen.lineWidth = 1
    this.pen.strokeRect(left - 0.5, top - 0.5, width + 1, height + 1)
  }

  colorOf(target) {
    const { run, style } = this
    if (this.isClassified()) return target ? style.positive : style.negative
    const [low, high] = run.axis
    const share = Math.min(1, Math.max(-1, (2 * (target - low)) / (high - low) - 1))
    const end = rgbOf(share < 0 ? style.negative : style.positive)
    return `rgb(${mix(mix(rgbOf(style.background), rgbOf(style.text), 0.3), end, Math.abs(share)).map(Math.round).join(" ")})`
  }

  drawPoint(x, y, isHeld, color) {
    const { pen, style } = this
    const crowded = this.run.actual.length > 400
    const radius = Math.max(2, Math.min(style.size * (crowded ? 0.24 : 0.32), this.area.width / 55))
    pen.beginPath()
    pen.arc(x, y, isHeld ? radius : radius + 0.75, 0, 2 * Math.PI)
    pen.fillStyle = isHeld ? style.background : color
    pen.strokeStyle = isHeld ? color : style.background
    pen.lineWidth = isHeld ? Math.max(1.5, radius * 0.5) : 1
    pen.fill()
    pen.stroke()
  }

  // Which mark is what, and the colours' scale.
  drawKey() {
    const { style, legend, run } = this
    const color = this.isClassified() ? style.positive : style.text
    const names = this.held.size ? ["learned from", "held out"] : ["learned from"]
    this.scores = names.map((name, i) => {
      const y = legend.top + i * style.size * (this.isBeside ? 3.2 : 1.7)
      this.drawPoint(legend.left + style.size * 0.4, y - style.size * 0.3, i === 1, color)
      this.write(name, legend.left + style.size * 1.2, y, { size: 0.95 })
      const after = legend.left + style.size * 1.2 + this.widest([name], 0.95) + style.size * 0.8
      return this.isBeside ? [legend.left + style.size * 1.2, y + style.size * 1.3] : [after, y]
    })
    const y = legend.top + (names.length - 1) * style.size * (this.isBeside ? 3.2 : 1.7) + style.size * (this.isBeside ? 2.7 : 0.8)
    this.drawBar(y, run.axis)
  }

  drawBar(y, [low, high]) {
    const { pen, style, legend, run } = this
    const words = this.isClassified() ? run.classes.slice(0, 2) : ["", ""]
    const ends = [`${digits(low)} ${words[0]}`.trim(), `${words[1]} ${digits(high)}`.trim()]
    const height = style.size * 0.8
    const bar = document.createElement("canvas")
    bar.width = SHADES
    bar.height = 1
    const image = new ImageData(SHADES, 1)
    new Uint32Array(image.data.buffer).set(run.planes.palette.subarray(0, SHADES))
    bar.getContext("2d").putImageData(image, 0, 0)
    // beside the plane the bar is short, and its ends are told below it
    const [left, right] = this.isBeside
      ? [legend.left, legend.left + legend.width]
      : [legend.left + this.widest([ends[0]], 0.9) + 6, legend.left + legend.width - this.widest([ends[1]], 0.9) - 6]
    pen.drawImage(bar, left, y, right - left, height)
    pen.strokeStyle = style.border
    pen.strokeRect(left - 0.5, y - 0.5, right - left + 1, height + 1)
    const below = y + height + (this.isBeside ? style.size * 1.1 : -style.size * 0.1)
    this.write(ends[0], legend.left, below, { size: 0.9 })
    this.write(ends[1], legend.left + legend.width, below, { align: "right", size: 0.9 })
  }

  draw(frame) {
    const key = nearestKeyframe(this.run, frame)
    if (key === this.keyframe) return
    this.keyframe = key
    const { pen, run, area } = this
    run.planes.goTo(key)
    pen.clearRect(0, 0, this.width, this.height)
    run.planes.draw(pen, run.sizes.length - 1, 0, area.left, area.top, area.width)
    if (this.isClassified()) this.drawBorder()
    pen.drawImage(this.still, 0, 0, this.width, this.height)
    this.scores.forEach(([x, y], i) => this.write(this.scoreOf(i === 1), x, y, { bold: true, size: 0.95 }))
    if (this.outputs().some(Number.isNaN)) this.warn("The output is not a number.")
  }

  warn(text) {
    const { pen, area, style } = this
    const width = this.widest([text]) + style.size
    const [x, y] = [area.left + area.width / 2, area.top + area.height / 2]
    pen.fillStyle = style.background
    pen.fillRect(x - width / 2, y - style.size * 1.2, width, style.size * 1.9)
    this.write(text, x, y, { align: "center", color: style.warning })
  }

  // The line where the network changes its mind.
  drawBorder() {
    const { pen, run, area, style } = this
    const { side, grid } = run.planes
    const path = contour(grid.values.at(-1), side, run.threshold, area, area.width / (side - 1))
    pen.strokeStyle = style.text
    pen.globalAlpha = 0.6
    pen.lineWidth = 1.25
    pen.stroke(path)
    pen.globalAlpha = 1
  }

  // What the network says of the points.
  outputs() {
    return this.run.planes.atPoints.values.at(-1)
  }

  takenFor(output) {
    return Number(output > this.run.threshold)
  }

  scoreOf(ofHeld) {
    const { actual } = this.run
    const outputs = this.outputs()
    let [rows, right, error] = [0, 0, 0]
    for (let row = 0; row < actual.length; row++) {
      if (this.held.has(row) !== ofHeld) continue
      rows += 1
      error += Math.abs(outputs[row] - actual[row])
      if (!Number.isNaN(outputs[row]) && this.takenFor(outputs[row]) === actual[row]) right += 1
    }
    return this.isClassified() ? `${count(right)} of ${count(rows)} right` : `mean error ${number(error / rows)}`
  }

  place(row) {
    return { x: this.x(this.run.x1[row]), y: this.y(this.run.x2[row]) }
  }

  textAt(x, y, frame) {
    const { area, run } = this
    const row = this.rowAt(x, y, frame, TAP_RADIUS * 0.6)
    if (row >= 0) return this.textOfPoint(row)
    if (x < area.left || y < area.top || x > area.left + area.width || y > area.top + area.height) return null
    const [low, high] = run.limits
    const [x1, x2] = [(x - area.left) / area.width, 1 - (y - area.top) / area.height].map((share) => low + share * (high - low))
    return `x1 ${fixed(x1, 2)}, x2 ${fixed(x2, 2)}\n${this.told(run.planes.outputAt(x1, x2))}`
  }

  textOfPoint(row) {
    const { actual, names, classes, x1, x2 } = this.run
    const at = `x1 ${fixed(x1[row], 2)}, x2 ${fixed(x2[row], 2)}`
    const target = this.isClassified() ? `actually ${classes[actual[row]]}` : `actual height ${number(actual[row])}`
    return `${names[row]}, ${target}\n${at}\n${this.told(this.outputs()[row])}${this.heldText(row)}`
  }

  told(output) {
    const taken = this.isClassified() && !Number.isNaN(output) ? `: ${this.run.classes[this.takenFor(output)]}` : ""
    return `output ${number(output)}${taken}`
  }

  describe() {
    const { run } = this
    if (this.outputs().some(Number.isNaN)) return "Output over the plane: it is not a number."
    const held = this.held.size ? `; held out, ${this.scoreOf(true)}` : ""
    return `Output over the plane as colours, with ${count(run.actual.length)} points: of those learned from, ${this.scoreOf(false)}${held}.`
  }
}

// ---- the weights as coloured cells, inputs down, units across, the biases below

class WeightsView extends WeightedView {
  layOut() {
    const { size } = this.style
    const top = size * 3.6
    const total = (list) => list.reduce((sum, each) => sum + each, 0)
    const units = this.layers.map((layer) => layer.units)
    this.rows = this.layRows(this.height - size * 0.8 - top)
    const gaps = this.rows.slice(1).map(({ names, text }) => size * 1.5 + this.widest(names, text))
    const room = this.width - size * 2.2 - total(gaps)
    const { text } = this.rows[0]
    this.rows[0].names = this.inputNames(room - total(units.map((count, layer) => count * this.leastWidth(layer, text))))
    const longest = this.widest(this.rows[0].names, text)
    const free = room - longest
    const widths = (texts) => texts.map((text) => this.widest([text], 0.9))
    this.captions = this.layers.map((_, layer) => this.caption(layer))
    if (total(widths(this.captions)) > free) this.captions = this.captions.map((text) => text.replace("layer ", "").replace("output", "out"))
    const captions = widths(this.captions)
    const evenly = free / total(units)
    // A layer narrower than its caption gets the caption's width, the others share the rest.
    const isNarrow = (layer) => units[layer] * evenly < captions[layer]
    const taken = total(captions.filter((_, layer) => isNarrow(layer)))
    const sharing = total(units.filter((_, layer) => !isNarrow(layer)))
    const cellWidth = Math.min(sharing ? (free - taken) / sharing : evenly, size * 5)
    let x = longest + size * 1.4
    this.blocks = this.layers.map(({ inputs, units }, layer) => {
      const { cellHeight, biasHeight, text, step } = this.rows[layer]
      const numbers = step === 1 && cellWidth > this.leastWidth(layer, text) - 0.1
      const block = { x, y: top, inputs, units, cellWidth, cellHeight, biasHeight, text, numbers }
      this.nameRows(block, layer)
      x += Math.max(cellWidth * units, captions[layer]) + (gaps[layer] ?? 0)
      return block
    })
    this.keyframe = -1
  }

  // How high every layer's rows are, how large the text in them is, which of them have a name (every
  // so many), and the names of units. The biases keep a row that one can read.
  layRows(height) {
    const { size } = this.style
    const lowest = (LEGIBLE * size) / 0.95
    const most = this.layers.map(({ inputs }) => Math.min(height / (inputs + 1), size * 2.2))
    const alike = Math.min(...most)
    return this.layers.map(({ inputs }, layer) => {
      // as high in every layer, unless that is too low for numbers
      const even = alike < 0.85 * size ? most[layer] : alike
      const biasHeight = Math.max(even, lowest)
      const cellHeight = Math.min(even, (height - biasHeight) / inputs)
      const text = Math.max(LEGIBLE, Math.min(0.9, (cellHeight * 0.95) / size))
      const step = Math.ceil(lowest / cellHeight - 1e-9)
      const units = Array.from({ length: inputs }, (_, unit) => (step <= MOST_SKIPPED ? `h${unit + 1}` : ""))
      return { cellHeight, biasHeight, text, step, names: layer ? [...units, "bias"] : [] }
    })
  }

  // How wide a layer's cells must be for their numbers.
  leastWidth(layer, text) {
    return this.widest(this.layers[layer].longest, text) + this.style.size * 0.4
  }

  // The inputs' names give way to the numbers, but not without end.
  inputNames(spare) {
    const [least, most] = [this.width * 0.18, this.width * 0.3]
    const width = spare < least ? most : Math.min(most, spare)
    return this.linesOf([...this.run.features, "bias"], width, { size: this.rows[0].text }).flat()
  }

  nameRows({ x, y, inputs, cellHeight, biasHeight, text }, layer) {
    const { names, step } = this.rows[layer]
    names.forEach((name, row) => {
      if (row < inputs && (row % step || row + step > inputs || !name)) return
      const whole = layer || row === inputs ? name : this.run.features[row]
      this.label(whole, [name], x - this.style.size * 0.5, y + row * cellHeight + (row < inputs ? cellHeight : biasHeight) / 2, { align: "right", size: text })
    })
  }

  draw(frame) {
    if (!this.chooseKeyframe(frame)) return
    this.clear("Weights")
    this.blocks.forEach((block, layer) => {
      this.write(this.captions[layer], block.x, block.y - this.style.size * 0.5, { size: 0.9 })
      for (let row = 0; row <= block.inputs; row++) {
        for (let unit = 0; unit < block.units; unit++) this.drawCell(block, layer, row, unit)
      }
    })
    this.drawLabels()
    this.drawKey()
  }

  caption(layer) {
    if (layer === this.layers.length - 1) return "output"
    return this.layers.length > 2 ? `layer ${layer + 1}` : "hidden layer"
  }

  valueAt(layer, row, unit) {
    return row < this.layers[layer].inputs ? this.kernelAt(layer, row, unit) : this.biasAt(layer, unit)
  }

  drawCell({ x, y, inputs, cellWidth, cellHeight, biasHeight, text, numbers }, layer, row, unit) {
    const { pen, style } = this
    const value = this.valueAt(layer, row, unit)
    const [left, top] = [x + unit * cellWidth, y + row * cellHeight]
    const height = row < inputs ? cellHeight : biasHeight
    const gap = Math.min(cellWidth, height) > 5 ? 1 : 0
    pen.globalAlpha = 0.06 + 0.64 * this.share(layer, value)
    pen.fillStyle = this.color(value)
    pen.fillRect(left, top, cellWidth - gap, height - gap)
    pen.globalAlpha = 1
    if (numbers) this.write(this.text(this.layers[layer], value), left + cellWidth / 2, top + height / 2 + (style.size * text) / 3, { align: "center", size: text })
  }

  drawKey() {
    const { style } = this
    const y = style.size * 1.5
    this.write("■ positive", this.width - style.size * 6.4, y, { align: "right", color: style.positive, size: 0.9 })
    this.write("■ negative", this.width - style.size * 0.8, y, { align: "right", color: style.negative, size: 0.9 })
  }

  textAt(x, y) {
    for (const [layer, block] of this.blocks.entries()) {
      const unit = Math.floor((x - block.x) / block.cellWidth)
      const down = y - block.y
      const row = Math.min(block.inputs, Math.floor(down / block.cellHeight))
      if (unit < 0 || unit >= block.units || down < 0 || down > block.inputs * block.cellHeight + block.biasHeight) continue
      return row < block.inputs ? this.weightText(layer, row, unit) : this.biasText(layer, unit)
    }
    return null
  }

  describe() {
    if (this.broken()) return "Weights: some are no longer numbers."
    const start = this.keyframe * this.parameters
    const largest = this.layers.map(({ kernel, bias, units }, i) => {
      const all = this.run.weights.subarray(start + kernel, start + bias + units)
      return `layer ${i + 1} up to ${number(Math.max(...all.map(Math.abs)))}`
    })
    return `Weights as coloured cells ${this.whenShown()}, in size: ${largest.join(", ")}.`
  }
}

// ---- curves over epochs or seconds

class CurveView extends View {
  // Lays out the axes in an area and says where values lie.
  scale(area) {
    const { low, high, log, ticks } = this.run.loss_axis
    this.area = area
    const scale = log ? Math.log : (value) => value
    const span = scale(high) - scale(low) || 1
    this.x = (moment) => area.left + (moment / this.run.total) * area.width
    this.y = (value) => {
      const at = area.top + area.height - ((scale(value) - scale(low)) / span) * area.height
      return Math.max(area.top, Math.min(area.top + area.height, at))
    }
    this.yTicks = spaced(this.yLabels().map((text, i) => [this.y(ticks[i]), text]), this.style.size * 1.1)
  }

  yLabels() {
    const { ticks, log } = this.run.loss_axis
    return tickTexts(ticks, log)
  }

  // A NaN or an infinity leaves a gap, a lone value is a dot.
  path(xs, ys) {
    const path = new Path2D()
    let joined = false
    ys.forEach((value, i) => {
      const [x, y] = [this.x(xs[i]), this.y(value)]
      if (!Number.isFinite(value)) joined = false
      else if (joined) path.lineTo(x, y)
      else {
        path.moveTo(x + 1.5, y) // an arc would draw a line to its beginning
        if (!Number.isFinite(ys[i + 1])) path.arc(x, y, 1.5, 0, 2 * Math.PI)
        path.moveTo(x, y)
        joined = true
      }
    })
    return path
  }

  // Strokes what of a path lies before a moment.
  strokeUntil(moment, path, color) {
    const { pen } = this
    pen.save()
    pen.beginPath()
    pen.rect(0, 0, this.x(moment) + 1, this.height)
    pen.clip()
    pen.lineJoin = "round"
    pen.lineWidth = 2.5
    pen.strokeStyle = color
    pen.stroke(path)
    pen.restore()
  }

  dot(moment, value, color, radius = this.style.size * 0.35) {
    const { pen } = this
    pen.beginPath()
    pen.arc(this.x(moment), this.y(value), radius, 0, 2 * Math.PI)
    pen.fillStyle = color
    pen.fill()
  }
}

// ---- the loss of one run

class LossView extends CurveView {
  layOut() {
    const more = this.style.size * 1.2
    const kinds = this.kinds()
    this.subtitle = kinds.find((text) => this.widest([text], 0.9) <= this.width - 20) ?? kinds.at(-1)
    const area = this.plotArea(this.yLabels(), false)
    this.scale({ ...area, top: area.top + more, height: area.height - more })
    this.xTicks = evenTicks(0, this.run.total, 4).map((tick) => [this.x(tick), count(tick)])
    this.curves = []
    if (this.run.val_loss.length) this.curves.push(this.curve("val_loss", this.style.negative))
    this.curves.push(this.curve("loss", this.style.positive))
  }

  // Which loss it is and when it is taken, which is not as the error of the weights beside it; first
  // in full, then as there is room.
  kinds() {
    const { loss_name, val_loss } = this.run
    if (!val_loss.length) return [`${loss_name}, mean during the epoch`, loss_name]
    const loss = `${loss_name}; loss: mean during the epoch`
    return [`${loss}, val_loss: at its end`, loss, loss_name]
  }

  title() {
    return this.run.loss_axis.log ? "Loss, logarithmic" : "Loss"
  }

  // Losses belong to epochs 1, 2, ...
  curve(name, color) {
    const losses = this.run[name]
    return { name, path: this.path(Array.from(losses, (_, i) => i + 1), losses), color }
  }

  draw(frame) {
    const { pen, style, area, run } = this
    this.clear(this.title())
    this.write(this.subtitle, 10, style.size * 2.75, { size: 0.9 })
    this.axes(area, this.xTicks, this.yTicks)
    const epoch = run.epochs[frame]
    for (const { path, color } of this.curves) {
      pen.strokeStyle = color
      pen.lineWidth = 1.5
      pen.globalAlpha = 0.25
      pen.stroke(path)
      pen.globalAlpha = 1
      this.strokeUntil(epoch, path, color)
    }
    this.drawValues(epoch)
    this.drawNote()
  }

  drawValues(epoch) {
    const { pen, style, run } = this
    let right = this.width - style.size * 0.8
    for (const { name, color } of this.curves) {
      const value = run[name][epoch - 1]
      if (value === undefined) continue
      const label = this.curves.length > 1 ? `${name} ` : ""
      const text = `${label}${number(value)}`
      this.write(text, right, style.size * 1.5, { align: "right", color, bold: true })
      right -= pen.measureText(text).width + style.size
      if (Number.isFinite(value)) this.dot(epoch, value, color)
    }
  }

  drawNote() {
    const { area, style, run, pen } = this
    if (!run.note) return
    pen.font = `${style.size}px ${style.font}`
    const lines = wrap(pen, run.note, area.width - style.size * 2)
    const top = area.top + area.height / 2 - (lines.length - 1) * style.size * 0.65
    lines.forEach((line, i) =>
      this.write(line, area.left + area.width / 2, top + i * style.size * 1.3, { align: "center", color: style.warning }),
    )
  }

  textAt(x) {
    const { run, area } = this
    const epoch = Math.round(((x - area.left) / area.width) * run.total)
    if (epoch < 1 || epoch > run.loss.length) return null
    const lines = this.curves.map(({ name }) => `${name} ${number(run[name][epoch - 1])}`)
    return [`epoch ${count(epoch)}`, ...lines.reverse()].join("\n")
  }

  describe(frame) {
    const { run } = this
    if (run.note) return `Loss: ${run.note}`
    if (!run.loss.length) return `Loss curve of ${run.loss_name}: not trained yet.`
    const value = run.loss[run.epochs[frame] - 1]
    const now = value === undefined ? "not trained yet" : number(value)
    const held = run.val_loss[run.epochs[frame] - 1]
    const heldOut = held === undefined ? "" : ` Of the held-out rows: ${number(held)}.`
    const range = `from ${number(run.loss[0])} to ${number(run.loss.at(-1))}`
    return `Loss curve of ${this.kinds()[0]}: ${now} now, ${range}.${heldOut}`
  }
}

// ---- several runs against each other

class RaceView extends CurveView {
  prepare() {
    this.racers = this.run.racers.map((racer, i) => ({ ...racer, x: this.run[`x${i}`], y: this.run[`y${i}`] }))
    this.byPlace = [...this.racers].sort((a, b) => a.place - b.place)
  }

  layOut() {
    const { size } = this.style
    const area = this.plotArea(this.yLabels(), true)
    area.top += size * 1.2
    area.height -= size * 1.2
    this.row = size * 3.1
    const beside = this.width > size * 42
    this.board = beside
      ? { left: this.width * 0.66, top: area.top, width: this.width * 0.34 - size }
      : { left: size, top: this.height - this.row * this.racers.length, width: this.width - 2 * size }
    if (beside) area.width = this.board.left - area.left - size * 1.5
    else area.height = this.board.top - area.top - size * 3.1
    this.scale(area)
    const seconds = this.run.clock === "s"
    const ticks = seconds ? fineTicks(0, this.run.total, 4) : evenTicks(0, this.run.total, 4)
    this.xTicks = ticks.map((tick) => [this.x(tick), seconds ? tickText(tick, ticks[1] - ticks[0]) : count(tick)])
    const names = this.linesOf(this.racers.map(({ name }) => name), this.board.width - size * 1.8, { bold: true })
    this.racers.forEach((racer, i) => {
      racer.shown = names[i][0]
      racer.path = this.path(racer.x, racer.y)
      racer.ink = this.style.series[racer.color % this.style.series.length]
    })
    this.layPlaces()
  }

  draw(frame) {
    const { style, area, run } = this
    const now = run.epochs[frame]
    this.clear(`Race: ${run.loss_name}${run.loss_axis.log ? ", logarithmic" : ""}`)
    if (run.line !== null) this.write(`finish (dashed): ${number(run.line)}, within 5% of the best`, 10, style.size * 2.75, { size: 0.9 })
    this.axes(area, this.xTicks, this.yTicks)
    const title = run.clock === "s" ? "seconds of training" : "epoch"
    this.write(title, area.left + area.width / 2, area.top + area.height + style.size * 2.5, { align: "center", size: 0.9 })
    this.drawLine()
    for (const racer of this.racers) this.drawRacer(racer, now)
    for (const racer of this.racers) this.drawPlace(racer, now)
    this.standing(frame).forEach((racer, row) => this.drawRow(racer, row, frame))
  }

  // Who has arrived moves up; the others keep the order they were chosen in until the end.
  standing(frame) {
    const { epochs } = this.run
    const isThere = ({ at }) => frame === epochs.length - 1 || (at !== null && at <= epochs[frame])
    return [...this.byPlace.filter(isThere), ...this.racers.filter((racer) => !isThere(racer))]
  }

  drawLine() {
    const { area, run, style } = this
    if (run.line === null) return
    const y = this.y(run.line)
    this.line([[area.left, y], [area.left + area.width, y]], style.text, 1.5, [6, 4])
  }

  // Puts the places above the points where the runs arrive, and higher where they would meet.
  layPlaces() {
    const { size } = this.style
    const taken = []
    for (const racer of this.byPlace.filter(({ at }) => at !== null)) {
      const label = { x: this.x(racer.at), y: this.y(racer.y[lastUpTo(racer.x, racer.at)]) - size }
      const meets = (other) => Math.abs(other.x - label.x) < size * 2.4 && Math.abs(other.y - label.y) < size * 1.2
      while (taken.some(meets)) label.y -= size * 0.4
      taken.push((racer.label = label))
    }
  }

  drawRacer({ x, y, path, ink, at }, now) {
    this.strokeUntil(now, path, ink)
    const last = lastUpTo(x, now)
    if (last >= 0 && Number.isFinite(y[last])) this.dot(x[last], y[last], ink)
    if (at !== null && at <= now) {
      const arrived = lastUpTo(x, at)
      this.dot(at, y[arrived], this.style.background, this.style.size * 0.55)
      this.dot(at, y[arrived], ink, this.style.size * 0.4)
    }
  }

  drawPlace({ ink, at, place, label }, now) {
    if (at !== null && at <= now) this.write(ordinal(place), label.x, label.y, { align: "center", bold: true, color: ink, halo: true })
  }

  drawRow(racer, number, frame) {
    const { board, row, style } = this
    const y = board.top + number * row + style.size
    this.line([[board.left, y - style.size * 0.3], [board.left + style.size * 1.2, y - style.size * 0.3]], racer.ink, 4)
    const left = board.left + style.size * 1.8
    this.write(racer.shown, left, y, { bold: true })
    const [[state]] = this.linesOf([this.stateOf(racer, frame)], board.width - style.size * 1.8)
    this.write(state, left, y + style.size * 1.25)
  }

  stateOf({ x, y, at, place, best, broke }, frame) {
    const { epochs } = this.run
    const now = epochs[frame]
    const last = lastUpTo(x, now)
    const value = last < 0 ? "…" : number(y[last])
    if (at !== null && at <= now) return `${value} · ${ordinal(place)}, there ${this.moment(at)}`
    if (broke !== null && broke <= now) return `${value} · broke ${this.moment(broke)}`
    if (frame < epochs.length - 1) return value
    return best === null ? `${value} · never a number` : `never reached the finish; best ${number(best)}`
  }

  moment(at) {
    return this.run.clock === "s" ? `after ${number(at)} s` : `at epoch ${count(Math.round(at))}`
  }

  textAt(x, y) {
    const { area, run } = this
    if (x < area.left || x > area.left + area.width || y > area.top + area.height) return null
    const moment = ((x - area.left) / area.width) * run.total
    const lines = this.racers.map((racer) => {
      const last = lastUpTo(racer.x, moment)
      return `${racer.name}: ${last < 0 ? "…" : number(racer.y[last])}`
    })
    const head = run.clock === "s" ? `${number(moment)} s` : `epoch ${count(Math.round(moment))}`
    return [head, ...lines].join("\n")
  }

  nameAt(x, y, frame) {
    const isOnBoard = x > this.board.left && y > this.board.top
    return isOnBoard && this.standing(frame)[Math.floor((y - this.board.top) / this.row)]?.name
  }

  describe(frame) {
    const lines = this.racers.map((racer) => `${racer.name}: ${this.stateOf(racer, frame)}`)
    return `Race of ${this.racers.length} runs, ${this.run.loss_name}. ${lines.join("; ")}.`
  }
}

// ---- names

// Shortens names that do not fit, so that they can still be told apart: to its beginning, or where
// another one begins alike, to a little of that and what follows, "strongly… disagree".
export function shortened(names, fits) {
  const longest = (most, textOf) => {
    let letters = most
    while (letters > 1 && !fits(textOf(letters))) letters--
    return letters
  }
  // a name may have been shortened before
  const start = (letters, length) => letters.slice(0, length).join("").replace(/[\s…]+$/, "")
  return names.map((name) => {
    if (fits(name)) return name
    const letters = [...name]
    const beginning = (length) => `${start(letters, length)}…`
    const alone = longest(letters.length - 1, beginning)
    const shared = Math.max(0, ...names.map((other) => (other === name ? 0 : sharedStart(letters, [...other]))))
    const from = wordBefore(letters, shared)
    if (alone > shared || from < 2) return beginning(alone)
    const rest = letters.slice(from)
    const join = letters[from - 1] === " " ? "… " : "…"
    const end = (length) => (length < rest.length ? `${start(rest, length)}…` : rest.join(""))
    const told = longest(rest.length, (length) => letters[0] + join + end(length))
    const head = longest(from - 1, (length) => start(letters, length) + join + end(told))
    return start(letters, head) + join + end(told)
  })
}

function sharedStart(letters, others) {
  const end = letters.findIndex((letter, i) => letter !== others[i])
  return end < 0 ? letters.length : end
}

// Where the word begins in which names differ, unless it is long, or they differ at its end alone.
function wordBefore(letters, shared) {
  const last = Math.min(shared, letters.length - 1)
  let from = last
  while (from > 0 && !" _-.,:/()".includes(letters[from - 1])) from--
  return last - from > 8 ? last - 2 : from
}

// ---- numbers and geometry

function clockText({ clock, total }, now) {
  if (clock === "s") return `${fixed(now, 3)} of ${fixed(total, 3)} s`
  return `epoch ${count(now)} of ${count(total)}`
}

// Where the last of some ascending numbers is that is not above a limit; -1 if none.
function lastUpTo(numbers, limit) {
  let [low, high] = [0, numbers.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (numbers[middle] <= limit) low = middle + 1
    else high = middle
  }
  return low - 1
}

function ordinal(place) {
  return `${place}${["st", "nd", "rd"][place - 1] ?? "th"}`
}

// These write numbers as nnplay/numbers.py does: two decimals, three digits at least.
export function number(value) {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "NaN" : value > 0 ? "∞" : "−∞"
  const power = powerOf(value)
  return fixed(value, power >= 3 ? 0 : Math.max(2, 2 - power))
}

// With so many decimals, as many as the column has.
export function fixed(value, decimals) {
  if (!Number.isFinite(value)) return number(value)
  if (value === 0) return "0"
  const power = powerOf(value, 0)
  if (power >= 7 || (power < -4 && decimals >= -power)) return scientific(value, 3)
  const text = value.toFixed(decimals)
  return Number(text) === 0 ? (0).toFixed(decimals) : grouped(text)
}

// With so many digits at most, without zeros at the end.
export function digits(value, most = 4) {
  if (!Number.isFinite(value)) return number(value)
  if (value === 0) return "0"
  const power = powerOf(value, 0)
  if (power < -4 || power >= 7) return scientific(value, most)
  const rounded = Number(value.toPrecision(most))
  return grouped(trimmed(rounded.toFixed(Math.max(0, most - 1 - powerOf(value, most)))))
}

// The power of ten of a number that is rounded to so many digits, or to none.
function powerOf(value, rounded = 3) {
  return Number(value.toExponential(rounded ? rounded - 1 : undefined).split("e")[1])
}

function scientific(value, most) {
  const [mantissa, power] = value.toExponential(most - 1).split("e")
  const factor = trimmed(mantissa)
  const raised = [...String(Number(power))].map((letter) => (letter === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[letter])).join("")
  return `${{ 1: "", "-1": "−" }[factor] ?? `${factor.replace("-", "−")}×`}10${raised}`
}

function trimmed(text) {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text
}

function grouped(text) {
  return text.replace("-", "−").replace(/\d+/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ","))
}

// A tick with the decimals of the step between ticks.
function tickText(tick, step = tick) {
  return fixed(tick, step ? Math.max(0, -Math.floor(Math.log10(Math.abs(step)) + 1e-9)) : 0)
}

// Ticks one step apart, or powers of ten, each with its text.
function tickTexts(ticks, isLog = false) {
  return ticks.map((tick) => tickText(tick, isLog ? tick : ticks[1] - ticks[0]))
}

// Ticks, every second one left out as long as their texts would touch each other.
function spaced(ticks, room) {
  let shown = ticks
  while (shown.length > 1 && Math.abs(shown[1][0] - shown[0][0]) < room) shown = shown.filter((_, i) => i % 2 === 0)
  return shown
}

function count(value) {
  return value.toLocaleString("en")
}

function evenTicks(low, high, about) {
  return ticksEvery(Math.max(1, tickStep(low, high, about)), low, high)
}

// The same for what need not be whole numbers.
function fineTicks(low, high, about) {
  return ticksEvery(tickStep(low, high, about), low, high)
}

function tickStep(low, high, about) {
  const rough = (high - low) / about
  const power = 10 ** Math.floor(Math.log10(rough))
  return power * [1, 2, 5, 10].find((factor) => factor * power >= rough)
}

function ticksEvery(step, low, high) {
  const [first, last] = [Math.ceil(low / step), Math.floor(high / step + 1e-9)]
  return Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step)
}

// Few decimals for numbers up to a size, where there is little room.
function decimalsUpTo(size) {
  if (!(size > 0 && size < Infinity)) return 0
  const power = Math.floor(Math.log10(size))
  return power < 0 ? 1 - power : Math.max(0, 2 - power)
}

function distanceToLine(x, y, x0, y0, x1, y1) {
  const [dx, dy] = [x1 - x0, y1 - y0]
  const along = ((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy)
  if (along < 0.04 || along > 0.96) return Infinity
  return Math.hypot(x - x0 - along * dx, y - y0 - along * dy)
}

// Where values on a square grid cross a level, by marching squares.
function contour(values, side, level, { left, top }, step) {
  const path = new Path2D()
  const corners = [[0, 0], [1, 0], [1, 1], [0, 1]]
  for (let row = 0; row < side - 1; row++) {
    for (let column = 0; column < side - 1; column++) {
      const at = row * side + column
      const [a, b, c, d] = [values[at], values[at + 1], values[at + side + 1], values[at + side]]
      const above = (a > level) + (b > level) + (c > level) + (d > level)
      if (above === 0 || above === 4) continue
      const ring = [a, b, c, d, a]
      let ends = 0
      corners.forEach(([x, y], edge) => {
        const [one, other] = [ring[edge], ring[edge + 1]]
        if (one > level === other > level) return
        const [toX, toY] = corners[(edge + 1) % 4]
        const share = (level - one) / (other - one)
        const place = [left + (column + x + share * (toX - x)) * step, top + (row + y + share * (toY - y)) * step]
        if (ends++ % 2) path.lineTo(...place)
        else path.moveTo(...place)
      })
    }
  }
  return path
}

function wrap(pen, text, width) {
  const lines = [""]
  for (const word of text.split(" ")) {
    const longer = `${lines.at(-1)} ${word}`.trim()
    if (pen.measureText(longer).width > width && lines.at(-1)) lines.push(word)
    else lines[lines.length - 1] = longer
  }
  return lines
}
