const LENS = 200 // px of the enlarged plane of a unit

// Says what is under the pointer, and enlarges the plane of a unit unless another view already
// does.
export class Tip {
  constructor(box, root) {
    this.box = box
    this.root = root
    this.onUnit = () => false
    this.words = box.querySelector("span")
    this.picture = box.querySelector("canvas")
  }

  hide() {
    this.box.hidden = true
    this.onUnit(null)
    this.refresh = null
  }

  fill(text, planes, node) {
    this.box.hidden = false
    this.words.textContent = text
    const isSeenLarge = this.onUnit(node)
    this.picture.hidden = !node || isSeenLarge
    if (this.picture.hidden) return
    const side = LENS * (window.devicePixelRatio || 1)
    if (this.picture.width !== side) this.picture.width = this.picture.height = side
    planes.draw(this.picture.getContext("2d"), node.layer, node.unit, 0, 0, side)
  }

  // To the right or left of the pointer if there is room, else above or below it: not under a
  // finger.
  moveTo({ clientX, clientY }) {
    const root = this.root.getBoundingClientRect()
    const [x, y] = [clientX - root.left, clientY - root.top]
    const { offsetWidth: width, offsetHeight: height } = this.box
    let [left, top] = [x + 14, y - height - 10]
    if (left + width > root.width) left = x - 14 - width
    if (left < 0) {
      left = Math.max(0, Math.min(root.width - width, x - width / 2))
      if (top < 0) top = y + 24
    }
    this.box.style.left = `${left}px`
    this.box.style.top = `${Math.max(0, top)}px`
  }
}
