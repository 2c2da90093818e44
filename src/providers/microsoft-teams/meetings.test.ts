import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Recurrence } from '#calendar'
import { failsAs } from '../conformance/case.ts'
import { createdWebinar } from '../conformance/webinars.ts'
import type { Account } from '../contract.ts'
import { microsoftTeams } from './index.ts'
import { eventChanges, toEventBody } from './mapping.ts'
import { applicationSettings, eventOf, withTeams } from './teams-peer.ts'
import { curator, type MicrosoftTeamsTwin, superUser } from './twin/index.ts'

const sent = ({ control }: MicrosoftTeamsTwin, method: string, path: RegExp) =>
  control.received().filter((request) => request.method === method && path.test(request.path))

const daily: Recurrence = { frequency: 'daily', interval: 1, count: 5 }

test('an event stands in the calendar of the super user, with its zone by the Windows name', () =>
  withTeams(async (bench, twin) => {
    const plan = bench.plan({ timeZone: 'Europe/Kyiv', title: 'Safety briefing' })
    const { webinarId } = await createdWebinar(bench, plan)
    assert.ok(webinarId.length <= 100, webinarId)
    const event = eventOf(twin, webinarId)
    assert.equal(event?.ownerId, superUser.id)
    assert.equal(event?.order.start.timeZone, 'FLE Standard Time')
    assert.equal(event?.start.getTime(), Math.floor(plan.start.getTime() / 1000) * 1000)
    assert.match(event?.content ?? '', /What to plant, when, and in which soil — für Anfänger/)
  }))

test('a creation whose answer was lost is found by our key, whatever has changed since', () =>
  withTeams(async (bench, { control }) => {
    const plan = bench.plan()
    const first = await bench.provider.createWebinar(plan)
    control.move(control.events()[0]?.immutableId ?? '')
    const again = await bench.provider.createWebinar({ ...plan, title: 'Only chillies' })
    assert.equal(again.webinarId, first.webinarId)
    assert.deepEqual(
      control.events().map(({ order }) => order.subject),
      ['Only chillies'],
    )
  }))

test('an event that Exchange has moved is found again', () =>
  withTeams(async (bench, { control }) => {
    const webinar = await createdWebinar(bench)
    control.move(control.events()[0]?.immutableId ?? '')
    const { standsAs, ...found } = await bench.provider.readWebinar(webinar.webinarId)
    assert.deepEqual(found, webinar)
    assert.equal(standsAs?.title, bench.plan().title)
    await bench.provider.deleteWebinar(webinar.webinarId)
    assert.equal(control.events().length, 0)
  }))

test('a join address that is late is waited for; one that does not come is asked for again', () =>
  withTeams(async (bench, { control }) => {
    control.change({ readsUntilJoinUrl: 2 })
    const webinar = await bench.provider.createWebinar(bench.plan())
    assert.equal(webinar.state, 'created')
    control.change({ readsUntilJoinUrl: 6 })
    const plan = bench.plan()
    const error = await failsAs(bench, 'unavailable', () => bench.provider.createWebinar(plan))
    assert.ok((error.retryAfterSeconds ?? 0) > 0)
    assert.equal((await bench.provider.createWebinar(plan)).state, 'created')
    assert.equal(control.events().length, 2)
  }))

test('an organizer without a licence for Teams gets no event without a meeting', () =>
  withTeams(async (bench, { control }) => {
    control.change({ users: [{ ...superUser, hasTeams: false }] })
    const error = await failsAs(bench, 'scope', () => bench.provider.createWebinar(bench.plan()))
    assert.match(error.message, /no licence for Teams/)
  }))

test('an update that changes nothing changes nothing at Teams', () =>
  withTeams(async (bench, twin) => {
    const plan = bench.plan({ recurrence: daily, description: 'a < b & "c"\nsecond line' })
    const { webinarId } = await createdWebinar(bench, plan)
    const before = sent(twin, 'PATCH', /./).length
    await bench.provider.updateWebinar(webinarId, plan)
    assert.equal(sent(twin, 'PATCH', /./).length, before)
  }))

test('another text keeps what Teams appended, so the meeting stays linked', () =>
  withTeams(async (bench, twin) => {
    const plan = bench.plan()
    const { webinarId, webinarUrl } = await createdWebinar(bench, plan)
    const description = 'Bring your own <pots>.'
    const changed = await bench.provider.updateWebinar(webinarId, { ...plan, description })
    assert.equal(changed.webinarUrl, webinarUrl)
    const content = eventOf(twin, webinarId)?.content ?? ''
    assert.match(content, /Bring your own &lt;pots&gt;/)
    assert.doesNotMatch(content, /What to plant/)
    assert.equal(content.split('Join the meeting now').length, 2)
  }))

test('a text whose part of Teams cannot be told apart is left as it is', () => {
  const joinUrl = 'https://teams.microsoft.com/l/meetup-join/one'
  const found = (content: string) => ({
    id: 'one',
    subject: 'Soil',
    body: { content },
    start: { dateTime: '2031-05-05T10:00:00.0000000', timeZone: 'UTC' },
    end: { dateTime: '2031-05-05T11:00:00.0000000', timeZone: 'UTC' },
    onlineMeeting: { joinUrl },
  })
  const plan = {
    title: 'Soil',
    description: 'New',
    start: new Date('2031-05-05T10:00:00Z'),
    end: new Date('2031-05-05T11:00:00Z'),
    timeZone: 'Europe/Berlin',
  } as Parameters<typeof eventChanges>[0]
  assert.deepEqual(eventChanges(plan, found(`<p>Old</p><a href="${joinUrl}">Join</a>`)), {})
  const written = `<html><head><style>p{}</style></head><body><div>New</div><br><div><span>${'_'.repeat(40)}</span></div>${joinUrl}</body></html>`
  assert.deepEqual(eventChanges(plan, found(written)), {})
})

test('a series becomes another one, and a single meeting', () =>
  withTeams(async (bench) => {
    const plan = bench.plan({ recurrence: daily })
    const { webinarId } = await createdWebinar(bench, plan)
    await bench.provider.updateWebinar(webinarId, {
      ...plan,
      recurrence: { frequency: 'weekly', interval: 1, count: 3 },
    })
    assert.equal(bench.peer.occurrences?.(webinarId).length, 3)
    await bench.provider.updateWebinar(webinarId, { ...plan, recurrence: undefined })
    assert.equal(bench.peer.occurrences?.(webinarId).length, 1)
  }))

test('a series on dates that Exchange counts otherwise is taken back and explained', () =>
  withTeams(async (bench, { control }) => {
    const start = new Date('2031-01-31T10:00:00Z')
    const end = new Date('2031-01-31T11:00:00Z')
    bench.clock.moveTo(new Date('2031-01-01T10:00:00Z'))
    const recurrence: Recurrence = { frequency: 'monthly', interval: 1, monthDay: 31 }
    const plan = bench.plan({ start, end, timeZone: 'UTC', recurrence })
    const error = await failsAs(bench, 'rejected', () => bench.provider.createWebinar(plan))
    assert.match(error.message, /it has 2031-02-28 where the hub has 2031-03-31/)
    assert.equal(control.events().length, 0)
    const lastDay: Recurrence = { ...recurrence, monthDay: -1, count: 4 }
    const { webinarId } = await createdWebinar(bench, { ...plan, recurrence: lastDay })
    assert.equal(bench.peer.occurrences?.(webinarId)[1]?.toISOString().slice(0, 10), '2031-02-28')
  }))

const rules: readonly (readonly [Recurrence, object, object])[] = [
  [daily, { type: 'daily', interval: 1 }, { type: 'numbered', numberOfOccurrences: 5 }],
  [
    { frequency: 'weekly', interval: 2, weekdays: ['monday', 'friday'], until: '2031-06-01' },
    { type: 'weekly', interval: 2, daysOfWeek: ['monday', 'friday'], firstDayOfWeek: 'monday' },
    { type: 'endDate', endDate: '2031-06-01' },
  ],
  [
    { frequency: 'weekly', interval: 1 },
    { type: 'weekly', interval: 1, daysOfWeek: ['friday'], firstDayOfWeek: 'monday' },
    { type: 'noEnd' },
  ],
  [
    { frequency: 'monthly', interval: 3, monthDay: 10 },
    { type: 'absoluteMonthly', interval: 3, dayOfMonth: 10 },
    { type: 'noEnd' },
  ],
  [
    { frequency: 'monthly', interval: 1, week: -1, weekday: 'monday' },
    { type: 'relativeMonthly', interval: 1, daysOfWeek: ['monday'], index: 'last' },
    { type: 'noEnd' },
  ],
]

for (const [recurrence, pattern, range] of rules) {
  test(`${JSON.stringify(recurrence)} is written as ${JSON.stringify(pattern)}`, () => {
    const plan = {
      title: 'Soil',
      recurrence,
      idempotencyKey: 'key',
      start: new Date('2031-01-31T09:00:00Z'),
      end: new Date('2031-01-31T10:00:00Z'),
      timeZone: 'Europe/Berlin',
    } as Parameters<typeof toEventBody>[0]
    const zone = 'W. Europe Standard Time'
    const body = toEventBody(plan)
    assert.deepEqual(body.start, { dateTime: '2031-01-31T10:00:00', timeZone: zone })
    assert.deepEqual(body.recurrence, {
      pattern,
      range: { startDate: '2031-01-31', recurrenceTimeZone: zone, ...range },
    })
  })
}

test('a fifth weekday, which Teams does not know, is refused before anything is planned', () =>
  withTeams(async (bench, { control }) => {
    const recurrence: Recurrence = { frequency: 'monthly', interval: 1, week: 5, weekday: 'monday' }
    await failsAs(bench, 'rejected', () => bench.provider.createWebinar(bench.plan({ recurrence })))
    assert.equal(control.events().length, 0)
  }))

test('presenters present, the producer helps to organize, nobody else may', () =>
  withTeams(async (bench, { control }) => {
    const plan = bench.plan({ producer: { name: 'Ola', email: 'OLA@example.com' } })
    const { webinarId } = await createdWebinar(bench, plan)
    const options = () => control.meetings()[0]?.options
    assert.deepEqual(options()?.participants.attendees, [
      { upn: 'OLA@example.com', role: 'coorganizer' },
    ])
    assert.equal(options()?.allowedPresenters, 'roleIsPresenter')
    await bench.provider.updateWebinar(webinarId, { ...plan, producer: undefined, presenters: [] })
    assert.deepEqual(options()?.participants.attendees, [])
    assert.equal(options()?.allowedPresenters, 'organizer')
  }))

test('lobby and recording are set as the configuration says', () =>
  withTeams(
    async (bench, { control }) => {
      await createdWebinar(bench)
      const options = control.meetings()[0]?.options
      assert.equal(options?.recordAutomatically, true)
      assert.deepEqual(options?.lobbyBypassSettings, {
        scope: 'organization',
        isDialInBypassEnabled: false,
      })
    },
    { lobby: 'The organization', recording: 'Yes' },
  ))

test('an application plans in the calendar of the curator, else in that of the organizer', () =>
  withTeams(async (bench, twin) => {
    const own = await createdWebinar(
      bench,
      bench.plan({ producer: { name: 'Sue', email: superUser.mail.toUpperCase() } }),
    )
    assert.equal(eventOf(twin, own.webinarId)?.ownerId, superUser.id)
    const foreign = await createdWebinar(bench)
    assert.equal(eventOf(twin, foreign.webinarId)?.ownerId, curator.id)
    for (const { webinarId, webinarUrl } of [own, foreign]) {
      assert.ok(webinarId.length <= 100, webinarId)
      assert.equal((await bench.provider.readWebinar(webinarId)).webinarUrl, webinarUrl)
      await bench.provider.deleteWebinar(webinarId)
    }
    assert.equal(twin.control.events().length, 0)
  }, applicationSettings))

test('an access policy that is missing when a webinar is planned is explained on the event', () =>
  withTeams(async (bench, { control }) => {
    control.change({ policyFrom: undefined })
    const plan = bench.plan()
    const error = await failsAs(bench, 'scope', () => bench.provider.createWebinar(plan))
    assert.match(error.message, /New-CsApplicationAccessPolicy/)
    control.change({ policyFrom: new Date(0) })
    assert.equal((await bench.provider.createWebinar(plan)).state, 'created')
    assert.equal(control.events().length, 1)
  }, applicationSettings))

test('an event becomes what its webinar type says, whatever the configuration prefers', () =>
  withTeams(async (bench, { control }) => {
    const plan = bench.plan({ webinarType: 'webinar' })
    const { webinarId } = await createdWebinar(bench, plan)
    assert.equal(control.webinars().length, 1)
    await failsAs(bench, 'rejected', () =>
      bench.provider.updateWebinar(webinarId, { ...plan, webinarType: 'meeting' }),
    )
    await failsAs(bench, 'rejected', () =>
      bench.provider.createWebinar(bench.plan({ webinarType: 'townhall' })),
    )
  }))

test('a next page on another server does not get the token', () =>
  withTeams(async (bench) => {
    const { webinarId } = await createdWebinar(bench)
    const answers = (account: Account): Account => ({
      ...account,
      request: async (request) => {
        const response = await account.request(request)
        if (!String(request.url).includes('attendanceReports')) return response
        const body = { value: [], '@odata.nextLink': 'https://elsewhere.example/page' }
        return { ...response, text: () => JSON.stringify(body) }
      },
    })
    const led = microsoftTeams.connect(answers(bench.account))
    await failsAs(bench, 'unexpected', () => led.attendance(webinarId, undefined))
  }))
