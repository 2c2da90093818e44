import assert from 'node:assert/strict'
import type { AttendanceItem, JoiningRegistrant, ProviderDefinition, Webinar } from '../contract.ts'
import type { Bench } from './bench.ts'
import { ability, type ConformanceCase } from './case.ts'
import { joiningPerson } from './registrants.ts'
import { createdWebinar } from './webinars.ts'

/** What the provider tells about who was there. */
export const attendanceCases: readonly ConformanceCase[] = [
  {
    id: 'attendance',
    name: 'a stay is told with the person, its times and its minutes',
    notFor: withoutQuery,
    async run(bench) {
      const { webinar, people } = await heldWebinar(bench, 1)
      const { items, updatedAt } = await bench.provider.attendance(webinar.webinarId, undefined)
      assert.equal(items.length, 1)
      assert.equal(nameIn(bench, items[0]), nameIn(bench, people[0]))
      assert.equal(items[0]?.joinedAt?.toISOString(), '2031-05-05T10:00:00.000Z')
      assert.equal(items[0]?.leftAt?.toISOString(), '2031-05-05T10:30:00.000Z')
      assert.equal(Math.round(items[0]?.viewingMinutes ?? 30), 30)
      assert.ok(updatedAt <= bench.clock.now())
    },
  },
  {
    id: 'attendance-pages',
    name: 'all pages of the attendance are read',
    notFor: withoutQuery,
    async run(bench) {
      ability(bench, 'pageSize')(2)
      const { webinar } = await heldWebinar(bench, 5)
      const { items } = await bench.provider.attendance(webinar.webinarId, undefined)
      assert.equal(new Set(items.map((item) => nameIn(bench, item))).size, 5)
      assert.equal(items.length, 5)
    },
  },
  {
    id: 'attendance-lag',
    name: 'attendance that the provider tells late is not missed and not invented',
    notFor: withoutQuery,
    async run(bench) {
      const { webinar } = await heldWebinar(bench, 1, { untilReported: false })
      const early = await bench.provider.attendance(webinar.webinarId, undefined)
      assert.ok(early.items.every((item) => item.leftAt === undefined))
      bench.clock.advance(ability(bench, 'lagSeconds') * 1000 + 1)
      const late = await bench.provider.attendance(webinar.webinarId, early.updatedAt)
      assert.equal(late.items.length, 1)
      assert.ok(late.updatedAt >= early.updatedAt)
    },
  },
  {
    id: 'attendance-since',
    name: 'what was told before an instant is not told again after it',
    notFor: withoutQuery,
    async run(bench) {
      const { webinar } = await heldWebinar(bench, 1)
      bench.clock.advance(60_000)
      const { items } = await bench.provider.attendance(webinar.webinarId, bench.clock.now())
      assert.deepEqual(items, [])
    },
  },
  {
    id: 'waiting-room',
    name: 'who waited at the door is told as in the waiting room, and who was in as not',
    notFor: withoutQuery,
    notHere: ({ peer }) => (peer.wait === undefined ? 'tells of no waiting room' : undefined),
    async run(bench) {
      const { webinar, people } = await heldWebinar(bench, 2, { isLetIn: (index) => index > 0 })
      const { items } = await bench.provider.attendance(webinar.webinarId, undefined)
      assert.deepEqual(
        new Map(items.map((item) => [nameIn(bench, item), item.inWaitingRoom === true])),
        new Map(people.map((person, index) => [nameIn(bench, person), index === 0])),
      )
    },
  },
  {
    id: 'recording',
    name: 'attendance tells who watched the recording',
    notFor: (definition) =>
      withoutQuery(definition) ??
      (definition.capabilities.recording ? undefined : 'does not claim "recording"'),
    async run(bench) {
      const { webinar } = await heldWebinar(bench, 2, { watchedRecording: true })
      const { items } = await bench.provider.attendance(webinar.webinarId, undefined)
      assert.ok(items.every((item) => item.watchedRecording))
    },
  },
]

/** The id that attendance is matched by; a vendor that tells e-mails only is matched by those. */
function nameIn(
  { peer }: Bench,
  person: Pick<AttendanceItem, 'registrantId' | 'externalId' | 'email'> | undefined,
): string | undefined {
  if (peer.attendanceNames === 'external') return person?.externalId
  return peer.attendanceNames === 'email' ? person?.email?.toLowerCase() : person?.registrantId
}

function withoutQuery({ capabilities: { attendance } }: ProviderDefinition): string | undefined {
  return attendance === 'query' ? undefined : `attendance is "${attendance}"`
}

type KnownPerson = JoiningRegistrant & { readonly externalId: string }

interface Holding {
  /** Move on until the provider's numbers are in; default true. */
  readonly untilReported?: boolean
  readonly watchedRecording?: boolean
  /** Whether somebody came further than the waiting room; default: everybody did. */
  readonly isLetIn?: (index: number) => boolean
}

/** A webinar of one hour that everybody joined for its first half; it is over now. */
async function heldWebinar(
  bench: Bench,
  audience: number,
  { untilReported = true, watchedRecording = false, isLetIn = () => true }: Holding = {},
): Promise<{ webinar: Webinar; people: readonly KnownPerson[] }> {
  const start = new Date('2031-05-05T10:00:00.000Z')
  bench.clock.moveTo(new Date('2031-05-01T10:00:00.000Z'))
  const end = new Date('2031-05-05T11:00:00.000Z')
  const webinar = await createdWebinar(bench, bench.plan({ start, end }))
  const people: KnownPerson[] = []
  while (people.length < audience) {
    const person = await joiningPerson(bench, webinar.webinarId)
    people.push({ ...person, externalId: person.idempotencyKey })
  }
  bench.clock.moveTo(new Date('2031-05-05T10:30:00.000Z'))
  const leave = new Date('2031-05-05T10:30:00.000Z')
  for (const [index, { registrantId, externalId }] of people.entries()) {
    const stay = { join: start, leave, questionsAsked: 2, watchedRecording }
    const come = ability(bench, isLetIn(index) ? 'attend' : 'wait')
    come(registrantId ?? externalId, stay, webinar.webinarId)
  }
  if (untilReported) bench.clock.advance(ability(bench, 'lagSeconds') * 1000 + 1)
  return { webinar, people }
}
