// What does not move in the view of the plane: the points, the axes and the key; and their layout.

import { digits } from "../format.js"
import { Switch } from "../switches.js"
import { SHADES, mix, rgbOf } from "../theme.js"
import { PointsView } from "./points.js"

export class PlaneStill extends PointsView {
  constructor(...all) {
    super(...all)
    this.switches = ["discretise", "held"].map(
      (name) => new Switch(this.canvas, name, this.onSwitch),
    )
  }

  layOut() {
    const [discretise, held] = this.switches
    this.isDiscrete = discretise.show(this.isClassified(), false)
    this.showsHeld = held.show(this.held.size > 0, true)
    this.layArea()
    this.drawn = this.still(() => {
      this.drawAxes()
      // validation rows on top: they are fewer, and hollow
      for (const isHeld of [false, true]) this.drawPoints(isHeld)
      this.drawKey()
    })
    this.keyframe = -1
  }

  layArea() {
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
    // noise can move a point out of the plane
    const within = (value) => Math.max(low, Math.min(high, value))
    this.x = (value) => this.area.left + ((within(value) - low) / (high - low)) * side
    this.y = (value) => top + ((high - within(value)) / (high - low)) * side
    this.legend = this.isBeside
      ? { left: left + side + size, top: top + size, width: this.width - left - side - size * 1.8 }
      : { left: this.area.left, top: top + side + bottom + size * 1.1, width: side }
  }

  isClassified() {
    return this.run.classes.length > 0
  }

  drawPoints(isHeld) {
    if (isHeld && !this.showsHeld) return
    const { actual } = this.run
    for (let row = 0; row < actual.length; row++) {
      if (this.held.has(row) !== isHeld) continue
      const { x, y } = this.place(row)
      this.drawPoint(x, y, isHeld, this.colorOf(actual[row]), this.isLow(actual[row]))
    }
  }

  // Where a row's point is; NaN if it is not shown.
  place(row) {
    if (this.held.has(row) && !this.showsHeld) return { x: NaN, y: NaN }
    return { x: this.x(this.run.x1[row]), y: this.y(this.run.x2[row]) }
  }

  // Whether a target has the colour of negative numbers.
  isLow(target) {
    return this.isClassified() ? target === 0 : target < 0
  }

  drawAxes() {
    const { left, top, width, height } = this.area
    const [low, high] = this.run.limits
    const ticks = [low, 0, high]
    this.writeTicks(
      this.area,
      ticks.map((value) => [this.x(value), digits(value)]),
      ticks.map((value) => [this.y(value), digits(value)]),
    )
    const { size } = this.style
    const [x, y] = [this.x(high / 2), this.y(high / 2)]
    this.write("x1", x, top + height + size * 1.2, { align: "center", size: 0.9, bold: true })
    this.write("x2", left - size * 0.5, y + size * 0.3, { align: "right", size: 0.9, bold: true })
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

  // A disc, or a square on the low side; a validation row has a frame around a smaller one.
  drawPoint(x, y, isHeld, color, isLow) {
    const { style } = this
    const crowded = this.run.actual.length > 400
    const radius = Math.max(2, Math.min(style.size * (crowded ? 0.24 : 0.32), this.area.width / 55))
    const rim = isHeld ? style.validation : style.background
    this.drawShape(x, y, radius + 0.75, isLow, isHeld ? style.background : color, rim, isHeld)
    if (isHeld) this.drawShape(x, y, radius * 0.5, isLow, color)
  }

  drawShape(x, y, radius, isSquare, fill, rim = null, isThick = false) {
    const { pen } = this
    const half = radius * 0.89 // as large as the disc
    pen.beginPath()
    if (isSquare) pen.rect(x - half, y - half, 2 * half, 2 * half)
    else pen.arc(x, y, radius, 0, 2 * Math.PI)
    pen.fillStyle = fill
    pen.fill()
    if (!rim) return
    pen.strokeStyle = rim
    pen.lineWidth = isThick ? Math.max(1.5, radius * 0.35) : 1
    pen.stroke()
  }

  // The key: what each mark means, and the scale of the colours.
  drawKey() {
    const { style, legend, isBeside } = this
    const { size } = style
    const held = this.switches[1]
    const rows = this.held.size ? 2 : 1
    const step = size * (isBeside ? 3.2 : 1.7)
    const left = legend.left + size * 1.2
    this.scores = Array.from({ length: rows }, (_, row) => {
      const y = legend.top + row * step
      this.drawPoint(legend.left + size * 0.4, y - size * 0.3, row === 1, style.text, false)
      if (row) held.place(left, y - size * 0.3)
      else this.write("training", left, y, { size: 0.95 })
      const width = row ? held.width : this.widest(["training"], 0.95)
      return isBeside ? [left, y + size * 1.3] : [left + width + size * 0.8, y]
    })
    this.drawBar(legend.top + (rows - 1) * step + size * (isBeside ? 2.7 : 0.8))
  }

  drawBar(y) {
    const { pen, style, legend, isBeside } = this
    const { size } = style
    const ends = this.endsOf(this.run.axis)
    // beside the plane the bar is short, and the texts of its ends are below it
    const [before, after] = ends.map((end) => (isBeside ? 0 : this.widest([end], 0.9) + size * 1.4))
    const [left, width] = [legend.left + before, legend.width - before - after]
    const height = size * 0.8
    pen.drawImage(barOf(this.run.planes.palette), left, y, width, height)
    this.hatchBar(left, y, width / 2, height)
    pen.strokeStyle = style.border
    pen.lineWidth = 1
    pen.strokeRect(left - 0.5, y - 0.5, width + 1, height + 1)
    this.endsAt = y + height + size * (isBeside ? 1.1 : -0.1)
    const [low, high] = [legend.left + size * 0.4, legend.left + legend.width - size * 0.4]
    for (const [x, isLow] of [
      [low, true],
      [high, false],
    ]) {
      const color = isLow ? style.negative : style.positive
      this.drawPoint(x, this.endsAt - size * 0.3, false, color, isLow)
    }
  }

  hatchBar(left, top, width, height) {
    const { pen, style } = this
    pen.save()
    pen.beginPath()
    pen.rect(left, top, width, height)
    pen.clip()
    pen.beginPath()
    for (let x = left; x < left + width + height; x += style.size * 0.7) {
      pen.moveTo(x, top)
      pen.lineTo(x - height, top + height)
    }
    this.inkHatch()
    pen.restore()
  }

  inkHatch(path) {
    const { pen, style } = this
    pen.strokeStyle = style.text
    pen.globalAlpha = 0.3
    pen.lineWidth = 1
    if (path) pen.stroke(path)
    else pen.stroke()
    pen.globalAlpha = 1
  }

  // The texts of the bar's two ends.
  endsOf([low, high], isUnit = false) {
    const words = this.isClassified() && !isUnit ? this.run.classes : ["", ""]
    return [`${digits(low)} ${words[0]}`.trim(), `${words[1]} ${digits(high)}`.trim()]
  }

  drawEnds(limits, isUnit) {
    const { legend, style } = this
    const [low, high] = this.endsOf(limits, isUnit)
    const [left, right] = [legend.left + style.size, legend.left + legend.width - style.size]
    this.write(low, left, this.endsAt, { size: 0.9 })
    this.write(high, right, this.endsAt, { align: "right", size: 0.9 })
  }
}

// The palette as a picture, one pixel high.
function barOf(palette) {
  const bar = document.createElement("canvas")
  bar.width = SHADES
  bar.height = 1
  const image = new ImageData(SHADES, 1)
  new Uint32Array(image.data.buffer).set(palette.subarray(0, SHADES))
  bar.getContext("2d").putImageData(image, 0, 0)
  return bar
}
