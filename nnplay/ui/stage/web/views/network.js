// The network: units as circles or as pictures of their planes, weights as lines or, between large
// layers, as cells.

import { count, number } from "../format.js"
import { distanceToLine } from "../geometry.js"
import { paletteOf } from "../theme.js"
import { Field } from "./field.js"
import { TAP_RADIUS } from "./points.js"
import { NetworkLayout } from "./network_layout.js"

const CROWDED = 60 // lines between two columns from which on they are thinner
const DASH = [7, 4] // of negative weights

export class NetworkView extends NetworkLayout {
  layOut() {
    super.layOut()
    const palette = this.fields.some(Boolean) && paletteOf(this.style)
    this.cells = this.layers.map((layer, i) => this.fields[i] && new Field(layer, palette))
    this.title = this.titleThatFits()
  }

  draw(frame) {
    if (!this.chooseKeyframe(frame)) return
    this.run.planes?.goTo(this.keyframe)
    this.clear(this.title)
    this.cells.forEach((cells, layer) => {
      if (cells) this.drawField(cells, layer)
    })
    this.drawEdges()
    this.columns.forEach((column, layer) => {
      if (column.tile) this.drawTiles(column, layer)
      else this.drawUnits(column, layer)
    })
    this.drawLabels()
  }

  // What is to be known of the picture, as far as there is room beside the buttons of the layers.
  titleThatFits() {
    const notes = []
    if (this.edges.length) notes.push("dashes: negative")
    if (this.fields.some(Boolean)) notes.push("cells: weights of large layers")
    if (this.labelBiases) notes.push("circles: biases")
    if (this.columns.some(({ tile }) => tile)) notes.push("squares: outputs over the plane")
    const room = this.width - 20 - (this.target ? this.target * 2 + this.style.size * 7.5 : 0)
    this.setFont(1, true)
    for (; notes.length; notes.pop()) {
      const text = `Network (${notes.join("; ")})`
      if (this.pen.measureText(text).width <= room) return text
    }
    return "Network"
  }

  drawField(cells, layer) {
    const { pen, style } = this
    const { x, y, width, height } = this.fields[layer]
    cells.paint(this.weights, this.layers[layer].scale)
    cells.draw(pen, this.fields[layer])
    pen.strokeStyle = style.border
    pen.lineWidth = 1
    pen.strokeRect(x - 0.5, y - 0.5, width + 1, height + 1)
  }

  // Lines of one colour and width are stroked together: fewer strokes, steadier film.
  drawEdges() {
    const { pen } = this
    const paths = new Map()
    for (const edge of this.edges) {
      const weight = this.valueAt(...edge)
      const step = Math.ceil(this.share(edge[0], weight) * 8)
      const { inputs, units } = this.layers[edge[0]]
      const width = 0.5 + step * (inputs * units > CROWDED ? 0.25 : 0.75)
      const key = `${this.color(weight)}|${0.25 + 0.07 * step}|${width}|${weight < 0 ? "-" : ""}`
      if (!paths.has(key)) paths.set(key, new Path2D())
      const [from, to] = this.endsOf(...edge)
      paths.get(key).moveTo(...from)
      paths.get(key).lineTo(...to)
    }
    for (const [key, path] of paths) {
      const [color, alpha, width, isNegative] = key.split("|")
      pen.strokeStyle = color
      pen.globalAlpha = alpha
      pen.lineWidth = width
      pen.setLineDash(isNegative ? DASH : [])
      pen.stroke(path)
    }
    pen.globalAlpha = 1
    pen.setLineDash([])
    this.markChanged()
  }

  // A dot on every line that was changed by hand.
  markChanged() {
    if (!this.run.hand?.key) return
    for (const edge of this.edges) {
      if (!this.run.hand.isChanged(this.indexOf(...edge))) continue
      const [[x0, y0], [x1, y1]] = this.endsOf(...edge)
      this.pen.beginPath()
      this.pen.arc((x0 + x1) / 2, (y0 + y1) / 2, 4, 0, 2 * Math.PI)
      this.pen.fillStyle = this.style.text
      this.pen.fill()
    }
  }

  endsOf(layer, input, unit) {
    const [from, to] = [this.columns[layer], this.columns[layer + 1]]
    return [
      [from.x, from.ys[input]],
      [to.x, to.ys[unit]],
    ]
  }

  drawUnits({ x, ys, radius }, layer) {
    const { pen, style } = this
    ys.forEach((y, unit) => {
      pen.beginPath()
      pen.arc(x, y, radius, 0, 2 * Math.PI)
      pen.fillStyle = style.background
      pen.fill()
      if (layer > 0) this.fillWithBias(x, y, radius, layer - 1, unit)
      pen.strokeStyle = style.text
      pen.lineWidth = this.isByHand(layer - 1, unit) ? 3.5 : radius > 4 ? 1.5 : 0.75
      pen.stroke()
    })
  }

  fillWithBias(x, y, radius, layer, unit) {
    const { pen, style } = this
    const bias = this.biasAt(layer, unit)
    pen.globalAlpha = 0.6 * this.share(layer, bias)
    pen.fillStyle = this.color(bias)
    pen.fill()
    pen.globalAlpha = 1
    if (this.labelBiases) {
      const text = this.text(this.layers[layer], bias)
      this.write(text, x, y + style.size * 0.3, { align: "center", size: 0.8 })
    } else if (bias < 0 && radius > 4) this.drawMinus(x, y, radius)
    pen.beginPath()
    pen.arc(x, y, radius, 0, 2 * Math.PI)
  }

  isByHand(layer, unit) {
    const { hand } = this.run
    return layer >= 0 && hand?.key && hand.isChanged(this.layers[layer].bias + unit)
  }

  // A dot at the lower left has the colour of the bias.
  drawTiles({ x, ys, tile, radius }, layer) {
    const { pen, style, run } = this
    const dot = Math.min(style.size * 0.35, tile / 6)
    ys.forEach((y, unit) => {
      const [left, top] = [Math.round(x - radius), Math.round(y - radius)]
      run.planes.draw(pen, layer, unit, left, top, tile)
      pen.strokeStyle = style.text
      pen.lineWidth = 1
      pen.strokeRect(left + 0.5, top + 0.5, tile - 1, tile - 1)
      if (layer === 0) return
      const bias = this.biasAt(layer - 1, unit)
      const middle = top + tile - dot
      pen.beginPath()
      pen.arc(left, middle, dot, 0, 2 * Math.PI)
      pen.fillStyle = style.background
      pen.fill()
      pen.globalAlpha = 0.15 + 0.85 * this.share(layer - 1, bias)
      pen.fillStyle = this.color(bias)
      pen.fill()
      pen.globalAlpha = 1
      pen.lineWidth = this.isByHand(layer - 1, unit) ? 3 : 1
      pen.stroke()
      if (bias < 0) this.drawMinus(left, middle, dot * 1.2)
    })
  }

  // The unit at a place that has a picture to enlarge, be it drawn as a circle.
  pictureAt(x, y) {
    return this.run.planes ? this.nodeAt(x, y) : null
  }

  textOf({ layer, unit }) {
    const lines = [layer > 0 ? this.biasText(layer - 1, unit) : this.unitName(layer, unit)]
    if (this.run.planes) {
      const [low, high] = this.run.planes.rangeOf(layer, unit)
      lines.push(`${number(low)} to ${number(high)} over the plane`)
    }
    return lines.join("\n")
  }

  textAt(x, y) {
    const node = this.nodeAt(x, y)
    if (node) return this.textOf(node)
    const index = this.weightAt(x, y)
    return index < 0 ? null : this.textOfWeight(...this.spotOf(index))
  }

  // The weight, or the bias of the unit, at a place; -1 if there is none.
  weightAt(x, y) {
    const node = this.nodeAt(x, y)
    if (node) return node.layer > 0 ? this.layers[node.layer - 1].bias + node.unit : -1
    let [best, closest] = [-1, TAP_RADIUS / 2]
    for (const edge of this.edges) {
      const distance = distanceToLine(x, y, ...this.endsOf(...edge).flat())
      if (distance < closest) [best, closest] = [this.indexOf(...edge), distance]
    }
    return best < 0 ? this.cellAt(x, y) : best
  }

  cellAt(x, y) {
    const layer = this.fields.findIndex(
      (field) =>
        field &&
        x >= field.x &&
        y >= field.y &&
        x < field.x + field.width &&
        y < field.y + field.height,
    )
    if (layer < 0) return -1
    const { x: left, y: top, width, height } = this.fields[layer]
    const { inputs, units } = this.layers[layer]
    const row = Math.floor(((y - top) / height) * inputs)
    return this.indexOf(layer, row, Math.floor(((x - left) / width) * units))
  }

  // Where the middle of a weight is, or the unit of a bias.
  placeOf(index) {
    const [layer, row, unit] = this.spotOf(index)
    if (this.isBias(layer, row)) {
      const { x, ys } = this.columns[layer + 1]
      return [x, ys[unit]]
    }
    const field = this.fields[layer]
    const { inputs, units } = this.layers[layer]
    if (field)
      return [
        field.x + ((unit + 0.5) / units) * field.width,
        field.y + ((row + 0.5) / inputs) * field.height,
      ]
    const [[x0, y0], [x1, y1]] = this.endsOf(layer, row, unit)
    return [(x0 + x1) / 2, (y0 + y1) / 2]
  }

  describe() {
    const { sizes, features, outputs } = this.run
    const hidden = sizes.slice(1, -1)
    const middle = hidden.length ? `hidden layers of ${hidden.join(", ")} units` : "no hidden layer"
    const last =
      outputs.length > 1 ? `${outputs.length} outputs (${outputs.join(", ")})` : "one output"
    const state = this.broken()
      ? "Some weights are no longer numbers."
      : `${count(this.parameters)} weights and biases.`
    return `Network with ${features.length} inputs (${features.join(", ")}), ${middle} and ${last}. ${state}`
  }
}
