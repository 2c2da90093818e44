import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { createdWebinar, registered, type Scene, type Send, withTwin } from './test-hub.ts'

const at = (time: string) => new Date(`2026-03-03T${time}:00.000Z`)

interface Item {
  readonly registrationId: string
  readonly joinTime: string
  readonly leaveTime: string
  readonly viewingMinutes: number
}

interface Reading {
  readonly items: readonly Item[]
  readonly updatedAt: string
}

/** Reads all pages, as a hub does. */
async function read(hub: Send, webinarId: string, since?: string): Promise<Reading> {
  const items: Item[] = []
  const first = since === undefined ? '' : `?since=${encodeURIComponent(since)}`
  let query: string | undefined = first
  let updatedAt = ''
  while (query !== undefined) {
    const answer = await hub('GET', `/webinars/${webinarId}/attendance${query}`)
    assert.equal(answer.status, 200, answer.text)
    items.push(...answer.body.items)
    updatedAt = answer.body.updatedAt
    query = answer.body.nextCursor === undefined ? undefined : `?cursor=${answer.body.nextCursor}`
  }
  return { items, updatedAt }
}

async function sceneWithAnna(scene: Scene) {
  const webinarId = await createdWebinar(scene)
  const { registrationId } = await registered(scene, webinarId, 'Anna')
  return { webinarId, registrationId }
}

test('A record appears only some minutes after the leave', () =>
  withTwin(async (scene) => {
    const { twin, clock, hub } = scene
    const { webinarId, registrationId } = await sceneWithAnna(scene)
    twin.control.attend(registrationId, { join: at('10:00'), leave: at('10:45') })
    clock.moveTo(at('10:49'))
    assert.equal((await read(hub, webinarId)).items.length, 0)
    clock.moveTo(at('10:50'))
    const { items, updatedAt } = await read(hub, webinarId)
    assert.equal(updatedAt, at('10:50').toISOString())
    assert.deepEqual(items, [
      {
        registrationId,
        externalId: 'registration-Anna',
        email: 'anna@people.example',
        joinTime: at('10:00').toISOString(),
        leaveTime: at('10:45').toISOString(),
        viewingMinutes: 45,
        questionsAsked: 0,
        attendancePercent: 75,
        watchedRecording: false,
      },
    ])
  }))

test('The lag of the report can be set', () =>
  withTwin(async (scene) => {
    const { twin, clock, hub } = scene
    twin.control.change({ attendanceLagSeconds: 0 })
    const { webinarId, registrationId } = await sceneWithAnna(scene)
    twin.control.attend(registrationId, { join: at('10:00'), leave: at('10:45') })
    clock.moveTo(at('10:45'))
    assert.equal((await read(hub, webinarId)).items.length, 1)
  }))

test('Who stays until the end is reported once the room has closed', () =>
  withTwin(async (scene) => {
    const { twin, clock, hub } = scene
    const { webinarId, registrationId } = await sceneWithAnna(scene)
    twin.control.attend(registrationId, { join: at('10:05') })
    clock.moveTo(at('11:19'))
    assert.equal((await read(hub, webinarId)).items.length, 0)
    clock.moveTo(at('11:20'))
    const { items } = await read(hub, webinarId)
    assert.equal(items[0]?.leaveTime, at('11:15').toISOString())
    assert.equal(items[0]?.viewingMinutes, 70)
  }))

test('When the presenter ends the webinar, everybody leaves', () =>
  withTwin(async (scene) => {
    const { twin, clock, hub } = scene
    const { webinarId, registrationId } = await sceneWithAnna(scene)
    twin.control.attend(registrationId, { join: at('10:05') })
    clock.moveTo(at('10:35'))
    twin.control.endWebinar(webinarId)
    clock.moveTo(at('10:40'))
    assert.equal((await read(hub, webinarId)).items[0]?.viewingMinutes, 30)
  }))

test('A person who came twice has two records', () =>
  withTwin(async (scene) => {
    const { twin, clock, hub } = scene
    const { webinarId, registrationId } = await sceneWithAnna(scene)
    twin.control.attend(registrationId, { join: at('10:00'), leave: at('10:10') })
    twin.control.attend(registrationId, { join: at('10:20'), leave: at('11:00') })
    clock.moveTo(at('12:00'))
    const minutes = (await read(hub, webinarId)).items.map((item) => item.viewingMinutes)
    assert.deepEqual(minutes, [10, 40])
  }))

test('A correction comes as a change of the same record', () =>
  withTwin(async (scene) => {
    const { twin, clock, hub } = scene
    const { webinarId, registrationId } = await sceneWithAnna(scene)
    const stay = twin.control.attend(registrationId, { join: at('10:00'), leave: at('10:10') })
    clock.moveTo(at('12:00'))
    const before = await read(hub, webinarId)
    clock.moveTo(at('13:00'))
    assert.equal((await read(hub, webinarId, before.updatedAt)).items.length, 0)
    twin.control.correctAttendance(stay, { leave: at('10:50'), questionsAsked: 3 })
    const { items } = await read(hub, webinarId, before.updatedAt)
    assert.equal(items.length, 1)
    assert.equal(items[0]?.joinTime, before.items[0]?.joinTime)
    assert.equal(items[0]?.viewingMinutes, 50)
  }))

test('A record added late is not before the mark that a reader already holds', () =>
  withTwin(async (scene) => {
    const { twin, clock, hub } = scene
    const { webinarId, registrationId } = await sceneWithAnna(scene)
    clock.moveTo(at('15:00'))
    const { updatedAt } = await read(hub, webinarId)
    twin.control.attend(registrationId, { join: at('10:00'), leave: at('11:00') })
    assert.equal((await read(hub, webinarId, updatedAt)).items.length, 1)
  }))

type Step =
  | { readonly do: 'attend'; readonly minutes: number }
  | { readonly do: 'correct'; readonly which: number; readonly minutes: number }
  | { readonly do: 'wait'; readonly minutes: number }
  | { readonly do: 'read'; readonly pageSize: number }

const minutes = fc.integer({ min: 0, max: 90 })
const steps = fc.array(
  fc.oneof(
    fc.record({ do: fc.constant('attend' as const), minutes }),
    fc.record({ do: fc.constant('correct' as const), which: fc.nat(20), minutes }),
    fc.record({ do: fc.constant('wait' as const), minutes: fc.integer({ min: 0, max: 10 }) }),
    fc.record({ do: fc.constant('read' as const), pageSize: fc.integer({ min: 1, max: 3 }) }),
  ),
  { maxLength: 25, size: 'max' },
)

test('A hub that always reads on from updatedAt misses no record and no correction', () =>
  withTwin(async (scene) => {
    let run = 0
    await fc.assert(
      fc.asyncProperty(steps, async (plan: Step[]) => {
        await playAndCompare(scene, `event-${++run}`, plan)
      }),
      { numRuns: 40 },
    )
  }))

async function playAndCompare(scene: Scene, externalId: string, plan: Step[]): Promise<void> {
  const { twin, clock, hub } = scene
  const webinarId = await createdWebinar(scene, { externalId })
  const { registrationId } = await registered(scene, webinarId, 'Anna')
  const stays: { id: string; join: Date }[] = []
  const known = new Map<string, number>()
  let since: string | undefined
  const readOn = async () => {
    const reading = await read(hub, webinarId, since)
    for (const item of reading.items) known.set(item.joinTime, item.viewingMinutes)
    since = reading.updatedAt
  }
  for (const step of plan) {
    if (step.do === 'wait') clock.advance(step.minutes * 60_000)
    else if (step.do === 'read') {
      twin.control.change({ pageSize: step.pageSize })
      await readOn()
    } else if (step.do === 'attend') {
      const join = new Date(clock.now().getTime() + stays.length)
      const leave = new Date(join.getTime() + step.minutes * 60_000)
      stays.push({ id: twin.control.attend(registrationId, { join, leave }), join })
    } else correctOne(twin.control, stays[step.which % stays.length], step.minutes)
  }
  clock.advance(120 * 60_000)
  await readOn()
  const truth = twin.control.stays(webinarId).map((stay) => [stay.joinedAt, lengthOf(stay)])
  assert.deepEqual([...known].sort(), truth.sort())
}

function correctOne(
  control: Scene['twin']['control'],
  stay: { id: string; join: Date } | undefined,
  minutes: number,
): void {
  if (stay === undefined) return
  control.correctAttendance(stay.id, { leave: new Date(stay.join.getTime() + minutes * 60_000) })
}

function lengthOf({ joinedAt, leftAt = '' }: { joinedAt: string; leftAt?: string }): number {
  return Math.round((Date.parse(leftAt) - Date.parse(joinedAt)) / 60_000)
}
