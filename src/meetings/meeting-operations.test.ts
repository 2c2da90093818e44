import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemCaller } from '#identity'
import { meetingWorld } from '../../test/meeting-world.ts'
import { create } from '../../test/story.ts'
import { webhookSink } from '../../test/webhook-sink.ts'

const world = await meetingWorld({ start: new Date('2026-09-01T08:00:00Z'), withoutTwins: true })
const { hub, smtp } = world
const configurationId = await world.accountAt('webinar-extension')
const paula = await world.planner('Paula Planner', 'paula@planners.example')

const form = {
  title: 'Once',
  start: '2026-09-10T10:00',
  end: '2026-09-10T11:00',
  timeZone: 'Europe/Berlin',
  attendees: [{ email: 'ada@guests.example' }],
  cohosts: [],
}

async function settle() {
  for (let at = 0; at < 3; at += 1) {
    await hub.worker.runUntilIdle()
    hub.clock.advance(10_000)
  }
}

test('two people who change one meeting at once do not undo each other', async () => {
  const { answer: made } = await paula.ask('POST', '', { configurationId, ...form })
  await settle()
  const { version } = (await paula.ask('GET', `/${made.id}`)).answer
  const change = (title: string) => paula.ask('PUT', `/${made.id}`, { ...form, title, version })
  const answers = await Promise.all([change('One'), change('Other')])
  const statuses = answers.map(({ status }) => status).sort()
  assert.deepEqual(statuses, [200, 412])
  const lost = answers.find(({ status }) => status === 412)
  assert.equal(lost?.answer.code, 'meeting-changed-meanwhile')
})

test('what the form asks for is refused with the field, and nothing is saved', async () => {
  const before = await paula.ask('GET', '?scope=all')
  const refused = await paula.ask('POST', '', { configurationId, ...form, end: '2026-09-10T09:00' })
  assert.deepEqual([refused.status, refused.answer.input], [400, 'end'])
  const nowhere = await paula.ask('POST', '', { ...form, configurationId: crypto.randomUUID() })
  assert.equal(nowhere.answer.input, 'configurationId')
  const after = await paula.ask('GET', '?scope=all')
  assert.equal(after.answer.value.length, before.answer.value.length)
  assert.equal((await paula.ask('GET', `/${crypto.randomUUID()}`)).status, 404)
  const { answer: made } = await paula.ask('POST', '', { configurationId, ...form })
  const path = `/${made.id}/dates/2026-09-10T10:00:00/move`
  const once = await paula.ask('POST', path, { start: '2026-09-11T10:00', end: '2026-09-11T11:00' })
  assert.deepEqual([once.status, once.answer.input], [400, 'originalStart'])
  const unknown = await paula.ask('POST', `/${made.id}/dates/2026-09-12T10:00:00/cancel`, {})
  assert.deepEqual([unknown.status, unknown.answer.code], [404, 'meeting-date-unknown'])
})

test('people are found in the directory of the account and among contacts, each address once', async () => {
  const person = (table: string, values: Record<string, unknown>) =>
    hub.pipeline.execute(systemCaller, { message: 'Create', table, target: values, internal: true })
  await person('gr_accountperson', {
    gr_name: 'Zoe Zander',
    gr_providerid: 'z1',
    gr_webinarconfigurationid: configurationId,
    gr_email: 'zoe@people.example',
    gr_loadedon: hub.clock.now(),
  })
  for (const [lastname, emailaddress1] of [
    ['Zander', 'ZOE@people.example'],
    ['Zimmer', 'zack@people.example'],
    ['100%', 'odd@people.example'],
  ]) {
    await create(hub, 'contact', { firstname: 'Zack', lastname, emailaddress1 })
  }
  const find = async (text: string) =>
    (
      await paula.ask(
        'GET',
        `/people?configurationId=${configurationId}&text=${encodeURIComponent(text)}`,
      )
    ).answer.value
  const found = await find('people.example')
  assert.deepEqual(
    found.map(({ source, email }: Record<string, string>) => [source, email]).sort(),
    [
      ['account', 'zoe@people.example'],
      ['contact', 'odd@people.example'],
      ['contact', 'zack@people.example'],
    ],
  )
  assert.equal((await find('%')).length, 1, 'a percent sign is looked for as it is')
})

test('other systems hear by webhooks of a meeting that is made, changed and cancelled', async () => {
  const sink = await webhookSink()
  const steps = (['Create', 'Update', 'gr_CancelMeeting'] as const).map((message) => ({
    message,
    table: 'gr_meeting',
  }))
  await hub.webhooks.register(systemCaller, {
    name: 'Listener',
    url: `${sink.url}/hook`,
    authentication: { kind: 'HttpHeader', pairs: {} },
    steps,
  })
  await hub.webhooks.refresh()
  const { answer: made } = await paula.ask('POST', '', { configurationId, ...form, title: 'Heard' })
  await settle()
  await paula.ask('POST', `/${made.id}/cancel`, {})
  await settle()
  const messages = sink.received.map(({ body }) => JSON.parse(body).MessageName)
  assert.equal(messages[0], 'Create')
  assert.ok(messages.includes('Update'))
  assert.equal(messages.filter((message) => message === 'gr_CancelMeeting').length, 1)
})

test('the letters about a meeting are listed with their reader and state, also those of who was removed', async () => {
  const { answer: made } = await paula.ask('POST', '', { configurationId, ...form, title: 'Told' })
  assert.equal(made.accountName, 'Our Webinar Extension API')
  await settle()
  const without = { ...form, title: 'Told', attendees: [] }
  assert.equal((await paula.ask('PUT', `/${made.id}`, without)).status, 200)
  await settle()
  const { status, answer } = await paula.ask('GET', `/${made.id}/letters`)
  assert.equal(status, 200, JSON.stringify(answer))
  const toAda = answer.value.filter(
    ({ recipient }: { recipient: string }) => recipient === 'ada@guests.example',
  )
  assert.deepEqual(
    toAda.map(({ kind, state }: { kind: string; state: string }) => [kind, state]),
    [
      ['meeting removal', 'sent'],
      ['meeting invitation', 'sent'],
    ],
  )
  assert.equal((await paula.ask('GET', `/${crypto.randomUUID()}/letters`)).status, 404)
})

test('a meeting is over when it is over, and cannot be changed then', async () => {
  const { answer: made } = await paula.ask('POST', '', { configurationId, ...form, title: 'Past' })
  await settle()
  hub.clock.moveTo(new Date('2026-09-11T08:00:00Z'))
  const late = await paula.ask('PUT', `/${made.id}`, { ...form, title: 'Later' })
  assert.deepEqual([late.status, late.answer.code], [409, 'meeting-over'])
  const past = (await paula.ask('GET', '?when=past')).answer.value
  assert.ok(past.some(({ id }: { id: string }) => id === made.id))
  assert.ok(smtp.received.length > 0)
})
