// Fits texts into a width.

// Shortens names that do not fit, so that they can still be told apart: to their beginning or, if
// another one begins alike, to a little of it and what follows: "strongly… disagree".
export function shortened(names, fits) {
  return names.map((name) => (fits(name) ? name : shorter(name, names, fits)))
}

function shorter(name, names, fits) {
  const letters = [...name]
  const beginning = (length) => `${start(letters, length)}…`
  const alone = longest(letters.length - 1, beginning, fits)
  const others = names.filter((other) => other !== name)
  const shared = Math.max(0, ...others.map((other) => sharedStart(letters, [...other])))
  const from = wordBefore(letters, shared)
  if (alone > shared || from < 2) return beginning(alone)
  const rest = letters.slice(from)
  const join = letters[from - 1] === " " ? "… " : "…"
  const end = (length) => (length < rest.length ? `${start(rest, length)}…` : rest.join(""))
  const kept = longest(rest.length, (length) => letters[0] + join + end(length), fits)
  const whole = (length) => start(letters, length) + join + end(kept)
  return whole(longest(from - 1, whole, fits))
}

// The largest number of letters, from 1 to `most`, with which a text fits.
function longest(most, textOf, fits) {
  let letters = most
  while (letters > 1 && !fits(textOf(letters))) letters--
  return letters
}

// The first letters, without blanks and ellipses at their end.
function start(letters, length) {
  const text = letters.slice(0, length).join("")
  return text.replace(/[\s…]+$/, "")
}

function sharedStart(letters, others) {
  const end = letters.findIndex((letter, i) => letter !== others[i])
  return end < 0 ? letters.length : end
}

// Where the word begins in which names differ; two letters before the difference if the word has
// many letters before it.
function wordBefore(letters, shared) {
  const last = Math.min(shared, letters.length - 1)
  let from = last
  while (from > 0 && !" _-.,:/()".includes(letters[from - 1])) from--
  return last - from > 8 ? last - 2 : from
}

export function wrap(pen, text, width) {
  const lines = [""]
  for (const word of text.split(" ")) {
    const longer = `${lines.at(-1)} ${word}`.trim()
    if (pen.measureText(longer).width > width && lines.at(-1)) lines.push(word)
    else lines[lines.length - 1] = longer
  }
  return lines
}
