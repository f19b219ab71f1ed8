// Finds the unit or weight at a place of the network's picture, and the other way round.

import { distanceToLine } from "../geometry.js"
import { NetworkLayout } from "./network_layout.js"
import { TAP_RADIUS } from "./points.js"

export class NetworkPlaces extends NetworkLayout {
  endsOf(layer, input, unit) {
    const [from, to] = [this.columns[layer], this.columns[layer + 1]]
    return [
      [from.x, from.ys[input]],
      [to.x, to.ys[unit]],
    ]
  }

  // The unit at a place; layer 0 is the inputs.
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

  // The unit at a place whose plane can be enlarged, even if it is drawn as a circle.
  pictureAt(x, y) {
    return this.run.planes ? this.nodeAt(x, y) : null
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

  // The middle of a weight's line or cell, or of the unit of a bias.
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
}
