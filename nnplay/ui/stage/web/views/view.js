// What all views share: a canvas of the right size, texts, lines and axes.

import { shortened, wrap } from "../text.js"

export class View {
  constructor(canvas, onSwitch) {
    this.canvas = canvas
    this.onSwitch = onSwitch
    this.pen = canvas.getContext("2d")
  }

  setRun(run, style, isNew) {
    this.run = run
    this.style = style
    if (isNew) this.prepare?.()
  }

  resize() {
    const scale = window.devicePixelRatio || 1
    const room = this.canvas.parentElement.getBoundingClientRect()
    // whole pixels, borders left out: a canvas of 253.4 px would be blurred by scaling
    this.width = Math.floor(room.width - 2)
    this.height = Math.floor(room.height - 2)
    this.canvas.style.width = `${this.width}px`
    this.canvas.style.height = `${this.height}px`
    this.canvas.width = Math.round(this.width * scale)
    this.canvas.height = Math.round(this.height * scale)
    this.pen.setTransform(scale, 0, 0, scale, 0, 0)
    this.labels = []
    this.layOut?.()
  }

  clear(title) {
    const { pen, style } = this
    pen.clearRect(0, 0, this.width, this.height)
    this.write(title, 10, style.size * 1.5, { bold: true })
  }

  // Draws what does not move on a canvas of its own, to be copied into every frame.
  still(draw) {
    const canvas = document.createElement("canvas")
    canvas.width = this.canvas.width
    canvas.height = this.canvas.height
    const film = this.pen
    this.pen = canvas.getContext("2d")
    this.pen.setTransform(film.getTransform())
    draw()
    this.pen = film
    return canvas
  }

  // Copies such a canvas, or its left part.
  copy(still, width = this.width) {
    const share = width / this.width
    this.pen.drawImage(still, 0, 0, still.width * share, still.height, 0, 0, width, this.height)
  }

  // Writes a text; with `halo`, a rim of the background sets it off from what is below.
  write(
    text,
    x,
    y,
    { bold = false, align = "left", color = this.style.text, size = 1, halo = false } = {},
  ) {
    const { pen, style } = this
    this.setFont(size, bold)
    pen.textAlign = align
    if (halo) {
      pen.strokeStyle = style.background
      pen.lineJoin = "round"
      pen.lineWidth = style.size * 0.4
      pen.strokeText(text, x, y)
    }
    pen.fillStyle = color
    pen.fillText(text, x, y)
  }

  setFont(size, bold = false) {
    this.pen.font = `${bold ? 600 : 400} ${this.style.size * size}px ${this.style.font}`
  }

  widest(texts, size = 1) {
    this.setFont(size)
    return Math.max(0, ...texts.map((text) => this.pen.measureText(text).width))
  }

  // Names in lines, each name shortened to fit but still different from the others.
  linesOf(names, width, { size = 1, bold = false, lines = 1 } = {}) {
    const { pen } = this
    this.setFont(size, bold)
    const broken = (text) => (lines > 1 ? wrap(pen, text, width) : [text])
    const isNarrow = (line) => pen.measureText(line).width <= width
    const fits = (text) => broken(text).length <= lines && broken(text).every(isNarrow)
    return shortened(names, fits).map(broken)
  }

  // Adds a name, in lines around the height y, for `drawLabels`. Call it while laying out:
  // measuring takes too long for every frame.
  label(name, lines, x, y, { align = "left", size = 1, bold = false } = {}) {
    this.labels.push({
      name,
      lines,
      x,
      y,
      how: { align, size, bold },
      width: this.widest(lines, size),
    })
  }

  drawLabels() {
    for (const { lines, x, y, how } of this.labels) {
      const step = this.style.size * how.size * 1.2
      lines.forEach((line, i) =>
        this.write(line, x, y + this.style.size * 0.3 + (i - (lines.length - 1) / 2) * step, how),
      )
    }
  }

  // The whole name at a place where a shortened one is written.
  nameAt(x, y) {
    const reach = this.style.size * 0.7
    const found = this.labels.find(({ name, lines, width, ...at }) => {
      const left = at.x - width * { left: 0, center: 0.5, right: 1 }[at.how.align]
      return (
        lines.join(" ") !== name &&
        x >= left &&
        x <= left + width &&
        Math.abs(y - at.y) <= reach * lines.length
      )
    })
    return found?.name
  }

  line(points, color, width = 1, dash = []) {
    const { pen } = this
    pen.strokeStyle = color
    pen.lineWidth = width
    pen.setLineDash(dash)
    pen.beginPath()
    for (const [x, y] of points) pen.lineTo(x, y)
    pen.stroke()
    pen.setLineDash([])
  }

  horizontal(y, { left, width }, color, thickness = 1, dash = []) {
    const ends = [left, left + width]
    this.line(
      ends.map((x) => [x, y]),
      color,
      thickness,
      dash,
    )
  }

  // The rectangle for the data, with room for the title, the ticks and the axis titles.
  plotArea(yLabels, hasTitles) {
    const { size } = this.style
    const left = this.widest(yLabels, 0.9) + size + (hasTitles ? size * 1.3 : 0)
    const top = size * 2.4
    const bottom = size * (hasTitles ? 3.1 : 1.9)
    return { left, top, width: this.width - left - size, height: this.height - top - bottom }
  }

  axes(area, xTicks, yTicks) {
    const { border } = this.style
    for (const [y] of yTicks) this.horizontal(y, area, border)
    this.writeTicks(area, xTicks, yTicks)
  }

  writeTicks({ left, top, height }, xTicks, yTicks) {
    const { size } = this.style
    for (const [y, label] of yTicks) {
      this.write(label, left - size * 0.5, y + size * 0.3, { align: "right", size: 0.9 })
    }
    for (const [x, label] of xTicks) {
      this.write(label, x, top + height + size * 1.2, { align: "center", size: 0.9 })
    }
  }
}
