import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parse } from '@sap-ux/edmx-parser'
import { SaxesParser } from 'saxes'
import { dataWorld } from '../../../test/data-world.ts'

const world = await dataWorld()

/** What the reader finds, as far as it is looked at here. */
interface Schema {
  readonly namespace: string
  readonly entityTypes: readonly EntityType[]
  readonly entitySets: readonly {
    readonly name: string
    readonly entityTypeName: string
    readonly navigationPropertyBinding: Readonly<Record<string, string>>
  }[]
  readonly complexTypes: readonly { readonly fullyQualifiedName: string }[]
}

interface EntityType {
  readonly name: string
  readonly fullyQualifiedName: string
  readonly keys: readonly unknown[]
  readonly entityProperties: readonly { readonly name: string; readonly type: string }[]
  readonly navigationProperties: readonly {
    readonly name: string
    readonly targetTypeName: string
    readonly partner?: string
    readonly referentialConstraint: readonly {
      readonly sourceProperty: string
      readonly targetProperty: string
    }[]
  }[]
}

async function read(): Promise<Schema> {
  const { status, text, headers } = await world.send('$metadata')
  assert.equal(status, 200)
  assert.match(String(headers.get('content-type')), /^application\/xml/)
  new SaxesParser({ xmlns: true }).write(text).close()
  return parse(text).schema as unknown as Schema
}

test('an independent reader understands every type, key and way between tables', async () => {
  const schema = await read()
  const { entityTypes, entitySets, complexTypes } = schema
  assert.equal(schema.namespace, 'Microsoft.Dynamics.CRM')
  assert.ok(entitySets.length >= 15)
  assert.ok(entityTypes.some((type) => type.navigationProperties.some(({ partner }) => partner)))
  const types = new Map(entityTypes.map((type) => [type.fullyQualifiedName, type]))
  const structured = new Set(complexTypes.map(({ fullyQualifiedName }) => fullyQualifiedName))
  for (const set of entitySets) {
    const type = types.get(set.entityTypeName)
    assert.ok(type, `${set.name} has a type`)
    assert.ok(type.keys.length === 1, `${set.name} has a key`)
  }
  for (const type of entityTypes) {
    for (const property of type.entityProperties) {
      const known = property.type.startsWith('Edm.') || structured.has(property.type)
      assert.ok(known, `${type.name}.${property.name} is ${property.type}`)
    }
    for (const navigation of type.navigationProperties) {
      const target = types.get(navigation.targetTypeName)
      assert.ok(target, `${type.name}.${navigation.name} leads to ${navigation.targetTypeName}`)
      const back = target.navigationProperties.find(({ name }) => name === navigation.partner)
      if (navigation.partner !== undefined && navigation.partner !== '') {
        assert.equal(back?.partner, navigation.name, `${type.name}.${navigation.name} and back`)
      }
      for (const { sourceProperty, targetProperty } of navigation.referentialConstraint) {
        assert.ok(type.entityProperties.some(({ name }) => name === sourceProperty))
        assert.ok(target.entityProperties.some(({ name }) => name === targetProperty))
      }
    }
  }
})

test('every set of the service document is in it, and every binding leads to a set', async () => {
  const schema = await read()
  const sets = new Set(schema.entitySets.map(({ name }) => name))
  const { json } = await world.send('')
  for (const { name } of json.value) assert.ok(sets.has(name), name)
  for (const set of schema.entitySets) {
    for (const target of Object.values(set.navigationPropertyBinding)) {
      assert.ok(sets.has(String(target).split('/').at(-1) ?? ''), `${set.name} to ${target}`)
    }
  }
})

test('names are unique inside each type, and lookups have their values', async () => {
  const schema = await read()
  const contact = schema.entityTypes.find(({ name }) => name === 'contact')
  const names = [
    ...(contact?.entityProperties ?? []),
    ...(contact?.navigationProperties ?? []),
  ].map(({ name }) => name)
  assert.equal(new Set(names).size, names.length)
  for (const name of ['_parentcustomerid_value', 'parentcustomerid_account', 'ownerid']) {
    assert.ok(names.includes(name), name)
  }
})

test('annotations say what is computed and what cannot be read', async () => {
  const { text } = await world.send('$metadata?annotations=true')
  new SaxesParser({ xmlns: true }).write(text).close()
  assert.match(
    text,
    /<Property Name="createdon"[^>]*><Annotation Term="Org.OData.Core.V1.Computed"/,
  )
  assert.match(text, /<Property Name="authvalue"[^>]*><Annotation Term="[^"]*Permissions"/)
})

test('definitions answer what clients ask at their start', async () => {
  const byName = await world.send(
    "EntityDefinitions?$filter=LogicalName eq 'contact'&$select=MetadataId,LogicalName,SchemaName,EntitySetName,PrimaryIdAttribute",
  )
  const [contact] = byName.json.value
  assert.equal(contact.PrimaryIdAttribute, 'contactid')
  const byId = await world.send(`EntityDefinitions(${contact.MetadataId})?$select=EntitySetName`)
  assert.equal(byId.json.EntitySetName, 'contacts')
  const lookups = await world.send(
    "EntityDefinitions(LogicalName='contact')/Attributes?$select=LogicalName&$filter=AttributeType eq Microsoft.Dynamics.CRM.AttributeTypeCode'Lookup'",
  )
  assert.ok(
    lookups.json.value.some((each: { LogicalName: string }) => each.LogicalName === 'createdby'),
  )
  const states = await world.send(
    "EntityDefinitions(LogicalName='contact')/Attributes(LogicalName='statecode')/Microsoft.Dynamics.CRM.StateAttributeMetadata?$select=LogicalName&$expand=OptionSet",
  )
  assert.deepEqual(
    states.json.OptionSet.Options.map((each: { Value: number }) => each.Value),
    [0, 1],
  )
  const unknown = await world.send("EntityDefinitions(LogicalName='nothing')")
  assert.equal(unknown.status, 404)
  const wrong = await world.send('EntityDefinitions?$filter=Nothing eq 1')
  assert.equal(wrong.status, 400)
})

test('definitions are counted and ordered, and one property of one is read', async () => {
  const all = await world.send('EntityDefinitions?$select=LogicalName&$orderby=LogicalName desc')
  const names = all.json.value.map((each: { LogicalName: string }) => each.LogicalName)
  assert.deepEqual(names, names.toSorted().toReversed())
  assert.equal((await world.send('EntityDefinitions/$count')).text, String(names.length))
  const some = "EntityDefinitions/$count?$filter=startswith(LogicalName,'sdkmessage')"
  assert.equal((await world.send(some)).text, '5')
  const { json } = await world.send("EntityDefinitions(LogicalName='contact')/EntitySetName")
  assert.equal(json.value, 'contacts')
  assert.equal((await world.send('EntityDefinitions?$orderby=Nothing')).status, 400)
})
