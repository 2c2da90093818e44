import { html, nothing } from '../../twin/html.ts'
import type { Page } from '../../twin/page.ts'
import type { AuthorizationRequest } from './authorization.ts'

/** The form on which the owner of an account agrees or refuses. */
export function signInPage(request: AuthorizationRequest, mistake?: string): Page {
  const target = new URL(request.redirectUri)
  return {
    title: 'Sign in and allow access',
    formTarget: target.origin,
    body: html`<h1>Allow access to your webinar account?</h1>
<p><strong>${target.host}</strong> wants to create and change webinars in your account, register
people for them and read who attended.</p>
${mistake === undefined ? nothing : html`<p class="alarm" role="alert">${mistake}</p>`}
<form method="post" action="/auth/authorize">
<input type="hidden" name="client_id" value="${request.clientId}">
<input type="hidden" name="redirect_uri" value="${request.redirectUri}">
<input type="hidden" name="state" value="${request.state}">
<label for="account">Account</label>
<input id="account" name="account" autocomplete="username" value="demo@webinars.example">
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password"
 aria-describedby="hint">
<p id="hint" class="quiet">This is a simulator: any account and any password will do, but use no
real one.</p>
<div class="buttons">
<button name="decision" value="allow">Sign in and allow</button>
<button class="plain" name="decision" value="refuse">Refuse</button>
</div>
</form>`,
  }
}

/** Shown instead of a redirect when the redirect address itself cannot be trusted. */
export function brokenRequestPage(problem: string): Page {
  return {
    title: 'This sign-in link is broken',
    body: html`<h1>This sign-in link is broken</h1>
<p class="alarm" role="alert">${problem}</p>
<p>Go back to the system that sent you here and start again.</p>`,
  }
}
