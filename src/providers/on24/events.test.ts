import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { failsAs } from '../conformance/case.ts'
import { createdWebinar } from '../conformance/webinars.ts'
import { chooseLanguage, durationOf, tagOf, toWebinarTypes } from './mapping.ts'
import { withOn24 } from './on24-peer.ts'

const minute = 60_000

test('an event has its start, the next longer duration, zone, language and text', () =>
  withOn24(async (bench, { control }) => {
    const start = new Date('2031-05-05T10:00:00.000Z')
    const end = new Date(start.getTime() + 50 * minute)
    const plan = bench.plan({ start, end, title: 'x'.repeat(300) })
    const webinar = await createdWebinar(bench, plan)
    const { settings } = control.events()[0] ?? assert.fail('There is no event.')
    assert.equal(settings.start, start.getTime())
    assert.equal(settings.minutes, 60)
    assert.equal(settings.timeZone, 'Europe/Berlin')
    assert.equal(settings.languageCd, 'de')
    assert.equal(settings.eventType, 'fav')
    assert.equal(settings.abstract, plan.description)
    assert.equal(settings.title.length, 250)
    assert.match(webinar.presentationManagerUrl ?? '', /\/webcast\/present\?/)
  }))

test('an event of 480 minutes is taken, one of 481 is refused before ON24 is asked', () =>
  withOn24(async (bench, { control }) => {
    const start = new Date('2031-05-05T10:00:00.000Z')
    const until = (minutes: number) => new Date(start.getTime() + minutes * minute)
    await createdWebinar(bench, bench.plan({ start, end: until(480) }))
    const before = control.received().length
    const tooLong = bench.plan({ start, end: until(481) })
    const error = await failsAs(bench, 'rejected', () => bench.provider.createWebinar(tooLong))
    assert.match(error.message, /at most 480 minutes; this one is planned for 481. Split it/)
    assert.equal(control.received().length, before)
  }))

test('every duration becomes one that ON24 takes, never a shorter one', () => {
  const start = new Date('2031-05-05T10:00:00.000Z')
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 480 }), (planned) => {
      const taken = durationOf({ start, end: new Date(start.getTime() + planned * minute) })
      assert.ok(taken >= planned && taken >= 15 && taken <= 480)
      assert.equal(taken % (taken <= 120 ? 15 : 30), 0)
    }),
  )
})

test('a creation whose answer was lost finds its event again, also after a day', () =>
  withOn24(async (bench, { control }) => {
    const start = new Date(bench.clock.now().getTime() + 100 * 24 * 60 * minute)
    const plan = bench.plan({ start, end: new Date(start.getTime() + 60 * minute) })
    const first = await createdWebinar(bench, plan)
    bench.clock.advance(24 * 60 * minute)
    assert.deepEqual(await bench.provider.createWebinar(plan), first)
    assert.equal(control.events().length, 1)
    assert.ok(control.events()[0]?.settings.tags.includes(tagOf(plan.idempotencyKey)))
  }))

test('a change keeps the tag, so that a creation repeated afterwards still finds the event', () =>
  withOn24(async (bench, { control }) => {
    const plan = bench.plan()
    const { webinarId } = await createdWebinar(bench, plan)
    await bench.provider.updateWebinar(webinarId, { ...plan, language: 'zh-Hant' })
    assert.equal(control.events()[0]?.settings.countryCd, 'TW')
    assert.equal((await bench.provider.createWebinar(plan)).webinarId, webinarId)
  }))

test('an event with an audience is not deleted: its registration is closed, and a person is told', () =>
  withOn24(async (bench, { control }) => {
    const plan = bench.plan()
    const { webinarId } = await createdWebinar(bench, plan)
    await bench.provider.register(webinarId, bench.person())
    bench.clock.moveTo(plan.start)
    const error = await failsAs(bench, 'rejected', () => bench.provider.deleteWebinar(webinarId))
    assert.match(error.message, /remove the event in ON24 by hand/)
    assert.equal(control.events()[0]?.settings.registrationIsOpen, false)
  }))

test('deleting for a client that ON24 does not know is no success', () =>
  withOn24(async (bench) => {
    const { webinarId } = await createdWebinar(bench)
    const other = bench.definition.connect({ ...bench.account, clientId: '999' })
    await failsAs(bench, 'not-found', () => other.deleteWebinar(webinarId))
  }))

const codes = {
  languagecodes: [
    { languagecd: 'en', countrycd: 'UK' },
    { languagecd: 'en' },
    { languagecd: 'pt' },
    { languagecd: 'zh', countrycd: 'CN' },
    { languagecd: 'zh', countrycd: 'TW' },
  ],
}

for (const [wanted, languageCd, countryCd] of [
  ['en', 'en', undefined],
  ['pt', 'pt', undefined],
  ['zh-Hans', 'zh', 'CN'],
  ['zh-Hant', 'zh', 'TW'],
] as const) {
  test(`the language ${wanted} is ${languageCd} ${countryCd ?? 'without a country'} at ON24`, () => {
    assert.deepEqual(chooseLanguage(wanted, codes), { languageCd, countryCd })
  })
}

test('a language that ON24 does not have becomes English, and the event is made', () =>
  withOn24(async (bench, { control }) => {
    assert.equal(chooseLanguage('lt', codes), undefined)
    await createdWebinar(bench, bench.plan({ language: 'lt' }))
    assert.equal(control.events()[0]?.settings.languageCd, 'en')
  }))

test('documents and pages are no kinds of webinar', () => {
  const eventtypes = ['fav', 'simulive', 'pdf', 'On Demand', 'Go Live', 'fav', 'webpage'].map(
    (value) => ({ label: value.toUpperCase(), value }),
  )
  const values = toWebinarTypes({ eventtypes }).map(({ value }) => value)
  assert.deepEqual(values, ['fav', 'simulive'])
})

test('the archive is one recording, with its file, and can be watched while it is open', () =>
  withOn24(async (bench, { control }) => {
    const plan = bench.plan()
    const { webinarId } = await createdWebinar(bench, plan)
    control.change({ archiveFiles: true })
    assert.deepEqual(await bench.provider.recordings(webinarId), [])
    bench.clock.moveTo(new Date(plan.end.getTime() + 40 * minute))
    const [recording, ...more] = await bench.provider.recordings(webinarId)
    assert.equal(more.length, 0)
    assert.equal(recording?.title, plan.title)
    assert.equal(
      recording?.startedAt?.toISOString().slice(0, 19),
      plan.start.toISOString().slice(0, 19),
    )
    assert.match(recording?.downloadUrl ?? '', /\.mp4$/)
    assert.match(recording?.playUrl ?? '', /\/wcc\/r\//)
    bench.clock.advance(366 * 24 * 60 * minute)
    assert.equal((await bench.provider.recordings(webinarId))[0]?.playUrl, undefined)
  }))
