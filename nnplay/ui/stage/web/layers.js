// Buttons + and − in the picture of the network, for the hidden layers and the units of each.

const ANSWERED = 5000 // ms within which a run with the layers asked for should have come

export class LayerButtons {
  constructor(figure, ask) {
    this.figure = figure
    this.ask = ask
    this.head = this.pair("Hidden layers")
    this.count = this.head.insertBefore(document.createElement("span"), this.head.lastChild)
    this.head.classList.add("layers")
    this.groups = []
  }

  pair(name) {
    const group = document.createElement("div")
    group.className = "pair"
    group.setAttribute("role", "group")
    group.setAttribute("aria-label", name)
    // a press here must not press what the picture has below
    group.onpointerdown = group.onpointermove = group.onclick = (event) => event.stopPropagation()
    for (const sign of ["−", "+"]) {
      const button = group.appendChild(document.createElement("button"))
      button.type = "button"
      button.textContent = sign
    }
    return this.figure.appendChild(group)
  }

  // Moves the buttons to where the columns are now, as the run or the size may have changed.
  place(view) {
    const { resizes, sizes } = view.run
    this.limits = resizes
    this.shown = sizes.slice(1, -1)
    if (String(this.shown) === String(this.asked?.units)) this.asked = null
    const layers = resizes ? this.shown.length : 0
    while (this.groups.length < layers)
      this.groups.push(this.pair(`Units of hidden layer ${this.groups.length + 1}`))
    this.head.hidden = !resizes
    this.groups.forEach((group, layer) => {
      group.hidden = layer >= layers
      if (group.hidden) return
      group.style.left = `${view.columns[layer + 1].x}px`
      group.style.top = `${view.height - view.foot}px`
      group.classList.toggle("stacked", view.stacked)
      this.setUnitButtons(group, layer)
    })
    if (resizes) this.setLayerButtons()
  }

  setUnitButtons(group, layer) {
    const [less, more] = group.children
    const set = (change) => this.with(layer, change)
    const name = `hidden layer ${layer + 1}`
    setButton(less, `Remove a unit from ${name}`, this.shown[layer] > 1, () => this.press(set(-1)))
    const canGrow = this.shown[layer] < this.limits.units
    setButton(more, `Add a unit to ${name}`, canGrow, () => this.press(set(1)))
  }

  setLayerButtons() {
    const [less, , more] = this.head.children
    const { length } = this.shown
    this.count.textContent = `${length || "no"} hidden layer${length === 1 ? "" : "s"}`
    setButton(less, `Remove hidden layer ${length || 1}`, length > 0, () =>
      this.press(this.wanted().slice(0, -1)),
    )
    setButton(more, "Add a hidden layer", length < this.limits.layers, () =>
      this.press([...this.wanted(), this.limits.new_units].slice(0, this.limits.layers)),
    )
  }

  with(layer, change) {
    return this.wanted().map((units, i) =>
      i === layer ? Math.max(1, Math.min(this.limits.units, units + change)) : units,
    )
  }

  // The layers that the next press changes: those last asked for, if their run is yet to come.
  wanted() {
    return performance.now() - this.asked?.at < ANSWERED ? this.asked.units : this.shown
  }

  press(units) {
    this.asked = { units, at: performance.now() }
    this.ask(units)
  }
}

// A button that can't be pressed is not `disabled`, which would lose the focus at the last press.
function setButton(button, name, isUsable, act) {
  button.title = name
  button.setAttribute("aria-label", name)
  button.setAttribute("aria-disabled", !isUsable)
  button.onclick = () => isUsable && act()
}
