// What stands still on the plane: the points, the axes and the key.

import { digits } from "../format.js"
import { SHADES, mix, rgbOf } from "../theme.js"
import { PointsView } from "./points.js"

export class PlaneStill extends PointsView {
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
    this.points = this.still(() => this.drawStill())
    this.keyframe = -1
  }

  isClassified() {
    return this.run.classes.length > 0
  }

  drawStill() {
    this.clear("Output over the plane")
    this.drawAxes()
    for (const isHeld of [false, true]) this.drawPoints(isHeld) // those on top are fewer and hollow
    this.drawKey()
  }

  drawPoints(isHeld) {
    const { x1, x2, actual } = this.run
    for (let row = 0; row < actual.length; row++) {
      if (this.held.has(row) !== isHeld) continue
      this.drawPoint(this.x(x1[row]), this.y(x2[row]), isHeld, this.colorOf(actual[row]))
    }
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
    const { style, legend, run, isBeside } = this
    const { size } = style
    const color = this.isClassified() ? style.positive : style.text
    const names = this.held.size ? ["training", "held out"] : ["training"]
    const step = size * (isBeside ? 3.2 : 1.7)
    const left = legend.left + size * 1.2
    this.scores = names.map((name, i) => {
      const y = legend.top + i * step
      this.drawPoint(legend.left + size * 0.4, y - size * 0.3, i === 1, color)
      this.write(name, left, y, { size: 0.95 })
      return isBeside ? [left, y + size * 1.3] : [left + this.widest([name], 0.95) + size * 0.8, y]
    })
    this.drawBar(legend.top + (names.length - 1) * step + size * (isBeside ? 2.7 : 0.8), run.axis)
  }

  drawBar(y, [low, high]) {
    const { pen, style, legend, run, isBeside } = this
    const words = this.isClassified() ? run.classes.slice(0, 2) : ["", ""]
    const ends = [`${digits(low)} ${words[0]}`.trim(), `${words[1]} ${digits(high)}`.trim()]
    // beside the plane the bar is short, and its ends are told below it
    const [before, after] = ends.map((end) => (isBeside ? 0 : this.widest([end], 0.9) + 6))
    const [left, width] = [legend.left + before, legend.width - before - after]
    const height = style.size * 0.8
    pen.drawImage(barOf(run.planes.palette), left, y, width, height)
    pen.strokeStyle = style.border
    pen.strokeRect(left - 0.5, y - 0.5, width + 1, height + 1)
    const below = y + height + style.size * (isBeside ? 1.1 : -0.1)
    this.write(ends[0], legend.left, below, { size: 0.9 })
    this.write(ends[1], legend.left + legend.width, below, { align: "right", size: 0.9 })
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
