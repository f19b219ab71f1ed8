// The layout of the network: where the units, their names and the captions are.

import { targetSize } from "../theme.js"
import { WeightedView } from "./weighted.js"

const MOST_LINES = 120 // between two columns; more would be a tangle, so the weights become cells
const SMALLEST_TILE = 14 // px; a smaller picture of a plane shows nothing
const FULLEST = 12 // a column with this many units has no names beside them

export class NetworkLayout extends WeightedView {
  layOut() {
    const { sizes, resizes } = this.run
    this.target = resizes ? targetSize() : 0
    this.foot = sizes.length > 2 ? this.target : 0
    this.layColumns()
    this.stacked = this.apart < 2 * this.target + 4
    if (this.stacked && this.foot) {
      this.foot = 2 * this.target
      this.layColumns()
    }
    this.layCaptions()
    this.labelBiases = this.columns.slice(1).every((column, layer) => this.holdsBias(column, layer))
    this.fields = this.layers.map((_, layer) => this.fieldOf(layer))
    this.edges = this.layers.flatMap((_, layer) => (this.fields[layer] ? [] : this.edgesOf(layer)))
    this.keyframe = -1
  }

  layColumns() {
    const { sizes } = this.run
    this.labels = []
    const columns = sizes.map((units) => this.columnOf(units))
    const names = this.namesBeside(columns[0], columns.at(-1))
    const [left, right] = this.margins(columns[0], columns.at(-1), names)
    this.apart = (this.width - left - right) / (sizes.length - 1)
    this.columns = columns.map((column, layer) => ({ ...column, x: left + this.apart * layer }))
    this.nameColumn(this.columns[0], this.run.features, names[0], -1)
    this.nameColumn(this.columns.at(-1), this.run.outputs, names[1], 1)
  }

  columnOf(units) {
    const { size } = this.style
    const top = Math.max(size * 2.2, this.target + 4)
    const bottom = this.height - this.foot - size * 2.4
    const gap = Math.min((bottom - top) / units, size * 5.5)
    const first = (top + bottom) / 2 - (gap * (units - 1)) / 2
    const ys = Array.from({ length: units }, (_, unit) => first + gap * unit)
    return { ys, gap, ...this.sizeOf(gap) }
  }

  // A unit is a tile if that is large enough to see something in it, else a circle.
  sizeOf(gap) {
    const { sizes, planes } = this.run
    const { size } = this.style
    const tile = planes
      ? Math.floor(Math.min(gap * 0.9, size * 4, (0.45 * this.width) / sizes.length))
      : 0
    if (tile >= SMALLEST_TILE) return { tile, radius: tile / 2 }
    return { tile: 0, radius: Math.max(1.5, Math.min(size * 1.1, gap * 0.4)) }
  }

  holdsBias({ radius, tile }, layer) {
    if (tile || radius <= this.style.size * 0.8) return false
    return this.widest(this.layers[layer].longest, 0.8) < radius * 2.6
  }

  // The names beside the first and the last column, in lines; none if a column is too full.
  namesBeside(first, last) {
    const { features, outputs } = this.run
    const width = this.width * (this.severalOutputs() ? 0.26 : 0.3)
    const beside = (names, { gap }) =>
      this.linesOf(names, width, { lines: gap > this.style.size * 2.6 ? 2 : 1 })
    return [
      features.length < FULLEST ? beside(features, first) : [],
      this.severalOutputs() && outputs.length < FULLEST ? beside(outputs, last) : [],
    ]
  }

  margins(first, last, [inputs, outputs]) {
    const { target, planes } = this.run
    const { size } = this.style
    const beside = (names, column) =>
      this.widest(names.flat()) + size * 1.1 + (planes ? column.radius : size * 1.1)
    if (this.severalOutputs()) return [beside(inputs, first), beside(outputs, last)]
    const caption = Math.min(this.widest([target]) / 2, this.width * 0.15) + size * 0.5
    return [
      beside(inputs, first),
      Math.max(size * 2, caption, planes ? last.radius + size * 0.8 : 0),
    ]
  }

  severalOutputs() {
    return this.run.outputs.length > 1
  }

  // The field of cells between two columns, with one row per unit on the left; null if the weights
  // are lines.
  fieldOf(layer) {
    const { inputs, units } = this.layers[layer]
    if (inputs * units <= MOST_LINES) return null
    const [from, to] = [this.columns[layer], this.columns[layer + 1]]
    const left = from.x + from.radius + 6
    const y = from.ys[0] - from.gap / 2
    return { x: left, y, width: to.x - to.radius - 6 - left, height: from.gap * inputs }
  }

  edgesOf(layer) {
    const { inputs, units } = this.layers[layer]
    const edges = []
    for (let input = 0; input < inputs; input++) {
      for (let unit = 0; unit < units; unit++) edges.push([layer, input, unit])
    }
    return edges
  }

  // Puts names beside a column: to its left if `side` is -1, to its right if 1.
  nameColumn({ x, ys, radius }, names, lines, side) {
    lines.forEach((each, i) =>
      this.label(names[i], each, x + side * (radius + 6), ys[i], {
        align: side < 0 ? "right" : "left",
      }),
    )
  }

  // Puts captions below the columns, the fullest that fit side by side.
  layCaptions() {
    const { sizes, target } = this.run
    const { size } = this.style
    const last = sizes.length - 1
    const named = Math.min(this.widest([target], 0.9), size * 8)
    const forms = this.captions()
    const fits = (texts) => this.areApart(texts) && this.roomForTarget(texts) >= named
    const texts = forms.find(fits) ?? forms.at(-1)
    const y = this.height - this.foot - size
    texts.slice(0, last).forEach((text, layer) => {
      this.label(text, [text], this.columns[layer].x, y, { align: "center", size: 0.9 })
    })
    const [[shown]] = this.linesOf([target], this.roomForTarget(texts), { size: 0.9 })
    const [whole, caption] = [target + texts[last], shown + texts[last]]
    this.label(whole, [caption], this.width - 8, y, { align: "right", size: 0.9 })
  }

  // The captions, first in full, then shorter ones; the last of each comes after the target's name.
  captions() {
    const { sizes, activations } = this.run
    const units = (layer) => `${sizes[layer]} ${sizes[layer] > 1 ? "units" : "unit"}`
    const forms = [
      [(layer) => `${units(layer)}, ${activations[layer - 1]}`, `, ${activations.at(-1)}`],
      [units, ""],
      [(layer) => String(sizes[layer]), ""],
    ]
    const hidden = sizes.slice(1, -1).map((_, i) => i + 1)
    return forms.map(([form, ending]) => ["inputs", ...hidden.map(form), ending])
  }

  halfOf(caption) {
    return this.widest([caption], 0.9) / 2 + this.style.size * 0.2
  }

  areApart(captions) {
    const { columns } = this
    return captions.slice(1, -1).every((caption, i) => {
      const needed = this.halfOf(captions[i]) + this.halfOf(caption)
      return needed <= columns[i + 1].x - columns[i].x
    })
  }

  // The room that the captions leave for the target's name on the right.
  roomForTarget(captions) {
    const [before, last] = captions.slice(-2)
    const left = this.columns.at(-2).x + this.halfOf(before)
    return this.width - 8 - 2 * this.halfOf(last) - left
  }
}
