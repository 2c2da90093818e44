/** Accounts at providers: consent, sign-in, check, status. */
import type { Db } from '#database'
import { type Html, html, page } from '#http'
import { authorized, findDefinition, type ProviderDefinition, serviceStatus } from '#providers'
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
    body: table(head, lines, 'No webinar configuration yet.'),
  })
}

export async function configurationPage(
  db: Db,
  id: string,
  definitions: readonly ProviderDefinition[],
): Promise<string | undefined> {
  const each = await rows.findConfiguration(db, id)
  if (each === undefined) return undefined
  const signsIn = findDefinition(definitions, each.adapter)?.auth === 'authorize'
  return frame({
    title: each.name,
    at: 'configurations',
    body: html`<div class="sheet">${facts([
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
${signsIn ? html`<a class="button main" href="/admin/configurations/${id}/authenticate" target="greenroom-sign-in" data-popup>Authenticate</a>` : ''}
${action(`/admin/configurations/${id}/verify`, 'Verify')}
${action(`/admin/configurations/${id}/delete-credentials`, 'Delete credentials')}</div>
<script src="/admin/console.js" defer></script>`,
  })
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
