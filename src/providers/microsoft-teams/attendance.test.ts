import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createdWebinar } from '../conformance/webinars.ts'
import { toAttendanceItems } from './mapping.ts'
import { meetingIdOf, withTeams } from './teams-peer.ts'

const at = (time: string) => new Date(`2031-05-05T${time}:00.000Z`)
const hour = { start: at('10:00'), end: at('11:00') }
const ann = { name: 'Ann', email: 'ann@example.org', registrationId: undefined }
const guest = { name: 'Somebody', email: undefined, registrationId: undefined }

test('who came back is told with every stay, and who joined without signing in by no e-mail', () =>
  withTeams(async (bench, twin) => {
    bench.clock.moveTo(at('09:00'))
    const { webinarId } = await createdWebinar(bench, bench.plan(hour))
    const meetingId = meetingIdOf(twin, webinarId)
    const { control } = twin
    control.attend(meetingId, ann, { join: at('10:00'), leave: at('10:20') })
    control.attend(meetingId, ann, { join: at('10:30'), leave: at('10:50') })
    control.attend(meetingId, guest, { join: at('10:05'), leave: at('10:55') })
    bench.clock.moveTo(at('12:00'))
    const { items } = await bench.provider.attendance(webinarId, undefined)
    assert.deepEqual(
      items.map(({ email, joinedAt, viewingMinutes }) => [
        email,
        joinedAt?.toISOString().slice(11, 16),
        viewingMinutes,
      ]),
      [
        ['ann@example.org', '10:00', 20],
        ['ann@example.org', '10:30', 20],
        [undefined, '10:05', 50],
      ],
    )
  }))

test('there is no report before everybody has left, and some minutes later there is', () =>
  withTeams(async (bench, twin) => {
    bench.clock.moveTo(at('09:00'))
    const { webinarId } = await createdWebinar(bench, bench.plan(hour))
    const meetingId = meetingIdOf(twin, webinarId)
    bench.clock.moveTo(at('10:00'))
    twin.control.open(meetingId)
    bench.clock.moveTo(at('11:30'))
    assert.deepEqual((await bench.provider.attendance(webinarId, undefined)).items, [])
    twin.control.end(meetingId)
    assert.deepEqual((await bench.provider.attendance(webinarId, undefined)).items, [])
    bench.clock.moveTo(at('11:40'))
    assert.equal((await bench.provider.attendance(webinarId, undefined)).items.length, 1)
  }))

test('a meeting that nobody started has no report, which is no error', () =>
  withTeams(async (bench) => {
    const { webinarId } = await createdWebinar(bench)
    bench.clock.advance(86_400_000)
    assert.deepEqual((await bench.provider.attendance(webinarId, undefined)).items, [])
  }))

test('all reports count: of every date of a series, and of a room that was opened anew', () =>
  withTeams(async (bench, twin) => {
    bench.clock.moveTo(at('09:00'))
    const recurrence = { frequency: 'daily', interval: 1, count: 12 } as const
    const { webinarId } = await createdWebinar(bench, bench.plan({ ...hour, recurrence }))
    const meetingId = meetingIdOf(twin, webinarId)
    for (let day = 0; day < 12; day += 1) {
      const later = (time: Date) => new Date(time.getTime() + day * 86_400_000)
      const stay = { join: later(at('10:00')), leave: later(at('10:30')) }
      twin.control.attend(meetingId, ann, stay)
    }
    bench.clock.moveTo(new Date('2031-06-01T10:00:00Z'))
    const { items } = await bench.provider.attendance(webinarId, undefined)
    assert.equal(items.length, 12)
    assert.equal(new Set(items.map(({ joinedAt }) => joinedAt?.getTime())).size, 12)
  }))

test('a corrected report is told with its new times', () =>
  withTeams(async (bench, twin) => {
    bench.clock.moveTo(at('09:00'))
    const { webinarId } = await createdWebinar(bench, bench.plan(hour))
    const stay = { join: at('10:00'), leave: at('10:20') }
    const stayId = twin.control.attend(meetingIdOf(twin, webinarId), ann, stay)
    bench.clock.moveTo(at('12:00'))
    const first = await bench.provider.attendance(webinarId, undefined)
    assert.equal(first.items[0]?.viewingMinutes, 20)
    twin.control.correct(stayId, at('10:45'))
    const second = await bench.provider.attendance(webinarId, first.updatedAt)
    assert.equal(second.items[0]?.viewingMinutes, 45)
  }))

test('people of a webinar are known by the id of their registration', () =>
  withTeams(
    async (bench, twin) => {
      bench.clock.moveTo(at('09:00'))
      const { webinarId } = await createdWebinar(bench, bench.plan(hour))
      const person = bench.person()
      const { registrantId } = await bench.provider.register(webinarId, person)
      const there = { ...ann, email: person.email, registrationId: registrantId }
      const stay = { join: at('10:00'), leave: at('10:20') }
      twin.control.attend(meetingIdOf(twin, webinarId), there, stay)
      bench.clock.moveTo(at('12:00'))
      const { items } = await bench.provider.attendance(webinarId, undefined)
      assert.equal(items[0]?.registrantId, registrantId)
    },
    { kind: 'Webinars' },
  ))

test('a record without intervals, or of another shape, does not cost the others', () => {
  const records = [
    { emailAddress: 'a@example.org', totalAttendanceInSeconds: 90, attendanceIntervals: [] },
    { emailAddress: '', attendanceIntervals: [{ joinDateTime: 'yesterday' }, 7] },
    'nonsense',
  ]
  const items = toAttendanceItems(records)
  assert.equal(items[0]?.viewingMinutes, 1.5)
  assert.equal(items[0]?.joinedAt, undefined)
  assert.ok(Number.isNaN(items[1]?.joinedAt?.getTime()))
  assert.equal(items.length, 4)
  assert.ok(items.every(({ watchedRecording }) => !watchedRecording))
})
