// Points of a plane on what the network says of every place.

import { count, digits, fixed, number } from "../format.js"
import { contour } from "../geometry.js"
import { SHADES, mix, rgbOf } from "../theme.js"
import { PointsView, TAP_RADIUS } from "./points.js"
import { nearestKeyframe } from "./weighted.js"

export class PlaneView extends PointsView {
  layOut() {
    const { size } = this.style
    const [left, top, bottom] = [size * 2.2, size * 2.3, size * 1.9]
    const rows = this.held.size ? 2 : 1
    const below = Math.min(
      this.width - left - size,
      this.height - top - bottom - size * (1.7 * rows + 2.6),
    )
    const beside = Math.min(this.width - left - size * 11, this.height - top - bottom)
    this.isBeside = beside > below
    const side = Math.floor(Math.max(beside, below))
    this.area = {
      left: this.isBeside ? left : Math.floor((this.width - side + left - size) / 2),
      top,
      width: side,
      height: side,
    }
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
        if (this.held.has(row) === isHeld)
          this.drawPoint(
            this.x(this.run.x1[row]),
            this.y(this.run.x2[row]),
            isHeld,
            this.colorOf(this.run.actual[row]),
          )
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
    for (const [value, label] of [
      [low, digits(low)],
      [0, "0"],
      [high / 2, "x1"],
      [high, digits(high)],
    ]) {
      this.write(label, this.x(value), top + height + size * 1.2, {
        align: "center",
        size: 0.9,
        bold: label === "x1",
      })
    }
    for (const [value, label] of [
      [low, digits(low)],
      [0, "0"],
      [high / 2, "x2"],
      [high, digits(high)],
    ]) {
      this.write(label, left - size * 0.4, this.y(value) + size * 0.3, {
        align: "right",
        size: 0.9,
        bold: label === "x2",
      })
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
    return `rgb(${mix(mix(rgbOf(style.background), rgbOf(style.text), 0.3), end, Math.abs(share))
      .map(Math.round)
      .join(" ")})`
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
    const y =
      legend.top +
      (names.length - 1) * style.size * (this.isBeside ? 3.2 : 1.7) +
      style.size * (this.isBeside ? 2.7 : 0.8)
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
      : [
          legend.left + this.widest([ends[0]], 0.9) + 6,
          legend.left + legend.width - this.widest([ends[1]], 0.9) - 6,
        ]
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
    this.scores.forEach(([x, y], i) =>
      this.write(this.scoreOf(i === 1), x, y, { bold: true, size: 0.95 }),
    )
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
    return this.isClassified()
      ? `${count(right)} of ${count(rows)} right`
      : `mean error ${number(error / rows)}`
  }

  place(row) {
    return { x: this.x(this.run.x1[row]), y: this.y(this.run.x2[row]) }
  }

  textAt(x, y, frame) {
    const { area, run } = this
    const row = this.rowAt(x, y, frame, TAP_RADIUS * 0.6)
    if (row >= 0) return this.textOfPoint(row)
    if (x < area.left || y < area.top || x > area.left + area.width || y > area.top + area.height)
      return null
    const [low, high] = run.limits
    const [x1, x2] = [(x - area.left) / area.width, 1 - (y - area.top) / area.height].map(
      (share) => low + share * (high - low),
    )
    return `x1 ${fixed(x1, 2)}, x2 ${fixed(x2, 2)}\n${this.told(run.planes.outputAt(x1, x2))}`
  }

  textOfPoint(row) {
    const { actual, names, classes, x1, x2 } = this.run
    const at = `x1 ${fixed(x1[row], 2)}, x2 ${fixed(x2[row], 2)}`
    const target = this.isClassified()
      ? `actually ${classes[actual[row]]}`
      : `actual height ${number(actual[row])}`
    return `${names[row]}, ${target}\n${at}\n${this.told(this.outputs()[row])}${this.heldText(row)}`
  }

  told(output) {
    const taken =
      this.isClassified() && !Number.isNaN(output)
        ? `: ${this.run.classes[this.takenFor(output)]}`
        : ""
    return `output ${number(output)}${taken}`
  }

  describe() {
    const { run } = this
    if (this.outputs().some(Number.isNaN)) return "Output over the plane: it is not a number."
    const held = this.held.size ? `; held out, ${this.scoreOf(true)}` : ""
    return `Output over the plane as colours, with ${count(run.actual.length)} points: of those learned from, ${this.scoreOf(false)}${held}.`
  }
}
