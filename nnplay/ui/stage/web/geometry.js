// Where the last of some ascending numbers is that is not above a limit; -1 if none.
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

// Where values on a square grid cross a level, by marching squares.
export function contour(values, side, level, { left, top }, step) {
  const path = new Path2D()
  const corners = [
    [0, 0],
    [1, 0],
    [1, 1],
    [0, 1],
  ]
  for (let row = 0; row < side - 1; row++) {
    for (let column = 0; column < side - 1; column++) {
      const at = row * side + column
      const [a, b, c, d] = [values[at], values[at + 1], values[at + side + 1], values[at + side]]
      const above = (a > level) + (b > level) + (c > level) + (d > level)
      if (above === 0 || above === 4) continue
      const ring = [a, b, c, d, a]
      let ends = 0
      corners.forEach(([x, y], edge) => {
        const [one, other] = [ring[edge], ring[edge + 1]]
        if (one > level === other > level) return
        const [toX, toY] = corners[(edge + 1) % 4]
        const share = (level - one) / (other - one)
        const place = [
          left + (column + x + share * (toX - x)) * step,
          top + (row + y + share * (toY - y)) * step,
        ]
        if (ends++ % 2) path.lineTo(...place)
        else path.moveTo(...place)
      })
    }
  }
  return path
}
