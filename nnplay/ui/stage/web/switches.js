// Switches in the views. The browser remembers them, beyond the run and a reload of the page.

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
    // a press here must not press what the picture has below
    for (const type of ["click", "pointerdown", "pointermove"])
      this.label.addEventListener(type, (event) => event.stopPropagation())
  }

  // Shows or hides the switch, set as last chosen or else by default; returns whether it is on, or
  // the default if it is hidden.
  show(isOffered, byDefault) {
    this.label.hidden = !isOffered
    this.box.checked = chosen[this.name] ?? byDefault
    return isOffered ? this.box.checked : byDefault
  }

  // Moves it so that the middle of its left side is at a place of the view.
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
