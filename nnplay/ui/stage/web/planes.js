// Pictures of the value that every unit has at every place of the plane.

import { countParameters, Forward, planeInputs } from "./forward.js"
import { SHADES } from "./theme.js"

// All units of a keyframe are computed and painted in one go, one pixel per place; drawing one
// enlarges and smooths it.
export class Planes {
  constructor(run) {
    this.run = run
    const [low, high] = run.limits
    // at every keyframe a film has time for some ten million multiplications
    const side = countParameters(run) > 2500 ? 25 : 41
    this.side = side
    const at = (i) => low + (i / (side - 1)) * (high - low)
    const places = Array.from({ length: side * side }, (_, i) => i)
    const x1 = places.map((i) => at(i % side))
    const x2 = places.map((i) => at(side - 1 - Math.floor(i / side)))
    this.grid = new Forward(run, planeInputs(run, x1, x2))
    this.atPoints = new Forward(run, planeInputs(run, run.x1, run.x2))
    this.layers = run.sizes.map((units) => {
      const canvas = document.createElement("canvas")
      canvas.width = side
      canvas.height = side * units
      const image = new ImageData(side, side * units)
      return {
        canvas,
        pen: canvas.getContext("2d"),
        image,
        pixels: new Uint32Array(image.data.buffer),
      }
    })
  }

  setPalette(palette) {
    this.palette = palette
    this.painted = -1
  }

  goTo(key) {
    this.grid.goTo(key)
    this.atPoints.goTo(key)
    if (this.painted === key) return
    const again = this.painted >= 0
    this.painted = key
    this.layers.forEach((_, layer) => (layer === 0 && again) || this.paint(layer))
  }

  paint(layer) {
    const { pixels, pen, image } = this.layers[layer]
    const { palette, side } = this
    const values = this.grid.values[layer]
    const half = (SHADES - 1) / 2
    for (let unit = 0, i = 0; unit < this.run.sizes[layer]; unit++) {
      const [low, high] = this.scaleOf(layer, unit)
      const [middle, steps] = [(low + high) / 2, (2 * half) / (high - low || 1)]
      for (const end = i + side * side; i < end; i++) {
        const shade = Math.round((values[i] - middle) * steps)
        pixels[i] =
          shade > half
            ? palette[SHADES - 1]
            : shade < -half
              ? palette[0]
              : (palette[shade + half] ?? palette[SHADES])
      }
    }
    pen.putImageData(image, 0, 0)
  }

  // The values that get the palette's two ends. For a unit without bounds they depend on its own
  // largest value: here the shape counts, and the lines show how much weight the unit has.
  scaleOf(layer, unit) {
    if (layer === this.run.sizes.length - 1) return this.run.axis
    const bounds = layer > 0 && this.run.bounds[layer - 1]
    if (bounds) return bounds
    const [low, high] = this.rangeOf(layer, unit)
    const most = Math.max(-low, high)
    return [-most, most]
  }

  // The least and the largest finite value of a unit, [0, 0] without one.
  rangeOf(layer, unit) {
    const values = this.grid.values[layer]
    const points = this.side * this.side
    let [low, high] = [Infinity, -Infinity]
    for (let i = unit * points; i < (unit + 1) * points; i++) {
      const value = values[i]
      if (value < low && value !== -Infinity) low = value
      if (value > high && value !== Infinity) high = value
    }
    return low > high ? [0, 0] : [low, high]
  }

  // The values of one unit as a grid for contours.js.
  gridOf(layer, unit, level) {
    const { side } = this
    const points = side * side
    const values = this.grid.values[layer].subarray(unit * points, (unit + 1) * points)
    return { values, side, level }
  }

  draw(pen, layer, unit, x, y, size) {
    const { side } = this
    pen.imageSmoothingQuality = "low" // half the time of "high", hardly a difference
    // from the middle of the first pixel to the middle of the last, which lie on the plane's
    // borders
    pen.drawImage(
      this.layers[layer].canvas,
      0.5,
      unit * side + 0.5,
      side - 1,
      side - 1,
      x,
      y,
      size,
      size,
    )
  }

  // The output at a place, at the keyframe that is shown.
  outputAt(x1, x2) {
    const place = new Forward(this.run, planeInputs(this.run, [x1], [x2]))
    place.goTo(this.grid.key)
    return place.values.at(-1)[0]
  }
}
