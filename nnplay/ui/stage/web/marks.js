// Tells up to eight curves apart without their colours: each has its own pair of a dash and a mark.
// figures/curves.py has the same pairs.

const DASHES = [[], [4, 2], [1, 1.5], [5, 1.5, 1, 1.5]] // in widths of the line
// Corners, each an angle and a distance in radii: none for a circle, then a square, a triangle and
// a diamond.
const CORNERS = [
  [],
  [-135, -45, 45, 135].map((degrees) => [degrees, 1.2]),
  [-90, 30, 150].map((degrees) => [degrees, 1.4]),
  [-90, 0, 90, 180].map((degrees) => [degrees, 1.4]),
]

export function dashOf(number, width) {
  return DASHES[(number + Math.floor(number / 4)) % 4].map((length) => length * width)
}

// The mark as a path around a place.
export function markOf(number, x, y, radius) {
  const corners = CORNERS[number % 4]
  const path = new Path2D()
  if (!corners.length) path.arc(x, y, radius, 0, 2 * Math.PI)
  for (const [degrees, share] of corners) {
    const angle = (degrees * Math.PI) / 180
    path.lineTo(x + Math.cos(angle) * radius * share, y + Math.sin(angle) * radius * share)
  }
  path.closePath()
  return path
}
