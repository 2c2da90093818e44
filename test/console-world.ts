/** A hub with at least one record for every page of the console. */
import assert from 'node:assert/strict'
import { roleIds, systemCaller, systemUserId } from '#identity'
import { recoveryKind } from '#registrations'
import { type TestHub, testHub } from './hub.ts'
import {
  type Account,
  create,
  type MadeEvent,
  makeEvent,
  register,
  settleWebinar,
  signedInAccount,
} from './story.ts'

export interface ConsoleWorld {
  readonly hub: TestHub
  readonly account: Account
  readonly event: MadeEvent
  readonly registrationId: string
  /** The path of a record's page for a declared path, e.g. `/contacts/$contactId`. */
  addressOf(path: string): string
  /** Somebody with this built-in role and no other; gives the id. */
  person(role: keyof typeof roleIds): Promise<string>
}

const rowId = async (hub: TestHub, table: string, where = 'true'): Promise<string> => {
  const key = `${table}id`
  const { rows } = await hub.testDatabase.pool.query<{ id: string }>(
    `select ${key} as id from ${table} where ${where} limit 1`,
  )
  return rows[0]?.id ?? assert.fail(`there is no ${table} where ${where}`)
}

/** Call once at the top of a test file. */
export async function consoleWorld(): Promise<ConsoleWorld> {
  const hub = await testHub()
  const ask = await asking(hub)
  const account = await signedInAccount(hub)
  const planned = await planEvent(hub, ask, account)
  const ids = {
    ...planned.ids,
    ...(await tellSystems(hub, ask)),
    ...(await keepRecords(hub, planned.event.id)),
    providerId: account.providerId,
    meetingId: await planMeeting(hub, account),
    userId: systemUserId,
    roleId: roleIds.Reader,
  }
  await hub.worker.runUntilIdle()
  await hub.webhooks.logWritten()
  const known: Record<string, string> = {
    ...ids,
    jobId: await rowId(hub, 'asyncoperation'),
    mailId: await rowId(hub, 'gr_mail', 'registrationid is not null'),
    attemptId: await rowId(hub, 'gr_deliveryattempt'),
  }
  return {
    hub,
    account,
    event: planned.event,
    registrationId: planned.ids.registrationId,
    addressOf: (path) =>
      path
        .replaceAll(/\/?\{-\$(\w+)\}/g, '')
        .replaceAll(/\$(\w+)/g, (_, name: string) => idFor(name, path, { ...known, ...account })),
    person: (role) => makePerson(hub, role),
  }
}

/** Two pages call their parameter alike. */
function idFor(name: string, path: string, known: Readonly<Record<string, string>>): string {
  if (path.startsWith('/webhooks/') && name === 'tab') return 'deliveries'
  const own = path.startsWith('/website/tables/') ? 'tableConfigurationId' : name
  return known[own] ?? assert.fail(`console-world.ts has nothing for ${name} of ${path}`)
}

async function planEvent(hub: TestHub, ask: Ask, { configurationId }: Account) {
  const event = await makeEvent(hub, configurationId, { msevtmgt_name: 'Spring webinar' })
  const name = { firstName: 'Grace', lastName: 'Hopper' }
  const registrationId = await register(hub, event.id, 'grace@example.org', name)
  await settleWebinar(hub)
  await ask(`/registrations/${registrationId}/check-in`, { reason: 'Came without a code' })
  const itemId = await hub.recovery.keep({
    kind: recoveryKind.checkIn.value,
    name: 'Check-in with the code ER-NOSUCHONE',
    eventId: event.id,
    payload: { code: 'ER-NOSUCHONE', eventId: event.id, scannedOn: hub.clock.now().toISOString() },
    problem: 'There is no registration with the code ER-NOSUCHONE.',
  })
  return { event, ids: { eventId: event.id, registrationId, itemId } }
}

/** An endpoint that points at a bin, and what it was told. */
async function tellSystems(hub: TestHub, ask: Ask) {
  const bin = await ask('/request-bins', { name: 'Order system' })
  const { endpointId, steps } = await hub.webhooks.register(systemCaller, {
    name: 'Order system',
    url: `${hub.url}${new URL(bin.url).pathname}`,
    authentication: { kind: 'WebhookKey', key: 'only & ours' },
    steps: [{ message: 'Create', table: 'contact' }],
  })
  await hub.pipeline.execute(systemCaller, {
    ...{ message: 'Update', table: 'serviceendpoint', id: endpointId },
    target: { gr_logdeliveries: true },
  })
  await hub.webhooks.refresh()
  return { binId: bin.id, endpointId, stepId: steps[0]?.id ?? assert.fail('no step') }
}

type Ask = (path: string, body: object) => Promise<{ readonly id: string; readonly url: string }>

/** Operations of /api/v1, as a script uses them. */
async function asking(hub: TestHub): Promise<Ask> {
  const order = { name: 'Set up', userId: systemUserId }
  const { key } = await hub.identity.apiKeys.create(systemCaller, order)
  return async (path, body) => {
    const answer = await fetch(`${hub.url}/api/v1${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    assert.ok(answer.ok, `${path}: ${answer.status}`)
    return (await answer.json()) as { id: string; url: string }
  }
}

async function keepRecords(hub: TestHub, eventId: string) {
  const ada = { firstname: 'Ada', lastname: 'Lovelace' }
  return {
    contactId: await create(hub, 'contact', { ...ada, emailaddress1: 'ada@example.org' }),
    otherId: await create(hub, 'contact', { ...ada, emailaddress1: 'lovelace@example.org' }),
    administrationId: await create(hub, 'msevtmgt_eventadministration', {
      msevtmgt_name: 'Standard rules',
    }),
    templateId: await create(hub, 'gr_mailtemplate', {
      gr_kind: 100_000_000,
      gr_language: 'en',
      gr_subject: 'You are registered for {event}',
      gr_bodyhtml: '<p>Hello</p>',
      gr_event: eventId,
    }),
    applicationId: await create(hub, 'msevtmgt_webapplication', {
      msevtmgt_name: 'Our website',
      msevtmgt_origin: 'https://events.example.org',
    }),
    tableConfigurationId: await create(hub, 'msevtmgt_websiteentityconfiguration', {
      msevtmgt_name: 'More of events',
      msevtmgt_selectedentity: 100_000_000,
      msevtmgt_selectedfields: '["gr_timezone"]',
    }),
    teamId: (
      await hub.identity.teams.create(systemCaller, {
        ...{ name: 'Front desk', memberIds: [], roleIds: [] },
      })
    ).id,
  }
}

async function planMeeting(hub: TestHub, { configurationId }: Account): Promise<string> {
  const { id } = await hub.meetings.create(systemCaller, {
    configurationId,
    title: 'Planning',
    start: '2027-01-12T10:00:00',
    end: '2027-01-12T10:45:00',
    timeZone: 'Europe/Berlin',
    attendees: [],
    cohosts: [],
  })
  return id
}

async function makePerson(hub: TestHub, role: keyof typeof roleIds): Promise<string> {
  const { id } = await hub.identity.users.invite(systemCaller, {
    email: `${role.toLowerCase().replaceAll(' ', '-')}@example.org`,
    lastName: role,
    roleIds: [roleIds[role]],
  })
  return id
}
