// The race of several runs: their curves so far, and a list of who has arrived.

import { count, number, ordinal } from "../format.js"
import { lastUpTo } from "../geometry.js"
import { dashOf, markOf } from "../marks.js"
import { evenTicks, fineTicks, tickText } from "../ticks.js"
import { CURVE_WIDTH, CurveView, NAME, STRIPE } from "./curve.js"

export class RaceView extends CurveView {
  prepare() {
    this.racers = this.run.racers.map((racer, i) => ({
      ...racer,
      x: this.run[`x${i}`],
      y: this.run[`y${i}`],
    }))
    this.byRank = [...this.racers].sort((a, b) => a.rank - b.rank)
  }

  layOut() {
    const { size } = this.style
    const area = this.plotArea(this.yLabels(), true)
    area.top += size * 1.2
    area.height -= size * 1.2
    this.row = size * 3.1
    const beside = this.width > size * 42
    this.board = beside
      ? { left: this.width * 0.66, top: area.top, width: this.width * 0.34 - size }
      : {
          left: size,
          top: this.height - this.row * this.racers.length,
          width: this.width - 2 * size,
        }
    if (beside) area.width = this.board.left - area.left - size * 1.5
    else area.height = this.board.top - area.top - size * 3.1
    this.scale(area)
    const seconds = this.run.clock === "s"
    const ticks = seconds ? fineTicks(0, this.run.total, 4) : evenTicks(0, this.run.total, 4)
    this.xTicks = ticks.map((tick) => [
      this.x(tick),
      seconds ? tickText(tick, ticks[1] - ticks[0]) : count(tick),
    ])
    const names = this.linesOf(
      this.racers.map(({ name }) => name),
      this.board.width - size * NAME,
      { bold: true },
    )
    this.racers.forEach((racer, i) => {
      racer.shown = names[i][0]
      racer.path = this.path(racer.x, racer.y)
      racer.dash = dashOf(racer.color, CURVE_WIDTH)
      racer.ink = this.style.series[racer.color % this.style.series.length]
    })
    this.layRanks()
  }

  draw(frame) {
    const { style, area, run } = this
    const now = run.epochs[frame]
    this.clear(`Race: ${run.loss_name}${run.loss_axis.log ? ", logarithmic" : ""}`)
    if (run.line !== null)
      this.write(
        `finish (dashed): ${number(run.line)}, within 5% of the best`,
        10,
        style.size * 2.75,
        { size: 0.9 },
      )
    this.axes(area, this.xTicks, this.yTicks)
    const title = run.clock === "s" ? "seconds of training" : "epoch"
    this.write(title, area.left + area.width / 2, area.top + area.height + style.size * 2.5, {
      align: "center",
      size: 0.9,
    })
    this.drawLine()
    for (const racer of this.racers) this.drawRacer(racer, now)
    for (const racer of this.racers) this.drawRank(racer, now)
    this.ranking(frame).forEach((racer, row) => this.drawRow(racer, row, frame))
  }

  // Runs that have arrived come first; until the end the others stay in the order of their choice.
  ranking(frame) {
    const { epochs } = this.run
    const isThere = ({ crossed_at: at }) =>
      frame === epochs.length - 1 || (at !== null && at <= epochs[frame])
    return [...this.byRank.filter(isThere), ...this.racers.filter((racer) => !isThere(racer))]
  }

  drawLine() {
    const { area, run, style } = this
    if (run.line !== null) this.horizontal(this.y(run.line), area, style.text, 1.5, [6, 4])
  }

  // Puts the ranks above the points where the runs arrive, and higher if they would overlap.
  layRanks() {
    const { size } = this.style
    const taken = []
    for (const racer of this.byRank.filter(({ crossed_at: at }) => at !== null)) {
      const { x, y, crossed_at: at } = racer
      const label = { x: this.x(at), y: this.y(y[lastUpTo(x, at)]) - size }
      const meets = (other) =>
        Math.abs(other.x - label.x) < size * 2.4 && Math.abs(other.y - label.y) < size * 1.2
      while (taken.some(meets)) label.y -= size * 0.4
      racer.label = label
      taken.push(label)
    }
  }

  drawRacer(racer, now) {
    const { x, y, path, ink, dash, crossed_at: at } = racer
    this.strokeUntil(now, path, ink, dash)
    const last = lastUpTo(x, now)
    if (last >= 0 && Number.isFinite(y[last]))
      this.drawMark(racer, this.x(x[last]), this.y(y[last]))
    if (at !== null && at <= now)
      this.drawMark(racer, this.x(at), this.y(y[lastUpTo(x, at)]), { halo: true })
  }

  drawMark({ color, ink }, x, y, { halo = false } = {}) {
    const { pen, style } = this
    const mark = markOf(color, x, y, style.size * 0.42)
    if (halo) {
      pen.strokeStyle = style.background
      pen.lineWidth = style.size * 0.3
      pen.stroke(mark)
    }
    pen.fillStyle = ink
    pen.fill(mark)
  }

  drawRank({ ink, crossed_at: at, rank, label }, now) {
    if (at !== null && at <= now)
      this.write(ordinal(rank), label.x, label.y, {
        align: "center",
        bold: true,
        color: ink,
        halo: true,
      })
  }

  drawRow(racer, number, frame) {
    const { board, row, style } = this
    const y = board.top + number * row + style.size
    const stripe = { left: board.left, width: style.size * STRIPE }
    const height = y - style.size * 0.3
    this.horizontal(height, stripe, racer.ink, CURVE_WIDTH, racer.dash)
    this.drawMark(racer, board.left + stripe.width, height)
    const left = board.left + style.size * NAME
    this.write(racer.shown, left, y, { bold: true })
    const room = board.width - style.size * NAME
    const [full, short] = [false, true].map((isShort) => this.stateOf(racer, frame, isShort))
    this.write(this.widest([full]) > room ? short : full, left, y + style.size * 1.25)
  }

  stateOf({ x, y, crossed_at: at, rank, best, diverged_at: diverged }, frame, isShort = false) {
    const { epochs } = this.run
    const now = epochs[frame]
    const last = lastUpTo(x, now)
    const value = last < 0 ? "…" : number(y[last])
    const finished = isShort ? "" : ", finished"
    if (at !== null && at <= now) return `${value} · ${ordinal(rank)}${finished} ${this.moment(at)}`
    if (diverged !== null && diverged <= now) return `${value} · diverged ${this.moment(diverged)}`
    if (frame < epochs.length - 1) return value
    if (best === null) return `${value} · never a number`
    return `${isShort ? "never there" : "never reached the finish"}; best ${number(best)}`
  }

  moment(at) {
    return this.run.clock === "s" ? `after ${number(at)} s` : `at epoch ${count(Math.round(at))}`
  }

  textAt(x, y) {
    const { area, run } = this
    if (x < area.left || x > area.left + area.width || y > area.top + area.height) return null
    const moment = ((x - area.left) / area.width) * run.total
    const lines = this.racers.map((racer) => {
      const last = lastUpTo(racer.x, moment)
      return `${racer.name}: ${last < 0 ? "…" : number(racer.y[last])}`
    })
    const head = run.clock === "s" ? `${number(moment)} s` : `epoch ${count(Math.round(moment))}`
    return [head, ...lines].join("\n")
  }

  nameAt(x, y, frame) {
    const isOnBoard = x > this.board.left && y > this.board.top
    return isOnBoard && this.ranking(frame)[Math.floor((y - this.board.top) / this.row)]?.name
  }

  describe(frame) {
    const lines = this.racers.map((racer) => `${racer.name}: ${this.stateOf(racer, frame)}`)
    return `Race of ${this.racers.length} runs, ${this.run.loss_name}. ${lines.join("; ")}.`
  }
}
