import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { sql } from 'kysely'
import { systemCaller } from '#identity'
import type { AttendanceItem } from '#providers'
import { verdict } from '#registrations'
import { type History, history, type Person, type Presence } from '../../test/attendance-history.ts'
import { expectedVerdicts, type ToldItem } from '../../test/attendance-reference.ts'
import { attendanceWorld } from '../../test/attendance-world.ts'
import { evidenceSource } from './choices.ts'
import { doubtedRecords } from './report.ts'

const world = await attendanceWorld(new Date('2026-01-01T00:00:00Z'))
const runs = Number(process.env.HISTORIES ?? 25)
const minute = 60_000

/** Every history gets years of its own, because the clock does not go back. */
let year = 2025

const rules = {
  once: null,
  weekly: 'FREQ=WEEKLY;COUNT=3',
  'monthly on the 31st': 'FREQ=MONTHLY;BYMONTHDAY=31;COUNT=3',
} as const

interface Plan {
  readonly start: Temporal.PlainDateTime
  readonly dates: readonly { readonly from: Date; readonly to: Date }[]
}

/** Around the nights on which clocks change in Europe; the 31st where the series needs it. */
function planOf(case_: History): Plan {
  year += 2
  const day = case_.series === 'monthly on the 31st' ? 31 : case_.month === 3 ? 28 : 24
  const { month, hour } = case_
  const start = Temporal.PlainDateTime.from({ year, month, day, hour })
  const locals: Temporal.PlainDateTime[] = []
  for (let step = 0; locals.length < (case_.series === 'once' ? 1 : 3); step += 1) {
    if (case_.series === 'weekly') locals.push(start.add({ weeks: step }))
    else {
      const next = start.add({ months: step })
      if (next.day === start.day) locals.push(next)
    }
  }
  const dates = locals.map((local) => {
    const from = local.toZonedDateTime(case_.laterZone).epochMilliseconds
    return { from: new Date(from), to: new Date(from + case_.minutes * minute) }
  })
  return { start, dates }
}

interface Registered {
  readonly id: string
  readonly person: Person
  readonly address: string
}

async function makeEvent(case_: History, { start }: Plan): Promise<string> {
  const local = (at: Temporal.PlainDateTime) => at.toString({ smallestUnit: 'second' })
  const id = await world.create('msevtmgt_event', {
    msevtmgt_name: 'A generated event',
    msevtmgt_eventstartdate: local(start),
    msevtmgt_eventenddate: local(start.add({ minutes: case_.minutes })),
    gr_timezone: case_.zone,
    msevtmgt_publishstatus: 100000003,
    msevtmgt_recurrencepattern: rules[case_.series],
    gr_attendanceminutes: case_.threshold ?? null,
    gr_attendanceshare: case_.share ?? null,
  })
  await world.pipeline.execute(systemCaller, {
    message: 'Update',
    table: 'msevtmgt_event',
    id,
    target: { gr_timezone: case_.laterZone },
  })
  return id
}

async function registerAll(case_: History, event: string): Promise<Registered[]> {
  const registered: Registered[] = []
  for (const [index, person] of case_.people.entries()) {
    const address = `${person.email}.${year}@example.org`
    const contact = await world.create('contact', {
      ...{ firstname: 'Ada', lastname: 'Lovelace', emailaddress1: address },
    })
    const registration = (cancelled: boolean) =>
      world.create('msevtmgt_eventregistration', {
        ...{ msevtmgt_name: `R-${year}-${index}`, msevtmgt_contactid: contact },
        ...{ msevtmgt_eventid: event, msevtmgt_iscanceled: cancelled },
      })
    if (person.cancelledBefore) {
      world.knowRegistrant(event, `old${index}`, await registration(true))
    }
    const id = await registration(false)
    if (person.isKnown) world.knowRegistrant(event, `r${index}`, id)
    registered.push({ id, person, address })
  }
  return registered
}

/** What the vendor says of one presence. */
function told(
  each: Presence,
  shift: number,
  { dates }: Plan,
  people: readonly Registered[],
  number: number,
): ToldItem {
  const date = dates[each.date % dates.length] as Plan['dates'][number]
  const joined = new Date(date.from.getTime() + each.join * 1000)
  const left = new Date(joined.getTime() + (each.length + shift) * 1000)
  const who = each.who < 0 ? each.who : each.who % people.length
  const identity = identityOf(each, who, people, number)
  const year400 = 400 * 24 * 60 * minute
  const times = {
    times: { joinedAt: joined, leftAt: left },
    'no leave': { joinedAt: joined },
    'minutes only': { viewingMinutes: Math.floor((each.length + shift) / 60) },
    'fewer minutes': {
      ...{ joinedAt: joined, leftAt: left },
      viewingMinutes: Math.floor(each.length / 120),
    },
    'leave before join': { joinedAt: joined, leftAt: new Date(joined.getTime() - 60_000) },
    'another year': {
      joinedAt: new Date(joined.getTime() + year400),
      leftAt: new Date(left.getTime() + year400),
    },
    recording: { joinedAt: joined, leftAt: left, watchedRecording: true },
    'waiting room': { joinedAt: joined, leftAt: left, inWaitingRoom: true },
  }[each.form]
  const item: AttendanceItem = {
    ...{ registrantId: undefined, externalId: undefined, email: undefined },
    ...{ joinedAt: undefined, leftAt: undefined, viewingMinutes: undefined },
    ...{ questionsAsked: undefined, watchedRecording: false },
    ...identity,
    ...times,
    raw: { name: 'Ada Lovelace', id: number, shift, ...identity, ...times },
  }
  return { item, presence: each, who, date }
}

function identityOf(
  each: Presence,
  who: number,
  people: readonly Registered[],
  number: number,
): Partial<AttendanceItem> {
  if (who === -1) return { email: 'stranger@else.example' }
  const person = people[who]
  if (person === undefined) return {}
  if (each.by === 'our id') return { externalId: person.id }
  if (each.by === 'email') {
    return { email: number % 2 === 0 ? person.address : ` ${person.address.toUpperCase()}` }
  }
  const isFormer = each.by === 'former registrant' && person.person.cancelledBefore
  return { registrantId: isFormer ? `old${who}` : `r${who}` }
}

async function play(case_: History, plan: Plan, event: string, people: readonly Registered[]) {
  const end = plan.dates.at(-1)?.to ?? new Date()
  world.clock.moveTo(end)
  for (const { presence, shift } of case_.callbacks) {
    const each = case_.presences[presence]
    if (each === undefined || !isToldAtOnce(each)) continue
    const { item } = told(each, shift, plan, people, presence)
    const happening = { id: `h${presence}.${shift}`, webinarId: event, at: end, item }
    await world.attendance.takeHappening(world.configurationId, { kind: 'stay', ...happening })
  }
  await markAll(people, plan)
  for (const [turn, report] of case_.reports.entries()) {
    world.clock.moveTo(new Date(end.getTime() + (turn + 1) * 5 * minute))
    world.vendor.set(event, itemsOf(case_, plan, people, report))
    await world.collect(event)
  }
  await decideAboutStranger(case_, event, people)
  world.clock.moveTo(new Date(end.getTime() + 80 * 60 * minute))
  await world.collect(event)
}

/** By a callback, as a whole. */
const isToldAtOnce = ({ form, who }: Presence) =>
  (form === 'times' || form === 'waiting room') && who !== -2

function itemsOf(
  case_: History,
  plan: Plan,
  people: readonly Registered[],
  report: History['reports'][number],
): AttendanceItem[] {
  const once = toldBy(case_, plan, people, report).map(({ item }) => item)
  return report.repeats ? [...once, ...once] : once
}

function toldBy(
  case_: History,
  plan: Plan,
  people: readonly Registered[],
  report: History['reports'][number],
): ToldItem[] {
  return case_.presences.flatMap((each, number) =>
    report.tells[number] === true
      ? [told(each, report.shifts[number] ?? 0, plan, people, number)]
      : [],
  )
}

async function markAll(people: readonly Registered[], { dates }: Plan): Promise<void> {
  const from = dates[0]?.from ?? new Date()
  for (const { id: registrationId, person } of people) {
    const checkIn = (source: { readonly value: number }, more: object) =>
      world.attendance.checkIn(systemCaller, { registrationId, source: source.value, ...more })
    if (person.clicked) await checkIn(evidenceSource.joinLink, {})
    if (person.scanned)
      await checkIn(evidenceSource.qrScan, { reference: `scan:${registrationId}` })
    if (person.mark === 'present') await checkIn(evidenceSource.manual, { reason: 'Seen' })
    if (person.mark === 'ten minutes') {
      const to = new Date(from.getTime() + 10 * minute)
      await checkIn(evidenceSource.manual, { reason: 'By phone', from, to })
    }
  }
}

async function decideAboutStranger(
  { decision }: History,
  event: string,
  people: readonly Registered[],
): Promise<void> {
  const { people: unmatched } = await doubtedRecords(world.db, { eventId: event })
  const stranger = unmatched.find(({ email }) => email === 'stranger@else.example')
  if (decision === 'none' || stranger === undefined) return
  const { personKey } = stranger
  const asked = { eventId: event, personKey, reason: 'Generated' }
  const decide = (more: {
    decision: 'assigned' | 'setAside' | 'reopened'
    registrationId?: string
  }) => world.attendance.decidePerson(systemCaller, { ...asked, ...more })
  if (decision === 'set aside') return void (await decide({ decision: 'setAside' }))
  await decide({ decision: 'assigned', registrationId: people[0]?.id ?? '' })
  if (decision === 'assigned and reopened') await decide({ decision: 'reopened' })
}

test('for any history the stored verdicts are those of a reading second by second', async () => {
  await fc.assert(
    fc.asyncProperty(history, async (case_) => {
      const plan = planOf(case_)
      const event = await makeEvent(case_, plan)
      const people = await registerAll(case_, event)
      await play(case_, plan, event, people)
      const { rows } = await sql<{ id: string; verdict: number; minutes: number | null }>`
        select msevtmgt_eventregistrationid as id, gr_verdict as verdict,
          gr_attendedminutes as minutes from msevtmgt_eventregistration
        where msevtmgt_eventid = ${event}`.execute(world.db)
      const stored = new Map(rows.map((row) => [row.id, row]))
      const expected = expectedVerdicts(case_, plan.dates, {
        reports: case_.reports.map((report) => toldBy(case_, plan, people, report)),
        callbacks: case_.callbacks.flatMap(({ presence, shift }) => {
          const each = case_.presences[presence]
          return each !== undefined && isToldAtOnce(each)
            ? [told(each, shift, plan, people, presence)]
            : []
        }),
      })
      const names = {
        completed: verdict.completed,
        failed: verdict.failed,
        pending: verdict.pending,
      }
      for (const [index, { id }] of people.entries()) {
        const { verdict: found, minutes } = stored.get(id) ?? {}
        const wanted = expected[index]
        assert.deepEqual(
          { person: index, verdict: found, minutes: minutes ?? 0 },
          {
            person: index,
            verdict: wanted === undefined ? undefined : names[wanted.verdict].value,
            minutes: wanted?.minutes,
          },
        )
      }
    }),
    { numRuns: runs },
  )
})
