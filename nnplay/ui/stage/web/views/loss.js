// The loss curve of one run.

import { count, number } from "../format.js"
import { Switch } from "../switches.js"
import { wrap } from "../text.js"
import { evenTicks } from "../ticks.js"
import { CurveView } from "./curve.js"

const DASH = [5, 3]

export class LossView extends CurveView {
  constructor(...all) {
    super(...all)
    this.switch = new Switch(this.canvas, "log", this.onSwitch)
  }

  layOut() {
    const { style, run } = this
    const isLog = this.switch.show(run.other_axis !== null, run.loss_axis.log)
    this.shownAxis = isLog === run.loss_axis.log ? run.loss_axis : run.other_axis
    this.layTitle(this.width - 20 - this.switch.width)
    const area = this.plotArea(this.yLabels(), false)
    const more = style.size * 1.2
    this.scale({ ...area, top: area.top + more, height: area.height - more })
    this.xTicks = evenTicks(0, run.total, 4).map((tick) => [this.x(tick), count(tick)])
    const colors = { val_loss: style.validation, loss: style.positive }
    this.curves = this.names().map((name) => this.curve(name, colors[name]))
    this.layValues()
    // thousands of epochs take too long to be drawn in every frame
    this.faint = this.still(() => this.drawCurves(1.5, 0.25))
    this.seen = this.still(() => this.drawCurves(2.5, 1))
  }

  axis() {
    return this.shownAxis
  }

  // The title names the loss and, if there is room, says that it is an epoch's mean, not the loss
  // of the weights that are shown beside it.
  layTitle(width) {
    const { loss_name } = this.run
    const [[title]] = this.linesOf([loss_name], width, { bold: true })
    this.label(loss_name, [title], 10, this.style.size * 1.2, { bold: true })
    const left = 10 + this.labels[0].width + this.style.size * 0.6
    const fits = (text) => left - 10 + this.widest([text], 0.9) <= width
    const kindOf = (texts) => ({ text: texts.find(fits) ?? "", left })
    this.kind = kindOf(this.kinds())
    this.kindByHand = kindOf(["of the changed weights", "by hand"])
  }

  kinds() {
    if (!this.run.val_loss.length) return ["mean over the epoch"]
    const loss = "loss: mean over the epoch"
    return [`${loss}, val_loss: at its end`, loss]
  }

  // The places of the curves' numbers, as wide as the first, the middle and the last one need.
  layValues() {
    const { run, style } = this
    this.setFont(1, true)
    let left = 10
    for (const curve of this.curves) {
      const losses = [0, run[curve.name].length >> 1, run[curve.name].length - 1]
      const texts = losses.map((i) => this.valueText(curve.name, run[curve.name][i] ?? 0))
      curve.left = left
      left += Math.max(...texts.map((text) => this.pen.measureText(text).width)) + style.size * 2
    }
  }

  names() {
    return this.run.val_loss.length ? ["loss", "val_loss"] : ["loss"]
  }

  valueText(name, value) {
    return `${name} ${number(value)}`
  }

  // Losses belong to epochs 1, 2, ... Those of epochs that were given up stay faint.
  curve(name, color) {
    const losses = this.all(name)
    return {
      name,
      path: this.path(
        losses.map((_, i) => i + 1),
        losses,
      ),
      color,
    }
  }

  all(name) {
    return [...this.run[name], ...this.run[`${name}_after`]]
  }

  // The curve of the validation rows is dashed.
  drawCurves(width, alpha) {
    const { pen } = this
    pen.globalAlpha = alpha
    pen.lineJoin = "round"
    pen.lineWidth = width
    for (const { path, color, name } of this.curves) {
      pen.strokeStyle = color
      pen.setLineDash(name === "loss" ? [] : DASH)
      pen.stroke(path)
    }
    pen.setLineDash([])
  }

  draw(frame) {
    const { pen, style } = this
    const kind = this.run.hand?.key ? this.kindByHand : this.kind
    const epoch = this.run.epochs[frame]
    pen.clearRect(0, 0, this.width, this.height)
    this.drawLabels()
    this.write(kind.text, kind.left, style.size * 1.5, { size: 0.9 })
    this.axes(this.area, this.xTicks, this.yTicks)
    this.copy(this.faint)
    this.copy(this.seen, this.x(epoch) + 1)
    for (const curve of this.curves) this.drawValue(curve, epoch)
    this.drawNote()
  }

  drawValue({ name, color, left }, epoch) {
    const { style, run } = this
    const value = run.hand?.key ? run.hand.losses()[name] : run[name][epoch - 1]
    if (value === undefined) return
    const mark = style.size * 0.35
    const y = style.size * 2.75
    this.mark(left + mark, y - mark, color, name)
    this.write(this.valueText(name, value), left + style.size, y, { color, bold: true })
    if (Number.isFinite(value)) this.mark(this.x(epoch), this.y(value), color, name)
  }

  // A dot, or a ring for the validation rows.
  mark(x, y, color, name) {
    const { pen, style } = this
    const isHeld = name === "val_loss"
    pen.beginPath()
    pen.arc(x, y, style.size * (isHeld ? 0.29 : 0.35), 0, 2 * Math.PI)
    pen.fillStyle = isHeld ? style.background : color
    pen.strokeStyle = color
    pen.lineWidth = isHeld ? 1.75 : 0.5
    pen.fill()
    pen.stroke()
  }

  drawNote() {
    const { area, style, run, pen } = this
    if (!run.note) return
    pen.font = `${style.size}px ${style.font}`
    const lines = wrap(pen, run.note, area.width - style.size * 2)
    const top = area.top + area.height / 2 - (lines.length - 1) * style.size * 0.65
    lines.forEach((line, i) =>
      this.write(line, area.left + area.width / 2, top + i * style.size * 1.3, {
        align: "center",
        color: style.warning,
      }),
    )
  }

  textAt(x, y) {
    const { run, area } = this
    if (y < area.top) return null
    const epoch = Math.round(((x - area.left) / area.width) * run.total)
    if (epoch < 1 || epoch > run.loss.length + run.loss_after.length) return null
    const lines = this.names().map((name) => this.valueText(name, this.all(name)[epoch - 1]))
    lines[0] += ", mean over the epoch"
    if (lines[1]) lines[1] += ", at its end"
    if (run.rates.length) lines.push(`learning rate ${number(run.rates[epoch - 1])}`)
    const kept = epoch > run.loss.length ? ", given up" : ""
    return [`epoch ${count(epoch)}${kept}`, ...lines].join("\n")
  }

  describe(frame) {
    const { run } = this
    if (run.note) return `Loss: ${run.note}`
    if (!run.loss.length) return `Loss curve of ${run.loss_name}: not trained yet.`
    const byHand = run.hand?.losses()
    const value = byHand ? byHand.loss : run.loss[run.epochs[frame] - 1]
    const now = value === undefined ? "not trained yet" : number(value)
    const held = byHand ? byHand.val_loss : run.val_loss[run.epochs[frame] - 1]
    const [kind, end] = byHand
      ? ["of the weights changed by hand", ""]
      : ["mean over the epoch", ", at its end"]
    const heldOut = held === undefined ? "" : ` Of the held-out rows${end}: ${number(held)}.`
    const range = `from ${number(run.loss[0])} to ${number(run.loss.at(-1))}`
    return `Loss curve of ${run.loss_name}, ${kind}: ${now} now, ${range}.${heldOut}`
  }
}
