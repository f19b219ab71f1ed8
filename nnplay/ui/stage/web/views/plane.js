// Points of a plane on what the network says of every place.

import { count, fixed, number } from "../format.js"
import { contour } from "../geometry.js"
import { PlaneStill } from "./plane_still.js"
import { TAP_RADIUS } from "./points.js"
import { nearestKeyframe } from "./weighted.js"

export class PlaneView extends PlaneStill {
  draw(frame) {
    const key = nearestKeyframe(this.run, frame)
    if (key === this.keyframe) return
    this.keyframe = key
    const { pen, run, area } = this
    run.planes.goTo(key)
    pen.clearRect(0, 0, this.width, this.height)
    run.planes.draw(pen, run.sizes.length - 1, 0, area.left, area.top, area.width)
    if (this.isClassified()) this.drawBorder()
    this.copy(this.points)
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
      ? `actual ${classes[actual[row]]}`
      : `actual height ${number(actual[row])}`
    return `${names[row]}, ${target}\n${at}\n${this.told(this.outputs()[row])}${this.heldText(row)}`
  }

  told(output) {
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
