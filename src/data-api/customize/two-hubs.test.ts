/** Definitions change on one hub while another one reads and writes. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dataWorld } from '../../../test/data-world.ts'
import { attributesOf, column, options } from './definition-fixture.ts'

const world = await dataWorld()
const second = await world.anotherRoot()
const here = world.send
const there = (path: string, request?: Parameters<typeof here>[1]) => here(second + path, request)
const attributes = attributesOf('contact')
const address = (name: string): string => `${attributes}(LogicalName='${name}')`

async function add(kind: string, name: string, more: object = {}): Promise<void> {
  const answer = await here(attributes, { method: 'POST', body: column(kind, name, more) })
  assert.equal(answer.status, 204, answer.text)
}

test('a column that one hub has added is written and asked for at the other at once', async () => {
  for (let number = 1; number <= 8; number += 1) {
    const name = `new_quick${number}`
    await add('String', name)
    const written = await there('contacts', {
      method: 'POST',
      body: { lastname: 'Q', [name]: 'now' },
    })
    assert.equal(written.status, 204, written.text)
    const found = await there(`contacts?$select=${name}&$filter=${name} eq 'now'`)
    assert.equal(found.json.value.length, 1, found.text)
    const described = await there(`${address(name)}?$select=SchemaName`)
    assert.equal(described.status, 200)
  }
  assert.match((await there('$metadata')).text, /new_quick8/)
})

test('longer texts and new options are taken at the other hub at once', async () => {
  await add('String', 'new_Short', { MaxLength: 2 })
  await add('Picklist', 'new_Pick', { OptionSet: options('A') })
  const create = (body: object) => there('contacts', { method: 'POST', body })
  assert.equal((await create({ lastname: 'L', new_short: 'ab', new_pick: 1 })).status, 204)
  await here(address('new_short'), { method: 'PATCH', body: { MaxLength: 9 } })
  await here(address('new_pick'), { method: 'PATCH', body: { OptionSet: options('A', 'B') } })
  const answer = await create({ lastname: 'L', new_short: 'longer', new_pick: 2 })
  assert.equal(answer.status, 204, answer.text)
})

test('while columns come and go, nobody is told of a failure of the hub', async () => {
  const contact = await world.create('contact', { lastname: 'Busy' })
  const seen = new Map<number, number>()
  let stopped = false
  const note = ({ status, text }: { status: number; text: string }) => {
    seen.set(status, (seen.get(status) ?? 0) + 1)
    assert.ok(status < 500, text)
  }
  const busy = [
    () => there(`contacts(${contact})`),
    () => there(`contacts?$filter=lastname eq 'Busy'`),
    () => there(`contacts?$select=new_flicker&$filter=lastname eq 'Busy'`),
    () => there('contacts', { method: 'POST', body: { lastname: 'New', new_flicker: 1 } }),
    () => there('contacts', { method: 'POST', body: { lastname: 'Plain' } }),
    () => there(`contacts(${contact})`, { method: 'PATCH', body: { firstname: 'B' } }),
    () => here(`contacts(${contact})`, { method: 'PATCH', body: { jobtitle: 'B' } }),
  ].map(async (act) => {
    while (!stopped) note(await act())
  })
  const changing = (async () => {
    for (let round = 0; round < 12; round += 1) {
      const choice = { OptionSet: options('A', 'B'), DefaultFormValue: 1 }
      await add('Picklist', 'new_Flicker', choice)
      const path = `${address('new_flicker')}?confirm=true`
      const gone = await here(path, { method: 'DELETE' })
      assert.equal(gone.status, 204, gone.text)
    }
  })().finally(() => {
    stopped = true
  })
  await Promise.all([changing, ...busy])
  assert.ok((seen.get(204) ?? 0) > 50, JSON.stringify([...seen]))
})

test('acts that come at the same time on both hubs follow each other', async () => {
  const names = Array.from({ length: 6 }, (_, index) => `new_same${index}`)
  const answers = await Promise.all(
    names.flatMap((name) =>
      [here, there].map((send) =>
        send(attributes, { method: 'POST', body: column('Integer', name) }),
      ),
    ),
  )
  const done = answers.filter(({ status }) => status === 204)
  assert.equal(done.length, names.length)
  for (const { status, text } of answers) {
    if (status !== 204) assert.match(text, /already, as a column/)
  }
})
