/** Accounts at providers: consent, sign-in, check, status. */
import type { Db } from '#database'
import { type Html, html, page } from '#http'
import {
  authorized,
  type RequestLogEntry,
  type SignInState,
  type SignInStates,
  serviceStatus,
} from '#providers'
import * as rows from './console-rows.ts'
import { facts } from './event-pages.ts'
import { action, badge, frame, shown, type Tone, table } from './frame.ts'

const statusTones: Readonly<Record<number, Tone>> = {
  [serviceStatus.healthy.value]: 'good',
  [serviceStatus.notAuthenticated.value]: 'waiting',
  [serviceStatus.forbidden.value]: 'bad',
  [serviceStatus.unhealthy.value]: 'bad',
}

const signInTones: Readonly<Record<number, Tone>> = {
  [authorized.yes.value]: 'good',
  [authorized.no.value]: 'waiting',
  [authorized.tokenExpired.value]: 'bad',
}

function optionBadge(
  set: Readonly<Record<string, { value: number; label: string }>>,
  tones: Readonly<Record<number, Tone>>,
  value: number | null,
): Html {
  const label = Object.values(set).find((option) => option.value === value)?.label ?? 'Not checked'
  return badge(label, tones[value ?? -1] ?? 'plain')
}

export async function configurationListPage(db: Db): Promise<string> {
  const configurations = await rows.listConfigurations(db)
  const lines = configurations.map((each) => [
    html`<a href="/admin/configurations/${each.id}">${each.name}</a>${each.active ? '' : html` ${badge('inactive', 'plain')}`}`,
    each.providerName,
    optionBadge(authorized, signInTones, each.authorized),
    optionBadge(serviceStatus, statusTones, each.serviceStatus),
    each.message ?? '',
    shown(each.lastUpdate),
  ])
  const head = [
    'Account',
    'Provider',
    'Authenticated',
    'Service status',
    'Message',
    'Last metrics update',
  ]
  return frame({
    title: 'Webinar accounts',
    at: 'configurations',
    body: html`<div class="actions"><a class="button main" href="/admin/configurations/new">New account</a></div>
${table(head, lines, 'No webinar account yet.')}`,
  })
}

export async function configurationPage(
  db: Db,
  id: string,
  { service, action: own }: SignInStates,
  requests: readonly RequestLogEntry[],
): Promise<string | undefined> {
  const each = await rows.findConfiguration(db, id)
  if (each === undefined) return undefined
  return frame({
    title: each.name,
    at: 'configurations',
    body: html`${[service, own].map((state) => (state?.alert === undefined ? '' : html`<p class="alert" role="alert">${state.alert}</p>`))}
<div class="sheet">${facts([
      ['Provider', each.providerName],
      ['Terms of service', link(each.termsOfService)],
      ['Privacy policy', link(each.privacyPolicy)],
      ['Consent', each.consent ? badge('given', 'good') : badge('missing', 'bad')],
      ['Authenticated', optionBadge(authorized, signInTones, each.authorized)],
      ['Service status', optionBadge(serviceStatus, statusTones, each.serviceStatus)],
      ['Message', each.message ?? '–'],
      ['Last metrics update', shown(each.lastUpdate)],
    ])}</div>
<div class="actions">${each.consent ? '' : action(`/admin/configurations/${id}/consent`, 'Accept terms and privacy policy', 'main')}
${service === undefined ? '' : signInButton(`/admin/configurations/${id}/authenticate`, service, 'Authenticate the account')}
${own === undefined ? '' : signInButton(`/admin/configurations/${id}/authenticate-me`, own, 'Authenticate me for what I plan')}
<a class="button" href="/admin/configurations/${id}/settings">Settings and credentials</a>
${action(`/admin/configurations/${id}/verify`, 'Verify')}</div>
<h2>Calls of the last 24 hours</h2>
${table(['When', 'Call', 'Answer', 'Milliseconds'], requests.slice(0, 50).map(requestLine), each.keepsLog ? 'None yet.' : 'None are kept. Switch the log on to see them; it is off unless somebody needs it.')}
<div class="actions">${each.keepsLog ? action(`/admin/configurations/${id}/log-off`, 'Keep no request log') : action(`/admin/configurations/${id}/log-on`, 'Keep a request log')}</div>
<h2>Turning the account off</h2>
<p>Without credentials the hub calls this provider no more; events on the account keep their webinars there.</p>
<div class="actions">${action(`/admin/configurations/${id}/delete-credentials`, 'Delete credentials')}</div>
<script src="/admin/console.js" defer></script>`,
  })
}

const requestLine = ({
  requestedOn,
  method,
  host,
  path,
  status,
  problem,
  durationMs,
}: RequestLogEntry) => [
  shown(requestedOn),
  `${method} ${host}${path}`,
  status === undefined ? badge(problem ?? 'no answer', 'bad') : String(status),
  String(durationMs),
]

/** Below the button stands who is signed in. Where somebody is, it is not what to do next. */
function signInButton(
  address: string,
  { button, accountName, state }: SignInState,
  what: string,
): Html {
  const kind = state === 'authorized' ? 'button' : 'button main'
  return html`<span class="signed-in"><a class="${kind}" href="${address}" target="greenroom-sign-in" data-popup>${button}</a>
<small>${accountName === undefined ? what : `${what}: signed in as ${accountName}`}</small></span>`
}

function link(address: string | null): Html | string {
  return address === null
    ? '–'
    : html`<a href="${address}" rel="noreferrer" target="_blank">${address}</a>`
}

/** What the pop-up shows when the provider sent the person back. */
export function signInResultPage(result: {
  readonly good: boolean
  readonly sentence: string
}): string {
  return page({
    language: 'en',
    title: result.good ? 'Signed in' : 'Not signed in',
    head: html`<link rel="stylesheet" href="/admin/console.css">`,
    body: html`<main class="narrow sheet"><h1>${result.good ? 'Signed in' : 'Not signed in'}</h1>
<p${result.good ? '' : html` role="alert"`}>${result.sentence}</p><p>You can close this window.</p>
<script src="/admin/sign-in-result.js" defer></script></main>`,
  })
}
