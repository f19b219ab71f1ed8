// The network: units as circles or as pictures of their planes, weights as lines or, between large
// layers, as cells.

import { count, number } from "../format.js"
import { Gradients } from "../gradients.js"
import { Switch } from "../switches.js"
import { paletteOf } from "../theme.js"
import { Field } from "./field.js"
import { NetworkPlaces } from "./network_places.js"

const CROWDED = 60 // more lines than this between two columns are drawn thinner
const DASH = [7, 4] // of negative weights

export class NetworkView extends NetworkPlaces {
  constructor(...all) {
    super(...all)
    this.switch = new Switch(this.canvas, "gradients", this.onSwitch)
  }

  setRun(run, style, isNew) {
    super.setRun(run, style, isNew)
    this.slopes = run.gradients ? new Gradients(run) : null
  }

  layOut() {
    super.layOut()
    this.isSloped = this.switch.show(this.run.offers_gradients, false)
    const palette = this.fields.some(Boolean) && paletteOf(this.style)
    this.cells = this.layers.map((layer, i) => this.fields[i] && new Field(layer, palette))
    const beside = this.target ? this.target * 2 + this.style.size * 7.5 : 0
    const spare = this.isOffered() ? this.switch.width + this.style.size * 0.7 : 0
    this.room = this.width - 20 - beside - spare
    this.switch.place(this.room + 10 + spare - this.switch.width, this.style.size * 1.2)
    this.title = this.titleThatFits("Network", this.notes())
  }

  isOffered() {
    return this.run.offers_gradients
  }

  draw(frame) {
    if (!this.chooseKeyframe(frame)) return
    this.run.planes?.goTo(this.keyframe)
    // the gradients of weights changed by hand are not known
    this.shown = this.isSloped && !this.run.hand?.key ? this.slopes : null
    this.shown?.goTo(this.keyframe)
    this.clear(this.shown ? this.slopedTitle() : this.title)
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

  // How to read the picture.
  notes() {
    const notes = []
    if (this.edges.length) notes.push("dashes: negative")
    if (this.fields.some(Boolean)) notes.push("cells: weights of large layers")
    if (this.labelBiases) notes.push("circles: biases")
    if (this.columns.some(({ tile }) => tile)) notes.push("squares: outputs over the plane")
    return notes
  }

  slopedTitle() {
    return this.titleThatFits("Gradients", [`largest ${this.shown.largest}`, "dashes: negative"])
  }

  // A title with as many notes as there is room for beside the switch and the layers' buttons.
  titleThatFits(title, notes) {
    this.setFont(1, true)
    for (; notes.length; notes.pop()) {
      const text = `${title} (${notes.join("; ")})`
      if (this.pen.measureText(text).width <= this.room) return text
    }
    return title
  }

  // The weight, the bias or its gradient that is drawn, and its share of the full colour.
  inked(layer, row, unit) {
    if (this.shown) return this.shown.inked(this.indexOf(layer, row, unit))
    const value = this.valueAt(layer, row, unit)
    return [value, this.share(layer, value)]
  }

  drawField(cells, layer) {
    const { pen, style } = this
    const { x, y, width, height } = this.fields[layer]
    if (this.shown) cells.paint(this.shown.values, this.shown.scale)
    else cells.paint(this.weights, this.layers[layer].scale)
    cells.draw(pen, this.fields[layer])
    pen.strokeStyle = style.border
    pen.lineWidth = 1
    pen.strokeRect(x - 0.5, y - 0.5, width + 1, height + 1)
  }

  // Lines of one colour and width are stroked together: fewer strokes make the film smoother.
  drawEdges() {
    const { pen } = this
    const paths = new Map()
    for (const edge of this.edges) {
      const [value, share] = this.inked(...edge)
      const step = Math.ceil(share * 8)
      const { inputs, units } = this.layers[edge[0]]
      const width = 0.5 + step * (inputs * units > CROWDED ? 0.25 : 0.75)
      const key = `${this.color(value)}|${0.25 + 0.07 * step}|${width}|${value < 0 ? "-" : ""}`
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
    const [bias, share] = this.inked(layer, this.layers[layer].inputs, unit)
    pen.globalAlpha = 0.6 * share
    pen.fillStyle = this.color(bias)
    pen.fill()
    pen.globalAlpha = 1
    if (this.labelBiases && !this.shown) {
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

  // A tile is the picture of a unit's plane; the dot at its lower left has the colour of the bias.
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
      const [bias, share] = this.inked(layer - 1, this.layers[layer - 1].inputs, unit)
      const middle = top + tile - dot
      pen.beginPath()
      pen.arc(left, middle, dot, 0, 2 * Math.PI)
      pen.fillStyle = style.background
      pen.fill()
      pen.globalAlpha = 0.15 + 0.85 * share
      pen.fillStyle = this.color(bias)
      pen.fill()
      pen.globalAlpha = 1
      pen.lineWidth = this.isByHand(layer - 1, unit) ? 3 : 1
      pen.stroke()
      if (bias < 0) this.drawMinus(left, middle, dot * 1.2)
    })
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

  textOfWeight(layer, row, unit) {
    const text = super.textOfWeight(layer, row, unit)
    if (!this.shown) return text
    return `${text}\ngradient ${number(this.shown.values[this.indexOf(layer, row, unit)])}`
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
    const ink = this.shown ? ` Lines show gradients, the largest ${this.shown.largest}.` : ""
    return `Network with ${features.length} inputs (${features.join(", ")}), ${middle} and ${last}. ${state}${ink}`
  }
}
