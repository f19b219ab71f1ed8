// What the two views of the weights share. A weight or bias has an `index` among all those of a
// keyframe. Its `row` is the input that it belongs to; biases have the row after the last input.

import { count, decimalsUpTo, fixed, number } from "../format.js"
import { countParameters, weightsOf } from "../forward.js"
import { signColor } from "../theme.js"
import { View } from "./view.js"

// The keyframe to show: the nearest, as a large network has weights for some frames only, or that
// of weights changed by hand.
export function nearestKeyframe({ keyframes, hand }, frame) {
  if (hand?.key) return hand.key
  let key = 0
  while (key < keyframes.length - 1 && keyframes[key + 1] <= frame) key++
  if (key < keyframes.length - 1 && keyframes[key + 1] - frame < frame - keyframes[key]) key++
  return key
}

export class WeightedView extends View {
  prepare() {
    const { sizes, keyframes } = this.run
    this.layers = []
    let start = 0
    for (let layer = 1; layer < sizes.length; layer++) {
      const [inputs, units] = [sizes[layer - 1], sizes[layer]]
      this.layers.push({ inputs, units, kernel: start, bias: start + inputs * units })
      start += (inputs + 1) * units
    }
    this.parameters = countParameters(this.run)
    this.keyframe = -1
    // Each layer has one scale for the whole film, so that one sees the weights grow. Biases get
    // their colours from it too, but do not stretch it: a large one would make all weights pale.
    for (const layer of this.layers) layer.scale = layer.biasScale = 0
    for (let key = 0; key < keyframes.length; key++) {
      for (const layer of this.layers) {
        layer.scale = Math.max(layer.scale, this.largest(key, layer.kernel, layer.bias))
        const end = layer.bias + layer.units
        layer.biasScale = Math.max(layer.biasScale, this.largest(key, layer.bias, end))
      }
    }
    for (const layer of this.layers) this.chooseDecimals(layer)
  }

  chooseDecimals(layer) {
    const end = layer.bias + layer.units
    const sizes = [0, this.run.keyframes.length - 1].map((key) =>
      this.largest(key, layer.kernel, end),
    )
    layer.decimals = Math.max(...sizes.map(decimalsUpTo))
    layer.longest = [...sizes, layer.scale, layer.biasScale].map((size) => this.text(layer, -size))
  }

  chooseKeyframe(frame) {
    const key = nearestKeyframe(this.run, frame)
    const changed = key !== this.keyframe
    this.keyframe = key
    this.weights = weightsOf(this.run, key)
    return changed
  }

  // The largest absolute value among some weights of a keyframe, leaving out NaN and infinity.
  largest(key, start, end) {
    const from = key * this.parameters
    let most = 0
    for (let i = from + start; i < from + end; i++) {
      const size = Math.abs(this.run.weights[i])
      if (size > most && Number.isFinite(size)) most = size
    }
    return most
  }

  indexOf(layer, row, unit) {
    const { kernel, units } = this.layers[layer]
    return kernel + row * units + unit
  }

  // The layer, row and unit of an index.
  spotOf(index) {
    const layer = this.layers.findLastIndex(({ kernel }) => kernel <= index)
    const { kernel, units } = this.layers[layer]
    return [layer, Math.floor((index - kernel) / units), (index - kernel) % units]
  }

  isBias(layer, row) {
    return row === this.layers[layer].inputs
  }

  valueAt(layer, row, unit) {
    return this.weights[this.indexOf(layer, row, unit)]
  }

  biasAt(layer, unit) {
    return this.valueAt(layer, this.layers[layer].inputs, unit)
  }

  // The largest weight of the layer or, for a bias, the largest bias.
  scaleOf(layer, row) {
    return this.layers[layer][this.isBias(layer, row) ? "biasScale" : "scale"]
  }

  // The share of the full colour that a weight or a bias gets.
  share(layer, value) {
    const { scale } = this.layers[layer]
    if (!Number.isFinite(value)) return 0.6
    return scale > 0 ? Math.min(1, Math.abs(value) / scale) : Number(value !== 0)
  }

  // A weight or a bias with the decimals of its layer, or with fewer if it is large.
  text(layer, value) {
    return fixed(value, Math.min(layer.decimals, decimalsUpTo(Math.abs(value))))
  }

  color(value) {
    return signColor(value, this.style)
  }

  // A minus where no number is written, so that not only the colour shows the sign.
  drawMinus(x, y, width) {
    const { pen, style } = this
    pen.fillStyle = style.text
    pen.fillRect(x - width / 2, y - 0.75, width, 1.5)
  }

  unitName(layer, unit) {
    const { sizes, features, outputs } = this.run
    if (layer === 0) return features[unit]
    if (layer === sizes.length - 1) return outputs[unit]
    return sizes.length > 3 ? `unit ${unit + 1} of layer ${layer}` : `unit ${unit + 1}`
  }

  whenShown() {
    const { epochs, keyframes, hand } = this.run
    if (hand?.key) return `with ${count(hand.changes())} changed by hand`
    return `at epoch ${count(epochs[keyframes[this.keyframe]])}`
  }

  // The name of a weight or a bias, and which of the two it is.
  nameOf(layer, row, unit) {
    const to = this.unitName(layer + 1, unit)
    return this.isBias(layer, row)
      ? [to, "bias"]
      : [`${this.unitName(layer, row)} → ${to}`, "weight"]
  }

  textOfWeight(layer, row, unit) {
    const { hand } = this.run
    const [name, kind] = this.nameOf(layer, row, unit)
    const index = this.indexOf(layer, row, unit)
    const value = `${name}\n${kind} ${number(this.weights[index])}`
    if (!hand?.key) return `${value} ${this.whenShown()}`
    if (!hand.isChanged(index)) return `${value}, as trained`
    return `${value}, changed by hand (trained: ${number(hand.trained[index])})`
  }

  biasText(layer, unit) {
    return this.textOfWeight(layer, this.layers[layer].inputs, unit)
  }

  broken() {
    return this.weights.some((w) => !Number.isFinite(w))
  }
}
