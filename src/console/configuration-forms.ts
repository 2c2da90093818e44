/** Entering an account: the first page names it, the second one is drawn from its provider's settings. */
import { Type } from 'typebox'
import { isRefusal } from '#errors'
import { type Html, type HttpServer, html } from '#http'
import type { Caller } from '#pipeline'
import type { FormField, SettingsForm, SettingValues } from '#providers'
import * as acts from './acts.ts'
import { findConfiguration, findProviderOf } from './console-rows.ts'
import { frame } from './frame.ts'
import type { ConsoleNeeds } from './needs.ts'
import { signedIn } from './open-page.ts'

const table = 'msevtmgt_webinarconfiguration'
const hidden = { schema: { hide: true } }
const byId = {
  schema: { hide: true, params: Type.Object({ id: Type.String({ format: 'uuid' }) }) },
}

type Body = Readonly<Record<string, string>>

export function registerConfigurationForms(server: HttpServer, o: ConsoleNeeds): void {
  registerNewAccount(server, o)
  server.get('/admin/configurations/:id/settings', byId, async (request, reply) => {
    const caller = await signedIn(o.sessions, request, reply)
    if (caller === undefined) return reply
    acts.requireRight(caller, 'Update', table)
    return reply.type('text/html').send(await settingsPage(o, request.params.id))
  })
  server.post('/admin/configurations/:id/settings', byId, async (request, reply) => {
    const caller = await signedIn(o.sessions, request, reply)
    if (caller === undefined) return reply
    const { id } = request.params
    const body = (request.body ?? {}) as Body
    try {
      const values = changedValues(await o.providers.settingsForm({ configurationId: id }), body)
      await o.providers.saveSettings(caller, { configurationId: id, values })
    } catch (error) {
      if (!isRefusal(error)) throw error
      const problem = `${error.sentence} ${error.advice}`
      return reply
        .code(error.status)
        .type('text/html')
        .send(await settingsPage(o, id, { body, problem }))
    }
    return await reply.redirect(`/admin/configurations/${id}`, 303)
  })
}

/** Only what is different: an empty secret leaves the stored one, an empty field removes its value. */
export function changedValues({ own, platform }: SettingsForm, body: Body): SettingValues {
  const entries = [...own, ...platform].flatMap(({ setting, value }): [string, string | null][] => {
    const given = (body[setting.name] ?? '').trim()
    if (setting.kind === 'boolean') {
      const chosen = String(given === 'true')
      return chosen === (value || 'false') ? [] : [[setting.name, chosen]]
    }
    if (given === value) return []
    if (given === '') return setting.kind === 'secret' ? [] : [[setting.name, null]]
    return [[setting.name, given]]
  })
  return Object.fromEntries(entries)
}

interface Retry {
  readonly body: Body
  readonly problem: string
}

async function settingsPage(o: ConsoleNeeds, id: string, retry?: Retry): Promise<string> {
  const form = await o.providers.settingsForm({ configurationId: id })
  const found = await findConfiguration(o.db, id)
  const draw = (field: FormField) => drawField(field, retry?.body[field.setting.name])
  const { redirect, actionRedirect, callbacks } = form.addresses
  return frame({
    title: `Settings of ${found?.name ?? 'the account'}`,
    at: 'configurations',
    body: html`${retry === undefined ? '' : html`<p class="alert" role="alert">${retry.problem}</p>`}
${addresses([
  ['Redirect address of the app', redirect],
  ['Redirect address of the second app', actionRedirect],
  ['Address of callbacks', callbacks],
])}
<form method="post" action="/admin/configurations/${id}/settings" class="account-form">
<fieldset><legend>${found?.providerName ?? 'Provider'}</legend>${form.own.map(draw)}</fieldset>
<fieldset><legend>Connection</legend>${form.platform.map(draw)}</fieldset>
<div class="actions"><button class="main">Save</button>
<a class="button" href="/admin/configurations/${id}">Back without saving</a></div></form>`,
  })
}

function addresses(lines: readonly (readonly [string, string | undefined])[]): Html | string {
  const known = lines.filter(([, address]) => address !== undefined)
  if (known.length === 0) return ''
  return html`<div class="sheet"><p>To be entered at the vendor:</p><dl>${known.map(
    ([label, address]) => html`<dt>${label}</dt><dd><code>${address ?? ''}</code></dd>`,
  )}</dl></div>`
}

function drawField({ setting, value, isKept }: FormField, typed: string | undefined): Html {
  const { name, label, help, kind, on, choices = [] } = setting
  const shown = typed !== undefined && kind !== 'secret' ? typed : value
  const all = on === 'provider' ? ' Counts for all accounts of this provider.' : ''
  return html`<div class="field"><label for="${name}">${label}${setting.required ? html` <span class="faint">required</span>` : ''}</label>
${kind === 'choice' ? select(name, ['', ...choices], shown) : kind === 'boolean' ? checkbox(name, shown) : input(setting, shown, isKept)}
<small id="${name}-help">${help}${all}</small></div>`
}

const select = (name: string, choices: readonly string[], chosen: string) =>
  html`<select id="${name}" name="${name}" aria-describedby="${name}-help">${choices.map(
    (each) =>
      html`<option value="${each}"${each === chosen ? html` selected` : ''}>${each || 'Not chosen'}</option>`,
  )}</select>`

const checkbox = (name: string, value: string) =>
  html`<input type="checkbox" id="${name}" name="${name}" value="true" aria-describedby="${name}-help"${value === 'true' ? html` checked` : ''}>`

const inputTypes = { text: 'text', url: 'url', number: 'number', secret: 'password' } as const

/** Long secrets (keys) have several lines, which a password field would swallow. */
function input({ name, kind, label }: FormField['setting'], value: string, isKept: boolean): Html {
  if (kind === 'secret' && /key$/i.test(label)) {
    return html`<textarea id="${name}" name="${name}" rows="3" autocomplete="off" spellcheck="false" aria-describedby="${name}-help" placeholder="${isKept ? 'stored; leave empty to keep it' : ''}"></textarea>`
  }
  const type = inputTypes[kind as keyof typeof inputTypes]
  const hint = isKept ? 'stored; leave empty to keep it' : ''
  const off = kind === 'secret' ? 'new-password' : 'off'
  return html`<input type="${type}" id="${name}" name="${name}" value="${value}" placeholder="${hint}" autocomplete="${off}" spellcheck="false" aria-describedby="${name}-help">`
}

function registerNewAccount(server: HttpServer, o: ConsoleNeeds): void {
  server.get('/admin/configurations/new', hidden, async (request, reply) => {
    const caller = await signedIn(o.sessions, request, reply)
    if (caller === undefined) return reply
    acts.requireRight(caller, 'Create', table)
    return reply.type('text/html').send(newAccountPage(o))
  })
  server.post('/admin/configurations/new', hidden, async (request, reply) => {
    const caller = await signedIn(o.sessions, request, reply)
    if (caller === undefined) return reply
    const body = (request.body ?? {}) as Body
    try {
      const id = await createAccount(o, caller, body)
      return await reply.redirect(`/admin/configurations/${id}/settings`, 303)
    } catch (error) {
      if (!isRefusal(error)) throw error
      const problem = `${error.sentence} ${error.advice}`
      return reply.code(error.status).type('text/html').send(newAccountPage(o, { body, problem }))
    }
  })
}

function newAccountPage({ providers }: ConsoleNeeds, retry?: Retry): string {
  const value = (name: string) => retry?.body[name] ?? ''
  const chosen = value('adapter') || providers.definitions[0]?.id
  return frame({
    title: 'New webinar account',
    at: 'configurations',
    body: html`${retry === undefined ? '' : html`<p class="alert" role="alert">${retry.problem}</p>`}
<form method="post" action="/admin/configurations/new" class="account-form"><fieldset><legend>Provider</legend>
${providers.definitions.map(
  ({ id, name, description }) =>
    html`<label class="option"><input type="radio" name="adapter" value="${id}"${id === chosen ? html` checked` : ''} required> <span><b>${name}</b><br><small>${description}</small></span></label>`,
)}</fieldset>
<fieldset><legend>Account</legend>
<div class="field"><label for="name">Name</label><input id="name" name="name" value="${value('name')}" maxlength="100" required autocomplete="off" aria-describedby="name-help"><small id="name-help">What people choose when they plan an event: "Marketing, Zoom".</small></div>
<label class="option"><input type="checkbox" name="consent" value="true" required> <span>Data of registrants go to this provider. I accept its terms of service and privacy policy.</span></label>
</fieldset><div class="actions"><button class="main">Continue</button>
<a class="button" href="/admin/configurations">Back</a></div></form>`,
  })
}

/** An account of a provider that has a record already joins it; else the record is made. */
async function createAccount(o: ConsoleNeeds, caller: Caller, body: Body): Promise<string> {
  const adapter = body.adapter ?? ''
  const name = body.name?.trim() ?? ''
  const known = await findProviderOf(o.db, adapter)
  const providerId = known ?? (await createProvider(o, caller, adapter))
  if (body.consent === 'true') await o.providers.recordConsent(caller, { providerId })
  const { id } = await o.pipeline.execute(caller, {
    message: 'Create',
    table,
    target: { msevtmgt_name: name, msevtmgt_webinarproviderid: providerId },
  })
  return id
}

/** Vendors end longer meetings by their own rules; a day is what the hub plans at most. */
const mostMinutes = 1440

async function createProvider(o: ConsoleNeeds, caller: Caller, adapter: string): Promise<string> {
  const definition = o.providers.definitions.find((each) => each.id === adapter)
  const { id } = await o.pipeline.execute(caller, {
    message: 'Create',
    table: 'msevtmgt_webinarprovider',
    target: {
      msevtmgt_name: definition?.name ?? adapter,
      msevtmgt_maxdurationinminutes: mostMinutes,
      gr_adapter: adapter,
    },
  })
  return id
}
