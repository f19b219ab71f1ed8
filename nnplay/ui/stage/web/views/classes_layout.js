// The layout of the classes: a column for each actual class, and in it the field of correct rows.

import { fineTicks, tickTexts } from "../ticks.js"
import { PointsView } from "./points.js"

const COLUMN_NAME = { align: "center", size: 0.95, bold: true }
const BESIDE = { align: "right", size: 0.9 }

export class ClassesLayout extends PointsView {
  prepare() {
    super.prepare()
    const { actual, classes } = this.run
    this.members = classes.map((_, name) =>
      [...actual.keys()].filter((row) => actual[row] === name),
    )
    // side by side in the table's order, so that no point hides another
    this.slots = new Float32Array(actual.length)
    for (const rows of this.members) {
      rows.forEach((row, i) => {
        this.slots[row] = (i + 0.5) / rows.length
      })
    }
  }

  // With several outputs every class has a band of its own; with one, the threshold divides the
  // two.
  hasBands() {
    return this.run.outputs.length > 1
  }

  layOut() {
    const { size } = this.style
    const [low, high] = this.run.axis
    const ticks = this.hasBands() ? [] : fineTicks(low, high, 4)
    const texts = tickTexts(ticks)
    const bandNames = this.hasBands() ? this.linesOfBands() : []
    const area = this.plotArea([...texts, ...bandNames.flat()], true)
    this.area = area
    this.layColumns(size * 1.5)
    this.y = (value) => area.top + area.height - ((value - low) / (high - low)) * area.height
    this.yTicks = ticks.map((tick, i) => [this.y(tick), texts[i]])
    this.layBands(bandNames)
    this.laySides()
  }

  linesOfBands() {
    const { classes } = this.run
    const lines = this.height / classes.length > this.style.size * 4.5 ? 2 : 1
    return this.linesOf(classes, this.width * 0.3, { size: 0.9, lines })
  }

  // Puts the columns side by side below the legend and their names below them.
  layColumns(legend) {
    const { area, run } = this
    const gap = this.style.size * 0.5
    const step = (area.width + gap) / run.classes.length
    const width = step - gap
    this.columns = run.classes.map((_, i) => ({ left: area.left + i * step, width }))
    this.radius = Math.max(3, Math.min(this.style.size * 0.36, step / 40))
    area.top += legend
    area.height -= legend + this.nameColumns(width)
    const fits = ({ length: all }) => this.widest([`${all} of ${all} correct`], 0.9) <= width
    this.counted = this.members.every(fits) ? " correct" : ""
  }

  // Puts the names of the actual classes below the columns; returns the height of a second line.
  nameColumns(width) {
    const { classes } = this.run
    const { size } = this.style
    const long = classes.map((name) => `actual ${name}`)
    const isCut = ([line], i) => line !== long[i]
    const isShort = classes.length > 2 || this.linesOf(long, width, COLUMN_NAME).some(isCut)
    const lines = this.linesOf(isShort ? classes : long, width, { ...COLUMN_NAME, lines: 2 })
    const more = lines.some((each) => each.length > 1) ? size * 1.15 : 0
    const y = this.height - size * 2.1 - more / 2
    lines.forEach((each, i) => {
      this.label(classes[i], each, this.columns[i].left + width / 2, y, COLUMN_NAME)
    })
    if (isShort) this.label("actual", ["actual"], this.area.left - size * 0.5, y, BESIDE)
    return more
  }

  layBands(names) {
    const x = this.area.left - this.style.size * 0.5
    const { classes } = this.run
    this.bands = classes.map((_, i) => (this.hasBands() ? this.bandOf(i) : this.sideOf(i)))
    names.forEach((lines, i) => {
      const { top, height } = this.bands[i]
      this.label(classes[i], lines, x, top + height / 2, BESIDE)
    })
  }

  // The first band is at the bottom.
  bandOf(number) {
    const { area, run } = this
    const height = area.height / run.classes.length
    return { top: area.top + area.height - (number + 1) * height, height }
  }

  sideOf(number) {
    const { top, height } = this.area
    const middle = this.y(this.run.threshold)
    return number ? { top, height: middle - top } : { top: middle, height: top + height - middle }
  }

  // The texts upwards beside the points, and over them on both sides of the threshold.
  laySides() {
    const { run, area } = this
    const upwards = this.hasBands() ? "predicted" : `output: ${run.classes[1]}?`
    this.upwards = this.linesOf([upwards], area.height, { size: 0.9 })[0][0]
    const width = area.width - 8 - this.widest(["predicted "], 0.85)
    const names = this.linesOf(run.classes, width, { size: 0.85 })
    this.sides = names.map(([name]) => `predicted ${name}`)
  }
}
