import assert from 'node:assert/strict'
import { test } from 'node:test'
import { signInAs } from '../../test/door-world.ts'
import { testHub } from '../../test/hub.ts'
import { create, update } from '../../test/story.ts'

const hub = await testHub()
const manager = await signInAs(hub, 'Event Manager')
const administrator = await signInAs(hub, 'System Administrator')
const reader = await signInAs(hub, 'Reader')

async function ask(method: string, path: string, body?: object, cookie = manager) {
  const answer = await fetch(`${hub.url}/api${path}`, {
    method,
    headers: { cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await answer.text()
  return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) }
}

const person = (name: string, email: string) =>
  create(hub, 'contact', { firstname: name, lastname: 'Family', emailaddress1: email })

const different = (one: string, other: string) =>
  ask('PUT', `/v1/contacts/${one}/different/${other}`)

const takeBack = (one: string, other: string) =>
  ask('DELETE', `/v1/contacts/${one}/different/${other}`)

const typed = (contactid: string) => ({
  '@odata.type': 'Microsoft.Dynamics.CRM.contact',
  contactid,
})

const merge = (one: string, other: string) =>
  ask('POST', '/data/v9.2/Merge', {
    Target: typed(one),
    Subordinate: typed(other),
    PerformParentingChecks: false,
  })

interface Pair {
  readonly one: { readonly id: string }
  readonly other: { readonly id: string }
}

/** Pairs that are offered (or declared different) among these contacts, as `0-1` for the first two. */
async function pairs(ids: readonly string[], what: 'duplicates' | 'different' = 'duplicates') {
  const { body } = await ask('GET', `/v1/contacts/${what}?limit=200`)
  return (body.value as Pair[])
    .map(({ one, other }) => [ids.indexOf(one.id), ids.indexOf(other.id)])
    .filter(([one, other]) => one !== -1 && other !== -1)
    .map((each) => each.join('-'))
    .sort()
}

const beside = async (id: string) =>
  (await ask('GET', `/v1/contacts/${id}/duplicates`)).body.value.map(
    ({ contact }: { contact: { id: string } }) => contact.id,
  )

test('a pair that was declared different is offered no more, until that is taken back', async () => {
  const ids = [await person('Ada', 'home@example.org'), await person('Bob', 'home@example.org')]
  const [ada, bob] = ids as [string, string]
  assert.deepEqual(await pairs(ids), ['0-1'])
  assert.deepEqual((await different(bob, ada)).body, { different: true })
  assert.deepEqual((await different(ada, bob)).body, { different: true })
  assert.deepEqual(await pairs(ids), [])
  assert.deepEqual([await beside(ada), await beside(bob)], [[], []])
  assert.deepEqual(await pairs(ids, 'different'), ['0-1'])
  const facts = await ask('GET', `/v1/contacts/${ada}/merge-facts?with=${bob}`)
  assert.match(facts.body.different.declaredBy, /Event Manager|event\.manager/)
  assert.equal(new Date(facts.body.different.declaredOn).getUTCFullYear() > 2000, true)

  assert.deepEqual((await takeBack(ada, bob)).body, { different: false })
  assert.equal((await takeBack(ada, bob)).status, 200)
  assert.deepEqual(await pairs(ids), ['0-1'])
  assert.deepEqual(await pairs(ids, 'different'), [])
  const log = await ask('GET', `/v1/audit?table=contact`, undefined, administrator)
  const said = (log.body.value as { action: string; recordName: string }[]).map(
    ({ action, recordName }) => [action, recordName],
  )
  assert.deepEqual(said, [
    ['take back difference', 'Ada Family'],
    ['declare different', 'Bob Family'],
  ])
  assert.deepEqual(log.body.names[ada], { table: 'contact', name: 'Ada Family' })
  assert.deepEqual(log.body.names[bob], { table: 'contact', name: 'Bob Family' })
})

test('of three, the two that are left are still offered to each other', async () => {
  const ids = [
    await person('Cleo', 'trio@example.org'),
    await person('Dora', 'trio@example.org'),
    await person('Eve', 'trio@example.org'),
  ]
  const [oldest, second, third] = ids as [string, string, string]
  assert.deepEqual(await pairs(ids), ['0-1', '0-2'])
  await different(oldest, third)
  assert.deepEqual(await pairs(ids), ['0-1', '1-2'])
  await different(oldest, second)
  assert.deepEqual(await pairs(ids), ['1-2'])
  await different(second, third)
  assert.deepEqual(await pairs(ids), [])
})

test('a merge carries over what was said of the contact that went', async () => {
  const ids = [
    await person('Finn', 'merged@example.org'),
    await person('Gus', 'merged@example.org'),
    await person('Hal', 'merged@example.org'),
  ]
  const [finn, gus, hal] = ids as [string, string, string]
  await different(gus, hal)
  await different(finn, gus)
  assert.equal((await merge(finn, gus)).status, 204)
  assert.deepEqual(await pairs(ids), [])
  assert.deepEqual(await pairs(ids, 'different'), ['0-2'])
  await takeBack(hal, finn)
  assert.deepEqual(await pairs(ids), ['0-2'])
})

test('what was said goes with a contact that is deleted, and waits with one that is inactive', async () => {
  const ids = [await person('Ida', 'two@example.org'), await person('Jo', 'two@example.org')]
  const [ida, jo] = ids as [string, string]
  await different(ida, jo)
  await update(hub, 'contact', jo, { statecode: 1, statuscode: 2 })
  assert.deepEqual(await pairs(ids, 'different'), [])
  await update(hub, 'contact', jo, { statecode: 0, statuscode: 1 })
  assert.deepEqual(await pairs(ids, 'different'), ['0-1'])
  assert.equal((await ask('DELETE', `/data/v9.2/contacts(${jo})`)).status, 204)
  assert.deepEqual(await pairs(ids, 'different'), [])
})

test('nonsense is refused, and so is whoever may not change contacts', async () => {
  const ids = [await person('Kim', 'three@example.org'), await person('Lee', 'three@example.org')]
  const [kim, lee] = ids as [string, string]
  assert.equal((await different(kim, kim)).body.code, 'different-from-itself')
  const nobody = '00000000-0000-4000-8000-0000000000ff'
  assert.equal((await different(kim, nobody)).body.code, 'contact-missing')
  const address = `/v1/contacts/${kim}/different/${lee}`
  assert.equal((await ask('PUT', address, undefined, reader)).status, 403)
  assert.equal((await ask('DELETE', address, undefined, reader)).status, 403)
  assert.equal((await ask('GET', '/v1/contacts/different', undefined, reader)).status, 200)
  assert.deepEqual(await pairs(ids), ['0-1'])
})
