// What pages gain where JavaScript runs; without it nothing is missing that matters.

/** Shows the time on the visitor's own clock, where that differs from the event's. */
for (const element of document.querySelectorAll('.own-time')) {
  const { start, end, zone, locale, text } = element.dataset
  const clock = { dateStyle: 'short', timeStyle: 'short' }
  const there = new Intl.DateTimeFormat('sv', { timeZone: zone, ...clock })
  const here = new Intl.DateTimeFormat('sv', clock)
  const [first, last] = [new Date(start), new Date(end)]
  if (there.format(first) !== here.format(first)) {
    const own = new Intl.DateTimeFormat(locale, {
      weekday: 'short',
      day: 'numeric',
      month: 'short',
      hour: 'numeric',
      minute: '2-digit',
    })
    element.textContent = text.replace('{time}', own.formatRange(first, last))
    element.hidden = false
  }
}

/** Copies a link. */
for (const button of document.querySelectorAll('[data-copy]')) {
  if (!navigator.clipboard) continue
  const label = button.querySelector('span')
  const before = label.textContent
  button.hidden = false
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).value)
    label.textContent = button.dataset.done
    setTimeout(() => {
      label.textContent = before
    }, 2500)
  })
}

/** A page that waits, or has a deadline, is asked for again by itself, and says so. */
for (const element of document.querySelectorAll('[data-reload-in]')) {
  element.hidden = false
  setTimeout(() => location.reload(), Number(element.dataset.reloadIn) * 1000)
}

/** One press is enough. The server knows a form that is sent twice anyway. */
for (const form of document.querySelectorAll('form')) {
  form.addEventListener('submit', () => {
    const button = form.querySelector('[data-busy]')
    if (button === null) return
    button.dataset.label = button.textContent
    button.textContent = button.dataset.busy
    // Later, so that the press itself still counts.
    setTimeout(() => {
      button.disabled = true
    })
  })
}

/** Whoever comes back with the browser's Back finds a button that works. */
window.addEventListener('pageshow', () => {
  for (const button of document.querySelectorAll('[data-busy][data-label]')) {
    button.textContent = button.dataset.label
    button.disabled = false
  }
})
