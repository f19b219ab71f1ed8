// The loss of one run.

import { count, number } from "../format.js"
import { wrap } from "../text.js"
import { evenTicks } from "../ticks.js"
import { CurveView } from "./curve.js"

export class LossView extends CurveView {
  layOut() {
    const more = this.style.size * 1.2
    const kinds = this.kinds()
    this.subtitle =
      kinds.find((text) => this.widest([text], 0.9) <= this.width - 20) ?? kinds.at(-1)
    const area = this.plotArea(this.yLabels(), false)
    this.scale({ ...area, top: area.top + more, height: area.height - more })
    this.title = this.titleBeside(this.valuesWidth())
    this.xTicks = evenTicks(0, this.run.total, 4).map((tick) => [this.x(tick), count(tick)])
    const colors = { val_loss: this.style.negative, loss: this.style.positive }
    this.curves = this.names().map((name) => this.curve(name, colors[name]))
  }

  // Which loss it is and when it is taken, which is not as the error of the weights beside it; first
  // in full, then as there is room.
  kinds() {
    const { loss_name, val_loss } = this.run
    if (!val_loss.length) return [`${loss_name}, mean during the epoch`, loss_name]
    const loss = `${loss_name}; loss: mean during the epoch`
    return [`${loss}, val_loss: at its end`, loss, loss_name]
  }

  // The title in full, or shorter where it would run into the numbers beside it.
  titleBeside(values) {
    if (!this.run.loss_axis.log) return "Loss"
    const full = "Loss, logarithmic"
    this.setFont(1, true)
    const needed = this.pen.measureText(full).width + values + this.style.size * 2
    return needed <= this.width ? full : "Loss (log)"
  }

  // How wide the numbers above the curves can be; those of the ends and of the middle stand for all.
  valuesWidth() {
    const { pen, run, style } = this
    this.setFont(1, true)
    const widths = this.names().map((name) => {
      const losses = [0, run[name].length >> 1, run[name].length - 1].map((i) => run[name][i])
      const texts = losses.map((loss) => this.valueText(name, loss ?? 0))
      return Math.max(...texts.map((text) => pen.measureText(text).width)) + style.size
    })
    return widths.reduce((sum, width) => sum + width, 0)
  }

  names() {
    return this.run.val_loss.length ? ["val_loss", "loss"] : ["loss"]
  }

  valueText(name, value) {
    return `${this.names().length > 1 ? `${name} ` : ""}${number(value)}`
  }

  // Losses belong to epochs 1, 2, ...
  curve(name, color) {
    const losses = this.run[name]
    return {
      name,
      path: this.path(
        Array.from(losses, (_, i) => i + 1),
        losses,
      ),
      color,
    }
  }

  draw(frame) {
    const { pen, style, area, run } = this
    this.clear(this.title)
    this.write(this.subtitle, 10, style.size * 2.75, { size: 0.9 })
    this.axes(area, this.xTicks, this.yTicks)
    const epoch = run.epochs[frame]
    for (const { path, color } of this.curves) {
      pen.strokeStyle = color
      pen.lineWidth = 1.5
      pen.globalAlpha = 0.25
      pen.stroke(path)
      pen.globalAlpha = 1
      this.strokeUntil(epoch, path, color)
    }
    this.drawValues(epoch)
    this.drawNote()
  }

  drawValues(epoch) {
    const { pen, style, run } = this
    let right = this.width - style.size * 0.8
    for (const { name, color } of this.curves) {
      const value = run[name][epoch - 1]
      if (value === undefined) continue
      const text = this.valueText(name, value)
      this.write(text, right, style.size * 1.5, { align: "right", color, bold: true })
      right -= pen.measureText(text).width + style.size
      if (Number.isFinite(value)) this.dot(epoch, value, color)
    }
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

  textAt(x) {
    const { run, area } = this
    const epoch = Math.round(((x - area.left) / area.width) * run.total)
    if (epoch < 1 || epoch > run.loss.length) return null
    const lines = this.curves.map(({ name }) => `${name} ${number(run[name][epoch - 1])}`)
    return [`epoch ${count(epoch)}`, ...lines.reverse()].join("\n")
  }

  describe(frame) {
    const { run } = this
    if (run.note) return `Loss: ${run.note}`
    if (!run.loss.length) return `Loss curve of ${run.loss_name}: not trained yet.`
    const value = run.loss[run.epochs[frame] - 1]
    const now = value === undefined ? "not trained yet" : number(value)
    const held = run.val_loss[run.epochs[frame] - 1]
    const heldOut = held === undefined ? "" : ` Of the held-out rows: ${number(held)}.`
    const range = `from ${number(run.loss[0])} to ${number(run.loss.at(-1))}`
    return `Loss curve of ${this.kinds()[0]}: ${now} now, ${range}.${heldOut}`
  }
}
