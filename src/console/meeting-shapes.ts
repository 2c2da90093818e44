/** What the operations on meetings take and give, as schemas: the form is drawn from them. */
import { type Static, Type } from 'typebox'

const localTime = (description: string) => Type.String({ maxLength: 19, description })
const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(schema: T) =>
  Type.Union([schema, Type.Null()])
const text = () => Type.String()
const uuid = () => Type.String({ format: 'uuid' })
const instant = () => Type.String({ format: 'date-time' })

const weekday = Type.Union([
  Type.Literal('monday'),
  Type.Literal('tuesday'),
  Type.Literal('wednesday'),
  Type.Literal('thursday'),
  Type.Literal('friday'),
  Type.Literal('saturday'),
  Type.Literal('sunday'),
])

const frequency = Type.Union([
  Type.Literal('once'),
  Type.Literal('daily'),
  Type.Literal('weekly'),
  Type.Literal('monthly'),
])

/** One flat object for all frequencies; what a frequency does not know is not looked at. */
export const recurrenceShape = Type.Object({
  frequency,
  interval: Type.Optional(Type.Integer({ description: 'Every so many days, weeks, months: 1' })),
  weekdays: Type.Optional(
    Type.Array(weekday, { maxItems: 7, description: 'weekly; default the day of the start' }),
  ),
  monthDay: Type.Optional(
    Type.Integer({
      description: 'monthly: 1 to 31, or -1 for the last; default that of the start',
    }),
  ),
  week: Type.Optional(
    Type.Integer({ description: 'monthly, with weekday: 1 to 5, or -1 for the last' }),
  ),
  weekday: Type.Optional(weekday),
  until: Type.Optional(Type.String({ maxLength: 10, description: 'Last day, YYYY-MM-DD' })),
  count: Type.Optional(Type.Integer({ description: 'Number of dates; instead of until' })),
})

export type RecurrenceShape = Static<typeof recurrenceShape>

const person = Type.Object({
  email: Type.String({ maxLength: 320 }),
  name: Type.Optional(Type.String({ maxLength: 200 })),
  contactId: Type.Optional(uuid()),
  accountPersonId: Type.Optional(uuid()),
})

/** What the form can change later too. */
export const formFields = {
  title: Type.String({ maxLength: 200 }),
  description: Type.Optional(Type.String({ maxLength: 4000 })),
  start: localTime('First date, on the clocks of timeZone: YYYY-MM-DDTHH:MM'),
  end: localTime('Its end, in the same form'),
  timeZone: Type.String({ maxLength: 64, description: 'IANA' }),
  recurrence: Type.Optional(recurrenceShape),
  password: Type.Optional(Type.String({ maxLength: 100 })),
  language: Type.Optional(Type.String({ maxLength: 35, description: 'Of the letters, BCP 47' })),
  attendees: Type.Array(person, { maxItems: 2000 }),
  cohosts: Type.Array(person, { maxItems: 2000 }),
}

export const wishShape = Type.Object({ configurationId: uuid(), ...formFields })

export type WishShape = Static<typeof wishShape>

export const dateShape = Type.Object({
  originalStart: Type.String({ description: 'Names the date for ever; local time' }),
  start: text(),
  end: text(),
  startsAt: instant(),
  endsAt: instant(),
  state: Type.Union([Type.Literal('planned'), Type.Literal('moved'), Type.Literal('cancelled')]),
})

const remark = Type.Object({
  field: Type.String({ description: 'As in the wish: recurrence.until, attendees[2].email' }),
  message: text(),
})

const capabilities = Type.Object({
  recurrence: Type.Boolean(),
  password: Type.Boolean(),
  cohosts: Type.Boolean({ description: 'Co-hosts are made known to the provider' }),
  update: Type.Boolean({ description: 'A change keeps the meeting; else it is made anew there' }),
  delete: Type.Boolean({ description: 'A cancelled meeting goes there too' }),
})

export const optionsShape = Type.Object({
  user: Type.Object({
    name: nullable(text()),
    email: Type.Union([text(), Type.Null()], { description: 'null: the hub invites by itself' }),
    timeZone: Type.Union([text(), Type.Null()], { description: 'null: that of the browser' }),
    language: nullable(text()),
  }),
  languages: Type.Array(text(), { description: 'In which the hub writes letters' }),
  most: Type.Object({ dates: Type.Integer(), people: Type.Integer() }),
  accounts: Type.Array(
    Type.Object({
      configurationId: uuid(),
      name: text(),
      provider: text(),
      obstacle: Type.Union([text(), Type.Null()], {
        description: 'Why it cannot be used now; null: it can',
      }),
      actingAs: Type.Object({
        who: Type.Union([Type.Literal('you'), Type.Literal('account')]),
        name: nullable(text()),
        alert: Type.Union([text(), Type.Null()], {
          description: 'That you could be host yourself after signing in',
        }),
        button: Type.Union([text(), Type.Null()], { description: 'Label of that sign-in' }),
        signInUrl: Type.Union([text(), Type.Null()], {
          description: 'Where the button leads, in a pop-up',
        }),
      }),
      capabilities,
      mostMinutes: nullable(Type.Integer()),
    }),
  ),
})

export const peopleShape = Type.Object({
  value: Type.Array(
    Type.Object({
      source: Type.Union([Type.Literal('account'), Type.Literal('contact')]),
      id: Type.String({ description: 'accountPersonId or contactId of a person in the wish' }),
      name: text(),
      email: text(),
      company: nullable(text()),
    }),
  ),
})

export const previewShape = Type.Object({
  possible: Type.Boolean(),
  problems: Type.Array(remark, { description: 'Each at its field; empty: it can be saved' }),
  notices: Type.Array(remark, { description: 'What happens all the same' }),
  dates: Type.Array(dateShape, { description: 'The next ten' }),
  dateCount: Type.Integer(),
  resets: Type.Array(
    Type.Object({
      originalStart: text(),
      state: Type.Union([Type.Literal('moved'), Type.Literal('cancelled')]),
      start: Type.String({ description: 'As it is now' }),
      end: text(),
      becomes: Type.Union([dateShape, Type.Null()], {
        description: 'What the new rule has on that day; null: nothing',
      }),
    }),
    { description: 'Changed dates to come that would follow the rule again: ask before saving' },
  ),
})

const guest = Type.Object({
  id: uuid(),
  email: text(),
  name: nullable(text()),
  contactId: nullable(text()),
  accountPersonId: nullable(text()),
  invited: Type.Boolean({ description: 'An invitation has been written' }),
})

const difference = Type.Object({
  noticedOn: instant(),
  title: nullable(text()),
  start: Type.Union([text(), Type.Null()], { description: "On the clocks of the meeting's zone" }),
  end: nullable(text()),
  dates: Type.Array(
    Type.Object({
      originalStart: Type.Union([text(), Type.Null()], { description: 'Null: only there' }),
      start: Type.Union([text(), Type.Null()], { description: 'As it is there; null: deleted' }),
      end: nullable(text()),
    }),
    { description: 'Single dates to come of a series; at most ten' },
  ),
  moreDates: Type.Integer({ description: 'How many more differ' }),
})

export const meetingShape = Type.Object({
  id: uuid(),
  ownerId: Type.Union([uuid(), Type.Null()], {
    description:
      'User or team; who may touch own rows only may touch it where this is one of theirs',
  }),
  title: text(),
  description: nullable(text()),
  configurationId: uuid(),
  accountName: nullable(text()),
  start: text(),
  end: text(),
  timeZone: text(),
  recurrence: nullable(recurrenceShape),
  password: nullable(text()),
  language: text(),
  status: Type.Union([
    Type.Literal('waiting'),
    Type.Literal('scheduled'),
    Type.Literal('failed'),
    Type.Literal('cancelled'),
    Type.Literal('deleted'),
  ]),
  statusReason: nullable(text()),
  goneOn: Type.Union([instant(), Type.Null()], {
    description: 'deleted: when somebody deleted it at the provider, past the hub',
  }),
  difference: Type.Union([difference, Type.Null()], {
    description: 'What somebody changed at the provider, past the hub',
  }),
  host: Type.Object({ name: nullable(text()), email: nullable(text()), isYou: Type.Boolean() }),
  webLink: Type.Union([text(), Type.Null()], {
    description: 'Page of the meeting at the provider',
  }),
  joinLink: Type.Union([text(), Type.Null()], { description: 'Your own way in' }),
  uid: text(),
  sequence: Type.Integer(),
  version: Type.Integer({ description: 'Given back with a change, refuses to undo another' }),
  next: nullable(dateShape),
  dates: Type.Array(dateShape),
  attendees: Type.Array(guest),
  cohosts: Type.Array(guest),
})

export const lettersShape = Type.Object({
  value: Type.Array(
    Type.Object({
      id: Type.String({ description: 'The mail; /admin/mails/{id}/body shows it' }),
      subject: text(),
      kind: Type.String({ description: 'meeting invitation, meeting change, …' }),
      recipient: text(),
      recipientName: nullable(text()),
      state: Type.Union([Type.Literal('waiting'), Type.Literal('sent'), Type.Literal('kept')], {
        description: 'kept: no mail server is set, the mail is shown in the console instead',
      }),
      createdOn: instant(),
      sentOn: nullable(instant()),
    }),
    { description: 'Newest first, at most 500' },
  ),
})

export const changedShape = Type.Object({
  id: uuid(),
  changed: Type.Boolean({ description: 'false: it was like that already; nobody is written to' }),
})

export type MeetingOptions = Static<typeof optionsShape>
export type MeetingAnswer = Static<typeof meetingShape>
export type MeetingDateAnswer = Static<typeof dateShape>
export type MeetingPreview = Static<typeof previewShape>
export type ResetDateAnswer = MeetingPreview['resets'][number]
export type FoundPeople = Static<typeof peopleShape>
export type MeetingLetters = Static<typeof lettersShape>
