// Keeps the marks of the course in this browser, and tells them to a new page.
//
// Other tabs keep theirs in the same place, so a page only adds what is new on it. If a browser
// refuses to keep anything, as it may in private mode, the marks last as long as the page.

const PLACE = "nnplay.marks"
const NONE = { seen: [], met: [] }
// For the page and for a dialog on it: the marks when this was last called.
const HERE = {}

export default function exchangeMarks(key, data, setTriggerValue) {
  HERE[key] ??= { known: NONE, forgotten: "" }
  const here = HERE[key]
  if (data.forgotten !== here.forgotten) {
    if (data.forgotten) save(null)
    here.forgotten = data.forgotten
    here.known = NONE
  }
  const text = load()
  const kept = parse(text, data.version)
  if (!data.told && !isIn(kept, data.marks)) setTriggerValue("brought", text)
  if (!isIn(data.marks, here.known)) {
    const news = (kind) => beyond(data.marks, here.known, kind)
    const marks = each((kind) => [...new Set([...kept[kind], ...news(kind)])])
    save(JSON.stringify({ version: data.version, ...marks }))
  }
  here.known = data.marks
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
