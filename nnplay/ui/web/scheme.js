// Has the page drawn again when the browser turns dark or light: of what Python draws, some colours
// are those of the scheme that the browser had at that time.

const APP = '[data-testid="stApp"]'

let asked = "" // for which scheme, or a server that never hears of it would be asked for ever

export default function matchScheme(drawn, setTriggerValue) {
  const { colorScheme } = getComputedStyle(document.querySelector(APP))
  if (colorScheme === drawn) asked = ""
  else if (colorScheme !== asked) {
    asked = colorScheme
    setTriggerValue("scheme", colorScheme)
  }
}
