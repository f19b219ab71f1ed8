// The answer as one card alone changes: a curve along its slider, or a mark for each text.

import { digits } from "../format.js"
import { dashOf, markOf } from "../marks.js"
import { View } from "../views/view.js"

export const SIDE = 10 // px left free on the right, half of the slider's thumb
const WIDTH = 0.15 // of a line, in sizes of the text
const RADIUS = 0.35 // of a mark
const NARROW = 34 // px that the name of a text needs at least

export class CardCurve extends View {
  // Draws the curve of a card.
  draw({ card, stops, lines }, value, { limits, left, threshold }) {
    const { pen, style } = this
    this.card = card
    this.area = { left, top: 6, width: this.width - left - SIDE, height: this.bottom() - 6 }
    this.limits = limits
    pen.clearRect(0, 0, this.width, this.height)
    if (!card.words.length) this.shade()
    this.drawAxis()
    if (threshold !== null && limits[0] < threshold && threshold < limits[1])
      this.horizontal(this.y(threshold), this.area, style.grey, 1, [4, 3])
    if (card.words.length) this.drawWords(lines, value)
    else this.drawLines(stops, lines, value)
  }

  bottom() {
    return this.height - (this.card.words.length ? this.style.size * 1.4 : 4)
  }

  // Where a value of the card is.
  x(value) {
    const { card, area } = this
    const { words, least, most } = card
    const share = words.length ? (value + 0.5) / words.length : (value - least) / (most - least)
    return area.left + share * area.width
  }

  y(output) {
    const { area, limits } = this
    const [low, high] = limits
    const share = Math.max(0, Math.min(1, (output - low) / (high - low)))
    return area.top + (1 - share) * area.height
  }

  // Shades the range of the training rows.
  shade() {
    const { pen, card, style } = this
    const from = this.x(card.low)
    pen.fillStyle = style.positive
    pen.globalAlpha = 0.12
    pen.fillRect(from, 0, Math.max(1, this.x(card.high) - from), this.height)
    pen.globalAlpha = 1
  }

  drawAxis() {
    const { area, limits, style } = this
    for (const limit of limits) {
      const y = this.y(limit)
      this.horizontal(y, area, style.border)
      const baseline = limit === limits[1] ? y + style.size * 0.75 : y
      this.write(digits(limit, 3), area.left - 5, baseline, { align: "right", size: 0.85 })
    }
  }

  drawLines(stops, lines, value) {
    const { pen, area, card, style } = this
    const x = this.x(value)
    this.line(
      [
        [x, 0],
        [x, this.height],
      ],
      style.text,
    )
    this.drawOwn(this.x(card.own), area.top + area.height)
    const width = WIDTH * style.size
    lines.forEach((line, output) => {
      pen.strokeStyle = this.color(output)
      pen.lineWidth = width
      pen.setLineDash(dashOf(output, width))
      pen.stroke(this.path(stops, line))
      pen.setLineDash([])
      const at = ((value - card.least) / (card.most - card.least)) * (stops.length - 1)
      this.mark(output, x, between(line, at))
    })
  }

  // A NaN or an infinity leaves a gap.
  path(stops, line) {
    const path = new Path2D()
    let joined = false
    stops.forEach((stop, i) => {
      const isDrawn = Number.isFinite(line[i])
      if (isDrawn) path[joined ? "lineTo" : "moveTo"](this.x(stop), this.y(line[i]))
      joined = isDrawn
    })
    return path
  }

  // A triangle at the first value.
  drawOwn(x, y) {
    const { pen, style } = this
    pen.beginPath()
    for (const [dx, dy] of [
      [-5, 0],
      [5, 0],
      [0, -8],
    ])
      pen.lineTo(x + dx, y + dy)
    pen.closePath()
    pen.fillStyle = style.background
    pen.fill()
    pen.strokeStyle = style.text
    pen.lineWidth = 1.25
    pen.stroke()
  }

  drawWords(lines, value) {
    const { pen, area, card, style } = this
    const room = area.width / card.words.length
    const y = area.top + area.height
    pen.strokeStyle = style.text
    pen.lineWidth = 1
    pen.strokeRect(area.left + value * room + 1.5, 0.5, room - 3, this.height - 1)
    this.drawOwn(this.x(card.own), y)
    lines.forEach((line, output) => {
      line.forEach((each, word) => this.mark(output, this.x(word), each))
    })
    const names = card.words.map(([word]) => word)
    if (room < NARROW) return
    this.linesOf(names, room - 6, { size: 0.9 }).forEach(([name], word) =>
      this.write(name, this.x(word), this.height - style.size * 0.3, {
        align: "center",
        size: 0.9,
      }),
    )
  }

  mark(output, x, value) {
    if (!Number.isFinite(value)) return
    const { pen, style } = this
    const mark = markOf(output, x, this.y(value), RADIUS * style.size)
    pen.fillStyle = this.color(output)
    pen.fill(mark)
    pen.strokeStyle = style.background
    pen.lineWidth = 1
    pen.stroke(mark)
  }

  color(output) {
    return this.style.series[output % this.style.series.length]
  }
}

function between(line, at) {
  const from = Math.max(0, Math.min(line.length - 2, Math.floor(at)))
  return line[from] + (at - from) * (line[from + 1] - line[from])
}
