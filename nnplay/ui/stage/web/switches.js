// Switches in the views. What they say is the browser's: it outlasts a run, and a reload of the page.

const KEY = "nnplay-stage"
const chosen = read()

export class Switch {
  constructor(canvas, name, onChange) {
    this.name = name
    this.label = canvas.parentElement.querySelector(`.${name}`)
    this.box = this.label.querySelector("input")
    this.box.onchange = () => {
      chosen[name] = this.box.checked
      write()
      onChange()
    }
    // nothing of the picture below is meant
    for (const type of ["click", "pointerdown", "pointermove"])
      this.label.addEventListener(type, (event) => event.stopPropagation())
  }

  // Offers the switch or not; it says what was last chosen, else its default. Returns that.
  show(isOffered, byDefault) {
    this.label.hidden = !isOffered
    this.box.checked = chosen[this.name] ?? byDefault
    return isOffered ? this.box.checked : byDefault
  }

  // Puts it with its left side and its middle at a place of the view.
  place(left, middle) {
    Object.assign(this.label.style, { left: `${left}px`, top: `${middle}px` })
  }

  get width() {
    return this.label.offsetWidth
  }
}

function read() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY)) ?? {}
  } catch {
    return {} // a browser may refuse to store anything
  }
}

function write() {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(chosen))
  } catch {
    // then it is forgotten at the next reload
  }
}
