// Writes numbers as nnplay/numbers.py does.

// A number that stands alone: two decimals, at least three digits.
export function number(value) {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? "NaN" : value > 0 ? "∞" : "−∞"
  const power = powerOf(value)
  return fixed(value, power >= 3 ? 0 : Math.max(2, 2 - power))
}

// A number of a column, all of which have the same decimals.
export function fixed(value, decimals) {
  if (!Number.isFinite(value)) return number(value)
  if (value === 0) return "0"
  const power = powerOf(value, 0)
  if (power >= 7 || (power < -4 && decimals >= -power)) return scientific(value, 3)
  const text = value.toFixed(decimals)
  return Number(text) === 0 ? (0).toFixed(decimals) : grouped(text)
}

// A number with at most this many significant digits and no zeros at the end.
export function digits(value, most = 4) {
  if (!Number.isFinite(value)) return number(value)
  if (value === 0) return "0"
  const power = powerOf(value, 0)
  if (power < -4 || power >= 7) return scientific(value, most)
  const rounded = Number(value.toPrecision(most))
  return grouped(trimmed(rounded.toFixed(Math.max(0, most - 1 - powerOf(value, most)))))
}

// The power of ten of a number, which is rounded to this many digits first; 0: not rounded.
export function powerOf(value, rounded = 3) {
  return Number(value.toExponential(rounded ? rounded - 1 : undefined).split("e")[1])
}

function scientific(value, most) {
  const [mantissa, power] = value.toExponential(most - 1).split("e")
  const factor = trimmed(mantissa)
  const raised = [...String(Number(power))]
    .map((letter) => (letter === "-" ? "⁻" : "⁰¹²³⁴⁵⁶⁷⁸⁹"[letter]))
    .join("")
  return `${{ 1: "", "-1": "−" }[factor] ?? `${factor.replace("-", "−")}×`}10${raised}`
}

function trimmed(text) {
  return text.includes(".") ? text.replace(/\.?0+$/, "") : text
}

function grouped(text) {
  return text.replace("-", "−").replace(/\d+/, (whole) => whole.replace(/\B(?=(\d{3})+$)/g, ","))
}

export function count(value) {
  return value.toLocaleString("en")
}

export function ordinal(place) {
  return `${place}${["st", "nd", "rd"][place - 1] ?? "th"}`
}

// How many decimals numbers up to this size get where there is little room.
export function decimalsUpTo(size) {
  if (!(size > 0 && size < Infinity)) return 0
  const power = powerOf(size, 0)
  return power < 0 ? 1 - power : Math.max(0, 2 - power)
}

// What the film's clock shows: an epoch, or a race's seconds.
export function clockText({ clock, total }, now) {
  if (clock === "s") return `${fixed(now, 3)} of ${fixed(total, 3)} s`
  return `epoch ${count(now)} of ${count(total)}`
}
