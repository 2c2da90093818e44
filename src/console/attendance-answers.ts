/** What the operations of attendance answer, field by field; pages are drawn from this. */
import { type Static, Type } from 'typebox'

const instant = () => Type.String({ format: 'date-time' })
const orNull = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()])

const interval = Type.Object({ from: instant(), to: instant() })

export const verdictName = Type.Union([
  Type.Literal('completed'),
  Type.Literal('failed'),
  Type.Literal('pending'),
])

const sourceName = Type.Union(
  [
    Type.Literal('joinLink'),
    Type.Literal('providerReport'),
    Type.Literal('providerCallback'),
    Type.Literal('qrScan'),
    Type.Literal('manual'),
  ],
  { description: 'Where the evidence comes from' },
)

const inWaitingRoom = Type.Boolean({
  description: 'Waited at the door and was not let in then: never counted',
})

const stay = Type.Object({
  evidenceId: Type.String({ description: 'The check-in; the evidence operation has it whole' }),
  source: sourceName,
  from: orNull(instant()),
  to: orNull(Type.String({ format: 'date-time', description: 'Null: not known, or still there' })),
  minutes: orNull(Type.Integer({ description: 'Whole minutes, as far as the provider told them' })),
  inWaitingRoom,
})

const person = Type.Object({
  registrationId: Type.String({ description: 'The event registration' }),
  sessionRegistrationId: orNull(Type.String()),
  registrationName: Type.String(),
  fullName: orNull(Type.String()),
  email: orNull(Type.String()),
  canceled: Type.Boolean(),
  publishingState: orNull(Type.Integer()),
  publishMessage: orNull(Type.String()),
  verdict: verdictName,
  attendedMinutes: orNull(Type.Integer()),
  requiredMinutes: orNull(Type.Integer({ description: 'When the verdict was decided' })),
  reason: orNull(
    Type.String({ description: 'In words; null: nothing was decided about this person yet' }),
  ),
  decidedOn: orNull(instant()),
  wasSeen: Type.Boolean({
    description: 'False: absent; clicks on the join link and waits at the door do not count',
  }),
  stays: Type.Array(stay, { description: 'Standing evidence but clicks, in order of time' }),
  clicks: Type.Array(instant(), { description: 'When the join link was opened' }),
})

export const attendanceReportAnswer = Type.Object({
  event: Type.Object({
    id: Type.String(),
    sessionId: orNull(Type.String()),
    title: Type.String(),
    timeZone: Type.String({ description: 'IANA name' }),
    planned: Type.Array(interval, {
      description: 'Once, or the dates of a series that have begun',
    }),
    real: orNull(
      Type.Object(
        { from: instant(), to: instant() },
        { description: 'From the first join to the last leave that the provider told' },
      ),
    ),
    thresholdMinutes: orNull(Type.Integer()),
    thresholdShare: orNull(Type.Integer({ description: 'Percent of the duration' })),
    requiredMinutes: Type.Integer({ description: 'What completes it by the thresholds of today' }),
  }),
  counts: Type.Object({
    matching: Type.Integer({ description: 'Lines that the filter lets through, on all pages' }),
    registered: Type.Integer(),
    canceled: Type.Integer(),
    completed: Type.Integer(),
    failed: Type.Integer(),
    pending: Type.Integer(),
    absent: Type.Integer(),
    unmatched: Type.Integer({ description: 'People about whom somebody has to decide' }),
  }),
  page: Type.Integer(),
  pageSize: Type.Integer(),
  lines: Type.Array(person),
})

const unmatchedRecord = Type.Object({
  id: Type.String(),
  source: sourceName,
  from: orNull(instant()),
  to: orNull(instant()),
  minutes: orNull(Type.Number()),
  inWaitingRoom,
  receivedOn: instant(),
  record: Type.String({ description: 'As the provider sent it, usually JSON' }),
})

const decisionName = Type.Union([
  Type.Literal('assigned'),
  Type.Literal('setAside'),
  Type.Literal('reopened'),
])

const someRegistration = Type.Object({
  id: Type.String({ description: 'The event registration' }),
  name: orNull(Type.String({ description: 'Of the person' })),
  email: orNull(Type.String()),
})

export const unmatchedAnswer = Type.Object({
  registrations: Type.Array(someRegistration, {
    description: 'Those that candidates and assignments of the list name',
  }),
  people: Type.Array(
    Type.Object({
      personKey: Type.String({ description: 'Names the person in the deciding operations' }),
      name: Type.String({ description: 'As the provider shows it; nobody is matched by it' }),
      email: orNull(Type.String()),
      registrantId: orNull(Type.String()),
      explanation: Type.String(),
      state: Type.Union([Type.Literal('open'), Type.Literal('assigned'), Type.Literal('setAside')]),
      registrationId: orNull(Type.String({ description: 'Assigned to this event registration' })),
      candidates: Type.Array(Type.String(), {
        description: 'Event registrations with the very same e-mail',
      }),
      records: Type.Array(unmatchedRecord),
      history: Type.Array(
        Type.Object({
          decision: decisionName,
          registrationId: orNull(Type.String()),
          reason: Type.String(),
          decidedOn: instant(),
          decidedBy: orNull(Type.String()),
        }),
        { description: 'Every decision, oldest first' },
      ),
    }),
  ),
  refused: Type.Array(
    Type.Object({
      id: Type.String(),
      name: Type.String(),
      email: orNull(Type.String()),
      reason: Type.String({ description: 'A word for programs: leave-before-join, …' }),
      explanation: Type.String({ description: 'The same for people' }),
      receivedOn: instant(),
      record: Type.String(),
    }),
    { description: 'Records that cannot count whoever they are about; newest first, at most 500' },
  ),
})

export const evidenceAnswer = Type.Object({
  evidence: Type.Array(
    Type.Object({
      id: Type.String(),
      source: sourceName,
      sessionId: orNull(Type.String({ description: 'Of a session; null: of the event' })),
      from: orNull(instant()),
      to: orNull(instant()),
      minutes: orNull(Type.Integer()),
      inWaitingRoom,
      receivedOn: instant(),
      reference: orNull(Type.String({ description: 'Names the piece of evidence' })),
      record: orNull(Type.String({ description: 'As it came: JSON, one line per piece' })),
      reason: orNull(Type.String({ description: 'Why a person marked, assigned or undid it' })),
      writtenBy: orNull(Type.String()),
      supersededOn: orNull(Type.String({ format: 'date-time', description: 'Null: it counts' })),
      supersededById: orNull(
        Type.String({ description: 'The evidence that took its place; null: it was taken back' }),
      ),
      supersedes: Type.Array(Type.String(), { description: 'What this one took the place of' }),
    }),
    { description: 'Everything that was ever received, in the order in which it came' },
  ),
  history: Type.Array(
    Type.Object({
      id: Type.String(),
      sessionRegistrationId: orNull(
        Type.String({ description: 'About a session; null: about the event' }),
      ),
      verdict: verdictName,
      previousVerdict: orNull(verdictName),
      attendedMinutes: Type.Integer(),
      requiredMinutes: Type.Integer(),
      reason: Type.String(),
      decidedOn: instant(),
    }),
    { description: 'Every decision, oldest first' },
  ),
})

export type AttendanceReportAnswer = Static<typeof attendanceReportAnswer>
export type UnmatchedAnswer = Static<typeof unmatchedAnswer>
export type EvidenceAnswer = Static<typeof evidenceAnswer>
export type VerdictName = Static<typeof verdictName>
export type SourceName = Static<typeof sourceName>
