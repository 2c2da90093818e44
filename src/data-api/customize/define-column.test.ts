import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { describe, test } from 'node:test'
import { dataWorld } from '../../../test/data-world.ts'
import { attributesOf, column, label, lookup, options } from './definition-fixture.ts'

const world = await dataWorld()
const { send } = world
const attributes = attributesOf('contact')

async function add(type: string, name: string, more: object = {}): Promise<void> {
  const answer = await send(attributes, { method: 'POST', body: column(type, name, more) })
  assert.equal(answer.status, 204, answer.text)
}

async function refused(path: string, request: Parameters<typeof send>[1]) {
  const { status, json } = await send(path, request)
  return { status, code: json?.error?.code, message: String(json?.error?.message) }
}

const create = async (values: object): Promise<string> => {
  const answer = await send('contacts', { method: 'POST', body: { lastname: 'Any', ...values } })
  assert.equal(answer.status, 204, answer.text)
  return String(answer.headers.get('odata-entityid')?.match(/\((.*)\)$/)?.[1])
}

describe('adding', () => {
  test('a column is there at once: written, read, filtered and described', async () => {
    await add('String', 'new_Colour', { MaxLength: 20, DisplayName: label('Colour', 'Farbe') })
    const id = await create({ new_colour: 'Red' })
    const row = await send(`contacts(${id})?$select=new_colour`)
    assert.equal(row.json.new_colour, 'Red')
    const found = await send(`contacts?$select=contactid&$filter=new_colour eq 'red'`)
    assert.deepEqual(
      found.json.value.map((each: { contactid: string }) => each.contactid),
      [id],
    )
    const described = await send(`${attributes}(LogicalName='new_colour')`)
    assert.equal(described.json.SchemaName, 'new_Colour')
    assert.equal(described.json.MaxLength, 20)
    assert.deepEqual(
      described.json.DisplayName.LocalizedLabels.map((each: { Label: string }) => each.Label),
      ['Farbe', 'Colour'],
    )
    const csdl = await send('$metadata')
    assert.match(csdl.text, /<Property Name="new_colour" Type="Edm.String" MaxLength="20"/)
  })

  test('the answer is the address of the definition', async () => {
    const body = column('Boolean', 'new_Vegetarian')
    const answer = await send(attributes, { method: 'POST', body })
    const address = answer.headers.get('odata-entityid') ?? ''
    assert.match(address, /EntityDefinitions\([0-9a-f-]{36}\)\/Attributes\([0-9a-f-]{36}\)$/)
    const described = await send(address)
    assert.equal(described.json.LogicalName, 'new_vegetarian')
    assert.equal(described.json.AttributeType, 'Boolean')
  })

  test('values are checked as in every other column', async () => {
    await add('Integer', 'new_Seats', { MinValue: 1, MaxValue: 9 })
    await add('Decimal', 'new_Weight', { Precision: 2 })
    await add('Picklist', 'new_Size', { OptionSet: options('S', 'M') })
    await add('MultiSelectPicklist', 'new_Topics', { OptionSet: options('A', 'B') })
    const wrong = [
      [{ new_colour: 'a text that is far too long' }, '0x80044331'],
      [{ new_seats: 10 }, '0x8004432f'],
      [{ new_seats: 'many' }, '0x80048d19'],
      [{ new_weight: 1.234 }, '0x80048d19'],
      [{ new_size: 7 }, '0x8004431a'],
      [{ new_topics: '1,7' }, '0x8004431a'],
      [{ new_topics: 'A' }, '0x80048d19'],
    ] as const
    for (const [values, code] of wrong) {
      const found = await refused('contacts', { method: 'POST', body: values })
      assert.deepEqual([found.status, found.code], [400, code], JSON.stringify(values))
    }
  })

  test('defaults are written and required columns demand a value', async () => {
    await add('Picklist', 'new_Diet', { OptionSet: options('Any', 'None'), DefaultFormValue: 2 })
    const id = await create({})
    const row = await send(`contacts(${id})?$select=new_diet`)
    assert.equal(row.json.new_diet, 2)
    await add('String', 'new_Badge', { RequiredLevel: { Value: 'ApplicationRequired' } })
    const found = await refused('contacts', { method: 'POST', body: { lastname: 'Nobody' } })
    assert.match(found.message, /new_badge/i)
    const loosened = { RequiredLevel: { Value: 'None' } }
    const path = `${attributes}(LogicalName='new_badge')`
    assert.equal((await send(path, { method: 'PATCH', body: loosened })).status, 204)
    await create({})
  })

  test('a lookup leads both ways and holds on to its rows as it was told', async () => {
    const body = lookup('new_contact_guide', 'new_Guide', { of: 'contact', to: 'account' })
    const answer = await send('RelationshipDefinitions', { method: 'POST', body })
    assert.equal(answer.status, 204, answer.text)
    const account = await world.create('account', { name: 'Guides' })
    const id = await create({ 'new_Guide@odata.bind': `/accounts(${account})` })
    const path = `contacts(${id})?$select=_new_guide_value&$expand=new_Guide($select=name)`
    const row = await send(path, { headers: { prefer: 'odata.include-annotations="*"' } })
    assert.equal(row.json.new_Guide.name, 'Guides')
    assert.equal(row.json['_new_guide_value@OData.Community.Display.V1.FormattedValue'], 'Guides')
    const back = await send(`accounts(${account})?$expand=new_contact_guide($select=contactid)`)
    assert.deepEqual(back.json.new_contact_guide[0].contactid, id)
    const wrong = { 'new_Guide@odata.bind': `/accounts(${randomUUID()})` }
    const missing = await refused(`contacts(${id})`, { method: 'PATCH', body: wrong })
    assert.notEqual(missing.status, 500)
    await world.remove('account', account)
    const cleared = await send(`contacts(${id})?$select=_new_guide_value`)
    assert.equal(cleared.json._new_guide_value, null)
    const described = await send(`RelationshipDefinitions(SchemaName='new_contact_guide')`)
    assert.equal(described.json.ReferencingAttribute, 'new_guide')
  })

  test('only a System Administrator adds, changes and removes', async () => {
    const key = await world.keyFor('Event Manager')
    const headers = { authorization: `Bearer ${key}` }
    const body = column('String', 'new_Secret')
    assert.equal((await send(attributes, { method: 'POST', headers, body })).status, 403)
    const path = `${attributes}(LogicalName='new_colour')`
    assert.equal((await send(path, { method: 'PATCH', headers, body: {} })).status, 403)
    assert.equal((await send(path, { method: 'DELETE', headers })).status, 403)
  })
})

describe('what is refused', () => {
  const wrong: readonly (readonly [string, object, RegExp])[] = [
    ['no prefix', column('String', 'colour'), /prefix/],
    ['a reserved prefix', column('String', 'gr_colour'), /reserved/],
    ['the prefix of built-in columns', column('String', 'msevtmgt_colour'), /reserved/],
    ['a name that is too long', column('String', `new_${'a'.repeat(50)}`), /54 characters/],
    ['SQL in a name', column('String', 'new_a"; drop table contact; --'), /characters/],
    ['the name of another column', column('String', 'new_colour'), /already/],
    ['the name column of a choice', column('String', 'new_sizename'), /already/],
    ['a type that is not offered', column('Image', 'new_picture'), /type Image/],
    ['no type', { SchemaName: 'new_plain' }, /type nothing/],
    ['no options', column('Picklist', 'new_None'), /OptionSet/],
    ['a length beyond the type', column('String', 'new_Long', { MaxLength: 5000 }), /4000/],
    ['a range upside down', column('Integer', 'new_X', { MinValue: 2, MaxValue: 1 }), /MinValue/],
    ['a label that is no label', column('String', 'new_X', { DisplayName: 'X' }), /DisplayName/],
  ]
  for (const [what, body, message] of wrong) {
    test(`${what} is refused with a sentence`, async () => {
      const found = await refused(attributes, { method: 'POST', body })
      assert.equal(found.status, 400)
      assert.match(found.message, message)
    })
  }

  test('unknown tables and tables that the hub keeps take no columns', async () => {
    const body = column('String', 'new_X')
    const unknown = await refused(attributesOf('nothing'), { method: 'POST', body })
    assert.equal(unknown.status, 404)
    const kept = await refused(attributesOf('asyncoperation'), { method: 'POST', body })
    assert.match(kept.message, /takes no custom columns/)
  })

  test('a built-in column cannot be changed or removed', async () => {
    const path = `${attributes}(LogicalName='firstname')`
    for (const method of ['PATCH', 'DELETE']) {
      assert.match((await refused(path, { method, body: {} })).message, /belongs to Greenroom/)
    }
  })
})

test('every act leaves a row that tells who did what', async () => {
  await add('Memo', 'new_Notes')
  await send(`${attributes}(LogicalName='new_notes')`, { method: 'DELETE' })
  const path = `gr_columnchanges?$filter=gr_columnname eq 'new_notes'&$orderby=createdon&$select=gr_act,gr_name,_createdby_value`
  const { json } = await send(path)
  const acts = json.value.map((each: { gr_act: string }) => each.gr_act)
  assert.deepEqual(acts.toSorted(), ['add', 'remove'])
  assert.notEqual(json.value[0]._createdby_value, null)
})
