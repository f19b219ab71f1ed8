// Curves over epochs or seconds.

import { axisTicks, spaced, tickTexts } from "../ticks.js"
import { View } from "./view.js"

export const CURVE_WIDTH = 2.5
// In the list of several runs, from the left of a row, in sizes of the text:
export const STRIPE = 2.6 // to the end of a run's line
export const NAME = 3.6 // to its name

export class CurveView extends View {
  // Lays out the axes in an area, and sets the functions `x` and `y` from values to places.
  scale(area) {
    const { low, high, log } = this.axis()
    const ticks = axisTicks(this.axis())
    this.area = area
    const scale = log ? Math.log : (value) => value
    const span = scale(high) - scale(low) || 1
    this.x = (moment) => area.left + (moment / this.run.total) * area.width
    this.y = (value) => {
      const at = area.top + area.height - ((scale(value) - scale(low)) / span) * area.height
      return Math.max(area.top, Math.min(area.top + area.height, at))
    }
    this.yTicks = spaced(
      this.yLabels().map((text, i) => [this.y(ticks[i]), text]),
      this.style.size * 1.1,
    )
  }

  axis() {
    return this.run.loss_axis
  }

  yLabels() {
    return tickTexts(axisTicks(this.axis()), this.axis().log)
  }

  // A NaN or an infinity leaves a gap; a lone value becomes a dot.
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

  // Strokes the part of a path that lies before a moment.
  strokeUntil(moment, path, color, dash = []) {
    const { pen } = this
    pen.save()
    pen.beginPath()
    pen.rect(0, 0, this.x(moment) + 1, this.height)
    pen.clip()
    pen.lineJoin = "round"
    pen.lineWidth = CURVE_WIDTH
    pen.strokeStyle = color
    pen.setLineDash(dash)
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
