/** Meetings belong to whoever plans them; who may touch own rows only sees and changes these. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemCaller } from '#identity'
import { meetingWorld } from '../../test/meeting-world.ts'
import { create, row } from '../../test/story.ts'

const world = await meetingWorld({ start: new Date('2026-09-01T08:00:00Z') })
const { hub } = world
const configurationId = await world.accountAt('zoom')

const form = {
  title: 'Weekly',
  ...{ start: '2026-09-10T10:00', end: '2026-09-10T11:00', timeZone: 'Europe/Berlin' },
  recurrence: { frequency: 'weekly', count: 3 },
  attendees: [],
  cohosts: [],
}

const role = (name: string, gr_meeting: Record<string, 'own' | 'all'>, more: object = {}) =>
  hub.identity.roles.create(systemCaller, { name, privileges: { gr_meeting, ...more } })

await role('Own meetings', { Create: 'own', Read: 'own', Update: 'own' })
await role('Reads all', { Create: 'own', Read: 'all', Update: 'own' }, { contact: { Read: 'own' } })
const paula = await world.planner('Paula Planner', 'paula@planners.example')
const olga = await world.planner('Olga Own', 'olga@planners.example', 'Own meetings')
const rita = await world.planner('Rita Reader', 'rita@planners.example', 'Reads all')

type Planner = typeof paula

async function plan(by: Planner, title: string): Promise<string> {
  const { status, answer } = await by.ask('POST', '', { ...form, configurationId, title })
  assert.equal(status, 201, JSON.stringify(answer))
  await hub.worker.runUntilIdle()
  return answer.id
}

const titles = async (who: Planner, scope: 'mine' | 'all') =>
  (await who.ask('GET', `?scope=${scope}`)).answer.value
    .map(({ title }: { title: string }) => title)
    .sort()

const hers = await plan(olga, 'Of Olga')
const theirs = await plan(paula, 'Of Paula')

/** Everything that changes a meeting. */
const changes = (id: string): readonly (readonly [string, string, object])[] => [
  ['PUT', `/${id}`, { ...form, title: 'Taken over' }],
  ['POST', `/${id}/dates/2026-09-17T10:00:00/move`, at('2026-09-17')],
  ['POST', `/${id}/dates/2026-09-17T10:00:00/cancel`, {}],
  ['POST', `/${id}/make-again`, {}],
  ['POST', `/${id}/set-right`, {}],
  ['POST', `/${id}/cancel`, {}],
]

const at = (day: string) => ({ start: `${day}T12:00`, end: `${day}T13:00` })

test('whoever plans a meeting owns it, the user of an API key too', async () => {
  assert.equal((await row(hub, 'gr_meeting', hers)).ownerid, olga.userId)
  assert.equal((await olga.ask('GET', `/${hers}`)).answer.ownerId, olga.userId)
  assert.equal((await row(hub, 'gr_meeting', theirs)).ownerid, paula.userId)
})

test('who reads own meetings finds these alone, whatever is asked for', async () => {
  assert.deepEqual(
    [await titles(olga, 'mine'), await titles(olga, 'all')],
    [['Of Olga'], ['Of Olga']],
  )
  assert.deepEqual(await titles(rita, 'all'), ['Of Olga', 'Of Paula'])
  assert.equal((await olga.ask('GET', `/${theirs}`)).status, 404)
  assert.equal((await olga.ask('GET', `/${theirs}/letters`)).status, 403)
  assert.equal((await olga.ask('GET', '/options')).answer.accounts.length, 1)
})

test('a meeting of somebody else is changed by nobody who may change own ones', async () => {
  for (const who of [olga, rita]) {
    for (const [method, path, body] of changes(theirs)) {
      const { status, answer } = await who.ask(method, path, body)
      assert.equal(status, 403, `${method} ${path}: ${JSON.stringify(answer)}`)
    }
  }
  const preview = { ...form, configurationId, recurrence: { frequency: 'once' } }
  await paula.ask('POST', `/${theirs}/dates/2026-09-24T10:00:00/move`, at('2026-09-24'))
  const seen = (who: Planner) => who.ask('POST', '/preview', { ...preview, currentId: theirs })
  assert.equal((await seen(paula)).answer.resets.length, 1)
  assert.equal((await seen(olga)).answer.resets.length, 0, 'the preview tells nothing of it')
  await hub.worker.runUntilIdle()
  const { answer } = await paula.ask('GET', `/${theirs}`)
  assert.deepEqual([answer.title, answer.status], ['Of Paula', 'scheduled'])
})

test('own meetings are changed and cancelled like any, and one that is given away is gone', async () => {
  const id = await plan(olga, 'To change')
  const moved = await olga.ask('POST', `/${id}/dates/2026-09-17T10:00:00/move`, at('2026-09-17'))
  assert.equal(moved.status, 200, JSON.stringify(moved.answer))
  const resetDates = true
  const renamed = await olga.ask('PUT', `/${id}`, { ...form, title: 'Renamed', resetDates })
  assert.equal(renamed.answer.title, 'Renamed')
  assert.equal((await olga.ask('POST', `/${id}/cancel`, {})).answer.changed, true)
  await hub.pipeline.execute(systemCaller, {
    ...{ message: 'Update', table: 'gr_meeting', id: hers },
    target: { ownerid: { table: 'systemuser', id: rita.userId } },
  })
  assert.equal((await olga.ask('GET', `/${hers}`)).status, 404)
  assert.deepEqual(await titles(rita, 'mine'), ['Of Olga'])
  const [method, path, body] = changes(hers)[0] ?? assert.fail()
  assert.equal((await rita.ask(method, path, body)).status, 200)
})

test('people to invite are those whom the caller may read', async () => {
  const contact = (lastname: string) =>
    create(hub, 'contact', { lastname, emailaddress1: `${lastname}@people.example`.toLowerCase() })
  const own = await contact('Own')
  await contact('Other')
  await hub.pipeline.execute(systemCaller, {
    ...{ message: 'Assign', table: 'contact', id: own },
    input: { Assignee: { table: 'systemuser', id: rita.userId } },
  })
  await hub.pipeline.execute(systemCaller, {
    ...{ message: 'Create', table: 'gr_accountperson', internal: true },
    target: {
      ...{ gr_name: 'Zoe', gr_providerid: 'z1', gr_email: 'zoe@people.example' },
      ...{ gr_webinarconfigurationid: configurationId, gr_loadedon: hub.clock.now() },
    },
  })
  const found = async (who: Planner) =>
    (
      await who.ask('GET', `/people?configurationId=${configurationId}&text=people.example`)
    ).answer.value.map(({ email }: { email: string }) => email)
  assert.equal((await found(paula)).length, 3)
  assert.deepEqual(await found(rita), ['own@people.example'])
  assert.deepEqual(await found(olga), [])
})
