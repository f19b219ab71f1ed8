// The forward pass. Activations and inputs of patterns are as in nnplay/choices/activations.py and
// nnplay/datasets/patterns.py.

const sigmoid = (s) => 0.5 * (1 + Math.tanh(0.5 * s)) // tanh never overflows
export const softplus = (s) => Math.max(s, 0) + Math.log1p(Math.exp(-Math.abs(s)))

// To 1.5e-7: Abramowitz and Stegun, 1964, formula 7.1.26.
function erf(s) {
  const t = 1 / (1 + 0.3275911 * Math.abs(s))
  const sum =
    t *
    (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
  return Math.sign(s) * (1 - sum * Math.exp(-s * s))
}

export const ACTIVATIONS = {
  linear: (s) => s,
  relu: (s) => Math.max(s, 0),
  sigmoid,
  tanh: Math.tanh,
  leaky_relu: (s) => (s > 0 ? s : 0.2 * s),
  elu: (s) => (s > 0 ? s : Math.expm1(s)),
  selu: (s) => 1.0507009873554805 * (s > 0 ? s : 1.6732632423543772 * Math.expm1(s)),
  gelu: (s) => 0.5 * s * (1 + erf(s / Math.SQRT2)),
  silu: (s) => s * sigmoid(s),
  softplus,
  softsign: (s) => s / (1 + Math.abs(s)),
  exponential: Math.exp,
  hard_sigmoid: (s) => Math.min(1, Math.max(0, s / 6 + 0.5)),
  mish: (s) => s * Math.tanh(softplus(s)),
}

export const INPUTS = {
  x1: (x1) => x1,
  x2: (_, x2) => x2,
  "x1²": (x1) => x1 * x1,
  "x2²": (_, x2) => x2 * x2,
  x1·x2: (x1, x2) => x1 * x2,
  "sin x1": (x1) => Math.sin(x1),
  "sin x2": (_, x2) => Math.sin(x2),
}

// How many weights and biases a network has.
export function countParameters({ sizes }) {
  return sizes.slice(1).reduce((sum, units, layer) => sum + units * (sizes[layer] + 1), 0)
}

// The weights of a keyframe of the film, or those changed by hand.
export function weightsOf(run, key) {
  if (run.hand?.key === key) return run.hand.weights
  const each = countParameters(run)
  return run.weights.subarray(key * each, (key + 1) * each)
}

// The values of every unit for some rows. `values[layer]` holds all rows of the first unit, then
// all of the second, and so on, which makes the loops fast and is the order of pixels in the
// pictures. Layer 0 is the inputs.
export class Forward {
  constructor(run, inputs) {
    const { sizes } = run
    this.run = run
    this.points = inputs.length / sizes[0]
    const others = sizes.slice(1).map((units) => new Float32Array(units * this.points))
    this.values = [inputs, ...others]
    this.key = -1
  }

  // Computes the values of a keyframe, unless they are already; returns whether it did.
  goTo(key) {
    if (key === this.key) return false
    this.key = key
    const weights = weightsOf(this.run, key)
    let start = 0
    for (let layer = 1; layer < this.values.length; layer++)
      start = this.pass(layer, weights, start)
    return true
  }

  // From now on keeps the sums of the output layer too, which its activation overwrites.
  keepSums() {
    this.sums = new Float32Array(this.values.at(-1).length)
    this.key = -1
  }

  // Computes one layer from weights that begin at `kernel`; returns where the next layer's begin.
  pass(layer, weights, kernel) {
    const { points, run } = this
    const { sizes } = run
    const [from, to] = [this.values[layer - 1], this.values[layer]]
    const [inputs, units] = [sizes[layer - 1], sizes[layer]]
    const bias = kernel + inputs * units
    for (let unit = 0; unit < units; unit++) {
      to.fill(weights[bias + unit], unit * points, (unit + 1) * points)
      const weight = (input) => weights[kernel + input * units + unit]
      let input = 0
      for (; input + 4 <= inputs; input += 4) add4(to, unit, from, input, points, weight)
      for (; input < inputs; input++) add1(to, unit, from, input, points, weight)
    }
    if (layer === sizes.length - 1) this.sums?.set(to)
    const name = run.activations[layer - 1]
    if (name === "softmax") softmax(to, points)
    else if (name !== "linear") activate(to, ACTIVATIONS[name])
    return bias + units
  }
}

const { fround } = Math // what is too large for NumPy's float32 is infinite here too

// Add one or four weighted inputs to a unit; four at once take half the time.
function add1(to, unit, from, input, points, weight) {
  const a = weight(input)
  let at = input * points
  for (let i = unit * points; i < (unit + 1) * points; i++, at++) to[i] += fround(a * from[at])
}

function add4(to, unit, from, input, points, weight) {
  const [a, b, c, d] = [weight(input), weight(input + 1), weight(input + 2), weight(input + 3)]
  const [second, third, fourth] = [points, 2 * points, 3 * points]
  let at = input * points
  for (let i = unit * points; i < (unit + 1) * points; i++, at++) {
    to[i] +=
      fround(a * from[at]) +
      fround(b * from[at + second]) +
      fround(c * from[at + third]) +
      fround(d * from[at + fourth])
  }
}

function activate(values, activation) {
  for (let i = 0; i < values.length; i++) values[i] = activation(values[i])
}

// Makes the values of all units at every point shares of 1.
export function softmax(values, points) {
  for (let point = 0; point < points; point++) {
    let [most, sum] = [-Infinity, 0]
    for (let i = point; i < values.length; i += points) most = Math.max(most, values[i])
    for (let i = point; i < values.length; i += points)
      sum += values[i] = Math.exp(values[i] - most)
    for (let i = point; i < values.length; i += points) values[i] /= sum
  }
}

// The inputs at some places of the plane, in the order of `Forward`.
export function planeInputs({ features, offset, scale }, x1, x2) {
  const values = new Float32Array(features.length * x1.length)
  features.forEach((name, unit) => {
    const start = unit * x1.length
    for (let i = 0; i < x1.length; i++) {
      values[start + i] = (INPUTS[name](x1[i], x2[i]) - offset[unit]) / scale[unit]
    }
  })
  return values
}

// A function from frames to the predictions for all rows, in the order of `Forward`. They are
// computed here, unless the run is of a large network, which has weights for some frames only.
export function predictionsOf(run) {
  const { predictions, rows } = run
  const each = run.actual.length * run.outputs.length
  return (frame) => {
    const byHand = run.hand?.key
    if (predictions && !byHand) return predictions.subarray(frame * each, (frame + 1) * each)
    rows.goTo(byHand ?? frame)
    return rows.values.at(-1)
  }
}
