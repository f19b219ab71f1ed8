// The paths of runs in weight space, which the surface and the profile share.

import { count, number } from "../format.js"
import { lastUpTo } from "../geometry.js"
import { dashOf, markOf } from "../marks.js"
import { CURVE_WIDTH, NAME, STRIPE } from "./curve.js"
import { View } from "./view.js"

const REACH = 8 // px: a pointer this close to a recorded epoch shows its numbers

export class TrailsView extends View {
  prepare() {
    const { run } = this
    this.trails = run.paths.map((path, i) => ({
      ...path,
      moments: run[`moments${i}`],
      across: run[`across${i}`],
      up: run[`up${i}`],
      losses: run[`path_losses${i}`],
    }))
    this.canvas.parentElement.style.setProperty("--runs", this.trails.length)
  }

  // Leaves room for the runs' names, beside the picture or below it.
  layRoom() {
    const { size } = this.style
    this.row = size * 2.9
    this.isBeside = this.width > size * 42
    const high = this.row * this.trails.length
    this.room = this.isBeside
      ? { width: this.width * 0.74, height: this.height }
      : { width: this.width, height: this.height - high }
  }

  // Puts the runs' names to the right of the picture, or below it.
  layBoard(right) {
    const { size } = this.style
    this.board = this.isBeside
      ? { left: right + size, top: size * 3.2, width: this.width - right - 2 * size }
      : { left: size, top: this.room.height, width: this.width - 2 * size }
    const names = this.linesOf(
      this.trails.map(({ name }) => name),
      this.board.width - size * NAME,
      { bold: true },
    )
    this.trails.forEach((trail, i) => {
      trail.ink = this.style.series[trail.color % this.style.series.length]
      trail.dash = dashOf(trail.color, CURVE_WIDTH)
      trail.y = this.board.top + i * this.row + size
      this.label(trail.name, names[i], this.board.left + size * NAME, trail.y - size * 0.3, {
        bold: true,
      })
    })
  }

  // The names, which do not move.
  drawBoard() {
    const { board, style } = this
    for (const { y, ink, dash, color } of this.trails) {
      const stripe = { left: board.left, width: style.size * STRIPE }
      this.horizontal(y - style.size * 0.3, stripe, ink, CURVE_WIDTH, dash)
      this.drawMark({ color, ink }, board.left + stripe.width, y - style.size * 0.3)
    }
    this.drawLabels()
  }

  draw(frame) {
    this.pen.clearRect(0, 0, this.width, this.height)
    this.copy(this.drawn)
    this.drawTrails(frame)
  }

  // Where the runs are, and their losses.
  drawTrails(frame) {
    const { pen, area, style } = this
    const now = this.run.epochs[frame]
    pen.save()
    pen.beginPath()
    pen.rect(area.left, area.top, area.width, area.height)
    pen.clip()
    for (const trail of this.trails) this.drawTrail(trail, lastUpTo(trail.moments, now))
    for (const trail of this.trails) this.drawEnds(trail, lastUpTo(trail.moments, now))
    pen.restore()
    for (const trail of this.trails)
      this.write(
        this.stateOf(trail, now),
        this.board.left + style.size * NAME,
        trail.y + style.size * 1.1,
      )
  }

  drawTrail({ xs, ys, ink, dash }, last) {
    const { pen, style } = this
    const path = new Path2D()
    for (let i = 0; i <= last; i++) path.lineTo(xs[i], ys[i])
    pen.lineJoin = "round"
    pen.strokeStyle = style.background
    pen.lineWidth = CURVE_WIDTH + 3
    pen.stroke(path)
    pen.strokeStyle = ink
    pen.lineWidth = CURVE_WIDTH
    pen.setLineDash(dash)
    pen.stroke(path)
    pen.setLineDash([])
  }

  // The start as a ring, the end as an outline, and the run's mark where it is now.
  drawEnds(trail, last) {
    const { xs, ys } = trail
    const { style } = this
    if (!xs.length) return
    const size = style.size
    const end = (trail.breaks ?? trail.leaves) ? 0 : xs.length - 1 // one that diverges has none
    this.outline(markOf(0, xs[0], ys[0], size * 0.5), trail.ink)
    if (end > 0) this.outline(markOf(trail.color, xs[end], ys[end], size * 0.5), trail.ink)
    if (last >= 0) this.drawMark(trail, xs[last], ys[last])
    if (this.trails.length > 1) return
    this.write("start", xs[0], ys[0] - size * 0.8, { align: "center", halo: true })
    if (end > 0) this.write("end", xs[end], ys[end] + size * 1.5, { align: "center", halo: true })
  }

  outline(path, ink) {
    const { pen, style } = this
    for (const [color, width] of [
      [style.background, 4],
      [ink, 1.5],
    ]) {
      pen.strokeStyle = color
      pen.lineWidth = width
      pen.stroke(path)
    }
  }

  drawMark({ color, ink }, x, y) {
    const { pen, style } = this
    const mark = markOf(color, x, y, style.size * 0.42)
    pen.strokeStyle = style.background
    pen.lineWidth = style.size * 0.25
    pen.stroke(mark)
    pen.fillStyle = ink
    pen.fill(mark)
  }

  stateOf({ moments, losses, breaks, leaves }, now) {
    const last = lastUpTo(moments, now)
    if (breaks !== null && breaks <= now) return `diverged at epoch ${count(breaks)}`
    if (leaves !== null && leaves <= now) return "loss over 100 times the first"
    return last < 0 ? "…" : `loss ${number(losses[last])}`
  }

  // The text of the recorded epoch at a place; null unless the film has come to one there.
  recordAt(x, y, frame) {
    const now = this.run.epochs[frame]
    let [nearest, text] = [REACH, null]
    for (const { name, moments, losses, xs, ys } of this.trails) {
      for (let i = lastUpTo(moments, now); i >= 0; i--) {
        const away = Math.hypot(xs[i] - x, ys[i] - y)
        if (away >= nearest) continue
        nearest = away
        text = `${name}, epoch ${count(moments[i])}\nloss ${number(losses[i])}`
      }
    }
    return text
  }

  isInPicture(x, y) {
    const { left, top, width, height } = this.area
    return x >= left && x <= left + width && y >= top && y <= top + height
  }

  // The paths in words.
  inWords(frame) {
    const now = this.run.epochs[frame]
    return this.trails.map((trail) => `${trail.name}: ${this.stateOf(trail, now)}`).join("; ")
  }
}
