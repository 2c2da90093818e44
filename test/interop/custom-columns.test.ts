/**
 * The Web API client that most Dynamics 365 projects use, unchanged: it adds columns, writes and
 * filters by them, changes and removes them.
 * https://www.npmjs.com/package/dynamics-web-api
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { DynamicsWebApi } from 'dynamics-web-api'
import { dataWorld } from '../data-world.ts'

const world = await dataWorld()
const client = new DynamicsWebApi({
  serverUrl: new URL(world.root).origin,
  dataApi: { version: '9.2' },
  onTokenRefresh: async () => world.key,
})

const entityKey = "LogicalName='contact'"
const label = (text: string) => ({
  '@odata.type': 'Microsoft.Dynamics.CRM.Label',
  LocalizedLabels: [
    {
      '@odata.type': 'Microsoft.Dynamics.CRM.LocalizedLabel',
      Label: text,
      LanguageCode: 1033,
    },
  ],
})

interface Definition {
  readonly MetadataId: string
  readonly LogicalName: string
  readonly MaxLength?: number
}

const badge = {
  '@odata.type': 'Microsoft.Dynamics.CRM.StringAttributeMetadata',
  AttributeType: 'String',
  AttributeTypeName: { Value: 'StringType' },
  Description: label('Printed on the badge'),
  DisplayName: label('Badge name'),
  RequiredLevel: {
    Value: 'None',
    CanBeChanged: true,
    ManagedPropertyLogicalName: 'canmodifyrequirementlevelsettings',
  },
  SchemaName: 'new_BadgeName',
  FormatName: { Value: 'Text' },
  MaxLength: 100,
}

const attributeKey = "LogicalName='new_badgename'"

test('createAttribute adds a column, and rows have it', async () => {
  await client.createAttribute({ entityKey, data: badge })
  const found = await client.retrieveAttribute<Definition>({ entityKey, attributeKey })
  assert.equal(found.MaxLength, 100)
  const id = await client.create<object, string>({
    collection: 'contacts',
    data: { lastname: 'Lovelace', new_badgename: 'Ada' },
  })
  const { value } = await client.retrieveMultiple({
    collection: 'contacts',
    select: ['contactid', 'new_badgename'],
    filter: "new_badgename eq 'ada'",
  })
  assert.deepEqual(
    value.map((row) => row.contactid),
    [id],
  )
})

test('updateAttribute changes what it sends', async () => {
  const castType = 'Microsoft.Dynamics.CRM.StringAttributeMetadata'
  const definition = await client.retrieveAttribute<Definition>({
    entityKey,
    attributeKey,
    castType,
  })
  await client.updateAttribute({
    entityKey,
    castType,
    mergeLabels: true,
    data: { ...definition, DisplayName: label('Name on the badge'), MaxLength: 200 },
  })
  const { value } = await client.retrieveAttributes<Definition & Record<string, never>>({
    entityKey,
    castType,
    filter: "LogicalName eq 'new_badgename'",
    select: ['MaxLength', 'DisplayName'],
  })
  assert.equal(value[0]?.MaxLength, 200)
})

test('createRelationship adds a lookup, deleteRelationship takes it away', async () => {
  const data = {
    '@odata.type': 'Microsoft.Dynamics.CRM.OneToManyRelationshipMetadata',
    SchemaName: 'new_account_contact_sponsor',
    ReferencedEntity: 'account',
    ReferencedAttribute: 'accountid',
    ReferencingEntity: 'contact',
    CascadeConfiguration: {
      Assign: 'NoCascade',
      Delete: 'RemoveLink',
      Merge: 'NoCascade',
      Reparent: 'NoCascade',
      Share: 'NoCascade',
      Unshare: 'NoCascade',
    },
    Lookup: {
      '@odata.type': 'Microsoft.Dynamics.CRM.LookupAttributeMetadata',
      AttributeType: 'Lookup',
      SchemaName: 'new_SponsorId',
      DisplayName: label('Sponsor'),
    },
  }
  await client.createRelationship({ data })
  const account = await client.create<object, string>({
    collection: 'accounts',
    data: { name: 'Analytical Engines' },
  })
  const key = await client.create<object, string>({
    collection: 'contacts',
    data: { lastname: 'Babbage', 'new_SponsorId@odata.bind': `/accounts(${account})` },
  })
  const row = await client.retrieve({
    collection: 'contacts',
    key,
    select: ['_new_sponsorid_value'],
    expand: [{ property: 'new_SponsorId', select: ['name'] }],
    includeAnnotations: '*',
  })
  assert.equal(row.new_SponsorId.name, 'Analytical Engines')
  assert.equal(row._new_sponsorid_value_Formatted, 'Analytical Engines')
  await client.update({ collection: 'contacts', key, data: { 'new_SponsorId@odata.bind': null } })
  const relationship = "SchemaName='new_account_contact_sponsor'"
  await client.deleteRelationship({ key: relationship })
  await assert.rejects(client.retrieve({ collection: 'contacts', key, select: ['new_sponsorid'] }))
})

test('what is removed is gone for the client; it has no request of its own for that', async () => {
  const address = `EntityDefinitions(${entityKey})/Attributes(${attributeKey})`
  assert.equal((await world.send(address, { method: 'DELETE' })).status, 400)
  assert.equal((await world.send(`${address}?confirm=true`, { method: 'DELETE' })).status, 204)
  await assert.rejects(client.retrieveAttribute({ entityKey, attributeKey }), { status: 404 })
  const query = { collection: 'contacts', filter: "new_badgename eq 'ada'" }
  await assert.rejects(client.retrieveMultiple(query), { status: 400 })
})
