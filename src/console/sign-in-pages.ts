/** The pages before somebody is signed in: plain forms in the visitor's language, without any script. */
import { type Html, html, page, type Visitor } from '#http'

function sheet({ language }: Visitor, title: string, content: Html): string {
  return page({
    language,
    title: `${title} · Greenroom`,
    head: html`<link rel="stylesheet" href="/admin/sign-in.css">`,
    body: html`<main><p class="brand">Greenroom</p><h1>${title}</h1>${content}</main>`,
  })
}

const alert = (problem: string | undefined) =>
  problem === undefined ? '' : html`<p role="alert">${problem}</p>`

const hiddenReturn = (path: string | undefined) =>
  path === undefined ? '' : html`<input type="hidden" name="return" value="${path}">`

const emailField = ({ text }: Visitor) =>
  html`<label for="email">${text('email')}</label><input id="email" name="email" type="email" autocomplete="username" required autofocus>`

export interface SignInPage {
  readonly problem?: string | undefined
  readonly returnTo?: string | undefined
  /** Name of the identity provider, where one is set up. */
  readonly singleSignOn?: string | undefined
}

export function signInPage(visitor: Visitor, shown: SignInPage): string {
  const { problem, returnTo, singleSignOn } = shown
  const { text } = visitor
  const query = returnTo === undefined ? '' : `?return=${encodeURIComponent(returnTo)}`
  return sheet(
    visitor,
    text('sign-in'),
    html`${alert(problem)}
${
  singleSignOn === undefined
    ? ''
    : html`<a class="button" href="/admin/sign-in/with-provider${query}">${text('with-provider', { name: singleSignOn })}</a>
<p class="or">${text('or')}</p>`
}
<form method="post" action="/admin/sign-in">${hiddenReturn(returnTo)}
${emailField(visitor)}
<label for="password">${text('password')}</label><input id="password" name="password" type="password" autocomplete="current-password" required>
<button>${text('sign-in')}</button></form>
<p><a href="/admin/forgot-password">${text('forgot')}</a></p>`,
  )
}

/** The link works by a button: mail scanners and previews that only open it use nothing up. */
export function linkPage(visitor: Visitor, token: string): string {
  const { text } = visitor
  return sheet(
    visitor,
    text('sign-in'),
    html`<form method="post" action="/admin/sign-in/link"><input type="hidden" name="token" value="${token}">
<button>${text('link-button')}</button></form>`,
  )
}

export function forgotPasswordPage(visitor: Visitor, problem?: string): string {
  const { text } = visitor
  return sheet(
    visitor,
    text('forgot'),
    html`${alert(problem)}<p>${text('forgot-lead')}</p>
<form method="post" action="/admin/forgot-password">
${emailField(visitor)}
<button>${text('send-link')}</button></form>
<p><a href="/admin/sign-in">${text('back')}</a></p>`,
  )
}

/** The same whether somebody has the address or not. */
export function letterOnItsWayPage(visitor: Visitor): string {
  const { text } = visitor
  return sheet(
    visitor,
    text('look-into-mail'),
    html`<p role="status">${text('on-its-way')}</p>
<p><a href="/admin/sign-in">${text('back')}</a></p>`,
  )
}

export function setPasswordPage(visitor: Visitor, token: string, problem?: string): string {
  const { text } = visitor
  return sheet(
    visitor,
    text('choose'),
    html`${alert(problem)}<p>${text('choose-lead')}</p>
<form method="post" action="/admin/set-password"><input type="hidden" name="token" value="${token}">
<label for="password">${text('new-password')}</label><input id="password" name="password" type="password" autocomplete="new-password" minlength="12" maxlength="1000" required autofocus>
<button>${text('set-button')}</button></form>`,
  )
}
