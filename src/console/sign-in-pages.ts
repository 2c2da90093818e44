/** The pages before somebody is signed in: plain forms, without any script. */
import { type Html, html, page } from '#http'

function sheet(title: string, content: Html): string {
  return page({
    language: 'en',
    title: `${title} · Greenroom`,
    head: html`<link rel="stylesheet" href="/admin/sign-in.css">`,
    body: html`<main><p class="brand">Greenroom</p><h1>${title}</h1>${content}</main>`,
  })
}

const alert = (problem: string | undefined) =>
  problem === undefined ? '' : html`<p role="alert">${problem}</p>`

const hiddenReturn = (path: string | undefined) =>
  path === undefined ? '' : html`<input type="hidden" name="return" value="${path}">`

export interface SignInPage {
  readonly problem?: string | undefined
  readonly returnTo?: string | undefined
  /** Name of the identity provider, where one is set up. */
  readonly singleSignOn?: string | undefined
}

export function signInPage({ problem, returnTo, singleSignOn }: SignInPage): string {
  const query = returnTo === undefined ? '' : `?return=${encodeURIComponent(returnTo)}`
  return sheet(
    'Sign in',
    html`${alert(problem)}
${
  singleSignOn === undefined
    ? ''
    : html`<a class="button" href="/admin/sign-in/with-provider${query}">Sign in with ${singleSignOn}</a>
<p class="or">or with your password</p>`
}
<form method="post" action="/admin/sign-in">${hiddenReturn(returnTo)}
<label for="email">E-mail</label><input id="email" name="email" type="email" autocomplete="username" required autofocus>
<label for="password">Password</label><input id="password" name="password" type="password" autocomplete="current-password" required>
<button>Sign in</button></form>
<p><a href="/admin/forgot-password">Forgot your password?</a></p>`,
  )
}

/** The link works by a button: mail scanners and previews that only open it use nothing up. */
export function linkPage(token: string): string {
  return sheet(
    'Sign in',
    html`<form method="post" action="/admin/sign-in/link"><input type="hidden" name="token" value="${token}">
<button>Sign in with this one-time link</button></form>`,
  )
}

export function forgotPasswordPage(problem?: string): string {
  return sheet(
    'Forgot your password?',
    html`${alert(problem)}<p>We send a link that sets a new one. It works once, within an hour.</p>
<form method="post" action="/admin/forgot-password">
<label for="email">E-mail</label><input id="email" name="email" type="email" autocomplete="username" required autofocus>
<button>Send the link</button></form>
<p><a href="/admin/sign-in">Back to sign-in</a></p>`,
  )
}

/** The same whether somebody has the address or not. */
export function letterOnItsWayPage(): string {
  return sheet(
    'Look into your mail',
    html`<p role="status">If a user has this address, a letter with a link is on its way. Nothing after a few minutes? Look into the spam folder, or ask an administrator for a link.</p>
<p><a href="/admin/sign-in">Back to sign-in</a></p>`,
  )
}

export function setPasswordPage(token: string, problem?: string): string {
  return sheet(
    'Choose a password',
    html`${alert(problem)}<p>At least 12 characters. Four words that do not belong together are good and easy to keep in mind.</p>
<form method="post" action="/admin/set-password"><input type="hidden" name="token" value="${token}">
<label for="password">New password</label><input id="password" name="password" type="password" autocomplete="new-password" minlength="12" maxlength="1000" required autofocus>
<button>Set the password and sign in</button></form>`,
  )
}
