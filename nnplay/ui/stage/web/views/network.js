// The network: units as circles or as pictures of their planes, weights as lines.

import { count, number } from "../format.js"
import { distanceToLine } from "../geometry.js"
import { TAP_RADIUS } from "./points.js"
import { WeightedView } from "./weighted.js"

const MOST_EDGES = 900 // more lines than this are neither told apart nor drawn at 60 frames a second
const SMALLEST_TILE = 14 // px; a smaller picture of a plane tells nothing
const FULLEST = 12 // units of a column from which on they have no names beside them

export class NetworkView extends WeightedView {
  layOut() {
    const { sizes } = this.run
    const { size } = this.style
    const [top, bottom] = [size * 2.2, this.height - size * 2.4]
    const columns = sizes.map((units) => {
      const gap = Math.min((bottom - top) / units, size * 5.5)
      const first = (top + bottom) / 2 - (gap * (units - 1)) / 2
      const ys = Array.from({ length: units }, (_, unit) => first + gap * unit)
      return { ys, gap, ...this.sizeOf(gap) }
    })
    const names = this.namesBeside(columns[0], columns.at(-1))
    const [left, right] = this.margins(columns[0], columns.at(-1), names)
    const apart = (this.width - left - right) / (sizes.length - 1)
    this.columns = columns.map((column, layer) => ({ ...column, x: left + apart * layer }))
    this.nameColumn(this.columns[0], this.run.features, names[0], -1)
    this.nameColumn(this.columns.at(-1), this.run.outputs, names[1], 1)
    this.layCaptions()
    const holdsBias = ({ radius, tile }, layer) =>
      !tile && radius > size * 0.8 && this.widest(this.layers[layer].longest, 0.8) < radius * 2.6
    this.labelBiases = this.columns.slice(1).every(holdsBias)
    this.edges = this.columns.slice(1).flatMap((_, layer) => this.edgesOf(layer))
    this.keyframe = -1
  }

  // A unit is a tile if one can make something out in it, else a circle.
  sizeOf(gap) {
    const { sizes, planes } = this.run
    const { size } = this.style
    const tile = planes
      ? Math.floor(Math.min(gap * 0.9, size * 4, (0.45 * this.width) / sizes.length))
      : 0
    if (tile >= SMALLEST_TILE) return { tile, radius: tile / 2 }
    return { tile: 0, radius: Math.max(1.5, Math.min(size * 1.1, gap * 0.4)) }
  }

  // The lines of the names beside the first and the last column, none where it is too full.
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

  edgesOf(layer) {
    const { inputs, units } = this.layers[layer]
    const edges = []
    for (let input = 0; input < inputs; input++) {
      for (let unit = 0; unit < units; unit++) edges.push([layer, input, unit])
    }
    return edges
  }

  draw(frame) {
    if (!this.chooseKeyframe(frame)) return
    this.run.planes?.goTo(this.keyframe)
    this.chooseEdges()
    this.clear(this.title())
    this.drawEdges()
    this.columns.forEach((column, layer) => {
      if (column.tile) this.drawTiles(column, layer)
      else this.drawUnits(column, layer)
    })
    this.drawLabels()
  }

  title() {
    const all = this.edges.length
    if (this.drawn.length < all)
      return `Network, ${count(MOST_EDGES)} strongest of ${count(all)} weights`
    if (this.labelBiases) return "Network, biases in the circles"
    return this.columns.some(({ tile }) => tile)
      ? "Network, every unit’s view of the plane"
      : "Network"
  }

  chooseEdges() {
    this.drawn = this.edges
    if (this.edges.length <= MOST_EDGES) return
    const strength = (edge) => this.share(edge[0], this.kernelAt(...edge))
    const sorted = this.edges.map((edge) => [strength(edge), edge]).sort((a, b) => b[0] - a[0])
    this.drawn = sorted.slice(0, MOST_EDGES).map(([, edge]) => edge)
  }

  // Lines of one colour and width are stroked together: fewer strokes, steadier film.
  drawEdges() {
    const { pen } = this
    const paths = new Map()
    for (const [layer, input, unit] of this.drawn) {
      const weight = this.kernelAt(layer, input, unit)
      const step = Math.ceil(this.share(layer, weight) * 8)
      const key = `${this.color(weight)}|${step}`
      if (!paths.has(key)) paths.set(key, new Path2D())
      const [from, to] = [this.columns[layer], this.columns[layer + 1]]
      paths.get(key).moveTo(from.x, from.ys[input])
      paths.get(key).lineTo(to.x, to.ys[unit])
    }
    const crowded = this.drawn.length > 300
    for (const [key, path] of paths) {
      const [color, step] = key.split("|")
      pen.strokeStyle = color
      pen.globalAlpha = (0.25 + 0.07 * step) * (crowded ? 0.7 : 1)
      pen.lineWidth = 0.5 + step * (crowded ? 0.25 : 0.75)
      pen.stroke(path)
    }
    pen.globalAlpha = 1
  }

  drawUnits({ x, ys, radius }, layer) {
    const { pen, style } = this
    ys.forEach((y, unit) => {
      pen.beginPath()
      pen.arc(x, y, radius, 0, 2 * Math.PI)
      pen.fillStyle = style.background
      pen.fill()
      if (layer > 0) {
        const bias = this.biasAt(layer - 1, unit)
        pen.globalAlpha = 0.6 * this.share(layer - 1, bias)
        pen.fillStyle = this.color(bias)
        pen.fill()
        pen.globalAlpha = 1
        if (this.labelBiases) {
          this.write(this.text(this.layers[layer - 1], bias), x, y + style.size * 0.3, {
            align: "center",
            size: 0.8,
          })
        }
      }
      pen.strokeStyle = style.text
      pen.lineWidth = radius > 4 ? 1.5 : 0.75
      pen.stroke()
    })
  }

  // A dot at the lower left has the colour of the bias.
  drawTiles({ x, ys, tile, radius }, layer) {
    const { pen, style, run } = this
    const dot = Math.min(style.size * 0.3, tile / 6)
    pen.lineWidth = 1
    ys.forEach((y, unit) => {
      const [left, top] = [Math.round(x - radius), Math.round(y - radius)]
      run.planes.draw(pen, layer, unit, left, top, tile)
      pen.strokeStyle = style.text
      pen.strokeRect(left + 0.5, top + 0.5, tile - 1, tile - 1)
      if (layer === 0) return
      const bias = this.biasAt(layer - 1, unit)
      pen.beginPath()
      pen.arc(left, top + tile - dot, dot, 0, 2 * Math.PI)
      pen.fillStyle = style.background
      pen.fill()
      pen.globalAlpha = 0.15 + 0.85 * this.share(layer - 1, bias)
      pen.fillStyle = this.color(bias)
      pen.fill()
      pen.globalAlpha = 1
      pen.stroke()
    })
  }

  // Puts names beside a column, -1 to the left and 1 to the right of it.
  nameColumn({ x, ys, radius }, names, lines, side) {
    lines.forEach((each, i) =>
      this.label(names[i], each, x + side * (radius + 6), ys[i], {
        align: side < 0 ? "right" : "left",
      }),
    )
  }

  // Says below the columns what they are, as fully as there is room side by side.
  layCaptions() {
    const { sizes, activations, target } = this.run
    const { size } = this.style
    const last = sizes.length - 1
    const units = (layer) => `${sizes[layer]} ${sizes[layer] > 1 ? "units" : "unit"}`
    const forms = [
      [(layer) => `${units(layer)}, ${activations[layer - 1]}`, `, ${activations.at(-1)}`],
      [units, ""],
      [(layer) => String(sizes[layer]), ""],
    ]
    // the last one comes after the target's name
    const captions = forms.map(([form, ending]) => [
      "inputs",
      ...sizes.slice(1, -1).map((_, i) => form(i + 1)),
      ending,
    ])
    const half = (text) => this.widest([text], 0.9) / 2 + size * 0.2
    const room = (texts) =>
      this.width - 8 - 2 * half(texts[last]) - this.columns[last - 1].x - half(texts[last - 1])
    const areApart = (texts) =>
      texts
        .slice(1, last)
        .every(
          (text, i) => half(texts[i]) + half(text) <= this.columns[i + 1].x - this.columns[i].x,
        )
    const named = Math.min(this.widest([target], 0.9), size * 8)
    const texts = captions.find((each) => areApart(each) && room(each) >= named) ?? captions.at(-1)
    const y = this.height - size
    texts
      .slice(0, last)
      .forEach((text, layer) =>
        this.label(text, [text], this.columns[layer].x, y, { align: "center", size: 0.9 }),
      )
    const [[shown]] = this.linesOf([target], room(texts), { size: 0.9 })
    this.label(target + texts[last], [shown + texts[last]], this.width - 8, y, {
      align: "right",
      size: 0.9,
    })
  }

  // The unit at a place; layer 0 are the inputs.
  nodeAt(x, y) {
    for (const [layer, column] of this.columns.entries()) {
      const reach = Math.max(column.radius, 5)
      const near = (at) =>
        (column.tile
          ? Math.max(Math.abs(x - column.x), Math.abs(y - at))
          : Math.hypot(x - column.x, y - at)) < reach
      const unit = column.ys.findIndex(near)
      if (unit >= 0) return { layer, unit }
    }
    return null
  }

  unitAt(x, y) {
    const node = this.nodeAt(x, y)
    return node?.layer > 0 ? { layer: node.layer - 1, unit: node.unit } : null
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
    const act = matchMedia("(pointer: coarse)").matches ? "tap again" : "click"
    if (layer > 0 && this.run.opens) lines.push(`${act} to see its arithmetic`)
    return lines.join("\n")
  }

  textAt(x, y) {
    const node = this.nodeAt(x, y)
    if (node) return this.textOf(node)
    let [best, closest] = [null, TAP_RADIUS / 2]
    for (const edge of this.drawn) {
      const [layer, input, unit] = edge
      const [from, to] = [this.columns[layer], this.columns[layer + 1]]
      const distance = distanceToLine(x, y, from.x, from.ys[input], to.x, to.ys[unit])
      if (distance < closest) [best, closest] = [edge, distance]
    }
    return best && this.weightText(...best)
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
