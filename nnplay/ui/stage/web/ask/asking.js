// *Ask the network*: what the learner chooses, the answer to it, and curves of how that would
// change.

import { count, digits, number, powerOf } from "../format.js"
import { dashOf, markOf } from "../marks.js"
import { follow } from "../shown.js"
import { readStyle } from "../theme.js"
import { ask, inWords, isOutside, word } from "./answers.js"
import { CardBox, make } from "./card.js"
import { SIDE } from "./curve.js"

const SPEECH_DELAY = 400 // ms of rest before a screen reader is told the answer
// What was chosen last, by the names of the cards, and the start and the place that it began from.
// It outlasts the run, and a visit to another panel.
let kept = { start: "", place: 0, chosen: {} }

export class Asking {
  constructor(parent) {
    this.host = parent.host ?? parent
    this.root = parent.querySelector(".ask")
    this.boxes = []
    this.find(".put_back").onclick = () => this.putBack()
    this.sizes = new ResizeObserver(() => this.resize())
    this.sizes.observe(this.find(".cards"))
    this.sight = new IntersectionObserver(([{ isIntersecting }]) => {
      this.isSeen = isIntersecting
      this.redraw()
    })
    this.sight.observe(this.root)
    this.unfollow = follow((shown) => {
      this.shown = shown
      if (this.isSeen) this.redraw()
    })
  }

  find(name) {
    return this.root.querySelector(name)
  }

  update(asked) {
    this.asked = asked
    this.style = readStyle(this.host)
    this.remember()
    this.choice = asked.cards.map((card) => this.chosenOf(card))
    this.makeBoxes()
    this.resize()
    this.root.dataset.ready = "yes"
  }

  remember() {
    const { start, place } = this.asked
    if (kept.start !== start.key) kept = { ...kept, start: start.key, chosen: {} }
    if (!place || kept.place === place.number) return
    kept = { ...kept, place: place.number, chosen: place.values }
  }

  chosenOf({ name, words, own }) {
    const chosen = kept.chosen[name]
    if (!words.length) return typeof chosen === "number" ? chosen : own
    const at = words.findIndex(([text]) => text === chosen)
    return at < 0 ? own : at
  }

  // Makes new boxes only for other cards, or the learner's focus would be lost.
  makeBoxes() {
    const { cards, shown } = this.asked
    const names = JSON.stringify(shown.map((i) => [cards[i].name, cards[i].words]))
    if (names !== this.names) {
      this.boxes = shown.map((i) => new CardBox(cards[i], i, (value) => this.choose(i, value)))
      this.find(".cards").replaceChildren(...this.boxes.map(({ root }) => root))
      this.names = names
    }
    this.boxes.forEach((box, i) => {
      box.card = cards[shown[i]]
      box.take(this.choice[shown[i]])
    })
  }

  choose(i, value) {
    const { name, words } = this.asked.cards[i]
    this.choice[i] = value
    kept.chosen[name] = words.length ? words[value][0] : value
    this.boxes[this.asked.shown.indexOf(i)].take(value)
    this.redraw()
  }

  putBack() {
    kept.chosen = {}
    this.update(this.asked)
  }

  redraw() {
    this.drawing ??= requestAnimationFrame(() => {
      this.drawing = null
      this.show()
    })
  }

  resize() {
    if (!this.asked) return
    this.style = readStyle(this.host)
    for (const { curve } of this.boxes) {
      curve.setRun(this.asked, this.style)
      curve.resize()
    }
    this.show()
  }

  show() {
    const { boxes } = this
    const asked = this.network()
    const { now, own, curves } = ask(asked, this.choice)
    const limits = limitsOf(asked.axis, curves)
    const isBroken = now.some(Number.isNaN)
    const widest =
      boxes[0]?.curve.widest(
        limits.map((limit) => digits(limit, 3)),
        0.85,
      ) ?? 0
    const scene = {
      limits,
      left: Math.ceil(widest) + 8,
      threshold: asked.threshold,
      names: asked.classes.length ? asked.outputs : ["prediction"],
    }
    this.root.style.setProperty("--left", `${scene.left}px`)
    this.root.style.setProperty("--right", `${SIDE}px`)
    boxes.forEach((box, i) => {
      box.tell()
      box.draw(curves[i], scene)
    })
    this.tell(now, own, isBroken)
    this.listClasses(now)
    this.root.dataset.epoch = asked.epoch
  }

  // The network to ask: that of the epoch that Python has sent or, if the film has moved on, the
  // one that the stage shows.
  network() {
    const { asked, shown } = this
    if (shown?.run !== asked.id || shown.epoch === asked.epoch) return asked
    return { ...asked, epoch: shown.epoch, weights: shown.weights }
  }

  tell(now, own, isBroken) {
    const { asked, choice } = this
    const { start, cards } = asked
    const [answer, beside] = inWords(asked, now)
    this.find(".answer strong").textContent = answer
    this.find(".answer span").textContent = beside
    const isOwn = cards.every((card, i) => card.own === choice[i])
    this.find(".beside span").textContent = this.besideOf(isOwn, inWords(asked, own)[0])
    const putBack = this.find(".put_back")
    putBack.hidden = isOwn
    putBack.textContent = `Back to ${start.name}`
    const outside = cards.filter((card, i) => isOutside(card, choice[i])).map(({ name }) => name)
    const warning = this.find(".outside")
    warning.hidden = !outside.length || isBroken
    warning.textContent = warningOf(outside)
    this.speak(`${answer} ${beside}. ${warning.hidden ? "" : warning.textContent}`)
    this.find(".key").textContent = keyOf(asked)
    this.root.dataset.said = isBroken ? "NaN" : answer
  }

  // Says which epoch's answer it is, and for which row, or from which row the choice was changed.
  besideOf(isOwn, ofOwn) {
    const { start } = this.asked
    const epoch = count(this.network().epoch)
    const actual = start.actual && ` (actual: ${start.actual})`
    if (isOwn) return `At epoch ${epoch}, for ${start.name}${actual}.`
    return `At epoch ${epoch}. Changed from ${start.name}, for which it says ${ofOwn}${actual}.`
  }

  speak(text) {
    clearTimeout(this.speaking)
    this.speaking = setTimeout(() => {
      this.find(".spoken").textContent = text
    }, SPEECH_DELAY)
  }

  // Lists each class with its output and a sample of its curve.
  listClasses(now) {
    const { asked } = this
    const list = this.find(".classes")
    list.hidden = now.length === 1
    if (list.hidden) return
    list.replaceChildren(
      ...now.map((output, i) =>
        make(
          "li",
          {},
          this.sample(i),
          `${asked.classes[i]} `,
          make("b", { textContent: number(output) }),
        ),
      ),
    )
  }

  sample(output) {
    const [width, height, scale] = [34, 12, window.devicePixelRatio || 1]
    const canvas = make("canvas", { width: width * scale, height: height * scale })
    const pen = canvas.getContext("2d")
    pen.scale(scale, scale)
    pen.strokeStyle = pen.fillStyle = this.style.series[output % this.style.series.length]
    pen.lineWidth = 2
    pen.setLineDash(dashOf(output, 2))
    pen.beginPath()
    pen.moveTo(0, height / 2)
    pen.lineTo(width, height / 2)
    pen.stroke()
    pen.fill(markOf(output, width / 2, height / 2, 4.5))
    return canvas
  }

  stop() {
    this.sizes.disconnect()
    this.sight.disconnect()
    this.unfollow()
    clearTimeout(this.speaking)
    cancelAnimationFrame(this.drawing)
  }
}

// The same scale for all curves, so that the steepest matters most; wider than the axis if the
// network's outputs are.
function limitsOf([low, high], curves) {
  let [least, most] = [low, high]
  for (const { lines } of curves)
    for (const line of lines)
      for (const value of line) {
        if (value < least && value !== -Infinity) least = value
        if (value > most && value !== Infinity) most = value
      }
  const step = 10 ** powerOf(most - least || 1, 0) / 2
  return [
    least < low ? Math.floor(least / step) * step : low,
    most > high ? Math.ceil(most / step) * step : high,
  ]
}

function warningOf(names) {
  const what = names.length === 1 ? `${names[0]} lies` : `${count(names.length)} features lie`
  return `${what} outside what it has learned from, so this answer is extrapolated.`
}

function keyOf(asked) {
  const what = asked.classes.length ? `the ${word(asked)}` : "the prediction"
  const curve = `Each curve: ${what} as this feature alone moves (individual conditional expectation).`
  return `${curve} Shaded: the range of the training rows. △ ${asked.start.name}.`
}
