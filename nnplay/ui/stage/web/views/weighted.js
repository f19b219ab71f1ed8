// What the two views of the weights share.

import { count, decimalsUpTo, fixed, number } from "../format.js"
import { signColor } from "../theme.js"
import { View } from "./view.js"

// Weights of big networks are sent for fewer epochs than there are frames; the nearest is shown.
export function nearestKeyframe({ keyframes }, frame) {
  let key = 0
  while (key < keyframes.length - 1 && keyframes[key + 1] <= frame) key++
  if (key < keyframes.length - 1 && keyframes[key + 1] - frame < frame - keyframes[key]) key++
  return key
}

export class WeightedView extends View {
  prepare() {
    const { sizes, weights, keyframes } = this.run
    this.layers = []
    let start = 0
    for (let layer = 1; layer < sizes.length; layer++) {
      const [inputs, units] = [sizes[layer - 1], sizes[layer]]
      this.layers.push({ inputs, units, kernel: start, bias: start + inputs * units })
      start += (inputs + 1) * units
    }
    this.parameters = start
    this.keyframe = -1
    // One scale a layer for the whole film, so that one sees the weights grow.
    for (const layer of this.layers) layer.scale = 0
    for (let key = 0; key < keyframes.length; key++) {
      for (const layer of this.layers) {
        for (let i = layer.kernel; i < layer.bias + layer.units; i++) {
          const size = Math.abs(weights[key * start + i])
          if (size > layer.scale && Number.isFinite(size)) layer.scale = size
        }
      }
    }
    for (const layer of this.layers) {
      const sizes = [0, keyframes.length - 1].map((key) => this.sizeAt(key, layer))
      layer.decimals = Math.max(...sizes.map(decimalsUpTo))
      layer.longest = [...sizes, layer.scale].map((size) => this.text(layer, -size))
    }
  }

  chooseKeyframe(frame) {
    const key = nearestKeyframe(this.run, frame)
    const changed = key !== this.keyframe
    this.keyframe = key
    return changed
  }

  kernelAt(layer, input, unit) {
    const { kernel, units } = this.layers[layer]
    return this.run.weights[this.keyframe * this.parameters + kernel + input * units + unit]
  }

  biasAt(layer, unit) {
    return this.run.weights[this.keyframe * this.parameters + this.layers[layer].bias + unit]
  }

  share(layer, value) {
    const { scale } = this.layers[layer]
    if (!Number.isFinite(value)) return 0.6
    return scale > 0 ? Math.min(1, Math.abs(value) / scale) : 0
  }

  // The largest weight or bias of a layer at a keyframe.
  sizeAt(key, { kernel, bias, units }) {
    const start = key * this.parameters
    const values = this.run.weights.subarray(start + kernel, start + bias + units)
    return values.reduce(
      (most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most),
      0,
    )
  }

  // A weight or a bias with the decimals of its layer, a large one with less.
  text(layer, value) {
    return fixed(value, Math.min(layer.decimals, decimalsUpTo(Math.abs(value))))
  }

  color(value) {
    return signColor(value, this.style)
  }

  unitName(layer, unit) {
    const { sizes, features, outputs } = this.run
    if (layer === 0) return features[unit]
    if (layer === sizes.length - 1) return outputs[unit]
    return sizes.length > 3 ? `unit ${unit + 1} of layer ${layer}` : `unit ${unit + 1}`
  }

  whenShown() {
    const { epochs, keyframes } = this.run
    return `at epoch ${count(epochs[keyframes[this.keyframe]])}`
  }

  weightText(layer, input, unit) {
    const from = this.unitName(layer, input)
    const to = this.unitName(layer + 1, unit)
    return `${from} → ${to}\nweight ${number(this.kernelAt(layer, input, unit))} ${this.whenShown()}`
  }

  biasText(layer, unit) {
    const name = this.unitName(layer + 1, unit)
    return `${name}\nbias ${number(this.biasAt(layer, unit))} ${this.whenShown()}`
  }

  broken() {
    const start = this.keyframe * this.parameters
    return this.run.weights
      .subarray(start, start + this.parameters)
      .some((w) => !Number.isFinite(w))
  }
}
