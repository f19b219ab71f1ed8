// What views share that draw every row as a point.

import { View } from "./view.js"

export const TAP_RADIUS = 14 // px: a press this close to a point, a unit or a line counts as on it

export class PointsView extends View {
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

  // A dot for a training row; a ring in a colour of its own for a validation row.
  drawDot(x, y, isHeld, color, radius = this.style.size * 0.33) {
    const { pen } = this
    pen.beginPath()
    pen.arc(x, y, radius, 0, 2 * Math.PI)
    this.inkPoint(isHeld, color)
  }

  drawCross(x, y, isHeld, radius) {
    const { pen, style } = this
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
    pen.strokeStyle = style.validation
    pen.stroke()
  }

  // A point off the scale, at its edge: above if `off` is 1, below if -1.
  drawTriangle(x, y, off, isHeld, color) {
    const { pen } = this
    const radius = this.style.size * 0.33
    pen.beginPath()
    for (const [dx, dy] of [
      [-1, 0],
      [1, 0],
      [0, -1.5],
    ])
      pen.lineTo(x + dx * radius * 1.3, y + off * dy * radius * 1.3)
    pen.closePath()
    this.inkPoint(isHeld, color)
  }

  inkPoint(isHeld, color) {
    const { pen, style } = this
    pen.fillStyle = color
    pen.strokeStyle = style.validation
    pen.globalAlpha = isHeld ? 1 : 0.75
    pen.lineWidth = 1.75
    if (isHeld) pen.stroke()
    else pen.fill()
    pen.globalAlpha = 1
  }

  // The place of a value, moved to the edge if it is off the scale, and on which side it is off.
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
      this.write(note, left + width / 2, top + size * (1.6 + 1.3 * i), {
        align: "center",
        color: this.style.warning,
        size: 0.95,
        halo: true,
      }),
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
