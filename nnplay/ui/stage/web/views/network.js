// The network: units as circles or as pictures of their planes, weights as lines.

import { count, number } from "../format.js"
import { distanceToLine } from "../geometry.js"
import { TAP_RADIUS } from "./points.js"
import { NetworkLayout } from "./network_layout.js"

const MOST_EDGES = 900 // more lines than this are neither told apart nor drawn at 60 frames a second

export class NetworkView extends NetworkLayout {
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
      return `Network (${count(MOST_EDGES)} strongest of ${count(all)} weights)`
    if (this.labelBiases) return "Network (biases in the circles)"
    return this.columns.some(({ tile }) => tile)
      ? "Network (every unit’s output over the plane)"
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
