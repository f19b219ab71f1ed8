// The points of a pattern, drawn over the network's output at every place of the plane.

import { count, fixed, number } from "../format.js"
import { contour, hatch, regionAbove } from "../contours.js"
import { SHADES } from "../theme.js"
import { PlaneStill } from "./plane_still.js"
import { TAP_RADIUS } from "./points.js"
import { nearestKeyframe } from "./weighted.js"

export class PlaneView extends PlaneStill {
  prepare() {
    super.prepare()
    this.unit = null
  }

  draw(frame) {
    const key = nearestKeyframe(this.run, frame)
    if (key === this.keyframe) return
    this.keyframe = key
    const { pen, run, area, unit } = this
    run.planes.goTo(key)
    this.clear(unit ? `Output of ${unit.name}` : "Output over the plane")
    const { layer, unit: number } = unit ?? { layer: run.sizes.length - 1, unit: 0 }
    const limits = run.planes.scaleOf(layer, number)
    const grid = run.planes.gridOf(layer, number, this.levelOf(limits))
    if (this.isDiscrete && !unit) this.drawClasses(grid)
    else run.planes.draw(pen, layer, number, area.left, area.top, area.width)
    this.inkHatch(hatch(grid, area, Math.round(grid.side / 14)))
    if (this.isClassified() && !unit) this.drawBorder(grid)
    this.copy(this.drawn)
    this.drawEnds(limits, Boolean(unit))
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

  // Shows a unit's plane instead of the output's; returns whether all of it is in sight.
  showUnit(node, name, frame) {
    const isHidden = node && node.layer < this.run.sizes.length - 1
    const unit = isHidden ? { ...node, name } : null
    if (unit?.name !== this.unit?.name) {
      this.unit = unit
      this.keyframe = -1
      this.draw(frame)
    }
    const { top, bottom } = this.canvas.getBoundingClientRect()
    return top >= 0 && bottom <= innerHeight
  }

  // The value at which the colour changes.
  levelOf([low, high]) {
    return this.isClassified() && !this.unit ? this.run.threshold : (low + high) / 2
  }

  drawClasses(grid) {
    const { pen, run, area } = this
    const { palette } = run.planes
    pen.fillStyle = cssOf(palette[0])
    pen.fillRect(area.left, area.top, area.width, area.height)
    pen.fillStyle = cssOf(palette[SHADES - 1])
    pen.fill(regionAbove(grid, area))
  }

  // The decision boundary.
  drawBorder(grid) {
    const { pen, area, style } = this
    const path = contour(grid, area)
    pen.strokeStyle = style.text
    pen.globalAlpha = 0.6
    pen.lineWidth = 1.25
    pen.stroke(path)
    pen.globalAlpha = 1
  }

  // The outputs at the points.
  outputs() {
    return this.run.planes.atPoints.values.at(-1)
  }

  classOf(output) {
    return Number(output > this.run.threshold)
  }

  scoreOf(ofHeld) {
    const { actual } = this.run
    const outputs = this.outputs()
    let [rows, correct, error] = [0, 0, 0]
    for (let row = 0; row < actual.length; row++) {
      if (this.held.has(row) !== ofHeld) continue
      rows += 1
      error += Math.abs(outputs[row] - actual[row])
      if (!Number.isNaN(outputs[row]) && this.classOf(outputs[row]) === actual[row]) correct += 1
    }
    return this.isClassified()
      ? `${count(correct)} of ${count(rows)} correct`
      : `mean error ${number(error / rows)}`
  }

  // The row whose point is at a place, or -1. It reaches less far than in other views, as every
  // place has an output of its own to show.
  rowAt(x, y, frame) {
    return super.rowAt(x, y, frame, TAP_RADIUS * 0.6)
  }

  textAt(x, y, frame) {
    const row = this.rowAt(x, y, frame)
    if (row >= 0) return this.textOfPoint(row)
    const place = this.placeAt(x, y)
    if (!place) return null
    const [x1, x2] = place
    const output = this.inWords(this.run.planes.outputAt(x1, x2))
    return `x1 ${fixed(x1, 2)}, x2 ${fixed(x2, 2)}\n${output}`
  }

  // The x1 and x2 at a place of the picture; null outside the plane.
  placeAt(x, y) {
    const { area, run } = this
    const [low, high] = run.limits
    const shares = [(x - area.left) / area.width, 1 - (y - area.top) / area.height]
    if (shares.some((share) => share < 0 || share > 1)) return null
    return shares.map((share) => low + share * (high - low))
  }

  textOfPoint(row) {
    const { actual, names, classes, x1, x2 } = this.run
    const at = `x1 ${fixed(x1[row], 2)}, x2 ${fixed(x2[row], 2)}`
    const target = this.isClassified()
      ? `actual ${classes[actual[row]]}`
      : `actual height ${number(actual[row])}`
    const output = this.inWords(this.outputs()[row])
    return `${names[row]}, ${target}\n${at}\n${output}${this.heldText(row)}`
  }

  inWords(output) {
    const predicted =
      this.isClassified() && !Number.isNaN(output)
        ? `: ${this.run.classes[this.classOf(output)]}`
        : ""
    return `output ${number(output)}${predicted}`
  }

  describe() {
    const { run } = this
    if (this.outputs().some(Number.isNaN)) return "Output over the plane: it is not a number."
    const held = this.held.size ? `; held out, ${this.scoreOf(true)}` : ""
    return `Output over the plane as colours, with ${count(run.actual.length)} points: of the training points, ${this.scoreOf(false)}${held}.`
  }
}

// A pixel of the palette as a colour.
function cssOf(pixel) {
  return `rgb(${new Uint8Array(new Uint32Array([pixel]).buffer).subarray(0, 3).join(" ")})`
}
