// Where the ticks of an axis are, and their texts.

import { fixed, powerOf } from "./format.js"

// A tick's text, with the decimals of the step between ticks.
export function tickText(tick, step = tick) {
  return fixed(tick, step ? Math.max(0, -powerOf(step)) : 0)
}

// The texts of ticks that are one step apart or, on a logarithmic axis, powers of ten.
export function tickTexts(ticks, isLog = false) {
  return ticks.map((tick) => tickText(tick, isLog ? tick : ticks[1] - ticks[0]))
}

// Ticks without every second one, once or repeatedly, until their texts do not touch.
export function spaced(ticks, room) {
  let shown = ticks
  while (shown.length > 1 && Math.abs(shown[1][0] - shown[0][0]) < room)
    shown = shown.filter((_, i) => i % 2 === 0)
  return shown
}

// Ticks for an axis of losses.
export function axisTicks({ low, high, log }) {
  return log ? logTicks(low, high) : fineTicks(low, high, 4)
}

// Powers of ten, with twos and fives if there would be fewer than two ticks.
function logTicks(low, high) {
  const [first, last] = [powerOf(low, 0), powerOf(high, 0)]
  const every = Math.max(1, Math.ceil((last - first) / 5))
  const ticksOf = (factors) => {
    const powers = Array.from(
      { length: Math.floor((last - first) / every) + 1 },
      (_, i) => first + i * every,
    )
    const all = powers.flatMap((power) => factors.map((factor) => Number(`${factor}e${power}`)))
    return all.filter((tick) => low <= tick && tick <= high)
  }
  const ticks = ticksOf([1])
  return ticks.length > 1 ? ticks : ticksOf([1, 2, 5])
}

export function evenTicks(low, high, about) {
  return ticksEvery(Math.max(1, tickStep(low, high, about)), low, high)
}

// Like `evenTicks`, which are whole numbers, but they need not be.
export function fineTicks(low, high, about) {
  return ticksEvery(tickStep(low, high, about), low, high)
}

function tickStep(low, high, about) {
  const rough = (high - low) / about
  const power = powerOf(rough, 0)
  return [1, 2, 5, 10].map((factor) => Number(`${factor}e${power}`)).find((step) => step >= rough)
}

function ticksEvery(step, low, high) {
  const [first, last] = [Math.ceil(low / step), Math.floor(high / step + 1e-9)]
  return Array.from({ length: last - first + 1 }, (_, i) => (first + i) * step)
}
