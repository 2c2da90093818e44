/**
 * The page at the door. Every scan is kept in the browser until the hub has answered it, so that a
 * bad network loses none; the hub takes the same scan twice for one.
 */
const main = document.querySelector('main')
const texts = JSON.parse(main.dataset.texts ?? '{}')
const locale = main.dataset.locale
const plural = new Intl.PluralRules(document.documentElement.lang)
const say = (key, values = {}) =>
  texts[key].replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole)
const find = (name) => main.querySelector(`[data-${name}]`)
if (main.dataset.event) start(main.dataset.event)

function start(event) {
  const door = { sessionId: find('session')?.value || undefined }
  const show = createResult()
  const queue = createQueue(event, show)
  const counter = createCounter(event, door)
  const list = createList(event, door, counter, (guest) => submit(guest.number, true))

  function submit(code, fromList = false) {
    queue.add({ code, fromList, scannedOn: new Date().toISOString(), ...door })
  }
  queue.onAnswer = () => {
    void counter.refresh()
    void list.refresh()
  }
  find('typed').addEventListener('submit', (submitted) => {
    submitted.preventDefault()
    const input = submitted.target.elements.code
    submit(input.value)
    input.value = ''
    input.focus()
  })
  find('session')?.addEventListener('change', ({ target }) => {
    door.sessionId = target.value || undefined
    const address = new URL(location.href)
    if (door.sessionId) address.searchParams.set('session', door.sessionId)
    else address.searchParams.delete('session')
    history.replaceState(null, '', address)
    void queue.onAnswer()
  })
  for (const tab of main.querySelectorAll('[data-tab]')) {
    tab.addEventListener('click', () => openTab(tab.dataset.tab, list))
  }
  createScanner((code) => submit(code))
  void queue.flush()
  void counter.start()
}

function openTab(name, list) {
  for (const tab of main.querySelectorAll('[data-tab]')) {
    tab.setAttribute('aria-pressed', String(tab.dataset.tab === name))
  }
  for (const panel of main.querySelectorAll('[data-panel]')) {
    panel.hidden = panel.dataset.panel !== name
  }
  if (name === 'list') void list.refresh()
}

/** Answers, or throws: `TypeError` without network, else what the hub said. */
async function ask(path, body) {
  const response = await fetch(`/api/v1/check-in/${path}`, {
    signal: AbortSignal.timeout(8_000),
    ...(body === undefined
      ? {}
      : {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        }),
  })
  if (response.ok) return await response.json()
  const problem = await response.json().catch(() => ({}))
  const error = new Error(problem.detail ?? say('failed.status', { status: response.status }))
  error.status = response.status
  throw error
}

const mayComeLater = (error) =>
  error.status === undefined || error.status >= 500 || error.status === 429

const tones = {
  welcome: ['good', '✓'],
  'already-in': ['warn', '!'],
  cancelled: ['bad', '✕'],
  'other-event': ['bad', '✕'],
  unknown: ['bad', '?'],
  'not-for-this-session': ['bad', '✕'],
  saved: ['wait', '…'],
  checking: ['wait', '…'],
  failed: ['bad', '✕'],
}

function headingOf({ answer, since }) {
  if (answer === 'already-in' && since) return say('answer.already-in.since', { time: hour(since) })
  return say(`answer.${answer}`)
}

const hour = (instant) =>
  new Date(instant).toLocaleTimeString(locale, { hour: '2-digit', minute: '2-digit' })

function createResult() {
  const box = find('result')
  const [title, who, more, help] = ['h2', '.who', '.more', '.help'].map((part) =>
    box.querySelector(part),
  )
  const recent = []
  return (scan, result, { quiet = false } = {}) => {
    const [tone, mark] = tones[result.answer]
    const heading = headingOf(result)
    if (!quiet) {
      box.hidden = false
      box.className = `result ${tone}`
      box.querySelector('.mark').textContent = mark
      title.textContent = heading
      who.textContent = result.name ?? scan.code
      more.textContent = moreOf(result)
      help.textContent = helpOf(result)
    }
    if (!['saved', 'checking'].includes(result.answer)) {
      if (!quiet) navigator.vibrate?.(tone === 'good' ? 80 : [80, 60, 80])
      remember(recent, scan, result, heading, tone)
    }
  }
}

function moreOf(result) {
  if (result.answer === 'failed') return result.problem
  return [result.company, result.pass, result.number].filter(Boolean).join(' · ')
}

/** What staff do now, where it is not obvious. */
function helpOf({ answer, event }) {
  return `help.${answer}` in texts ? say(`help.${answer}`, { event }) : ''
}

function remember(recent, scan, result, heading, tone) {
  recent.unshift({ who: result.name ?? scan.code, heading, tone, at: hour(scan.scannedOn) })
  recent.length = Math.min(recent.length, 8)
  const box = find('recent')
  box.hidden = false
  box.querySelector('ol').replaceChildren(
    ...recent.map((each) => {
      const row = element('li', each.tone)
      row.append(
        element('strong', '', each.who),
        element('span', '', `${each.heading} · ${each.at}`),
      )
      return row
    }),
  )
}

function element(name, className = '', text = '') {
  const made = document.createElement(name)
  if (className) made.className = className
  made.textContent = text
  return made
}

/** Scans that wait for an answer, in order; they survive a reload. */
function createQueue(event, show) {
  const key = `check-in ${event}`
  const waiting = JSON.parse(localStorage.getItem(key) ?? '[]')
  let busy = false
  let timer
  let pauseMs = 1_000
  const queue = { add, flush, onAnswer() {} }
  addEventListener('online', () => void flush())

  function keep() {
    localStorage.setItem(key, JSON.stringify(waiting))
    const notice = find('network')
    const late = waiting.length > 0 && pauseMs > 1_000
    notice.hidden = !late
    if (late) {
      notice.textContent = say(`network.${plural.select(waiting.length)}`, {
        count: waiting.length,
      })
    }
  }
  function add(scan) {
    waiting.push(scan)
    keep()
    show(scan, { answer: pauseMs > 1_000 ? 'saved' : 'checking' })
    void flush()
  }
  async function flush() {
    if (busy) return
    busy = true
    clearTimeout(timer)
    while (waiting.length > 0 && (await send(waiting[0]))) keep()
    busy = false
    keep()
    if (waiting.length > 0) timer = setTimeout(flush, pauseMs)
  }
  /** False: it stays and is tried again. */
  async function send(scan) {
    const newest = waiting.length === 1
    try {
      const result = await ask(`${event}/scan`, scan)
      pauseMs = 1_000
      waiting.shift()
      show(scan, result, { quiet: !newest })
    } catch (error) {
      if (error.status === 401) {
        const here = encodeURIComponent(location.pathname + location.search)
        location.assign(`/admin/sign-in?return=${here}`)
        return false
      }
      if (mayComeLater(error)) {
        pauseMs = Math.min(pauseMs * 2, 15_000)
        if (newest || scan === waiting[0]) show(waiting.at(-1), { answer: 'saved' })
        return false
      }
      waiting.shift()
      show(scan, { answer: 'failed', problem: error.message })
    }
    void queue.onAnswer()
    return true
  }
  return queue
}

/** Other doors let people in, too: the counter asks every few seconds while somebody looks. */
function createCounter(event, door) {
  const everyMs = 4_000
  let timer
  const set = ({ present, registered }) => {
    find('present').textContent = present
    find('registered').textContent = say('count.of', { count: registered })
  }
  async function refresh() {
    clearTimeout(timer)
    try {
      if (!document.hidden) set(await ask(`${event}/count${inSession('?', door)}`))
    } catch {
      // The number stays as it was; scans say themselves that there is no network.
    }
    clearTimeout(timer)
    timer = setTimeout(refresh, everyMs)
  }
  document.addEventListener('visibilitychange', refresh)
  return { refresh, set, start: refresh }
}

const inSession = (sign, { sessionId }) => (sessionId ? `${sign}session=${sessionId}` : '')

function stateOf({ state, since }) {
  if (state === 'expected') return ''
  return state === 'in' && since
    ? say('state.in.since', { time: hour(since) })
    : say(`state.${state}`)
}

/** As many as the hub gives at once. */
const mostGuests = 60

function createList(event, door, counter, checkIn) {
  const search = main.querySelector('#search')
  const state = find('list-state')
  const rows = find('guests')
  let timer
  let asked = 0
  search.addEventListener('input', () => {
    clearTimeout(timer)
    timer = setTimeout(refresh, 200)
  })

  async function refresh() {
    if (main.querySelector('[data-panel=list]').hidden) return
    asked += 1
    const own = asked
    try {
      const query = `?search=${encodeURIComponent(search.value)}${inSession('&', door)}`
      const { guests, ...count } = await ask(`${event}/guests${query}`)
      if (own !== asked) return
      counter.set(count)
      state.textContent =
        guests.length === 0
          ? say('list.none')
          : guests.length >= mostGuests
            ? say('list.most', { count: mostGuests })
            : ''
      rows.replaceChildren(...guests.map(rowOf))
    } catch (error) {
      state.textContent = error.status === undefined ? say('list.old') : error.message
    }
  }
  function rowOf(guest) {
    const row = element('li', guest.state)
    const text = element('div')
    const facts = [stateOf(guest), guest.company, guest.pass, guest.number]
    text.append(
      element('strong', '', guest.name ?? guest.number),
      element('span', '', facts.filter(Boolean).join(' · ')),
    )
    row.append(text)
    const act = actOf(guest)
    if (act) row.append(act)
    return row
  }
  function actOf(guest) {
    if (guest.state === 'expected')
      return button('list.checkIn', 'main', guest, () => checkIn(guest))
    if (guest.state === 'in') return button('list.undo', '', guest, () => askWhy(guest))
    return undefined
  }
  function askWhy(guest) {
    const dialog = find('undo')
    find('undo-title').textContent = say('undo.title', { name: guest.name ?? guest.number })
    dialog.querySelector('input').value = ''
    dialog.returnValue = ''
    dialog.onclose = async () => {
      if (dialog.returnValue !== 'undo') return
      const reason = dialog.querySelector('input').value
      try {
        await ask(`${event}/undo`, { registrationId: guest.registrationId, reason, ...door })
      } catch (error) {
        state.textContent = error.message
      }
      void counter.refresh()
      await refresh()
    }
    dialog.showModal()
  }
  return { refresh }
}

function button(key, className, guest, act) {
  const made = element('button', className, say(key))
  made.type = 'button'
  made.setAttribute('aria-label', say(`${key}.label`, { name: guest.name ?? guest.number }))
  made.addEventListener('click', () => {
    made.disabled = key === 'list.checkIn'
    act()
  })
  return made
}

/** The browser's own reader where it has one, else the hub's. */
async function openDetector() {
  const formats = (await globalThis.BarcodeDetector?.getSupportedFormats?.().catch(() => [])) ?? []
  if (formats.includes('qr_code')) return new BarcodeDetector({ formats: ['qr_code'] })
  const { BarcodeDetector: Own } = await import(main.dataset.decoder)
  return new Own({ formats: ['qr_code'] })
}

/** A code in front of the camera counts once, until it was away for a moment. */
const sameCodeMs = 3_000
const betweenLooksMs = 120

function createScanner(onCode) {
  const video = main.querySelector('video')
  const begin = find('start')
  const problem = find('camera-problem')
  begin.addEventListener('click', async () => {
    begin.disabled = true
    problem.hidden = true
    try {
      const stream = await navigator.mediaDevices.getUserMedia({
        video: { facingMode: 'environment', width: { ideal: 1280 } },
      })
      const detector = await openDetector()
      video.srcObject = stream
      await video.play()
      video.hidden = false
      begin.hidden = true
      void look(video, detector, onCode)
    } catch (error) {
      begin.disabled = false
      problem.hidden = false
      problem.textContent = cameraProblem(error)
    }
  })
}

function cameraProblem({ name }) {
  if (!navigator.mediaDevices) return say('camera.insecure')
  if (name === 'NotAllowedError') return say('camera.forbidden')
  return name === 'NotFoundError' ? say('camera.none') : say('camera.broken', { name })
}

async function look(video, detector, onCode) {
  let last = ''
  let seen = 0
  while (video.srcObject?.active) {
    await new Promise((done) => setTimeout(done, betweenLooksMs))
    if (document.hidden || video.readyState < 2 || video.closest('[data-panel]').hidden) continue
    const [found] = await detector.detect(video).catch(() => [])
    const code = found?.rawValue?.trim()
    if (!code) continue
    const now = performance.now()
    const isSame = code === last && now - seen < sameCodeMs
    last = code
    seen = now
    if (!isSame) onCode(code)
  }
}
