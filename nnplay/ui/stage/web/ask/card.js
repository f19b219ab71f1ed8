// A card: a number chosen with a slider, or a text chosen from a list; and its curve.

import { digits, number } from "../format.js"
import { isOutside } from "./answers.js"
import { CardCurve } from "./curve.js"

const DIGITS = 6 // in a box

export class CardBox {
  constructor(card, number, onChange) {
    this.card = card
    this.onChange = onChange
    const name = `ask_${number}`
    this.canvas = make("canvas", { role: "img" })
    const plot = make("div", { className: "plot" }, this.canvas)
    this.note = make("p", { className: "note", id: `${name}_note` })
    this.choice = card.words.length ? this.makeList() : this.makeBox()
    Object.assign(this.choice, { id: name })
    this.choice.setAttribute("aria-describedby", this.note.id)
    const label = make("label", { htmlFor: name, textContent: card.name })
    const about = make("p", { className: "about", textContent: card.about })
    this.root = make(
      "div",
      { className: "card" },
      make("div", { className: "head" }, label, this.choice),
    )
    if (card.about) this.root.append(about)
    this.root.append(plot, ...(this.slider ? [this.slider] : []), this.note)
    this.curve = new CardCurve(this.canvas)
    this.curve.card = card
  }

  makeList() {
    const options = this.card.words.map(([word], i) =>
      make("option", { value: i, textContent: word }),
    )
    const list = make("select", {}, ...options)
    list.onchange = () => this.onChange(Number(list.value))
    return list
  }

  makeBox() {
    const { card } = this
    // No box of type "number": browsers drop the comma of "4,5" and make 45 of it. A phone's keys for
    // decimals have no minus.
    const inputMode = card.least < 0 ? "text" : "decimal"
    const box = make("input", { type: "text", autocomplete: "off", inputMode })
    box.oninput = () => {
      const value = numberIn(box.value)
      if (Number.isFinite(value)) this.onChange(value)
    }
    box.onblur = () => this.write()
    this.slider = make("input", { type: "range", step: card.step })
    this.slider.setAttribute("aria-label", card.name)
    this.slider.oninput = () => {
      this.onChange(Number(this.slider.value))
      this.write()
    }
    return box
  }

  // Shows a value, and moves the slider's ends if it lies beyond them.
  take(value) {
    this.value = value
    const { card, slider } = this
    if (!slider) {
      this.choice.value = value
      return
    }
    card.ends ??= [card.least, card.most]
    // they come back with it, but never while the slider is dragged
    const [least, most] = slider.matches(":active") ? [card.least, card.most] : card.ends
    card.least = Math.min(least, value)
    card.most = Math.max(most, value)
    Object.assign(slider, { step: card.step, min: card.least, max: card.most, value })
    if (!this.choice.matches(":focus")) this.write()
  }

  write() {
    if (this.slider) this.choice.value = Number(this.value.toPrecision(DIGITS))
  }

  // Says whether the network has learned from such a value.
  tell() {
    const { card, value, note, slider } = this
    const isOut = isOutside(card, value)
    this.root.dataset.outside = isOut
    if (!slider) {
      note.textContent = isOut ? `no row that it has learned from is ${card.words[value][0]}` : ""
      return
    }
    const range = `${digits(card.low)} to ${digits(card.high)}`
    const said = isOut ? `outside what it has learned from: ${range}` : `learned from ${range}`
    note.textContent = said
    slider.setAttribute("aria-valuetext", isOut ? `${digits(value)}, ${said}` : digits(value))
  }

  draw(curve, scene) {
    this.curve.draw({ ...curve, card: this.card }, this.value, scene)
    this.canvas.setAttribute("aria-label", this.describe(curve, scene))
  }

  describe({ stops, lines }, { names }) {
    const { card } = this
    const textOf = (stop) => (card.words.length ? card.words[stop][0] : digits(stop))
    const ends = card.words.length ? stops.keys() : [0, stops.length - 1]
    const points = [...ends].map((i) => {
      const outputs = lines.map((line, output) => `${names[output]} ${number(line[i])}`)
      return `at ${textOf(stops[i])} ${outputs.join(", ")}`
    })
    return `As ${card.name} alone moves: ${points.join("; ")}`
  }
}

// A number with a decimal point or comma; NaN while what one types is not a number yet.
function numberIn(text) {
  return text.trim() ? Number(text.replace(",", ".")) : Number.NaN
}

export function make(tag, properties, ...children) {
  const node = Object.assign(document.createElement(tag), properties)
  if (properties.role) node.setAttribute("role", properties.role)
  node.append(...children)
  return node
}
