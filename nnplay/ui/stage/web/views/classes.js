// Classes: a column for each actual one; what is right lies in the tinted field.

import { number } from "../format.js"
import { fineTicks, tickTexts } from "../ticks.js"
import { PointsView } from "./points.js"

export class ClassesView extends PointsView {
  prepare() {
    super.prepare()
    const { actual, classes } = this.run
    const members = classes.map((_, name) =>
      [...actual.keys()].filter((row) => actual[row] === name),
    )
    this.members = members
    // side by side in the table's order, so that no point hides another and each keeps its place
    this.slots = new Float32Array(actual.length)
    for (const rows of members) {
      rows.forEach((row, i) => {
        this.slots[row] = (i + 0.5) / rows.length
      })
    }
  }

  layOut() {
    const { classes, axis, outputs } = this.run
    const { size } = this.style
    const [low, high] = axis
    const hasBands = outputs.length > 1
    const ticks = hasBands ? [] : fineTicks(low, high, 4)
    const lines = this.height / classes.length > size * 4.5 ? 2 : 1
    const bandNames = hasBands ? this.linesOf(classes, this.width * 0.3, { size: 0.9, lines }) : []
    const area = this.plotArea(hasBands ? bandNames.flat() : tickTexts(ticks), true)
    this.area = area
    area.top += size * 1.5
    const gap = size * 0.5
    const width = (area.width + gap) / classes.length
    this.columns = classes.map((_, i) => ({ left: area.left + i * width, width: width - gap }))
    area.height -= size * 1.5 + this.nameColumns(width - gap)
    this.y = (value) => area.top + area.height - ((value - low) / (high - low)) * area.height
    this.yTicks = tickTexts(ticks).map((text, i) => [this.y(ticks[i]), text])
    this.bands = classes.map((_, i) => (hasBands ? this.bandOf(i) : this.sideOf(i)))
    bandNames.forEach((each, i) => {
      const { top, height } = this.bands[i]
      this.label(classes[i], each, area.left - size * 0.5, top + height / 2, {
        align: "right",
        size: 0.9,
      })
    })
    this.layWords()
    this.radius = Math.max(3, Math.min(size * 0.36, width / 40))
  }

  // Puts the names of the actual classes below the columns; returns the height of a second line.
  nameColumns(width) {
    const { run, height, style, members } = this
    const { size } = style
    const how = { size: 0.95, bold: true }
    const long = run.classes.map((name) => `actually ${name}`)
    const isShort =
      run.classes.length > 2 || this.linesOf(long, width, how).some(([line], i) => line !== long[i])
    const names = isShort ? run.classes : long
    const lines = this.linesOf(names, width, { ...how, lines: 2 })
    const more = lines.some((each) => each.length > 1) ? size * 1.15 : 0
    const y = height - size * 2.1 - more / 2
    lines.forEach((each, i) =>
      this.label(run.classes[i], each, this.columns[i].left + width / 2, y, {
        align: "center",
        ...how,
      }),
    )
    if (isShort)
      this.label("actual", ["actual"], this.area.left - size * 0.5, y, {
        align: "right",
        size: 0.9,
      })
    this.right = members.every(
      ({ length: all }) => this.widest([`${all} of ${all} right`], 0.9) <= width,
    )
      ? " right"
      : ""
    return more
  }

  // What is written beside and over the points.
  layWords() {
    const { run, area } = this
    const upwards = run.outputs.length > 1 ? "predicted" : `output: ${run.classes[1]}?`
    this.upwards = this.linesOf([upwards], area.height, { size: 0.9 })[0][0]
    const before = "taken for "
    this.sides = this.linesOf(run.classes, area.width - 8 - this.widest([before], 0.85), {
      size: 0.85,
    }).map(([name]) => before + name)
  }

  // With several outputs every class has its own band, the first at the bottom.
  bandOf(number) {
    const { area, run } = this
    const height = area.height / run.classes.length
    return { top: area.top + area.height - (number + 1) * height, height }
  }

  // With one output the threshold parts the two classes.
  sideOf(number) {
    const { area, run } = this
    const middle = this.y(run.threshold)
    return number
      ? { top: area.top, height: middle - area.top }
      : { top: middle, height: area.top + area.height - middle }
  }

  outputsOf(row, frame) {
    const { predictionsAt, actual, outputs } = this.run
    const values = predictionsAt(frame)
    return outputs.map((_, unit) => values[unit * actual.length + row])
  }

  // Where a row's point is and which class it is taken for, -1 if an output is not a number.
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
    const doubt = 1 - Math.min(1, values[first] - values[second])
    const { top, height } = this.bands[first]
    const sure = first === 0 ? 0.88 : first === last ? 0.12 : 0.5
    const edge = second > first ? 0.04 : 0.96
    return {
      y: top + height * (sure + (Number.isNaN(doubt) ? 1 : doubt) * (edge - sure)),
      predicted: first,
    }
  }

  draw(frame) {
    const { run, style } = this
    this.clear("Predicted against actual")
    this.drawFields()
    const right = run.classes.map(() => 0)
    let [off, missing, heldRight] = [0, 0, 0]
    for (let row = 0; row < run.actual.length; row++) {
      const place = this.place(row, frame)
      const isRight = place.predicted === run.actual[row]
      if (place.predicted < 0) missing += 1
      else this.drawMark(place, isRight, this.held.has(row))
      if (place.off) off += 1
      if (!isRight) continue
      right[run.actual[row]] += 1
      if (this.held.has(row)) heldRight += 1
    }
    if (run.outputs.length === 1) this.nameSides()
    this.drawNotes(off, missing)
    this.drawLabels()
    this.drawCounts(right)
    this.drawLegend(heldRight)
    const all = right.reduce((sum, each) => sum + each)
    this.write(
      `${all} of ${run.actual.length} right`,
      this.width - style.size * 0.8,
      style.size * 1.5,
      { align: "right", bold: true },
    )
  }

  drawFields() {
    const { pen, style, area, run } = this
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
    if (run.outputs.length > 1) this.drawBands()
    else this.drawThreshold()
  }

  drawBands() {
    const { style, area } = this
    const right = area.left + area.width
    for (const { top, height } of this.bands.slice(1))
      this.line(
        [
          [area.left, top + height],
          [right, top + height],
        ],
        style.grey,
        1.5,
        [5, 4],
      )
  }

  drawThreshold() {
    const { style, area, run } = this
    for (const [y, label] of this.yTicks)
      this.write(label, area.left - style.size * 0.5, y + style.size * 0.3, {
        align: "right",
        size: 0.9,
      })
    const [right, y] = [area.left + area.width, this.y(run.threshold)]
    this.line(
      [
        [area.left, y],
        [right, y],
      ],
      style.text,
      1.5,
      [5, 4],
    )
  }

  nameSides() {
    const { style, area, run } = this
    const [right, y] = [area.left + area.width, this.y(run.threshold)]
    const room = { align: "right", size: 0.85, halo: true }
    this.write(this.sides[1], right - 4, y - style.size * 0.4, room)
    this.write(this.sides[0], right - 4, y + style.size * 1.05, room)
  }

  // Right ones are dots, wrong ones crosses; what is held out has a ring.
  drawMark({ x, y, off }, isRight, isHeld) {
    const { style, radius } = this
    if (!isRight) this.drawCross(x, y, isHeld)
    else if (off) this.drawTriangle(x, y, off, isHeld, style.positive)
    else this.drawDot(x, y, isHeld, style.positive, radius)
  }

  drawCross(x, y, isHeld) {
    const { pen, style, radius } = this
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
    pen.stroke()
  }

  drawCounts(right) {
    const { size } = this.style
    this.columns.forEach(({ left, width }, i) => {
      const counts = `${right[i]} of ${this.members[i].length}${this.right}`
      this.write(counts, left + width / 2, this.height - size * 0.5, { align: "center", size: 0.9 })
    })
  }

  drawLegend(heldRight) {
    const { style } = this
    const y = style.size * 3
    let x = style.size * 0.8 + this.radius
    const entry = (draw, text) => {
      draw(x, y - style.size * 0.3)
      this.write(text, x + style.size * 0.8, y, { size: 0.9 })
      x += style.size * 2 + this.widest([text], 0.9)
    }
    entry((at, middle) => this.drawMark({ x: at, y: middle, off: 0 }, true, false), "right")
    entry((at, middle) => this.drawMark({ x: at, y: middle, off: 0 }, false, false), "wrong")
    if (this.held.size === 0) return
    entry(
      (at, middle) => this.drawMark({ x: at, y: middle, off: 0 }, true, true),
      `held out: ${heldRight} of ${this.held.size} right`,
    )
  }

  textAt(x, y, frame) {
    const { actual, names, classes, outputs } = this.run
    const row = this.rowAt(x, y, frame)
    if (row < 0) return null
    const values = this.outputsOf(row, frame)
    const told =
      outputs.length > 1
        ? values.map((value, i) => `${outputs[i]} ${number(value)}`).join(", ")
        : `output ${number(values[0])}`
    const { predicted } = this.place(row, frame)
    const taken = `actually ${classes[actual[row]]}, taken for ${classes[predicted] ?? "none, as there is no number"}`
    return `${names[row]}\n${taken}\n${told}${this.heldText(row)}`
  }

  describe(frame) {
    const { run } = this
    const predicted = Array.from(run.actual, (_, row) => this.place(row, frame).predicted)
    if (predicted.includes(-1))
      return "Predicted against actual class: there is no prediction, the result is not a number."
    const rightOf = (rows) => rows.filter((row) => predicted[row] === run.actual[row]).length
    const parts = run.classes.map(
      (name, i) => `${rightOf(this.members[i])} of ${this.members[i].length} ${name}`,
    )
    return `Predicted against actual class: ${rightOf([...predicted.keys()])} of ${predicted.length} rows right, ${parts.join(", ")}.`
  }
}
