import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { systemCaller } from '#identity'
import { dataWorld } from '../../../test/data-world.ts'
import { webhookSink } from '../../../test/webhook-sink.ts'
import { attributesOf, column, label, lookup, options } from './definition-fixture.ts'
import { createIndexJob } from './make-index.ts'

const world = await dataWorld()
const { send } = world
const attributes = attributesOf('contact')
const address = (name: string): string => `${attributes}(LogicalName='${name}')`

async function add(kind: string, name: string, more: object = {}): Promise<void> {
  const answer = await send(attributes, { method: 'POST', body: column(kind, name, more) })
  assert.equal(answer.status, 204, answer.text)
}

async function patch(name: string, body: object): Promise<string> {
  const answer = await send(address(name), { method: 'PATCH', body })
  return answer.status === 204 ? 'done' : String(answer.json.error.message)
}

describe('changing', () => {
  test('a text may be lengthened and never be cut', async () => {
    await add('String', 'new_Motto', { MaxLength: 5 })
    const id = await world.create('contact', { lastname: 'A', new_motto: '12345' })
    assert.equal(await patch('new_motto', { MaxLength: 10 }), 'done')
    await world.update('contact', id, { new_motto: '1234567890' })
    assert.match(await patch('new_motto', { MaxLength: 9 }), /MaxLength of new_motto.*10 to 9/)
  })

  test('statements that were prepared before see the longer column', async () => {
    await add('String', 'new_Title', { MaxLength: 5 })
    const id = await world.create('contact', { lastname: 'A', new_title: 'a' })
    const read = () => send(`contacts(${id})?$select=new_title`)
    for (let times = 0; times < 8; times += 1) assert.equal((await read()).status, 200)
    assert.equal(await patch('new_title', { MaxLength: 50 }), 'done')
    await world.update('contact', id, { new_title: 'a longer title' })
    assert.equal((await read()).json.new_title, 'a longer title')
  })

  test('labels are replaced, or merged where the client says so', async () => {
    await add('Integer', 'new_Age')
    const labels = async () =>
      (await send(address('new_age'))).json.DisplayName.LocalizedLabels.map(
        (each: { Label: string }) => each.Label,
      )
    const german = { LocalizedLabels: [{ Label: 'Alter', LanguageCode: 1031 }] }
    const merging = { 'MSCRM.MergeLabels': 'true' }
    const body = { ...column('Integer', 'new_Age'), DisplayName: german }
    await send(address('new_age'), { method: 'PUT', headers: merging, body })
    assert.deepEqual(await labels(), ['Alter', 'new_Age'])
    await send(address('new_age'), { method: 'PUT', body })
    assert.deepEqual(await labels(), ['Alter'])
  })

  test('another type or name would be another column', async () => {
    assert.match(await patch('new_age', column('String', 'new_Age')), /@odata.type of new_age/)
    assert.match(await patch('new_age', { SchemaName: 'new_Years' }), /SchemaName of new_age/)
  })

  test('options are added, renamed and removed; one that rows have stays', async () => {
    await add('Picklist', 'new_Size', { OptionSet: options('S', 'M', 'L'), DefaultFormValue: 3 })
    const id = await world.create('contact', { lastname: 'A', new_size: 2 })
    const body = { OptionSet: options('Small', 'Medium') }
    assert.equal(await patch('new_size', body), 'done')
    const headers = { prefer: 'odata.include-annotations="*"' }
    const row = await send(`contacts(${id})?$select=new_size`, { headers })
    assert.equal(row.json['new_size@OData.Community.Display.V1.FormattedValue'], 'Medium')
    assert.match(await patch('new_size', { OptionSet: options('Small') }), /option 2 of new_size/)
    const other = await world.create('contact', { lastname: 'B' })
    const [stored] = await world.query('select new_size from contact where contactid = $1', [other])
    assert.equal(stored?.new_size, null, 'the default went with its option')
  })

  test('the actions for single options do the same', async () => {
    const target = { EntityLogicalName: 'contact', AttributeLogicalName: 'new_size' }
    const act = (name: string, body: object) =>
      send(name, { method: 'POST', body: { ...target, ...body } })
    const inserted = await act('InsertOptionValue', { Label: label('Large') })
    const { NewOptionValue: Value } = inserted.json
    assert.ok(Value > 2)
    await act('UpdateOptionValue', { Value, Label: label('Huge'), MergeLabels: false })
    const id = await world.create('contact', { lastname: 'A', new_size: Value })
    assert.equal((await act('DeleteOptionValue', { Value })).status, 400)
    await world.remove('contact', id)
    assert.equal((await act('DeleteOptionValue', { Value })).status, 204)
    const described = await send(
      `${address('new_size')}/Microsoft.Dynamics.CRM.PicklistAttributeMetadata?$select=LogicalName&$expand=OptionSet`,
    )
    const values = described.json.OptionSet.Options.map((each: { Value: number }) => each.Value)
    assert.deepEqual(values, [1, 2])
    const found = await send(`GlobalOptionSetDefinitions(Name='contact_new_size')`)
    assert.equal(found.json.Options[1].Label.UserLocalizedLabel.Label, 'Medium')
  })

  test('an index is made by a system job where filters are asked to be fast', async () => {
    await add('String', 'new_Code')
    assert.equal(await patch('new_code', { IsFilterable: true }), 'done')
    const [job] = await world.query(
      `select name from asyncoperation where gr_kind = 'customize.index' and name like '%new_code'`,
    )
    assert.equal(job?.name, 'Make the index of contact.new_code')

    const definition = createIndexJob({ database: world, catalogue: world.catalogue })
    const payload = { table: 'contact', column: 'new_code' }
    await definition.run({ payload } as never)
    // Once more, as after a kill in the middle.
    await definition.run({ payload } as never)
    const found = await world.query(
      `select indexdef from pg_indexes where tablename = 'contact' and indexdef like '%new_code%'`,
    )
    assert.equal(found.length, 1)
    assert.match(String(found[0]?.indexdef), /lower\(\(new_code\)/)
    assert.equal((await send(address('new_code'))).json.IsFilterable, true)
    const gone = await definition.run({ payload: { ...payload, column: 'new_none' } } as never)
    assert.match(String(gone?.friendlyMessage), /removed meanwhile/)
  })
})

describe('removing', () => {
  test('what rows hold goes only when that is confirmed', async () => {
    await add('String', 'new_Gone')
    const id = await world.create('contact', { lastname: 'A', new_gone: 'soon' })
    const kept = await send(address('new_gone'), { method: 'DELETE' })
    assert.equal(kept.status, 400)
    assert.match(kept.json.error.message, /would be gone/)
    const gone = await send(`${address('new_gone')}?confirm=true`, { method: 'DELETE' })
    assert.equal(gone.status, 204)
    const asked = await send(`contacts(${id})?$select=new_gone`)
    assert.equal(asked.status, 400)
    assert.match(asked.json.error.message, /new_gone/)
    assert.equal((await send(`contacts(${id})`)).status, 200)
    const written = await send(`contacts(${id})`, { method: 'PATCH', body: { new_gone: 'x' } })
    assert.equal(written.status, 400)
    await add('Integer', 'new_Gone')
    assert.equal((await send(`contacts(${id})?$select=new_gone`)).json.new_gone, null)
  })

  test('the relationship of a lookup is removed with it', async () => {
    const body = lookup('new_contact_home', 'new_Home', { of: 'contact', to: 'account' })
    const { headers } = await send('RelationshipDefinitions', { method: 'POST', body })
    const relationship = headers.get('odata-entityid') ?? ''
    assert.equal((await send(relationship, { method: 'DELETE' })).status, 204)
    assert.equal((await send(address('new_home'))).status, 404)
    assert.equal((await send('accounts?$expand=new_contact_home')).status, 400)
  })

  test('nothing is changed inside a change set', async () => {
    const batch = [
      '--b',
      'Content-Type: multipart/mixed; boundary=c',
      '',
      '--c',
      'Content-Type: application/http',
      'Content-Transfer-Encoding: binary',
      'Content-ID: 1',
      '',
      `DELETE ${world.root}${address('new_motto')}?confirm=true HTTP/1.1`,
      '',
      '',
      '--c--',
      '--b--',
      '',
    ].join('\r\n')
    const headers = { 'content-type': 'multipart/mixed; boundary=b' }
    const answer = await send('$batch', { method: 'POST', headers, body: batch })
    assert.match(answer.text, /cannot be changed inside a change set/)
    assert.equal((await send(address('new_motto'))).status, 200)
  })
})

describe('webhooks', async () => {
  const sink = await webhookSink()
  const contact = { message: 'Update', table: 'contact', mode: 'synchronous' } as const
  const register = (step: object) =>
    world.webhooks.register(systemCaller, {
      name: 'Receiver',
      url: `${sink.url}/hook`,
      authentication: { kind: 'WebhookKey', key: 'very-secret-key' },
      steps: [{ ...contact, ...step }],
    })

  test('filter by custom columns and carry them with their types', async () => {
    await add('Money', 'new_Fee')
    await add('DateTime', 'new_Arrival')
    await add('MultiSelectPicklist', 'new_Topics', { OptionSet: options('A', 'B') })
    await add('Picklist', 'new_Diet', { OptionSet: options('Any', 'None') })
    const body = lookup('new_contact_host', 'new_Host', { of: 'contact', to: 'account' })
    await send('RelationshipDefinitions', { method: 'POST', body })
    const account = await world.create('account', { name: 'Hosts' })
    const id = await world.create('contact', { lastname: 'A' })
    const image = { alias: 'after', kind: 'post', attributes: ['new_topics'] }
    await register({ filteringAttributes: ['new_fee'], images: [image] })
    await world.update('contact', id, { lastname: 'B' })
    assert.equal(sink.received.length, 0)
    await world.update('contact', id, {
      new_fee: '12.5',
      new_topics: '2,1',
      new_diet: 2,
      new_host: account,
      new_arrival: '2026-09-01T10:00:00Z',
    })
    const [{ body: text = '' } = {}] = await sink.waitFor(1)
    const context = JSON.parse(text)
    const target = context.InputParameters[0].value.Attributes
    const attribute = (name: string) =>
      target.find((each: { key: string }) => each.key === name)?.value
    assert.deepEqual(attribute('new_fee').Value, 12.5)
    assert.match(attribute('new_fee').__type, /^Money:/)
    assert.equal(attribute('new_diet').Value, 2)
    assert.deepEqual(
      attribute('new_topics').map((each: { Value: number }) => each.Value),
      [1, 2],
    )
    assert.deepEqual(
      [attribute('new_host').Id, attribute('new_host').LogicalName],
      [account, 'account'],
    )
    assert.match(attribute('new_arrival'), /^\/Date\(1788256800000\)\/$/)
    assert.match(JSON.stringify(context.PostEntityImages), /new_topics.*A; B/)
  })

  test('hold on to the columns that they use', async () => {
    const kept = await send(`${address('new_fee')}?confirm=true`, { method: 'DELETE' })
    assert.match(kept.json.error.message, /filtering attributes of the webhook step "Receiver/)
    const shown = await send(`${address('new_topics')}?confirm=true`, { method: 'DELETE' })
    assert.match(shown.json.error.message, /the image after of the webhook step "Receiver/)
    await assert.rejects(register({ filteringAttributes: ['new_nothing'] }), /new_nothing/)
  })
})
