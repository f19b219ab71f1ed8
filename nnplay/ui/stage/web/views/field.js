// The weights between two large layers as cells: an image with one pixel per weight, drawn
// enlarged.

import { SHADES } from "../theme.js"

export class Field {
  constructor({ inputs, units, kernel }, palette) {
    Object.assign(this, { inputs, units, kernel, palette })
    this.canvas = Object.assign(document.createElement("canvas"), { width: units, height: inputs })
    this.pen = this.canvas.getContext("2d")
    this.image = new ImageData(units, inputs)
    this.pixels = new Uint32Array(this.image.data.buffer)
  }

  paint(weights, scale) {
    const { pixels, palette, kernel } = this
    const half = (SHADES - 1) / 2
    for (let i = 0; i < pixels.length; i++) {
      const share = Math.max(-1, Math.min(1, weights[kernel + i] / (scale || 1)))
      pixels[i] = palette[half + Math.round(half * share)] ?? palette[SHADES]
    }
    this.pen.putImageData(this.image, 0, 0)
  }

  draw(pen, { x, y, width, height }) {
    pen.imageSmoothingEnabled = false
    pen.drawImage(this.canvas, x, y, width, height)
    pen.imageSmoothingEnabled = true
  }
}
