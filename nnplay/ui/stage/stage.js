// The live view: plays the recorded epochs of one run on four canvases, or a race of several runs on
// one.
//
// Python sends a whole run once, as bytes (see payload.py and race.py); everything that moves is drawn
// here from these recorded numbers, none is invented. The messages back are `at`, the epoch that the
// learner let go of, and `unit`, a unit that was tapped. Streamlit calls the module again on every
// change of data or theme, so each call must be idempotent: the player of an element lives in PLAYERS.

const PLAYERS = new WeakMap()
const REPORT_DELAY = 250 // ms of rest before Python hears of an epoch
const MOST_EDGES = 900 // more lines than this are neither told apart nor drawn at 60 frames a second
const TAP_RADIUS = 14 // px around a point, a unit or a line that still count as touching it

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
    this.tip = find(".tip")
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
    this.scrub.oninput = () => this.rest(Number(this.scrub.value))
    this.speed.onchange = () => {
      if (this.playing) this.play(this.frame)
    }
  }

  makeViews({ kind }) {
    const kinds = kind === "race" ? { race: RaceView } : { network: NetworkView, scatter: ScatterView, weights: WeightsView, loss: LossView }
    this.root.dataset.kind = kind
    this.views = Object.entries(kinds).map(([name, Kind]) => new Kind(this.find(`.${name} canvas`)))
    for (const view of this.views) {
      const figure = view.canvas.parentElement
      figure.onpointermove = figure.onpointerdown = (event) => this.point(view, event)
      figure.onpointerleave = () => (this.tip.hidden = true)
      figure.onclick = (event) => this.tap(view, event)
    }
  }

  update(run) {
    if (!this.views) this.makeViews(run)
    this.style = readStyle(this.host)
    const isNew = this.run?.id !== run.id
    if (isNew) {
      this.run = run
      this.lastFrame = run.epochs.length - 1
      this.frame = Math.min(this.frame, this.lastFrame) // the film before may have been longer
      this.scrub.max = this.lastFrame
      this.reported = run.epochs[this.lastFrame]
      this.tip.hidden = true
      this.root.dataset.run = run.id
    }
    for (const view of this.views) view.setRun(this.run, this.style, isNew)
    this.resize()
    if (isNew) {
      const still = matchMedia("(prefers-reduced-motion: reduce)").matches
      if (still || this.lastFrame < 1) this.rest(this.lastFrame)
      else this.play(0)
    }
    this.root.dataset.ready = "yes"
  }

  play(from = this.frame >= this.lastFrame ? 0 : this.frame) {
    clearTimeout(this.reporting)
    const seconds = Math.min(Number(this.speed.value), 0.4 * this.lastFrame)
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
    for (const view of this.views) view.draw(frame)
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
    for (const view of this.views) view.resize()
    this.show(this.frame)
    if (!this.playing) this.describe()
  }

  describe() {
    for (const view of this.views) view.canvas.setAttribute("aria-label", view.describe(this.frame))
    this.spoken.textContent = `${this.output.textContent}. ${this.views.at(-1).describe(this.frame)}`
  }

  tap(view, event) {
    const box = view.canvas.getBoundingClientRect()
    const unit = view.unitAt?.(event.clientX - box.left, event.clientY - box.top)
    if (unit) this.open(unit)
  }

  point(view, event) {
    const box = view.canvas.getBoundingClientRect()
    const text = view.textAt(event.clientX - box.left, event.clientY - box.top, this.frame)
    this.tip.hidden = !text
    if (!text) return
    this.tip.textContent = text
    const root = this.root.getBoundingClientRect()
    const x = event.clientX - root.left
    const left = x + 14 + this.tip.offsetWidth > root.width ? x - 14 - this.tip.offsetWidth : x + 14
    this.tip.style.left = `${Math.max(0, left)}px`
    this.tip.style.top = `${Math.max(0, event.clientY - root.top - this.tip.offsetHeight - 10)}px`
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
    size: Math.max(12, rem * 0.8),
  }
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
    this.layOut?.()
  }

  clear(title) {
    const { pen, style } = this
    pen.clearRect(0, 0, this.width, this.height)
    this.write(title, 10, style.size * 1.5, { bold: true })
  }

  write(text, x, y, { bold = false, align = "left", color = this.style.text, size = 1 } = {}) {
    const { pen, style } = this
    pen.font = `${bold ? 600 : 400} ${style.size * size}px ${style.font}`
    pen.textAlign = align
    pen.fillStyle = color
    pen.fillText(text, x, y)
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
    this.pen.font = `${size * 0.9}px ${this.style.font}`
    const labels = Math.max(...yLabels.map((label) => this.pen.measureText(label).width))
    const left = labels + size + (hasTitles ? size * 1.3 : 0)
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

// Weights of big networks are sent for fewer epochs than predictions; the nearest is shown.
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
  }

  chooseKeyframe(frame) {
    const { keyframes } = this.run
    let key = 0
    while (key < keyframes.length - 1 && keyframes[key + 1] <= frame) key++
    if (key < keyframes.length - 1 && keyframes[key + 1] - frame < frame - keyframes[key]) key++
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

  color(value) {
    if (!Number.isFinite(value)) return this.style.warning
    return value < 0 ? this.style.negative : this.style.positive
  }

  unitName(layer, unit) {
    const { sizes, features, target } = this.run
    if (layer === 0) return features[unit]
    if (layer === sizes.length - 1) return target
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

// ---- the network: units as circles, weights as lines

class NetworkView extends WeightedView {
  layOut() {
    const { sizes, features } = this.run
    const { size, font } = this.style
    this.pen.font = `${size}px ${font}`
    const names = Math.max(...features.map((name) => this.pen.measureText(name).width))
    const left = Math.min(names, this.width * 0.3) + size * 2.2
    const right = Math.max(size * 2, this.pen.measureText(this.run.target).width / 2 + size * 0.5)
    const [top, bottom] = [size * 2.2, this.height - size * 2.4]
    this.columns = sizes.map((units, layer) => {
      const x = left + ((this.width - left - right) * layer) / (sizes.length - 1)
      const gap = Math.min((bottom - top) / units, size * 5.5)
      const first = (top + bottom) / 2 - (gap * (units - 1)) / 2
      const ys = Array.from({ length: units }, (_, unit) => first + gap * unit)
      return { x, ys, radius: Math.max(1.5, Math.min(size * 1.1, gap * 0.4)) }
    })
    this.labelBiases = this.columns.slice(1).every(({ radius }) => radius > size * 0.8)
    this.edges = this.columns.slice(1).flatMap((_, layer) => this.edgesOf(layer))
    this.keyframe = -1
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
    if (this.chooseKeyframe(frame)) this.chooseEdges()
    const all = this.edges.length
    const some = this.drawn.length < all ? `, ${count(MOST_EDGES)} strongest of ${count(all)} weights` : ""
    this.clear(`Network${some}${this.labelBiases ? ", biases in the circles" : ""}`)
    this.drawEdges()
    this.columns.forEach((column, layer) => this.drawUnits(column, layer))
    this.drawCaptions()
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
    const { pen, style, run } = this
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
          this.write(short(bias), x, y + style.size * 0.3, { align: "center", size: 0.8 })
        }
      }
      pen.strokeStyle = style.text
      pen.lineWidth = radius > 4 ? 1.5 : 0.75
      pen.stroke()
    })
    if (layer === 0 && ys.length < 12) {
      ys.forEach((y, i) => this.write(run.features[i], x - radius - 6, y + style.size * 0.3, { align: "right" }))
    }
  }

  drawCaptions() {
    const { sizes, activations } = this.run
    const y = this.height - this.style.size * 0.7
    const wide = this.width / sizes.length > this.style.size * 7
    this.columns.forEach(({ x }, layer) => {
      if (layer === 0) return this.write("inputs", x, y, { align: "center", size: 0.9 })
      const units = layer === sizes.length - 1 ? this.run.target : `${sizes[layer]} ${sizes[layer] > 1 ? "units" : "unit"}`
      const text = wide ? `${units}, ${activations[layer - 1]}` : units
      const align = layer === sizes.length - 1 ? "right" : "center"
      this.write(text, align === "right" ? this.width - 8 : x, y, { align, size: 0.9 })
    })
  }

  unitAt(x, y) {
    for (let layer = 1; layer < this.columns.length; layer++) {
      const column = this.columns[layer]
      const near = (at) => Math.hypot(x - column.x, y - at) < Math.max(column.radius, 5)
      const unit = column.ys.findIndex(near)
      if (unit >= 0) return { layer: layer - 1, unit }
    }
    return null
  }

  textAt(x, y) {
    const at = this.unitAt(x, y)
    if (at) return `${this.biasText(at.layer, at.unit)}\ntap to see its arithmetic`
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
    const { sizes, features } = this.run
    const hidden = sizes.slice(1, -1)
    const middle = hidden.length ? `hidden layers of ${hidden.join(", ")} units` : "no hidden layer"
    const state = this.broken() ? "Some weights are no longer numbers." : `${count(this.parameters)} weights and biases.`
    return `Network with ${features.length} inputs (${features.join(", ")}), ${middle} and one output. ${state}`
  }
}

// ---- predicted against actual

class ScatterView extends View {
  layOut() {
    const [low, high] = this.run.axis
    const ticks = evenTicks(low, high, 5)
    const area = (this.area = this.plotArea(ticks.map(String), true))
    this.x = (value) => area.left + ((value - low) / (high - low)) * area.width
    this.y = (value) => area.top + area.height - ((value - low) / (high - low)) * area.height
    this.xTicks = ticks.map((tick) => [this.x(tick), String(tick)])
    this.yTicks = ticks.map((tick) => [this.y(tick), String(tick)])
    this.held = new Set(this.run.validation_rows)
  }

  // Where a state's point is; off the scale it stays at the edge.
  place(frame, row) {
    const { actual, predictions, axis } = this.run
    const value = predictions[frame * actual.length + row]
    const off = value > axis[1] ? 1 : value < axis[0] ? -1 : 0
    const y = off > 0 ? this.area.top : off < 0 ? this.area.top + this.area.height : this.y(value)
    return { x: this.x(actual[row]), y, off, value }
  }

  draw(frame) {
    const { pen, style, area, run } = this
    this.clear("Predicted against actual")
    this.axes(area, this.xTicks, this.yTicks)
    const [low, high] = run.axis
    this.line([[this.x(low), this.y(low)], [this.x(high), this.y(high)]], style.grey, 1.5, [5, 4])
    this.write(`actual ${run.target}`, area.left + area.width / 2, this.height - style.size * 0.6, { align: "center", size: 0.9 })
    pen.save()
    pen.translate(style.size * 1.1, area.top + area.height / 2)
    pen.rotate(-Math.PI / 2)
    this.write("predicted", 0, 0, { align: "center", size: 0.9 })
    pen.restore()
    let [off, missing] = [0, 0]
    for (let row = 0; row < run.actual.length; row++) {
      const place = this.place(frame, row)
      if (Number.isNaN(place.value)) missing += 1
      else this.drawPoint(place, this.held.has(row))
      if (place.off) off += 1
    }
    this.drawNotes(off, missing)
  }

  drawPoint({ x, y, off }, isHeld) {
    const { pen, style } = this
    const radius = style.size * 0.33
    pen.beginPath()
    if (off) {
      for (const [dx, dy] of [[-1, 0], [1, 0], [0, -1.5]]) pen.lineTo(x + dx * radius * 1.3, y + off * dy * radius * 1.3)
      pen.closePath()
    } else pen.arc(x, y, radius, 0, 2 * Math.PI)
    pen.fillStyle = pen.strokeStyle = isHeld ? style.negative : style.positive
    pen.globalAlpha = 0.75
    pen.lineWidth = 1.5
    if (isHeld) pen.stroke()
    else pen.fill()
    pen.globalAlpha = 1
  }

  drawNotes(off, missing) {
    const { size } = this.style
    const { left, top, width } = this.area
    const notes = []
    if (missing) notes.push(`${missing} without a prediction (not a number)`)
    if (off) notes.push(`${off} off the scale, at the edge`)
    notes.forEach((note, i) =>
      this.write(note, left + width / 2, top + size * (1.6 + 1.3 * i), { align: "center", color: this.style.warning, size: 0.95 }),
    )
    if (this.held.size) {
      this.write("○ held out", this.width - size * 0.8, size * 1.5, { align: "right", color: this.style.negative, size: 0.9 })
    }
  }

  textAt(x, y, frame) {
    const { actual, rows, names } = this.run
    let [best, closest] = [-1, TAP_RADIUS]
    for (let row = 0; row < actual.length; row++) {
      const place = this.place(frame, row)
      const distance = Math.hypot(x - place.x, y - place.y)
      if (distance < closest) [best, closest] = [row, distance]
    }
    if (best < 0) return null
    const { value } = this.place(frame, best)
    const held = this.held.has(best) ? "\nheld out, not learned from" : ""
    return `${names[best]} (${rows[best]})\nactual ${number(actual[best])}, predicted ${number(value)}${held}`
  }

  describe(frame) {
    const { actual, rows, target } = this.run
    let [worst, error] = [0, -1]
    for (let row = 0; row < actual.length; row++) {
      const miss = Math.abs(this.place(frame, row).value - actual[row])
      if (Number.isNaN(miss)) return "Predicted against actual: there is no prediction, the result is not a number."
      if (miss > error) [worst, error] = [row, miss]
    }
    return `Predicted against actual ${target} of ${actual.length} rows; the largest error is ${number(error)}, for ${rows[worst]}.`
  }
}

// ---- the weights as coloured cells, inputs down, units across, the biases below

class WeightsView extends WeightedView {
  layOut() {
    const { size, font } = this.style
    const { features } = this.run
    const [top, bottom] = [size * 3.6, this.height - size * 0.8]
    const most = Math.max(...this.layers.map(({ inputs }) => inputs)) + 1
    const cellHeight = Math.min((bottom - top) / most, size * 2.2)
    this.pen.font = `${size * 0.9}px ${font}`
    const labelWidth = Math.max(...features.map((name) => this.pen.measureText(name).width))
    this.labels = cellHeight >= size * 0.95 && labelWidth < this.width * 0.3
    const left = this.labels ? labelWidth + size * 1.4 : size * 0.8
    const gap = size * 1.5
    const free = this.width - left - size * 0.8 - gap * (this.layers.length - 1)
    const captions = this.layers.map((_, layer) => this.pen.measureText(this.caption(layer)).width)
    const total = (list) => list.reduce((sum, each) => sum + each, 0)
    const units = this.layers.map((layer) => layer.units)
    const evenly = free / total(units)
    // A layer narrower than its caption gets the caption's width, the others share the rest.
    const isNarrow = (layer) => units[layer] * evenly < captions[layer]
    const taken = total(captions.filter((_, layer) => isNarrow(layer)))
    const sharing = total(units.filter((_, layer) => !isNarrow(layer)))
    const cellWidth = Math.min(sharing ? (free - taken) / sharing : evenly, size * 5)
    let x = left
    this.blocks = this.layers.map(({ inputs, units }, layer) => {
      const block = { x, y: top, inputs, units, cellWidth, cellHeight }
      x += Math.max(cellWidth * units, captions[layer]) + gap
      return block
    })
    this.numbers = cellWidth > size * 3.1 && cellHeight > size
    this.keyframe = -1
  }

  draw(frame) {
    if (!this.chooseKeyframe(frame)) return
    this.clear("Weights")
    const { style, run } = this
    this.blocks.forEach((block, layer) => {
      this.write(this.caption(layer), block.x, block.y - style.size * 0.5, { size: 0.9 })
      for (let row = 0; row <= block.inputs; row++) {
        for (let unit = 0; unit < block.units; unit++) this.drawCell(block, layer, row, unit)
      }
    })
    if (this.labels) {
      const { x, y, cellHeight, inputs } = this.blocks[0]
      const names = [...run.features, "bias"]
      for (let row = 0; row <= inputs; row++) {
        const at = y + (row + 0.5) * cellHeight + style.size * 0.3
        this.write(names[row], x - style.size * 0.5, at, { align: "right", size: 0.9 })
      }
    }
    this.drawKey()
  }

  caption(layer) {
    if (layer === this.layers.length - 1) return "output"
    return this.layers.length > 2 ? `layer ${layer + 1}` : "hidden layer"
  }

  valueAt(layer, row, unit) {
    return row < this.layers[layer].inputs ? this.kernelAt(layer, row, unit) : this.biasAt(layer, unit)
  }

  drawCell({ x, y, cellWidth, cellHeight }, layer, row, unit) {
    const { pen, style } = this
    const value = this.valueAt(layer, row, unit)
    const [left, top] = [x + unit * cellWidth, y + row * cellHeight]
    const gap = Math.min(cellWidth, cellHeight) > 5 ? 1 : 0
    pen.globalAlpha = 0.06 + 0.64 * this.share(layer, value)
    pen.fillStyle = this.color(value)
    pen.fillRect(left, top, cellWidth - gap, cellHeight - gap)
    pen.globalAlpha = 1
    if (this.numbers) {
      this.write(short(value), left + cellWidth / 2, top + cellHeight / 2 + style.size * 0.3, { align: "center", size: 0.9 })
    }
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
      const row = Math.floor((y - block.y) / block.cellHeight)
      if (unit < 0 || unit >= block.units || row < 0 || row > block.inputs) continue
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
    this.yTicks = ticks.map((tick) => [this.y(tick), number(tick)])
  }

  yLabels() {
    return this.run.loss_axis.ticks.map(number)
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
    this.scale(this.plotArea(this.yLabels(), false))
    this.xTicks = evenTicks(0, this.run.total, 4).map((tick) => [this.x(tick), count(tick)])
    this.curves = []
    if (this.run.val_loss.length) this.curves.push(this.curve("val_loss", this.style.negative))
    this.curves.push(this.curve("loss", this.style.positive))
  }

  // Losses belong to epochs 1, 2, ...
  curve(name, color) {
    const losses = this.run[name]
    return { name, path: this.path(Array.from(losses, (_, i) => i + 1), losses), color }
  }

  draw(frame) {
    const { pen, style, area, run } = this
    this.clear("Loss")
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
    const value = run.loss[run.epochs[frame] - 1]
    const now = value === undefined ? "not trained yet" : number(value)
    const held = run.val_loss[run.epochs[frame] - 1]
    const heldOut = held === undefined ? "" : ` Of the held-out rows: ${number(held)}.`
    const range = `from ${number(run.loss[0])} to ${number(run.loss.at(-1))}`
    return `Loss curve of ${run.loss_name}: ${now} now, ${range}.${heldOut}`
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
    this.xTicks = ticks.map((tick) => [this.x(tick), seconds ? number(tick) : count(tick)])
    for (const racer of this.racers) {
      racer.path = this.path(racer.x, racer.y)
      racer.ink = this.style.series[racer.color % this.style.series.length]
    }
  }

  draw(frame) {
    const { style, area, run } = this
    const now = run.epochs[frame]
    this.clear(`Race: ${run.loss_name}`)
    this.axes(area, this.xTicks, this.yTicks)
    const title = run.clock === "s" ? "seconds of training" : "epoch"
    this.write(title, area.left + area.width / 2, area.top + area.height + style.size * 2.5, { align: "center", size: 0.9 })
    this.drawLine()
    for (const racer of this.racers) this.drawRacer(racer, now)
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
    const text = `finish: ${number(run.line)}, within 5 % of the best`
    const width = this.pen.measureText(text).width + style.size
    this.pen.fillStyle = style.background // or it could not be read on the curves
    this.pen.fillRect(area.left + area.width - width, y - style.size * 1.6, width, style.size * 1.4)
    this.write(text, area.left + area.width, y - style.size * 0.5, { align: "right", size: 0.9 })
  }

  drawRacer({ x, y, path, ink, at, place }, now) {
    this.strokeUntil(now, path, ink)
    const last = lastUpTo(x, now)
    if (last >= 0 && Number.isFinite(y[last])) this.dot(x[last], y[last], ink)
    if (at !== null && at <= now) {
      const arrived = lastUpTo(x, at)
      this.dot(at, y[arrived], this.style.background, this.style.size * 0.55)
      this.dot(at, y[arrived], ink, this.style.size * 0.4)
      this.write(ordinal(place), this.x(at), this.y(y[arrived]) - this.style.size, { align: "center", bold: true, color: ink })
    }
  }

  drawRow(racer, number, frame) {
    const { board, row, style } = this
    const y = board.top + number * row + style.size
    this.line([[board.left, y - style.size * 0.3], [board.left + style.size * 1.2, y - style.size * 0.3]], racer.ink, 4)
    const left = board.left + style.size * 1.8
    this.write(this.fitted(racer.name, board.width - style.size * 1.8, true), left, y, { bold: true })
    this.write(this.fitted(this.stateOf(racer, frame), board.width - style.size * 1.8, false), left, y + style.size * 1.25)
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

  fitted(text, width, bold) {
    const { pen, style } = this
    pen.font = `${bold ? 600 : 400} ${style.size}px ${style.font}`
    if (pen.measureText(text).width <= width) return text
    let shorter = text
    while (shorter && pen.measureText(`${shorter}…`).width > width) shorter = shorter.slice(0, -1)
    return `${shorter.trimEnd()}…`
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

  describe(frame) {
    const lines = this.racers.map((racer) => `${racer.name}: ${this.stateOf(racer, frame)}`)
    return `Race of ${this.racers.length} runs, ${this.run.loss_name}. ${lines.join("; ")}.`
  }
}

// ---- numbers and geometry

function clockText({ clock, total }, now) {
  if (clock === "s") return `${now.toFixed(3)} of ${total.toFixed(3)} s`
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

function number(value) {
  if (Number.isNaN(value)) return "NaN"
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞"
  const size = Math.abs(value)
  if (size !== 0 && (size >= 1e6 || size < 1e-4)) return value.toExponential(1).replace("-", "−").replace("e+", "e")
  const digits = size >= 1000 ? 0 : size >= 100 ? 1 : size >= 1 ? 2 : size >= 0.01 ? 3 : 4
  return String(Number(value.toFixed(digits))).replace("-", "−")
}

function short(value) {
  if (!Number.isFinite(value)) return number(value)
  const size = Math.abs(value)
  if (size >= 1000) return value.toExponential(0).replace("-", "−").replace("e+", "e")
  const text = value.toFixed(size >= 100 ? 0 : size >= 10 ? 1 : 2)
  return Number(text) === 0 ? "0" : text.replace("-", "−")
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

function distanceToLine(x, y, x0, y0, x1, y1) {
  const [dx, dy] = [x1 - x0, y1 - y0]
  const along = ((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy)
  if (along < 0.04 || along > 0.96) return Infinity
  return Math.hypot(x - x0 - along * dx, y - y0 - along * dy)
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
