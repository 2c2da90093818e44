// Tells the page that opened this window what the provider has answered.
const refusal = document.querySelector('[role=alert]')
window.opener?.postMessage(
  refusal === null
    ? 'greenroom:signed-in'
    : `greenroom:sign-in-refused ${refusal.textContent.trim()}`,
  window.location.origin,
)
