/**
 * The page at the door. Every scan is kept in the browser until the hub has answered it, so that a
 * bad network loses none; the hub takes the same scan twice for one.
 */
const main = document.querySelector('main')
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
  const error = new Error(problem.detail ?? `The hub answers ${response.status}.`)
  error.status = response.status
  throw error
}

const mayComeLater = (error) =>
  error.status === undefined || error.status >= 500 || error.status === 429

const answers = {
  welcome: { tone: 'good', mark: '✓', title: () => 'Welcome' },
  'already-in': {
    tone: 'warn',
    mark: '!',
    title: ({ since }) => `Already in${since ? ` since ${hour(since)}` : ''}`,
  },
  cancelled: { tone: 'bad', mark: '✕', title: () => 'Cancelled' },
  'other-event': { tone: 'bad', mark: '✕', title: () => 'Another event' },
  unknown: { tone: 'bad', mark: '?', title: () => 'Unknown code' },
  'not-for-this-session': { tone: 'bad', mark: '✕', title: () => 'Not valid for this session' },
  saved: { tone: 'wait', mark: '…', title: () => 'Saved, not checked yet' },
  checking: { tone: 'wait', mark: '…', title: () => 'Checking' },
  failed: { tone: 'bad', mark: '✕', title: () => 'Not accepted' },
}

const hour = (instant) =>
  new Date(instant).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' })

function createResult() {
  const box = find('result')
  const [title, who, more] = ['h2', '.who', '.more'].map((part) => box.querySelector(part))
  const recent = []
  return (scan, result, { quiet = false } = {}) => {
    const { tone, mark, title: heading } = answers[result.answer]
    if (!quiet) {
      box.hidden = false
      box.className = `result ${tone}`
      box.querySelector('.mark').textContent = mark
      title.textContent = heading(result)
      who.textContent = result.name ?? scan.code
      more.textContent = moreOf(result)
    }
    if (!['saved', 'checking'].includes(result.answer)) {
      if (!quiet) navigator.vibrate?.(tone === 'good' ? 80 : [80, 60, 80])
      remember(recent, scan, result, heading(result), tone)
    }
  }
}

function moreOf(result) {
  if (result.answer === 'unknown') return 'No registration and no pass has it. Try the list.'
  if (result.answer === 'other-event') return `Registered for ${result.event}`
  if (result.answer === 'saved') return 'No network. It is sent as soon as there is one.'
  if (result.answer === 'failed') return result.problem
  const parts = [result.company, result.pass, result.number].filter(Boolean)
  return parts.join(' · ')
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
      notice.textContent = `No network. ${waiting.length} ${waiting.length === 1 ? 'scan waits' : 'scans wait'}; keep this page open.`
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
        location.assign('/admin/sign-in')
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
    find('registered').textContent = registered
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

const states = {
  in: ({ since }) => `In${since ? ` since ${hour(since)}` : ''}`,
  expected: () => '',
  cancelled: () => 'Cancelled',
  'not-for-this-session': () => 'Not valid for this session',
}

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
          ? 'Nobody found.'
          : guests.length >= 60
            ? 'The first 60; type more letters.'
            : ''
      rows.replaceChildren(...guests.map(rowOf))
    } catch (error) {
      state.textContent =
        error.status === undefined ? 'No network: the list may be old.' : error.message
    }
  }
  function rowOf(guest) {
    const row = element('li', guest.state)
    const text = element('div')
    const facts = [states[guest.state](guest), guest.company, guest.pass, guest.number]
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
    if (guest.state === 'expected') return button('Check in', 'main', guest, () => checkIn(guest))
    if (guest.state === 'in') return button('Undo', '', guest, () => askWhy(guest))
    return undefined
  }
  function askWhy(guest) {
    const dialog = find('undo')
    find('undo-name').textContent = guest.name ?? guest.number
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

function button(label, className, guest, act) {
  const made = element('button', className, label)
  made.type = 'button'
  made.setAttribute('aria-label', `${label}: ${guest.name ?? guest.number}`)
  made.addEventListener('click', () => {
    made.disabled = label === 'Check in'
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

function cameraProblem(error) {
  if (!navigator.mediaDevices)
    return 'Browsers give the camera to https pages only. Type the number.'
  if (error.name === 'NotAllowedError')
    return 'The camera is not allowed. Allow it in the browser’s settings of this page, or type the number.'
  if (error.name === 'NotFoundError') return 'There is no camera. Type the number.'
  return `The camera does not start (${error.name}). Type the number.`
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
