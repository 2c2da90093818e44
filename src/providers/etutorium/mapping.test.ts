import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { instantOf } from '#calendar'
import { teamOf, toAttendanceItem, toParticipantBody, toWebinarBody } from './mapping.ts'
import { person, plan } from './test-cabinet.ts'

const zones = ['Europe/Kiev', 'Europe/Berlin', 'America/St_Johns', 'Asia/Kathmandu', 'UTC']

test('whatever the instant and the zone, the local times lead back to the instant', () => {
  const instant = fc.date({
    min: new Date('2020-01-01T00:00:00Z'),
    max: new Date('2040-01-01T00:00:00Z'),
    noInvalidDate: true,
  })
  fc.assert(
    fc.property(instant, fc.constantFrom(...zones), (date, timeZone) => {
      const begin = new Date(Math.floor(date.getTime() / 1000) * 1000)
      const end = new Date(begin.getTime() + 3_600_000)
      const { timezone, start_time } = toWebinarBody({ ...plan, start: begin, end, timeZone })
      assert.match(start_time, /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/)
      const back = instantOf(start_time.replace(' ', 'T'), timezone).getTime()
      // In the hour that clocks show twice, either one may be meant.
      assert.ok([0, 3_600_000].includes(Math.abs(back - begin.getTime())))
    }),
  )
})

test('the languages that the vendor is known for are told, others in English', () => {
  const of = (language: string | undefined) => toWebinarBody({ ...plan, language }).language
  assert.deepEqual(['uk', 'uk-UA', 'ru', 'de', undefined].map(of), ['ua', 'ua', 'ru', 'en', 'en'])
})

test('who produces and presents is invited once, with the greater right', () => {
  const [presenter] = plan.presenters
  assert.ok(presenter !== undefined)
  const team = teamOf({ ...plan, producer: { name: 'Ola', email: 'ola@example.com ' } })
  assert.deepEqual(
    team.map(({ username, role }) => [username, role]),
    [['ola@example.com', 'moderator']],
  )
})

test('an address is one person, however it is written', () => {
  fc.assert(
    fc.property(fc.emailAddress(), (email) => {
      const body = toParticipantBody(person({ email: ` ${email.toUpperCase()} ` }))
      assert.equal(body.username, email.toLowerCase())
      assert.equal(body.email, body.username)
    }),
  )
})

test('a row that is no row, or tells of no entry, is no stay; a time that is none is doubted', () => {
  for (const raw of [null, 1, 'x', [], {}, { enter_time: null }, { enter_time: '' }]) {
    assert.equal(toAttendanceItem(raw), undefined)
  }
  for (const wrong of ['soon', 12, '2031-99-99 10:00:00']) {
    assert.ok(Number.isNaN(toAttendanceItem({ enter_time: wrong })?.joinedAt?.getTime()))
  }
  const item = toAttendanceItem({ id: 7, enter_time: '2031-05-05 10:00:00' })
  assert.equal(item?.joinedAt?.toISOString(), '2031-05-05T10:00:00.000Z')
  assert.equal(item?.registrantId, '7')
})
