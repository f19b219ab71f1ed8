// The losses of nnplay/choices/losses.py as Keras computes them for one row: `y` are its targets,
// `p` the predictions, and `s` the sums before a sigmoid or softmax output, if the loss is one that
// takes them.

import { softplus } from "./forward.js"

const { fround } = Math
const LEAST = 1e-7 // Keras's epsilon
const MOST = fround(1 - LEAST) // rounded to float32, which matters to the logarithm of 1 - MOST
const clip = (p) => Math.min(Math.max(p, LEAST), MOST)
const bounded = (p) => Math.min(Math.max(p, LEAST), 1)
const logarithm = (p) => Math.log1p(Math.max(p, LEAST))
const sum = (values) => values.reduce((total, value) => total + value, 0)

// Makes a loss of one output the mean over a row's outputs.
const mean = (loss) => (y, p, s) => sum(p.map((each, i) => loss(y[i], each, s?.[i]))) / p.length

const binary = (y, p) => -(y * Math.log(clip(p)) + (1 - y) * Math.log(fround(1 - clip(p))))
const huber = (miss) => (miss <= 1 ? 0.5 * miss * miss : miss - 0.5)

// The logarithms of the softmax of the sums.
function logShares(s) {
  const most = Math.max(...s)
  const all = most + Math.log(sum(s.map((each) => Math.exp(each - most))))
  return s.map((each) => each - all)
}

const logShared = (p) => p.map((each) => Math.log(clip(each / sum(p))))
const against = (y, logs) => -sum(logs.map((log, i) => y[i] * log))
const largestOther = (y, p) => Math.max(...p.map((each, i) => (1 - y[i]) * each))
const own = (y, p) => sum(p.map((each, i) => y[i] * each))

export const LOSSES = {
  mean_squared_error: mean((y, p) => (p - y) ** 2),
  mean_absolute_error: mean((y, p) => Math.abs(p - y)),
  mean_absolute_percentage_error: mean(
    (y, p) => 100 * Math.abs((p - y) / Math.max(Math.abs(y), LEAST)),
  ),
  mean_squared_logarithmic_error: mean((y, p) => (logarithm(p) - logarithm(y)) ** 2),
  huber: mean((y, p) => huber(Math.abs(p - y))),
  log_cosh: mean((y, p) => p - y + softplus(-2 * (p - y)) - Math.LN2),
  poisson: mean((y, p) => p - y * Math.log(p + LEAST)),
  binary_crossentropy: mean((y, p, s) => (s === undefined ? binary(y, p) : softplus(s) - y * s)),
  hinge: mean((y, p) => Math.max(1 - y * p, 0)),
  squared_hinge: mean((y, p) => Math.max(1 - y * p, 0) ** 2),
  sparse_categorical_crossentropy: (y, p, s) => -logShares(s ?? p.map((p) => Math.log(clip(p))))[y],
  categorical_crossentropy: (y, p, s) => against(y, s ? logShares(s) : logShared(p)),
  categorical_hinge: (y, p) => Math.max(largestOther(y, p) - own(y, p) + 1, 0),
  kl_divergence: (y, p) =>
    sum(p.map((each, i) => bounded(y[i]) * Math.log(bounded(y[i]) / bounded(each)))),
}

// Whether a run's loss takes the sums before its output activation, as Keras's cross-entropies do.
export function takesSums({ loss_name, activations }) {
  return loss_name.endsWith("crossentropy") && ["sigmoid", "softmax"].includes(activations.at(-1))
}

// The mean loss of some rows; `values` and `sums` are in the order of `Forward`.
export function meanLoss({ loss_name, actual, outputs }, rows, values, sums) {
  const loss = LOSSES[loss_name]
  const targetsOf = targets(loss_name, actual, outputs.length, rows)
  const of = (all, row) => outputs.map((_, unit) => all[unit * actual.length + row])
  let total = 0
  for (const row of rows) total += loss(targetsOf(row), of(values, row), sums && of(sums, row))
  return fround(total / rows.length)
}

// Returns a function from a row to its `y`: a target for each output, a 1 for the row's own class,
// or the number of that class.
function targets(name, actual, outputs, rows) {
  if (name.startsWith("sparse_")) return (row) => actual[row]
  const one = (row) => [actual[row]]
  const each = (row) => Array.from({ length: outputs }, (_, unit) => Number(unit === actual[row]))
  const plain = outputs > 1 ? each : one
  const areClasses = outputs > 1 || rows.every((row) => actual[row] === 0 || actual[row] === 1)
  if (!["hinge", "squared_hinge"].includes(name) || !areClasses) return plain
  return (row) => plain(row).map((y) => 2 * y - 1) // for the hinges the classes are -1 and 1
}
