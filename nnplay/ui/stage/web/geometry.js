// The index of the last of some ascending numbers that is not above a limit; -1 if all are.
export function lastUpTo(numbers, limit) {
  let [low, high] = [0, numbers.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (numbers[middle] <= limit) low = middle + 1
    else high = middle
  }
  return low - 1
}

export function distanceToLine(x, y, x0, y0, x1, y1) {
  const [dx, dy] = [x1 - x0, y1 - y0]
  const along = ((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy)
  if (along < 0.04 || along > 0.96) return Infinity
  return Math.hypot(x - x0 - along * dx, y - y0 - along * dy)
}
