import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { eTutorium } from './index.ts'
import { examine, settings } from './settings.ts'
import { at, everything, failureOfCall, inWorld, person, plan, start } from './test-cabinet.ts'
import { pathOf, readSwitches, unconfirmedCalls, unconfirmedNames } from './unknown-surface.ts'

const readme = readFileSync(new URL('./README.md', import.meta.url), 'utf8')
const help = settings.find(({ name }) => name === 'unconfirmed')?.help ?? ''

for (const name of unconfirmedNames) {
  const { method, path, gives } = unconfirmedCalls[name]

  test(`"${name}" is off in a new account, and form and README say so`, () => {
    const [capability, value] = Object.entries(gives)[0] ?? assert.fail('It gives nothing.')
    const capabilities: Readonly<Record<string, unknown>> = { ...eTutorium.capabilities }
    assert.notEqual(capabilities[capability], value)
    assert.ok(eTutorium.adjustable?.names.some((each) => each === capability))
    assert.deepEqual(eTutorium.adjustable?.of({ unconfirmed: name }, {}), gives)
    assert.match(help, new RegExp(`off, .*\\b${name}\\b`))
    assert.ok(readme.includes(`| \`${name}\``) && readme.includes(`\`${method} ${path}\``))
  })
}

test('what is off is never called, and what is on is the only thing more that is', () =>
  inWorld({}, async ({ provider, twin }) => {
    const { webinarId } = await provider.createWebinar(plan)
    const before = twin.control.calls().length
    for (const call of [
      () => provider.updateWebinar(webinarId, plan),
      () => provider.deleteWebinar(webinarId),
      () => provider.cancelRegistrant(webinarId, '1'),
      () => provider.attendance(webinarId, undefined),
      () => provider.recordings(webinarId),
    ]) {
      assert.equal((await failureOfCall(call)).kind, 'rejected')
    }
    assert.equal(twin.control.calls().length, before)
  }))

test('a call that is switched on and does not exist says what was asked, and breaks nothing else', () =>
  inWorld({ unconfirmed: everything }, async ({ provider, twin }) => {
    twin.control.change({ hasUnconfirmedCalls: false })
    const { webinarId } = await provider.createWebinar(plan)
    const failure = await failureOfCall(() => provider.updateWebinar(webinarId, plan))
    assert.match(failure.message, /was asked to change the webinar and answered/)
    assert.match((await provider.register(webinarId, person())).joinUrl ?? '', /login/)
  }))

test('the check names which unconfirmed calls are on and which are off', () =>
  inWorld({ unconfirmed: 'Attendance; delete' }, async ({ provider }) => {
    const check = await provider.check()
    assert.equal(check.status, 'healthy')
    assert.match(check.message, /on: delete, attendance; off: update, cancel, recordings\.$/)
    assert.equal(check.steps?.length, 6)
  }))

test('names that are no calls are refused when they are saved', async () => {
  const fault = await examine(async () => 'attendance, deleet')
  assert.equal(fault?.setting, 'unconfirmed')
  assert.match(fault?.expected ?? '', /"deleet" is none/)
  assert.equal(await examine(async () => undefined), undefined)
})

test('switches are read in any order, case and separation, each as what it is', () => {
  const separator = fc.constantFrom(',', ', ', ' ', ';', '\n')
  fc.assert(
    fc.property(fc.subarray([...unconfirmedNames]), separator, fc.boolean(), (names, gap, loud) => {
      const typed = names.join(gap)
      const reading = readSwitches(loud ? typed.toUpperCase() : typed)
      assert.ok(reading.kind === 'switches')
      assert.deepEqual(reading.on, new Set(names))
    }),
  )
  fc.assert(
    fc.property(fc.string(), (typed) => {
      const reading = readSwitches(typed)
      if (reading.kind === 'fault') assert.match(reading.expected, /is none$/)
    }),
  )
})

test('whatever an id holds, it stays one part of the path', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (id) => {
      const path = pathOf(unconfirmedCalls.update, { webinar: id })
      assert.equal(path.split('/').length, 4)
      assert.equal(decodeURIComponent(path.split('/')[3] ?? ''), id)
    }),
  )
})

test('a stay that is told late or corrected is told as it is now, without the token of the link', () =>
  inWorld({ unconfirmed: 'attendance' }, async ({ provider, twin, clock }) => {
    twin.control.change({ attendanceLagSeconds: 300 })
    const { webinarId } = await provider.createWebinar(plan)
    const { registrantId } = await provider.register(webinarId, person())
    const told = async () => (await provider.attendance(webinarId, undefined)).items
    assert.deepEqual(await told(), [], 'who was never there is no stay')
    twin.control.attend(registrantId, { join: start, leave: at(20) })
    clock.moveTo(at(22))
    assert.deepEqual(
      (await told()).map(({ leftAt }) => leftAt),
      [undefined],
    )
    clock.moveTo(at(40))
    assert.equal((await told())[0]?.leftAt?.toISOString(), at(20).toISOString())
    twin.control.correct(registrantId, { leave: at(35) })
    const [item] = await told()
    assert.equal(item?.leftAt?.toISOString(), at(35).toISOString())
    assert.equal(item?.email, 'zoe@example.com')
    const token = twin.control.participants(webinarId).at(-1)?.accessToken ?? assert.fail()
    assert.ok(!JSON.stringify(item).includes(token))
  }))

test('an archive is one recording, and an address that is none is no recording', () =>
  inWorld({ unconfirmed: 'recordings' }, async ({ provider, twin }) => {
    const { webinarId } = await provider.createWebinar(plan)
    twin.control.archive(webinarId, 'https://archive.example/4711')
    const [recording] = await provider.recordings(webinarId)
    assert.equal(recording?.playUrl, 'https://archive.example/4711')
    assert.equal(recording?.title, plan.title)
    twin.control.archive(webinarId, 'javascript:alert(1)')
    assert.deepEqual(await provider.recordings(webinarId), [])
  }))
