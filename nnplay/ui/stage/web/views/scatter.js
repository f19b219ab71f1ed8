// Predicted against actual quantities.

import { fixed, number } from "../format.js"
import { fineTicks, spaced, tickTexts } from "../ticks.js"
import { PointsView } from "./points.js"

export class ScatterView extends PointsView {
  layOut() {
    const [low, high] = this.run.axis
    const ticks = fineTicks(low, high, 5)
    const texts = tickTexts(ticks)
    const area = this.plotArea(texts, true)
    this.area = area
    this.x = (value) => area.left + ((value - low) / (high - low)) * area.width
    this.y = (value) => area.top + area.height - ((value - low) / (high - low)) * area.height
    this.xTicks = spaced(
      ticks.map((tick, i) => [this.x(tick), texts[i]]),
      this.widest(texts, 0.9) + this.style.size,
    )
    this.yTicks = ticks.map((tick, i) => [this.y(tick), texts[i]])
    // on a phone the unit stands in the page's title alone
    const isNarrow = this.widest([`actual ${this.run.measured}`], 0.9) > area.width
    const title = `actual ${isNarrow ? this.run.target : this.run.measured}`
    const [lines] = this.linesOf([title], area.width, { size: 0.9 })
    this.label(title, lines, area.left + area.width / 2, this.height - this.style.size * 0.9, {
      align: "center",
      size: 0.9,
    })
  }

  // Where a row's point is; one off the scale stays at the edge.
  place(row, frame) {
    const { actual, predictionsAt } = this.run
    return { x: this.x(actual[row]), ...this.clip(predictionsAt(frame)[row]) }
  }

  draw(frame) {
    const { style, area, run } = this
    this.clear("Predicted against actual")
    this.axes(area, this.xTicks, this.yTicks)
    const [low, high] = run.axis
    this.line(
      [
        [this.x(low), this.y(low)],
        [this.x(high), this.y(high)],
      ],
      style.grey,
      1.5,
      [5, 4],
    )
    this.drawLabels()
    this.writeUpwards("predicted")
    let [off, missing] = [0, 0]
    for (let row = 0; row < run.actual.length; row++) {
      const place = this.place(row, frame)
      if (Number.isNaN(place.value)) missing += 1
      else this.drawPoint(place, this.held.has(row))
      if (place.off) off += 1
    }
    this.drawNotes(off, missing)
    if (this.held.size) {
      this.write("○ held out", this.width - style.size * 0.8, style.size * 1.5, {
        align: "right",
        color: style.validation,
        size: 0.9,
      })
    }
  }

  drawPoint({ x, y, off }, isHeld) {
    const color = this.style.positive
    if (off) this.drawTriangle(x, y, off, isHeld, color)
    else this.drawDot(x, y, isHeld, color)
  }

  textAt(x, y, frame) {
    const { actual, names } = this.run
    const row = this.rowAt(x, y, frame)
    if (row < 0) return null
    const { value } = this.place(row, frame)
    const { decimals } = this.run
    return `${names[row]}\nactual ${fixed(actual[row], decimals)}, predicted ${fixed(value, decimals)}${this.heldText(row)}`
  }

  describe(frame) {
    const { actual, names, target } = this.run
    let [worst, error] = [0, -1]
    for (let row = 0; row < actual.length; row++) {
      const miss = Math.abs(this.place(row, frame).value - actual[row])
      if (Number.isNaN(miss))
        return "Predicted against actual: there is no prediction, the result is not a number."
      if (miss > error) [worst, error] = [row, miss]
    }
    return `Predicted against actual ${target} of ${actual.length} rows; the largest error is ${number(error)}, for ${names[worst]}.`
  }
}
