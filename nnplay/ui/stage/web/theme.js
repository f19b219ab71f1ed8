// The page's colours and sizes, and the palette between two colours.

// The number of the charts' colour for validation rows; figures/style.py has the same.
export const VALIDATION = 8

export function readStyle(host) {
  const css = getComputedStyle(host)
  const value = (name) => css.getPropertyValue(name).trim()
  const series = value("--st-chart-categorical-colors").split(",")
  const [positive, negative] = series
  const rem = parseFloat(getComputedStyle(document.documentElement).fontSize) || 16
  return {
    text: value("--st-text-color"),
    background: value("--st-background-color"),
    border: value("--st-border-color"),
    grey: value("--st-gray-color"),
    warning: value("--st-red-text-color"),
    positive,
    negative,
    validation: series[VALIDATION],
    series,
    font: value("--st-font"),
    // on a projector, readers are far away and somebody talks over the film
    ...(value("--stage-mode") === "projector"
      ? { mode: "projector", size: rem * 0.9, slowness: 3 }
      : { mode: "desk", size: Math.max(12, rem * 0.8), slowness: 1 }),
  }
}

// The least size of a button in px: a finger needs more than a mouse.
export function targetSize() {
  return matchMedia("(pointer: coarse)").matches ? 44 : 24
}

// The colour of a weight by its sign: grey for 0, and a warning if it is not a number.
export function signColor(value, { positive, negative, grey, warning }) {
  if (!Number.isFinite(value)) return warning
  return value > 0 ? positive : value < 0 ? negative : grey
}

export const SHADES = 255 // of the palette, the middle one neutral; one more is for not a number

// From the colour of negative numbers to that of positive ones, as pixels of an ImageData.
export function paletteOf(style) {
  const [background, text, negative, positive] = ["background", "text", "negative", "positive"].map(
    (name) => rgbOf(style[name]),
  )
  const neutral = mix(background, text, 0.05)
  const palette = new Uint32Array(SHADES + 1)
  const bytes = new Uint8ClampedArray(palette.buffer)
  for (let shade = 0; shade < SHADES; shade++) {
    const at = shade / ((SHADES - 1) / 2) - 1
    // the ends stay paler than the points, which lie on them
    bytes.set([...mix(neutral, at < 0 ? negative : positive, 0.65 * Math.abs(at)), 255], 4 * shade)
  }
  bytes.set([...mix(background, text, 0.3), 255], 4 * SHADES)
  return palette
}

export function mix(one, other, share) {
  return one.map((value, i) => value + share * (other[i] - value))
}

export function rgbOf(color) {
  const pen = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext(
    "2d",
  )
  pen.fillStyle = color
  pen.fillRect(0, 0, 1, 1)
  return [...pen.getImageData(0, 0, 1, 1).data.subarray(0, 3)]
}
