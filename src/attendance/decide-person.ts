/**
 * gr_DecideAttendance: a person says who somebody was whom the provider reported and nobody could
 * match, or that they do not count. A decision holds for all stays of that person and for later
 * reports; it can be taken back, and every one of them stays as a row with its reason.
 */
import { randomUUID } from 'node:crypto'
import type { Clock } from '#clock'
import type { Tx } from '#database'
import { type Occasion, type OccasionTable, readOccasion } from '#events'
import type { Execution, MessageDefinition, MessageOutput, Pipeline } from '#pipeline'
import { creation, supersession } from './apply-report.ts'
import { latestOfEachStay } from './assess-record.ts'
import * as rows from './attendance-rows.ts'
import { attendanceDecision, evidenceSource } from './choices.ts'
import { currentStand } from './current-stand.ts'
import { type StandingDecision, standingDecisions } from './decision-rows.ts'
import { keptStay } from './kept-stay.ts'
import { lockEvidence } from './lock-evidence.ts'
import { readOccurrences } from './occurrences.ts'
import { decideFor } from './recompute.ts'
import { firstReference, isPiece, referenceOf, standingAgain } from './reference.ts'
import { refusals } from './refusals.ts'
import { checkinsOfPerson, type RefusedRow, unmatchedRecords } from './refused-rows.ts'
import { assessAt } from './sort-items.ts'

export const decideAttendanceMessage = 'gr_DecideAttendance'

export type DecisionName = keyof typeof attendanceDecision

export interface PersonDecision {
  readonly eventId: string
  /** The session that the records are about; without it the event itself. */
  readonly sessionId?: string
  /** As the list of unmatched people names them. */
  readonly personKey: string
  readonly decision: DecisionName
  /** The event registration; for 'assigned'. */
  readonly registrationId?: string
  readonly reason: string
}

interface Needs {
  readonly pipeline: Pipeline
  readonly clock: Clock
}

export function decidePersonDefinition(needs: Needs): MessageDefinition {
  return {
    name: decideAttendanceMessage,
    table: 'gr_attendancedecision',
    privilege: 'Create',
    async run(executions) {
      const results: MessageOutput[] = []
      for (const execution of executions) results.push(await decidePerson(needs, execution))
      return results
    },
  }
}

async function decidePerson(needs: Needs, execution: Execution): Promise<MessageOutput> {
  const input = execution.input as unknown as PersonDecision
  const { tx } = execution
  if (input.reason.trim() === '') throw refusals['decision-needs-reason']({}, { input: 'reason' })
  const occasion = await occasionOf(tx, input)
  await lockEvidence(tx, occasion)
  const records = await unmatchedRecords(tx, occasion, input.personKey)
  if (records.length === 0) throw refusals['unknown-unmatched-person']({ key: input.personKey })
  const before = (await standingDecisions(tx, occasion)).get(input.personKey)
  if (isNothingNew(before, input)) return { id: execution.id, output: { changed: false } }
  const attendee = await assignee(tx, occasion, input)
  const gone = await takeBack(needs, execution, occasion, input.personKey)
  const written = await writeDecision(execution, input, records, needs.clock.now())
  if (attendee !== undefined) {
    await writeEvidence(needs, execution, occasion, attendee, records, input.reason)
  }
  const touched = [...gone, ...(attendee === undefined ? [] : [attendee.registrationId])]
  await decideAnew(needs, execution, occasion, new Set(touched))
  return { id: written, output: { changed: true } }
}

async function occasionOf(tx: Tx, { eventId, sessionId }: PersonDecision): Promise<Occasion> {
  const table: OccasionTable = sessionId === undefined ? 'msevtmgt_event' : 'msevtmgt_session'
  const occasion = await readOccasion(tx, table, sessionId ?? eventId)
  if (occasion?.eventId === eventId) return occasion
  throw refusals['attendance-of-unknown-event']({ id: sessionId ?? eventId })
}

function isNothingNew(
  before: StandingDecision | undefined,
  { decision, registrationId }: PersonDecision,
): boolean {
  if (before === undefined) return decision === 'reopened'
  const isSame = before.decision === attendanceDecision[decision].value
  return isSame && (before.registrationId ?? null) === (registrationId ?? null)
}

async function assignee(
  tx: Tx,
  occasion: Occasion,
  { decision, registrationId }: PersonDecision,
): Promise<rows.Attendee | undefined> {
  if (decision !== 'assigned') return undefined
  const attendees = await rows.attendeesOf(tx, occasion)
  const found = attendees.find((each) => each.registrationId === registrationId)
  if (found === undefined) {
    throw refusals['assignment-to-stranger'](
      { id: registrationId ?? '' },
      { input: 'registrationId' },
    )
  }
  if (!found.active) throw refusals['assignment-to-cancelled']({ id: found.registrationId })
  return found
}

/** What an earlier decision made count stands no more. Gives whose evidence it was. */
async function takeBack(
  { clock }: Needs,
  execution: Execution,
  occasion: Occasion,
  personKey: string,
): Promise<string[]> {
  const standing = await checkinsOfPerson(execution.tx, occasion, personKey)
  for (const { id } of standing) await execution.execute(supersession(id, clock.now()))
  return standing.map(({ registrationId }) => registrationId)
}

async function writeDecision(
  execution: Execution,
  input: PersonDecision,
  [first]: readonly RefusedRow[],
  now: Date,
): Promise<string> {
  const { value, label } = attendanceDecision[input.decision]
  const { id } = await execution.execute({
    message: 'Create',
    table: 'gr_attendancedecision',
    internal: true,
    target: {
      name: `${label}: ${first?.name ?? ''}`.slice(0, 200),
      eventid: input.eventId,
      sessionid: input.sessionId ?? null,
      personkey: input.personKey,
      decision: value,
      registrationid: input.decision === 'assigned' ? (input.registrationId ?? null) : null,
      reason: input.reason.trim(),
      decidedon: now,
    },
  })
  return id
}

/** The person's records count, under the references that a later report finds them by. */
async function writeEvidence(
  { clock }: Needs,
  execution: Execution,
  occasion: Occasion,
  attendee: rows.Attendee,
  records: readonly RefusedRow[],
  reason: string,
): Promise<void> {
  const { tx } = execution
  const now = clock.now()
  const { begun } = await readOccurrences(tx, occasion, now)
  const known = await rows.referencesOf(tx, attendee.registrationId)
  const told = records.map((row) => ({ row, item: keptStay(row.stay ?? '{}', parsed(row.record)) }))
  const bySource = Map.groupBy(told, ({ row }) => row.source ?? evidenceSource.providerReport.value)
  for (const [value, ofSource] of bySource) {
    for (const { row, item } of latestOfEachStay(ofSource)) {
      const assessment = assessAt(item, begun, now)
      if (assessment.kind !== 'believed') continue
      const reference = referenceOf(row.webinar ?? '', value, item)
      const times = known.filter((each) => firstReference(each) === reference).length + 1
      const stay = isPiece(item)
        ? { ...assessment.stay, interval: undefined, minutesOnly: undefined }
        : assessment.stay
      const request = creation(
        occasion,
        {
          ...{ id: randomUUID(), reference: standingAgain(reference, times), attendee, item, stay },
          ...{ personKey: row.personkey ?? undefined, reason },
        },
        sourceOf(value),
      )
      const from = item.joinedAt ?? null
      const target = isPiece(item)
        ? { ...request.target, msevtmgt_checkintime: from }
        : { ...request.target }
      await execution.execute({ ...request, target })
    }
  }
}

function sourceOf(value: number) {
  const { providerCallback, providerReport } = evidenceSource
  return value === providerCallback.value ? providerCallback : providerReport
}

/** A record that was too long to keep whole is no JSON: it is kept as text. */
function parsed(record: string): unknown {
  try {
    return JSON.parse(record)
  } catch {
    return record
  }
}

/** A session's evidence counts for its event too. */
async function decideAnew(
  { pipeline, clock }: Needs,
  { tx }: Execution,
  occasion: Occasion,
  registrationIds: ReadonlySet<string>,
): Promise<void> {
  const event =
    occasion.table === 'msevtmgt_event'
      ? undefined
      : await readOccasion(tx, 'msevtmgt_event', occasion.eventId)
  for (const each of event === undefined ? [occasion] : [occasion, event]) {
    const attendees = await rows.attendeesOf(tx, each)
    const touched = attendees.filter(
      ({ active, registrationId }) => active && registrationIds.has(registrationId),
    )
    await decideFor(pipeline, tx, each, touched, await currentStand(tx, each), clock.now())
  }
}
