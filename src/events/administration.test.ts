import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRefusal } from '#errors'
import { systemCaller } from '#identity'
import { eventWorld, publicUrl } from '../../test/event-world.ts'
import { activeAdministration, activeMatchingStrategy } from './administration.ts'
import { findWebApplication, isRegisteredOrigin } from './web-application.ts'

const { create, update, read, pipeline, db } = await eventWorld()

test('without an administration record people are matched by e-mail and both names', async () => {
  assert.equal(await activeAdministration(db), undefined)
  assert.equal(await activeMatchingStrategy(db), 100000002)
})

test('a second active record is refused by the name of the first, until that is deactivated', async () => {
  const table = 'msevtmgt_eventadministration'
  const first = await create(table, {
    msevtmgt_name: 'Rules 2026',
    msevtmgt_contactmatchingstrategy: 100000000,
  })
  await assert.rejects(
    create(table, { msevtmgt_name: 'Rules 2027' }),
    (error) =>
      isRefusal(error, 'administration-already-active') && error.values.name === 'Rules 2026',
  )
  await update(table, first, { msevtmgt_name: 'Rules of 2026' })
  assert.equal(await activeMatchingStrategy(db), 100000000)

  await update(table, first, { statecode: 1 })
  const second = await create(table, { msevtmgt_name: 'Rules 2027' })
  assert.equal((await activeAdministration(db))?.msevtmgt_eventadministrationid, second)
  for (const request of [
    { message: 'Update', table, id: first, target: { statecode: 0 } },
    { message: 'SetState', table, id: first, input: { State: 0 } },
  ]) {
    await assert.rejects(pipeline.execute(systemCaller, request), (error) =>
      isRefusal(error, 'administration-already-active'),
    )
  }
})

test('two records that become active at the same moment: one is refused with a sentence', async () => {
  const table = 'msevtmgt_eventadministration'
  const active = await activeAdministration(db)
  if (active) await update(table, active.msevtmgt_eventadministrationid, { statecode: 1 })
  const results = await Promise.allSettled(
    ['A', 'B', 'C'].map((name) => create(table, { msevtmgt_name: name })),
  )
  const refused = results.filter((result) => result.status === 'rejected')
  assert.equal(refused.length, 2)
  for (const { reason } of refused) assert.ok(isRefusal(reason, 'administration-already-active'))
})

test('a web application gets a token and its addresses, and is found by the token', async () => {
  const id = await create('msevtmgt_webapplication', {
    msevtmgt_name: 'Company site',
    msevtmgt_origin: 'https://events.company.example',
  })
  const row = await read('msevtmgt_webapplication', id)
  const token = String(row.msevtmgt_token)
  assert.match(token, /^[\w-]{32,}$/)
  assert.equal(row.msevtmgt_publicendpoint, `${publicUrl}/EvtMgmt/api/v2.0/`)
  assert.equal((await findWebApplication(db, token))?.msevtmgt_webapplicationid, id)
  assert.equal(await findWebApplication(db, `${token}x`), undefined)
  assert.equal(await isRegisteredOrigin(db, 'https://events.company.example'), true)
  assert.equal(await isRegisteredOrigin(db, 'https://evil.example'), false)

  await update('msevtmgt_webapplication', id, { statecode: 1 })
  assert.equal(await findWebApplication(db, token), undefined)
  assert.equal(await isRegisteredOrigin(db, 'https://events.company.example'), false)
})

test('a token that moves over from another system is kept; a weak one is refused', async () => {
  const target = { msevtmgt_name: 'Old site', msevtmgt_origin: 'http://localhost:4200' }
  const token = 'abcdefghijklmnopqrstuvwxyz0123456789'
  const id = await create('msevtmgt_webapplication', { ...target, msevtmgt_token: token })
  assert.equal((await read('msevtmgt_webapplication', id)).msevtmgt_token, token)
  await assert.rejects(
    create('msevtmgt_webapplication', { ...target, msevtmgt_token: 'short' }),
    (error) => isRefusal(error, 'token-too-weak'),
  )
  await assert.rejects(update('msevtmgt_webapplication', id, { msevtmgt_token: null }), (error) =>
    isRefusal(error, 'token-too-weak'),
  )
})

test('an origin is scheme, host and port; the refusal shows how it should be', async () => {
  for (const [origin, proposal] of [
    ['https://company.example/', 'https://company.example'],
    ['https://company.example/events', 'https://company.example'],
    ['https://Company.example', 'https://company.example'],
    ['https://company.example:443', 'https://company.example'],
    ['https://user@company.example', 'https://company.example'],
    ['company.example', 'https://events.company.example'],
    ['ftp://company.example', 'https://events.company.example'],
    ['*', 'https://events.company.example'],
    ['null', 'https://events.company.example'],
  ]) {
    const target = { msevtmgt_name: 'Site', msevtmgt_origin: origin }
    await assert.rejects(
      create('msevtmgt_webapplication', target),
      (error) => isRefusal(error, 'origin-invalid') && error.expected === proposal,
    )
  }
})
