// The script of a join page: says when the person enters, that they are still here, and leaves.
const room = document.querySelector('#room')
const presence = document.querySelector('#presence')
const form = document.querySelector('#ask')
const question = document.querySelector('#question')
const comeBack = document.querySelector('#return')
const stays = room.dataset.stays

let stay
let timer

async function enter() {
  const response = await fetch(stays, { method: 'POST' })
  if (!response.ok) return showOutside('The webinar has ended.')
  const { stayId, heartbeatSeconds } = await response.json()
  stay = `${stays}/${stayId}`
  timer = setInterval(stillHere, heartbeatSeconds * 1000)
  showInside('You are in the room.')
}

function tryToEnter() {
  return enter().catch(() => showOutside('The room cannot be reached.'))
}

async function stillHere() {
  try {
    const response = await fetch(`${stay}/heartbeats`, { method: 'POST' })
    if (response.ok) return showInside('You are in the room.')
  } catch {
    presence.textContent = 'The connection is lost. Trying again…'
    return
  }
  stop()
  await tryToEnter()
}

async function askQuestion(event) {
  event.preventDefault()
  const response = await fetch(`${stay}/questions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ question: question.value }),
  })
  presence.textContent = response.ok ? 'Your question was sent.' : 'Your question was not sent.'
  form.reset()
}

// A beacon is delivered although the page is going away; a fetch is not.
function leave() {
  if (stay === undefined) return
  navigator.sendBeacon(`${stay}/leave`)
  stop()
  showOutside('You have left the webinar.')
}

function stop() {
  clearInterval(timer)
  stay = undefined
}

function showInside(sentence) {
  presence.textContent = sentence
  form.hidden = false
  comeBack.hidden = true
}

function showOutside(sentence) {
  presence.textContent = sentence
  form.hidden = true
  comeBack.hidden = false
}

form.addEventListener('submit', askQuestion)
document.querySelector('#leave').addEventListener('click', leave)
comeBack.addEventListener('click', tryToEnter)
addEventListener('pagehide', leave)
// A page that comes back from the browser's cache does not run again from the top.
addEventListener('pageshow', (event) => event.persisted && tryToEnter())

await tryToEnter()
