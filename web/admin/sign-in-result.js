// Tells the page that opened this window that the provider has answered.
window.opener?.postMessage('greenroom:signed-in', window.location.origin)
