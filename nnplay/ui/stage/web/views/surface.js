// The loss over two directions in weight space: colours and contours, and the paths of runs.

import { contour, regionAbove } from "../contours.js"
import { number } from "../format.js"
import { mix, rgbOf } from "../theme.js"
import { axisTicks, fineTicks, spaced, tickText, tickTexts } from "../ticks.js"
import { TrailsView } from "./trails.js"

const [PALEST, DARKEST] = [0.03, 0.7] // shares of the colour at the lowest and the highest loss
const ASPECT = 1.6 // as explain/loss_surface.py has it

export class SurfaceView extends TrailsView {
  prepare() {
    super.prepare()
    const { losses, log } = this.run
    this.side = Math.sqrt(losses.length)
    // between grid points, a loss that spans many powers of ten is interpolated by its logarithm
    this.heights = log ? losses.map(Math.log) : losses
  }

  layOut() {
    this.layRoom()
    this.layArea()
    const [across, up] = this.run.axes
    const { area } = this
    for (const trail of this.trails) {
      trail.xs = trail.across.map((at) => this.place(at, across, area.left, area.width))
      trail.ys = trail.up.map((at) => this.place(at, up, area.top + area.height, -area.height))
    }
    this.drawn = this.still(() => this.drawStill())
  }

  // The largest area of the picture's shape that leaves room for ticks, titles and the scale.
  layArea() {
    const { size } = this.style
    const { room, run } = this
    const [across, up] = run.axes.map(({ low, high }) => fineTicks(low, high, 4))
    const step = (ticks) => ticks[1] - ticks[0]
    const upTexts = up.map((tick) => tickText(tick, step(up)))
    this.scaleTicks = this.levelTicks()
    const left = this.widest(upTexts, 0.9) + size
    const right =
      this.widest(
        this.scaleTicks.map(([, text]) => text),
        0.9,
      ) +
      size * 2.6
    const [top, bottom] = [size * 3.6, size * 3.2]
    const width = Math.min(room.width - left - right, (room.height - top - bottom) * ASPECT)
    this.area = { left, top, width, height: width / ASPECT }
    const { area } = this
    this.layBoard(left + width + right)
    this.xTicks = spaced(
      across.map((tick) => [
        this.place(tick, run.axes[0], area.left, area.width),
        tickText(tick, step(across)),
      ]),
      size * 4,
    )
    this.yTicks = up.map((tick, i) => [
      this.place(tick, run.axes[1], area.top + area.height, -area.height),
      upTexts[i],
    ])
  }

  place(at, { low, high }, start, length) {
    return start + ((at - low) / (high - low)) * length
  }

  // The ticks of the scale of colours: how far up, as a share of its height, and their texts.
  levelTicks() {
    const { levels, log } = this.run
    if (!levels.length) return []
    const [low, high] = [levels[0], levels.at(-1)]
    const ticks = axisTicks({ low, high, log })
    const texts = tickTexts(ticks, log)
    const scale = log ? Math.log : (value) => value
    return ticks.map((tick, i) => [
      (scale(tick) - scale(low)) / (scale(high) - scale(low)),
      texts[i],
    ])
  }

  drawStill() {
    const { area, run, style } = this
    const [across, up] = run.axes
    const { size } = style
    this.write(`Loss: ${run.loss_name}${run.log ? ", logarithmic" : ""}`, 10, size * 1.5, {
      bold: true,
    })
    this.write(`↑ ${up.label}`, area.left, area.top - size * 0.5, { size: 0.9 })
    const below = area.top + area.height + size * 2.5
    this.write(`${across.label} →`, area.left + area.width, below, { align: "right", size: 0.9 })
    this.drawField()
    this.writeTicks(area, this.xTicks, this.yTicks)
    this.drawScale()
    this.drawBoard()
  }

  drawField() {
    const { pen, area, run, side } = this
    const colors = this.colors()
    pen.fillStyle = colors[0]
    pen.fillRect(area.left, area.top, area.width, area.height)
    run.levels.slice(1, -1).forEach((level, i) => {
      const grid = { values: this.heights, side, level: run.log ? Math.log(level) : level }
      pen.fillStyle = colors[i + 1]
      pen.fill(regionAbove(grid, area))
      pen.strokeStyle = this.style.background
      pen.lineWidth = 0.75
      pen.globalAlpha = 0.6
      pen.stroke(contour(grid, area))
      pen.globalAlpha = 1
    })
  }

  // A colour for each band between two levels, from the lowest up.
  colors() {
    const [background, ink] = [this.style.background, this.style.positive].map(rgbOf)
    const bands = Math.max(1, this.run.levels.length - 1)
    return Array.from({ length: bands }, (_, band) => {
      const share = PALEST + ((DARKEST - PALEST) * band) / Math.max(1, bands - 1)
      return `rgb(${mix(background, ink, share).map(Math.round).join(" ")})`
    })
  }

  drawScale() {
    const { pen, area, style } = this
    if (!this.scaleTicks.length) return
    const { size } = style
    const left = area.left + area.width + size * 0.8
    const colors = this.colors()
    const step = area.height / colors.length
    colors.forEach((color, i) => {
      pen.fillStyle = color
      pen.fillRect(left, area.top + area.height - (i + 1) * step, size, step + 0.5)
    })
    for (const [share, text] of this.scaleTicks)
      this.write(text, left + size * 1.4, area.top + area.height * (1 - share) + size * 0.3, {
        size: 0.9,
      })
  }

  textAt(x, y, frame) {
    if (!this.isInPicture(x, y)) return null
    return this.recordAt(x, y, frame) ?? `loss ${number(this.lossAt(x, y))}`
  }

  // The loss at a place of the picture, interpolated between grid points.
  lossAt(x, y) {
    const { area, side, heights, run } = this
    const column = ((x - area.left) / area.width) * (side - 1)
    const row = ((y - area.top) / area.height) * (side - 1)
    const [i, j] = [column, row].map((at) => Math.min(side - 2, Math.floor(at)))
    const at = (down, right) => heights[(j + down) * side + i + right]
    const between = (one, other, share) => (share ? one + share * (other - one) : one)
    const across = (down) => between(at(down, 0), at(down, 1), column - i)
    const height = between(across(0), across(1), row - j)
    return run.log ? Math.exp(height) : height
  }

  describe(frame) {
    const { run } = this
    const [across, up] = run.axes.map(({ label }) => label)
    return `${run.loss_name} as colours over the ${across} and the ${up}. ${this.inWords(frame)}.`
  }
}
