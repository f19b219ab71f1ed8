// Keeps the marks of the course in this browser, and tells a page that begins which there are.
//
// Other tabs keep theirs in the same place, so only what is new on this page is added. Where a
// browser refuses to keep anything, as it may in private mode, the marks last as long as the page.

const PLACE = "nnplay.marks"
const NONE = { seen: [], met: [] }
let known = NONE // what this page had marked when it was here last
let forgotten = ""

export default function ({ data, setTriggerValue }) {
  if (data.forgotten !== forgotten) {
    if (data.forgotten) save(null)
    forgotten = data.forgotten
    known = NONE
  }
  const text = load()
  const kept = parse(text, data.version)
  if (!data.told && !isIn(kept, data.marks)) setTriggerValue("brought", text)
  if (!isIn(data.marks, known)) {
    const marks = each((kind) => [...new Set([...kept[kind], ...beyond(data.marks, known, kind)])])
    save(JSON.stringify({ version: data.version, ...marks }))
  }
  known = data.marks
}

function load() {
  try {
    return localStorage.getItem(PLACE)
  } catch {
    return null
  }
}

function save(text) {
  try {
    if (text === null) localStorage.removeItem(PLACE)
    else localStorage.setItem(PLACE, text)
  } catch {
    // refused, or full
  }
}

function parse(text, version) {
  try {
    const kept = JSON.parse(text)
    if (kept.version !== version) return NONE
    return each((kind) => (Array.isArray(kept[kind]) ? kept[kind] : []))
  } catch {
    return NONE
  }
}

function each(of) {
  return Object.fromEntries(Object.keys(NONE).map((kind) => [kind, of(kind)]))
}

function beyond(marks, others, kind) {
  return marks[kind].filter((name) => !others[kind].includes(name))
}

function isIn(marks, others) {
  return Object.keys(NONE).every((kind) => !beyond(marks, others, kind).length)
}
