// The weights as coloured cells, inputs down, units across, the biases below.

import { number } from "../format.js"
import { WeightedView } from "./weighted.js"

const LEGIBLE = 0.7 // of the stage's text, 9 px on a desk: smaller text is left out
const MOST_SKIPPED = 4 // rows per name; with fewer names than that a layer has none
const THINNEST = 0.5 // of a letter's height: rather than get thinner cells, units lose their names

export class WeightsView extends WeightedView {
  layOut() {
    const { size } = this.style
    const top = size * 3.6
    this.rows = this.layRows(this.height - size * 0.8 - top)
    let cellWidth = this.layColumns()
    if (cellWidth < THINNEST * size) {
      for (const row of this.rows.slice(1)) row.names = []
      cellWidth = this.layColumns()
    }
    let x = this.longest + size * 1.4
    this.blocks = this.layers.map(({ units }, layer) => {
      const block = this.blockOf(layer, cellWidth, x, top)
      this.nameRows(block, layer)
      x += Math.max(cellWidth * units, this.captions[layer].width) + (this.gaps[layer] ?? 0)
      return block
    })
    this.keyframe = -1
  }

  // Divides the width among the inputs' names, the gaps with the units' names, and the cells.
  layColumns() {
    const { size } = this.style
    const widthOf = ({ names, text }) => size * 1.5 + this.widest(names, text)
    this.gaps = this.rows.slice(1).map(widthOf)
    const room = this.width - size * 2.2 - total(this.gaps)
    this.rows[0].names = this.inputNames(room - this.widthOfNumbers())
    this.longest = this.widest(this.rows[0].names, this.rows[0].text)
    this.layCaptions(room - this.longest)
    return this.cellWidthOf(room - this.longest)
  }

  blockOf(layer, cellWidth, x, y) {
    const { inputs, units } = this.layers[layer]
    const { cellHeight, biasHeight, text, step } = this.rows[layer]
    const numbers = step === 1 && cellWidth > this.leastWidth(layer, text) - 0.1
    return { x, y, inputs, units, cellWidth, cellHeight, biasHeight, text, numbers }
  }

  // A layer narrower than its caption gets the caption's width, the others share the rest.
  cellWidthOf(width) {
    const evenly = width / total(this.layers.map(({ units }) => units))
    const isNarrow = ({ units }, layer) => units * evenly < this.captions[layer].width
    const taken = this.captions.filter((_, layer) => isNarrow(this.layers[layer], layer))
    const wide = this.layers.filter((layer, i) => !isNarrow(layer, i))
    const left = width - total(taken.map((caption) => caption.width))
    const shared = wide.length ? left / total(wide.map(({ units }) => units)) : evenly
    return Math.min(shared, this.style.size * 5)
  }

  // The captions above the layers, shorter if there is no room.
  layCaptions(width) {
    const last = this.layers.length - 1
    const number = (layer) => (last > 1 ? `layer ${layer + 1}` : "hidden layer")
    const long = this.layers.map((_, layer) => (layer === last ? "output" : number(layer)))
    const short = long.map((text) => text.replace("layer ", "").replace("output", "out"))
    const measured = (texts) => texts.map((text) => ({ text, width: this.widest([text], 0.9) }))
    this.captions = measured(long)
    if (total(this.captions.map((each) => each.width)) > width) this.captions = measured(short)
  }

  // For every layer: the height of its rows, the size of their text, that every `step`th row has a
  // name, and these names. The row of the biases is always high enough to be read.
  layRows(height) {
    const { size } = this.style
    const lowest = (LEGIBLE * size) / 0.95
    const most = this.layers.map(({ inputs }) => Math.min(height / (inputs + 1), size * 2.2))
    const alike = Math.min(...most)
    return this.layers.map(({ inputs }, layer) => {
      // as high in every layer, unless that is too low for numbers
      const even = alike < 0.85 * size ? most[layer] : alike
      const biasHeight = Math.max(even, lowest)
      const cellHeight = Math.min(even, (height - biasHeight) / inputs)
      const text = Math.max(LEGIBLE, Math.min(0.9, (cellHeight * 0.95) / size))
      const step = Math.ceil(lowest / cellHeight - 1e-9)
      const units = Array.from({ length: inputs }, (_, unit) =>
        step <= MOST_SKIPPED ? `h${unit + 1}` : "",
      )
      return { cellHeight, biasHeight, text, step, names: layer ? [...units, "bias"] : [] }
    })
  }

  // The least width of a layer's cells that has room for their numbers.
  leastWidth(layer, text) {
    return this.widest(this.layers[layer].longest, text) + this.style.size * 0.4
  }

  widthOfNumbers() {
    const { text } = this.rows[0]
    return total(this.layers.map(({ units }, layer) => units * this.leastWidth(layer, text)))
  }

  // The inputs' names, shortened to leave room for the numbers, but not too much.
  inputNames(spare) {
    const [least, most] = [this.width * 0.18, this.width * 0.3]
    const width = spare < least ? most : Math.min(most, spare)
    return this.linesOf([...this.run.features, "bias"], width, { size: this.rows[0].text }).flat()
  }

  nameRows({ x, y, inputs, cellHeight, biasHeight, text }, layer) {
    const { names, step } = this.rows[layer]
    names.forEach((name, row) => {
      if (row < inputs && (row % step || row + step > inputs || !name)) return
      const whole = layer || row === inputs ? name : this.run.features[row]
      this.label(
        whole,
        [name],
        x - this.style.size * 0.5,
        y + row * cellHeight + (row < inputs ? cellHeight : biasHeight) / 2,
        { align: "right", size: text },
      )
    })
  }

  draw(frame) {
    if (!this.chooseKeyframe(frame)) return
    this.clear("Weights")
    this.blocks.forEach((block, layer) => {
      this.write(this.captions[layer].text, block.x, block.y - this.style.size * 0.5, { size: 0.9 })
      for (let row = 0; row <= block.inputs; row++) {
        for (let unit = 0; unit < block.units; unit++) this.drawCell(block, layer, row, unit)
      }
    })
    this.drawLabels()
    this.drawKey()
  }

  drawCell(block, layer, row, unit) {
    const { style } = this
    const value = this.valueAt(layer, row, unit)
    const box = this.boxOf(block, row, unit)
    const [middle, bottom] = [box.x + box.width / 2, box.y + box.height / 2]
    const isNumbered = block.numbers
    this.inkCell(box, value, this.share(layer, value), isNumbered)
    if (this.run.hand?.isChanged(this.indexOf(layer, row, unit))) this.frameCell(box)
    if (!isNumbered) return
    const text = this.text(this.layers[layer], value)
    const how = { align: "center", size: block.text }
    this.write(text, middle, bottom + (style.size * block.text) / 3, how)
  }

  boxOf({ x, y, inputs, cellWidth, cellHeight, biasHeight }, row, unit) {
    const height = row < inputs ? cellHeight : biasHeight
    return { x: x + unit * cellWidth, y: y + row * cellHeight, width: cellWidth, height }
  }

  inkCell({ x, y, width, height }, value, share, isNumbered) {
    const { pen } = this
    const gap = Math.min(width, height) > 5 ? 1 : 0
    pen.globalAlpha = 0.06 + 0.64 * share
    pen.fillStyle = this.color(value)
    pen.fillRect(x, y, width - gap, height - gap)
    pen.globalAlpha = 1
    if (value < 0 && !isNumbered && width >= 6 && height >= 6)
      this.drawMinus(x + (width - gap) / 2, y + (height - gap) / 2, Math.min(8, width * 0.6))
  }

  frameCell({ x, y, width, height }) {
    this.pen.strokeStyle = this.style.text
    this.pen.lineWidth = 2
    this.pen.strokeRect(x, y, width - 1, height - 1)
  }

  drawKey() {
    const { size } = this.style
    const side = size * 0.9
    let right = this.width - size * 0.8
    for (const [word, value] of [
      ["negative", -1],
      ["positive", 1],
    ]) {
      this.write(word, right, size * 1.5, { align: "right", size: 0.9 })
      right -= this.widest([word], 0.9) + side * 1.4
      this.inkCell({ x: right, y: size * 0.75, width: side, height: side }, value, 1, false)
      right -= size
    }
  }

  // The weight or the bias at a place, -1 if there is none.
  weightAt(x, y) {
    for (const [layer, block] of this.blocks.entries()) {
      const unit = Math.floor((x - block.x) / block.cellWidth)
      const down = y - block.y
      const row = Math.min(block.inputs, Math.floor(down / block.cellHeight))
      const height = block.inputs * block.cellHeight + block.biasHeight
      if (unit >= 0 && unit < block.units && down >= 0 && down <= height)
        return this.indexOf(layer, row, unit)
    }
    return -1
  }

  // Where the middle of a weight's cell is.
  placeOf(index) {
    const [layer, row, unit] = this.spotOf(index)
    const { x, y, width, height } = this.boxOf(this.blocks[layer], row, unit)
    return [x + width / 2, y + height / 2]
  }

  textAt(x, y) {
    const index = this.weightAt(x, y)
    return index < 0 ? null : this.textOfWeight(...this.spotOf(index))
  }

  describe() {
    if (this.broken()) return "Weights: some are no longer numbers."
    const largest = this.layers.map(({ kernel, bias, units }, i) => {
      const most = (from, to) => number(Math.max(...this.weights.subarray(from, to).map(Math.abs)))
      return `layer ${i + 1} up to ${most(kernel, bias)}, its biases up to ${most(bias, bias + units)}`
    })
    return `Weights as coloured cells ${this.whenShown()}, in size: ${largest.join("; ")}.`
  }
}

function total(numbers) {
  return numbers.reduce((sum, each) => sum + each, 0)
}
