// The network's answers to what a learner chooses, in the units of the data. A choice has a value
// for each card: a number, or the index of a text among the card's words.

import { digits, fixed, number } from "../format.js"
import { Forward, INPUTS } from "../forward.js"

const POINTS = 61 // of a curve

// The outputs for some choices, in the order of `Forward`.
export function answersTo(asked, choices) {
  const { features, offset, scale } = asked
  const inputs = new Float32Array(features.length * choices.length)
  features.forEach((_, unit) => {
    const read = readerOf(asked, unit)
    choices.forEach((choice, i) => {
      inputs[unit * choices.length + i] = (read(choice) - offset[unit]) / scale[unit]
    })
  })
  const network = new Forward(asked, inputs)
  network.goTo(0)
  return network.values.at(-1)
}

// A function from a choice to the value of an input; in a plane that depends on both cards.
function readerOf({ features, inputs }, unit) {
  if (!inputs.length) return ([x1, x2]) => INPUTS[features[unit]](x1, x2)
  const [card, word] = inputs[unit]
  if (word === null) return (choice) => choice[card]
  return (choice) => Number(choice[card] === word)
}

// The outputs for a choice and for the first values, and for each card that is shown its curve: the
// outputs as it alone changes.
export function ask(asked, choice) {
  const { cards, outputs, shown } = asked
  const curves = shown.map((card) => ({ card, stops: stopsOf(cards[card]) }))
  const along = ({ card, stops }) =>
    stops.map((stop) => choice.map((value, i) => (i === card ? stop : value)))
  const choices = [choice, cards.map(({ own }) => own), ...curves.flatMap(along)]
  const all = answersTo(asked, choices)
  const lines = outputs.map((_, output) =>
    all.subarray(output * choices.length, (output + 1) * choices.length),
  )
  let from = 2
  for (const curve of curves) {
    curve.lines = lines.map((line) => line.subarray(from, from + curve.stops.length))
    from += curve.stops.length
  }
  const [now, own] = [0, 1].map((i) => lines.map((line) => line[i]))
  return { now, own, curves }
}

// The values at which the curve of a card has points: along the slider, or every text.
export function stopsOf({ words, least, most }) {
  if (words.length) return words.map((_, word) => word)
  return Array.from({ length: POINTS }, (_, i) => least + (i / (POINTS - 1)) * (most - least))
}

// The number of the class that outputs mean, as in `metrics.classes_of`; -1 if one is NaN.
export function classOf({ threshold }, outputs) {
  if (outputs.some(Number.isNaN)) return -1
  if (outputs.length === 1) return Number(outputs[0] > threshold)
  return outputs.indexOf(Math.max(...outputs))
}

// What outputs mean: the answer, and the text beside it.
export function inWords(asked, outputs) {
  const { classes, threshold, decimals, measured } = asked
  if (outputs.some(Number.isNaN)) return ["NaN", "the network's output is not a number"]
  if (!classes.length) return [fixed(outputs[0], decimals), measured]
  const answer = classes[classOf(asked, outputs)]
  if (outputs.length > 1) return [answer, `${word(asked)} ${number(Math.max(...outputs))}`]
  const limit = `above ${digits(threshold)} means ${classes[1]}`
  return [
    answer,
    `${word(asked)}${asked.chance ? ` of ${classes[1]}` : ""} ${number(outputs[0])}, ${limit}`,
  ]
}

// What the output for a class is called.
export function word({ chance }) {
  return chance ? "probability" : "output"
}

// Whether a value is outside what the training rows have.
export function isOutside({ words, low, high }, value) {
  return words.length ? !words[value][1] : value < low || value > high
}
