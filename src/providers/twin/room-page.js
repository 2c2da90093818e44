// The script of a twin's room: says when the person enters, that they are still here, and leaves.
const { stays } = document.querySelector('#room').dataset
const presence = document.querySelector('#presence')
const leaving = document.querySelector('#leave')
const comeBack = document.querySelector('#return')

let stay
let timer

async function enter() {
  const response = await fetch(stays, { method: 'POST' })
  if (!response.ok) return show('The meeting is not open.', false)
  const { stayId, heartbeatSeconds } = await response.json()
  stay = `${stays}/${stayId}`
  timer = setInterval(stillHere, heartbeatSeconds * 1000)
  show('You are in the meeting.', true)
}

function tryToEnter() {
  return enter().catch(() => show('The meeting cannot be reached.', false))
}

async function stillHere() {
  const response = await fetch(`${stay}/heartbeats`, { method: 'POST' }).catch(() => undefined)
  if (response === undefined) {
    presence.textContent = 'The connection is lost. Trying again…'
  } else if (response.ok) {
    show('You are in the meeting.', true)
  } else {
    stop()
    await tryToEnter()
  }
}

// A beacon is delivered although the page is going away; a fetch is not.
function leave() {
  if (stay === undefined) return
  navigator.sendBeacon(`${stay}/leave`)
  stop()
  show('You have left the meeting.', false)
}

function stop() {
  clearInterval(timer)
  stay = undefined
}

function show(sentence, inside) {
  presence.textContent = sentence
  leaving.hidden = !inside
  comeBack.hidden = inside
}

leaving.addEventListener('click', leave)
comeBack.addEventListener('click', tryToEnter)
addEventListener('pagehide', leave)
// A page that comes back from the browser's cache does not run again from the top.
addEventListener('pageshow', (event) => event.persisted && tryToEnter())

await tryToEnter()
