import assert from 'node:assert/strict'
import { test } from 'node:test'
import { CalendarStore } from '../../test/calendar-store.ts'
import { meetingWorld } from '../../test/meeting-world.ts'

const world = await meetingWorld({ start: new Date('2026-09-01T08:00:00Z') })
const { hub, smtp } = world
const webex = await world.accountAt('webex')
const paula = await world.planner('Paula Planner', 'paula@planners.example')

const form = {
  configurationId: webex,
  title: 'Planning, weekly; with "quotes"',
  start: '2026-10-05T10:00',
  end: '2026-10-05T11:00',
  timeZone: 'Europe/Berlin',
  recurrence: { frequency: 'weekly', count: 6 },
  password: 'pA55word',
  attendees: [{ email: 'ada@guests.example', name: 'Ada Attendee' }],
  cohosts: [{ email: 'carl@guests.example', name: 'Carl Cohost' }],
}

const textOf = (content: string | ArrayBuffer | Uint8Array | undefined) =>
  typeof content === 'string'
    ? content
    : Buffer.from((content ?? new Uint8Array()) as Uint8Array).toString()

const mailsTo = (email: string) =>
  smtp.mailsTo(email).map((mail) => ({
    subject: mail.subject,
    calendar: textOf(
      mail.attachments.find(({ mimeType }) => mimeType === 'text/calendar')?.content,
    ),
  }))

test('a weekly meeting is planned at Webex, everybody is invited once, changes and cancellations leave one entry', async () => {
  const made = await paula.ask('POST', '', form)
  assert.equal(made.status, 201, JSON.stringify(made.answer))
  assert.equal(made.answer.status, 'waiting')
  await hub.worker.runUntilIdle()
  const { answer } = await paula.ask('GET', `/${made.answer.id}`)
  assert.equal(answer.status, 'scheduled', answer.statusReason)
  for (const email of ['ada@guests.example', 'carl@guests.example', 'paula@planners.example']) {
    const mails = mailsTo(email)
    assert.deepEqual(
      mails.map(({ subject }) => subject),
      ['Invitation: Planning, weekly; with "quotes"'],
      email,
    )
  }
  const raw = smtp.raw[0] ?? ''
  assert.match(raw, /Content-Type: text\/calendar; charset=utf-8; method=REQUEST/i)
  const store = new CalendarStore()
  const first = mailsTo('ada@guests.example')[0]
  store.take(first?.calendar ?? '')
  assert.equal(store.entries().length, 1)
  assert.equal(store.times().length, 6)
})
