// Predicted against actual classes: the points of rows classified correctly lie in the tinted
// fields.

import { number } from "../format.js"
import { ClassesLayout } from "./classes_layout.js"

export class ClassesView extends ClassesLayout {
  outputsOf(row, frame) {
    const { predictionsAt, actual, outputs } = this.run
    const values = predictionsAt(frame)
    return outputs.map((_, unit) => values[unit * actual.length + row])
  }

  // Where a row's point is, and which class is predicted: -1 if an output is not a number.
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
    const lead = Math.min(1, values[first] - values[second])
    const doubt = Number.isNaN(lead) ? 1 : 1 - lead
    const { top, height } = this.bands[first]
    const sure = first === 0 ? 0.88 : first === last ? 0.12 : 0.5
    const edge = second > first ? 0.04 : 0.96
    return { y: top + height * (sure + doubt * (edge - sure)), predicted: first }
  }

  draw(frame) {
    const { run, style } = this
    this.clear("Predicted against actual")
    this.drawFields()
    const correct = run.classes.map(() => 0)
    let [off, missing, heldCorrect] = [0, 0, 0]
    for (let row = 0; row < run.actual.length; row++) {
      const place = this.place(row, frame)
      const isCorrect = place.predicted === run.actual[row]
      if (place.predicted < 0) missing += 1
      else this.drawMark(place, isCorrect, this.held.has(row))
      if (place.off) off += 1
      if (!isCorrect) continue
      correct[run.actual[row]] += 1
      if (this.held.has(row)) heldCorrect += 1
    }
    if (!this.hasBands()) this.nameSides()
    this.drawNotes(off, missing)
    this.drawLabels()
    this.drawCounts(correct)
    this.drawLegend(heldCorrect)
    const all = correct.reduce((sum, each) => sum + each)
    const title = { align: "right", bold: true }
    const right = this.width - style.size * 0.8
    this.write(`${all} of ${run.actual.length} correct`, right, style.size * 1.5, title)
  }

  drawFields() {
    const { pen, style, area } = this
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
    this.writeTicks(area, [], this.yTicks)
    const borders = this.hasBands() ? this.bands.slice(1) : []
    for (const { top, height } of borders) {
      this.horizontal(top + height, area, style.grey, 1.5, [5, 4])
    }
    if (!this.hasBands()) this.horizontal(this.y(this.run.threshold), area, style.text, 1.5, [5, 4])
  }

  nameSides() {
    const { style, area, run } = this
    const [right, y] = [area.left + area.width - 4, this.y(run.threshold)]
    const room = { align: "right", size: 0.85, halo: true }
    this.write(this.sides[1], right, y - style.size * 0.4, room)
    this.write(this.sides[0], right, y + style.size * 1.05, room)
  }

  // Dots are correct, crosses wrong; validation rows have a ring.
  drawMark({ x, y, off }, isCorrect, isHeld) {
    const { style, radius } = this
    if (!isCorrect) this.drawCross(x, y, isHeld, radius)
    else if (off) this.drawTriangle(x, y, off, isHeld, style.positive)
    else this.drawDot(x, y, isHeld, style.positive, radius)
  }

  drawCounts(correct) {
    const { size } = this.style
    const y = this.height - size * 0.5
    this.columns.forEach(({ left, width }, i) => {
      const counts = `${correct[i]} of ${this.members[i].length}${this.counted}`
      this.write(counts, left + width / 2, y, { align: "center", size: 0.9 })
    })
  }

  drawLegend(heldCorrect) {
    const { size } = this.style
    let x = size * 0.8 + this.radius
    const entry = (text, isCorrect, isHeld) => {
      this.drawMark({ x, y: size * 2.7, off: 0 }, isCorrect, isHeld)
      this.write(text, x + size * 0.8, size * 3, { size: 0.9 })
      x += size * 2 + this.widest([text], 0.9)
    }
    entry("correct", true, false)
    entry("wrong", false, false)
    const { size: held } = this.held
    if (held) entry(`held out: ${heldCorrect} of ${held} correct`, true, true)
  }

  textAt(x, y, frame) {
    const { actual, names, classes, outputs } = this.run
    const row = this.rowAt(x, y, frame)
    if (row < 0) return null
    const values = this.outputsOf(row, frame)
    const each = values.map((value, i) => `${outputs[i]} ${number(value)}`)
    const said = this.hasBands() ? each.join(", ") : `output ${number(values[0])}`
    const predicted = classes[this.place(row, frame).predicted] ?? "none (not a number)"
    const both = `actual ${classes[actual[row]]}, predicted ${predicted}`
    return `${names[row]}\n${both}\n${said}${this.heldText(row)}`
  }

  describe(frame) {
    const { actual, classes } = this.run
    const predicted = Array.from(actual, (_, row) => this.place(row, frame).predicted)
    if (predicted.includes(-1))
      return "Predicted against actual class: there is no prediction, the result is not a number."
    const correctOf = (rows) => rows.filter((row) => predicted[row] === actual[row]).length
    const parts = classes.map(
      (name, i) => `${correctOf(this.members[i])} of ${this.members[i].length} ${name}`,
    )
    const all = correctOf([...predicted.keys()])
    return `Predicted against actual class: ${all} of ${predicted.length} rows correct, ${parts.join(", ")}.`
  }
}
