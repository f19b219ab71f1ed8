// Where values on a square grid lie above a level, by marching squares.

const CORNERS = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
]

// The line between what is above and what is below.
export function contour(grid, area) {
  const path = new Path2D()
  for (const { outline, column, row } of cells(grid, true)) {
    const ends = outline.filter(({ isOnBorder }) => isOnBorder)
    ends.forEach(({ x, y }, i) => {
      const place = placeIn(grid, area, column + x, row + y)
      if (i % 2) path.lineTo(...place)
      else path.moveTo(...place)
    })
  }
  return path
}

// The area of all that is above.
export function regionAbove(grid, area) {
  const path = new Path2D()
  for (const { outline, column, row } of cells(grid)) {
    outline.forEach(({ x, y }, i) => {
      const place = placeIn(grid, area, column + x, row + y)
      if (i) path.lineTo(...place)
      else path.moveTo(...place)
    })
    path.closePath()
  }
  return path
}

// Slanting lines, `apart` steps of the grid from each other, over all that is not above.
export function hatch(grid, area, apart) {
  const { values, side, level } = grid
  const path = new Path2D()
  for (let sum = apart; sum < 2 * side - 2; sum += apart) {
    const first = Math.max(0, sum - side + 1)
    const last = Math.min(sum, side - 1)
    let before = null
    for (let column = first; column <= last; column++) {
      const value = values[(sum - column) * side + column]
      const isBelow = value <= level
      if (before !== null && isBelow !== before <= level) {
        const at = column - 1 + crossing(before, value, level)
        if (isBelow) path.moveTo(...placeIn(grid, area, at, sum - at))
        else path.lineTo(...placeIn(grid, area, at, sum - at))
      } else if (isBelow && before === null)
        path.moveTo(...placeIn(grid, area, column, sum - column))
      if (isBelow && column === last) path.lineTo(...placeIn(grid, area, column, sum - column))
      before = value
    }
  }
  return path
}

// Every cell that is partly or wholly above, with the outline of that part; with `isBorder`, only
// those that are partly above.
function* cells({ values, side, level }, isBorder = false) {
  for (let row = 0; row < side - 1; row++) {
    for (let column = 0; column < side - 1; column++) {
      const at = row * side + column
      const [a, b, c, d] = [values[at], values[at + 1], values[at + side + 1], values[at + side]]
      const above = (a > level) + (b > level) + (c > level) + (d > level)
      if (above === 0 || (isBorder && above === 4)) continue
      yield { row, column, outline: outlineOf([a, b, c, d], level) }
    }
  }
}

function outlineOf(ring, level) {
  const outline = []
  CORNERS.forEach(([x, y], edge) => {
    const [one, other] = [ring[edge], ring[(edge + 1) % 4]]
    if (one > level) outline.push({ x, y, isOnBorder: false })
    if (one > level === other > level) return
    const [toX, toY] = CORNERS[(edge + 1) % 4]
    const share = crossing(one, other, level)
    outline.push({ x: x + share * (toX - x), y: y + share * (toY - y), isOnBorder: true })
  })
  return outline
}

// The share of the way from one value to the other at which the level is crossed.
function crossing(one, other, level) {
  const share = (level - one) / (other - one)
  return Number.isFinite(share) ? share : 0.5
}

function placeIn({ side }, { left, top, width, height = width }, column, row) {
  return [left + (column * width) / (side - 1), top + (row * height) / (side - 1)]
}
