/** `/auth/authorize`: the page in which somebody signs in and agrees, and where they go then. */
import type { Authorization, Client } from './authorization.ts'
import type { Vendor } from './vendor.ts'

export interface Page {
  readonly status: number
  readonly html: string
  readonly location?: string
}

export function showSignIn(client: Client, asked: URLSearchParams): Page {
  return faultOf(client, asked) ?? signInPage(asked)
}

export async function takeSignIn(
  vendor: Vendor,
  authorization: Authorization,
  client: Client,
  form: URLSearchParams,
): Promise<Page> {
  const fault = faultOf(client, form)
  if (fault !== undefined) return fault
  if (form.get('decision') !== 'allow') return goBack(form, { error: 'access_denied' })
  const account = await vendor.signIn(form.get('name') ?? '', form.get('password') ?? '')
  if (account === undefined)
    return { ...signInPage(form, 'Name or password is wrong.'), status: 401 }
  return goBack(form, { code: await authorization.giveCode(account, client.redirectUri) })
}

/** Told to the person, never redirected: the address in the request cannot be trusted. */
function faultOf(client: Client, asked: URLSearchParams): Page | undefined {
  const faults = [
    asked.get('client_id') === client.id ? '' : 'This client_id is not known here.',
    asked.get('redirect_uri') === client.redirectUri
      ? ''
      : `The redirect_uri is not the one that is registered, ${client.redirectUri}.`,
    asked.get('state') ? '' : 'The state is missing.',
  ]
  const fault = faults.find((each) => each !== '')
  return fault === undefined ? undefined : { status: 400, html: layout(`<p>${escaped(fault)}</p>`) }
}

function goBack(asked: URLSearchParams, answer: Readonly<Record<string, string>>): Page {
  const url = new URL(asked.get('redirect_uri') ?? '')
  for (const [name, value] of Object.entries(answer)) url.searchParams.set(name, value)
  url.searchParams.set('state', asked.get('state') ?? '')
  return { status: 302, html: '', location: url.href }
}

function signInPage(asked: URLSearchParams, fault = ''): Page {
  const hidden = ['client_id', 'redirect_uri', 'state']
    .map((name) => `<input type="hidden" name="${name}" value="${escaped(asked.get(name) ?? '')}">`)
    .join('')
  const html = layout(`<form method="post" action="/auth/authorize">${hidden}
<p role="alert">${escaped(fault)}</p>
<p>An event hub asks to create webinars and to register people in your name.</p>
<p><label>Name <input name="name" autocomplete="username"></label></p>
<p><label>Password <input name="password" type="password" autocomplete="current-password"></label></p>
<p><button name="decision" value="allow">Sign in and allow</button>
<button name="decision" value="refuse">Refuse</button></p></form>`)
  return { status: 200, html }
}

const layout = (content: string) =>
  `<!doctype html><html lang="en"><meta charset="utf-8"><title>Sign in</title>
<h1>Sign in</h1>${content}</html>`

const escaped = (text: string) =>
  text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`)
