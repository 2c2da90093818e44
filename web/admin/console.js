// The sign-in at a provider opens in a window of its own; when it is done, this page asks again.
for (const link of document.querySelectorAll('[data-popup]')) {
  link.addEventListener('click', (event) => {
    event.preventDefault()
    const popup = window.open(link.href, link.target, 'popup,width=520,height=680')
    if (popup === null) window.location.assign(link.href)
  })
}
window.addEventListener('message', (event) => {
  if (event.origin === window.location.origin && event.data === 'greenroom:signed-in') {
    window.location.reload()
  }
})
