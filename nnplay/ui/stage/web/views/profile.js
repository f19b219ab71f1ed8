// The loss along one direction in weight space: a curve, and the paths of runs beside it.

import { number } from "../format.js"
import { axisTicks, fineTicks, spaced, tickText, tickTexts } from "../ticks.js"
import { CURVE_WIDTH } from "./curve.js"
import { TrailsView } from "./trails.js"

export class ProfileView extends TrailsView {
  layOut() {
    this.layRoom()
    const { room, run, style } = this
    const { size } = style
    const { low, high, log } = run.loss_axis
    const [axis] = run.axes
    const losses = axisTicks(run.loss_axis)
    const texts = tickTexts(losses, log)
    const [left, top] = [this.widest(texts, 0.9) + size, size * 2.4]
    const area = {
      left,
      top,
      width: room.width - left - size,
      height: room.height - top - size * 3.1,
    }
    this.area = area
    this.layBoard(room.width)
    const scale = log ? Math.log : (value) => value
    this.x = (at) => area.left + ((at - axis.low) / (axis.high - axis.low)) * area.width
    this.y = (loss) =>
      area.top + area.height * (1 - (scale(loss) - scale(low)) / (scale(high) - scale(low)))
    const across = fineTicks(axis.low, axis.high, 4)
    this.xTicks = spaced(
      across.map((tick) => [this.x(tick), tickText(tick, across[1] - across[0])]),
      size * 4,
    )
    this.yTicks = spaced(
      losses.map((tick, i) => [this.y(tick), texts[i]]),
      size * 1.1,
    )
    for (const trail of this.trails) {
      trail.xs = trail.across.map(this.x)
      trail.ys = trail.losses.map(this.y)
    }
    this.drawn = this.still(() => this.drawStill())
  }

  drawStill() {
    const { pen, area, run, style } = this
    const { size } = style
    this.write(
      `Loss: ${run.loss_name}${run.loss_axis.log ? ", logarithmic" : ""}`,
      10,
      size * 1.5,
      {
        bold: true,
      },
    )
    const below = area.top + area.height + size * 2.5
    this.write(`${run.axes[0].label} →`, area.left + area.width, below, {
      align: "right",
      size: 0.9,
    })
    this.axes(area, this.xTicks, this.yTicks)
    pen.save()
    pen.beginPath()
    pen.rect(area.left, area.top, area.width, area.height)
    pen.clip()
    const curve = Array.from(run.places, (at, i) => [this.x(at), this.y(run.losses[i])])
    this.line(
      curve.filter(([, y]) => Number.isFinite(y)),
      style.grey,
      CURVE_WIDTH,
    )
    pen.restore()
    this.drawBoard()
  }

  textAt(x, y, frame) {
    if (!this.isInPicture(x, y)) return null
    const { run, area } = this
    const share = (x - area.left) / area.width
    const nearest = Math.round(share * (run.places.length - 1))
    return this.recordAt(x, y, frame) ?? `loss ${number(run.losses[nearest])} on the curve`
  }

  describe(frame) {
    return `${this.run.loss_name} along the ${this.run.axes[0].label}. ${this.inWords(frame)}.`
  }
}
