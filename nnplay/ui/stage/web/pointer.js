// What a pointer does on a view: it shows what is there, drags a weight, or opens something.

import { askPlace, openRow, openUnit } from "./lead.js"

const SLACK = 4 // px that a pressed pointer may move and still click
const REACH = 22 // px by which a finger may miss what it has chosen before
const SPAN = 100 // px from 0 to a layer's largest weight

export class Pointer {
  constructor(player, view, handle) {
    Object.assign(this, { player, view, handle })
    this.figure = view.canvas.parentElement
    this.figure.onpointermove = (event) => this.move(event)
    this.figure.onpointerdown = (event) => this.down(event)
    this.figure.onpointerup = this.figure.onpointercancel = (event) => this.up(event)
    // a finger leaves as soon as it is lifted, and then one wants to read
    this.figure.onpointerleave = ({ pointerType }) => pointerType === "touch" || player.tip.hide()
    this.figure.onclick = (event) => this.click(event)
    // or the focus would leave the weight at once
    this.figure.onmousedown = (event) => this.keep(event)
    // or the page would be scrolled by a finger that pulls
    this.figure.ontouchmove = (event) => this.keep(event)
  }

  keep(event) {
    if (this.grip) event.preventDefault()
  }

  placeIn({ clientX, clientY }) {
    const box = this.view.canvas.getBoundingClientRect()
    return [clientX - box.left, clientY - box.top]
  }

  // ---- telling

  point(event) {
    const { view, player } = this
    const at = this.placeIn(event)
    const text = () => view.textAt(...at, player.frame) ?? view.nameAt(...at, player.frame)
    this.figure.style.cursor = this.cursorAt(at)
    if (!text()) return player.tip.hide()
    const isTouch = event.pointerType === "touch"
    this.showTip(event, () => text() + this.hintAt(at, isTouch), view.pictureAt?.(...at))
  }

  showTip(event, text, node) {
    const { tip, run } = this.player
    tip.refresh = () => tip.fill(text(), run.planes, node)
    tip.refresh()
    tip.moveTo(event)
  }

  cursorAt(at) {
    if (this.targetAt(at)) return "pointer"
    return this.weightAt(at) < 0 ? "" : "ns-resize"
  }

  hintAt(at, isTouch) {
    const target = this.targetAt(at)
    const hints = []
    if (target) hints.push(`${isTouch ? "tap again" : "click"} to ${target.does}`)
    const what = target ? "its bias" : "it"
    if (this.weightAt(at) >= 0)
      hints.push(`${isTouch ? "then drag" : "drag"} up or down to change ${what}`)
    return hints.map((hint) => `\n${hint}`).join("")
  }

  // What a click opens at a place, and what it does.
  targetAt(at) {
    const { view, player } = this
    const { opens, asks } = player.run
    const unit = opens && view.unitAt?.(...at)
    if (unit) return { does: "see its arithmetic", unit }
    const row = view.rowAt?.(...at, player.frame) ?? -1
    if (row >= 0) return opens ? { does: "see its forward pass", row } : null
    const place = asks && view.placeAt?.(...at)
    return place ? { does: "ask about this place", place } : null
  }

  // ---- pulling

  // The weight that can be pulled at a place, -1 if there is none.
  weightAt(at) {
    const index = this.handle ? this.view.weightAt(...at) : -1
    return this.handle?.canPull(index) ? index : -1
  }

  down(event) {
    const at = this.placeIn(event)
    this.noteFinger(event, at)
    this.point(event)
    this.pulled = false
    const index = this.graspedAt(event, at)
    if (index < 0 || event.button > 0) return
    this.handle.choose(index, event.pointerType === "touch")
    this.handle.bar.focus({ preventScroll: true })
    this.grip = { id: event.pointerId, y: event.clientY, value: this.view.weights[index] }
  }

  // A finger takes only what it has chosen before, as most that touch a picture scroll the page.
  graspedAt(event, at) {
    const index = this.weightAt(at)
    if (event.pointerType !== "touch" || !this.handle) return index
    const [x, y] = this.view.placeOf(this.handle.index)
    const isSeen = this.handle.bar.dataset.seen === "true"
    if (isSeen && Math.hypot(at[0] - x, at[1] - y) <= REACH) return this.handle.index
    if (index >= 0) this.handle.choose(index, true)
    return -1
  }

  move(event) {
    const { grip, handle, view } = this
    if (!grip) return this.point(event)
    if (event.pointerId !== grip.id) return
    const up = grip.y - event.clientY
    if (!this.pulled && Math.abs(up) < SLACK) return
    if (!this.pulled) this.figure.setPointerCapture(grip.id)
    this.pulled = true
    const step = handle.step(SPAN)
    const value = grip.value + up * step
    handle.change(Math.abs(value) < 1.5 * step ? 0 : value) // exactly 0 is what one looks for
    const spot = view.spotOf(handle.index)
    this.showTip(event, () => view.textOfWeight(...spot))
  }

  up(event) {
    if (event.pointerId !== this.grip?.id) return
    this.grip = null
  }

  // ---- opening

  // A finger's first tap shows what a mouse shows by hovering; its second one opens it.
  noteFinger({ pointerType }, at) {
    const target = this.targetAt(at)
    const name = target?.place ? "a place" : JSON.stringify(target)
    const [x, y] = this.fingeredAt ?? at
    const isSame = !target?.place || Math.hypot(at[0] - x, at[1] - y) <= REACH
    this.opens = pointerType !== "touch" || (name === this.fingered && isSame)
    this.fingered = name
    this.fingeredAt = at
  }

  click(event) {
    if (this.pulled || !this.opens) return
    const target = this.targetAt(this.placeIn(event))
    if (target?.unit) openUnit(this.player, target.unit)
    else if (target?.place) askPlace(this.player, target.place)
    else if (target) openRow(this.player, target.row)
  }
}
