/** What `$metadata` lists and what answers are the same, over all modules of the hub. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { parse } from '@sap-ux/edmx-parser'
import { testHub } from '../../../test/hub.ts'
import { severalRows } from './several-rows.ts'
import { unboundFunctions } from './unbound-functions.ts'

const hub = await testHub()
const apiKey = 'k'.repeat(32)
await hub.identity.ensureFirstAdministrator({ email: undefined, password: undefined, apiKey })
const root = `${hub.url}/api/data/v9.2/`

async function ask(method: 'GET' | 'POST', path: string, body?: unknown) {
  const answer = await fetch(root + path, {
    method,
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return { status: answer.status, text: await answer.text() }
}

interface Listed {
  readonly name: string
  readonly isFunction: boolean
  readonly isBound: boolean
  readonly parameters: readonly { readonly name: string; readonly type: string }[]
}

const { text: document } = await ask('GET', '$metadata')
const { actions, entitySets } = parse(document).schema as unknown as {
  readonly actions: readonly Listed[]
  readonly entitySets: readonly { readonly name: string; readonly entityTypeName: string }[]
}
const tableIn = (type: string) => type.replace(/^.*\.|\)$/g, '')
const listed = actions.map((each) => ({
  ...each,
  binding: each.isBound ? tableIn(each.parameters[0]?.type ?? '') : undefined,
}))
const sets = new Map(entitySets.map(({ name, entityTypeName }) => [tableIn(entityTypeName), name]))

/** Nothing of this name at this address. */
const isUnknown = ({ status, text }: { readonly status: number; readonly text: string }) =>
  status === 404 && /Resource not found for the segment/.test(text)

const onRow = (set: string, name: string) =>
  `${set}(${randomUUID()})/Microsoft.Dynamics.CRM.${name}`

test('every function and action that $metadata lists answers at its address', async () => {
  assert.ok(listed.length > 100, String(listed.length))
  for (const { name, isFunction, binding, parameters } of listed) {
    const set = sets.get(binding ?? '') ?? ''
    const isOfSet = parameters[0]?.type.startsWith('Collection(') === true
    const path =
      binding === undefined
        ? name
        : isOfSet
          ? `${set}/Microsoft.Dynamics.CRM.${name}`
          : onRow(set, name)
    // Of what they take nothing is sent, so that they refuse rather than do something.
    const answer = isFunction ? await ask('GET', `${name}()`) : await ask('POST', path, {})
    assert.ok(!isUnknown(answer) && answer.status < 500, `${path}: ${answer.status} ${answer.text}`)
  }
})

test('nothing answers that is not listed, and messages of the hub itself do not answer', async () => {
  const own = hub.pipeline.messages().filter(({ table }) => table !== undefined)
  assert.ok(own.length > 20 && own.some(({ offer }) => offer === undefined))
  const isListed = (name: string, binding?: string) =>
    listed.some((each) => each.name === name && each.binding === binding)
  for (const { name, table = '' } of own) {
    const answers = !isUnknown(await ask('POST', name, {}))
    assert.equal(answers, isListed(name), `${name} without a row`)
    const set = sets.get(table)
    if (set === undefined) continue
    const answersOnRow = !isUnknown(await ask('POST', onRow(set, name), {}))
    assert.equal(answersOnRow, isListed(name, table), `${name} of ${table}`)
  }
  for (const name of Object.keys(unboundFunctions)) assert.ok(isListed(name), name)
  for (const name of Object.keys(severalRows)) {
    for (const table of sets.keys()) assert.ok(isListed(name, table), `${name} of ${table}`)
  }
})

test('parameters that are missing, unknown or of another type are refused by their name', async () => {
  const registration = onRow('msevtmgt_eventregistrations', 'gr_AddSessions')
  const cases: readonly (readonly [string, unknown, RegExp])[] = [
    ['gr_CheckIn', {}, /registrationId of gr_CheckIn takes a UUID, but nothing was given/],
    ['gr_CheckIn', { registrationId: 5 }, /registrationId .* takes a UUID, but a number/],
    ['gr_CheckIn', { registratonId: randomUUID() }, /registratonId .*did you mean registrationId/],
    [registration, { sessions: 'all' }, /sessions of gr_AddSessions takes a list, but a text/],
    [registration, { sessions: [{}] }, /sessions\[0\] of gr_AddSessions takes a UUID/],
    [
      'gr_CheckIn',
      { registrationId: randomUUID(), source: 1, from: '2026-09-01' },
      /from of gr_CheckIn takes a date and time with its offset/,
    ],
  ]
  for (const [path, body, expected] of cases) {
    const { status, text } = await ask('POST', path, body)
    assert.equal(status, 400, text)
    assert.match(JSON.parse(text).error.message, expected)
  }
})

test('payment back ends may send an empty UserId and the status as a text', async () => {
  const id = randomUUID()
  const notices: readonly (readonly [string, object])[] = [
    ['msevtmgt_FinalizeExternalRegistrationRequest', { PurchaseId: id, UserId: '' }],
    [
      'msevtmgt_finalizeregistrationpayment',
      { msevtmgt_purchaseid: id, msevtmgt_paymentstatus: '100000001' },
    ],
  ]
  for (const [name, body] of notices) {
    const { status, text } = await ask('POST', name, body)
    // They were understood: it is the purchase that is not there.
    assert.equal(status, 404, text)
    assert.match(text, new RegExp(id))
  }
})
