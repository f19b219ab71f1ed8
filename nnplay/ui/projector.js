// Gives the page its text's size, and then says so: much of what Streamlit draws measures itself by
// that size when it is drawn, so the page is drawn for a mode only when the browser is in it.

const root = document.documentElement

export default function ({ data, setStateValue }) {
  const before = root.dataset.mode
  root.dataset.mode = data
  if (before !== undefined && before !== data) setStateValue("entered", data)
}
