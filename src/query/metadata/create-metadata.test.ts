import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { defineTable, key, lookup, text } from '#database'
import { clubs, companyTable, metadata, personTable } from '../query-fixture.ts'
import { createMetadata } from './create-metadata.ts'
import type { QueryTable } from './metadata.ts'

const table = (name: string): QueryTable => {
  const found = metadata.tables.get(name)
  assert.ok(found)
  return found
}
const person = table('gr_person')
const company = table('gr_company')

describe('names', () => {
  test('lookups are _x_value in OData; choices, yes/no and lookups have a name column', () => {
    assert.equal(person.columns.get('companyid')?.property, '_companyid_value')
    assert.equal(person.properties.get('_companyid_value')?.name, 'companyid')
    assert.equal(person.nameColumns.get('levelname')?.name, 'level')
    assert.equal(person.nameColumns.get('companyidname')?.name, 'companyid')
    assert.equal(person.nameColumns.get('agename'), undefined)
  })

  test('hidden columns are not there, secrets are but cannot be read', () => {
    assert.equal(person.columns.get('engine'), undefined)
    assert.equal(person.columns.get('pin')?.readable, false)
  })

  test('custom columns stand beside the declared ones', () => {
    assert.equal(person.columns.get('new_colour')?.store, 'column')
    assert.equal(person.navigations.get('new_friend')?.kind, 'single')
  })
})

describe('navigation', () => {
  test('a lookup with one target leads there by its own or its declared name', () => {
    assert.deepEqual(targetsOf(person, 'companyid'), ['gr_company'])
    assert.deepEqual(targetsOf(person, 'manager'), ['gr_person'])
    assert.equal(person.navigations.get('managerid'), undefined)
  })

  test('a lookup with several targets has a way for each and none of its own name', () => {
    assert.deepEqual(targetsOf(person, 'favourite_gr_company'), ['gr_company'])
    assert.deepEqual(targetsOf(person, 'favourite_gr_person'), ['gr_person'])
    assert.equal(person.navigations.get('favourite'), undefined)
  })

  test('collections have the declared name, or one made of both tables and the column', () => {
    const staff = company.navigations.get('staff')
    assert.deepEqual(staff, {
      kind: 'collection',
      name: 'staff',
      target: 'gr_person',
      column: 'companyid',
    })
    assert.equal(company.navigations.get('gr_company_gr_person_favourite')?.kind, 'collection')
  })

  test('a relationship is known under its name on both sides, and its pairs as a table', () => {
    assert.equal(person.navigations.get(clubs.name)?.kind, 'many to many')
    assert.equal(company.navigations.get(clubs.name)?.kind, 'many to many')
    assert.deepEqual(table('gr_person_company').identity, ['gr_personid', 'gr_companyid'])
    assert.equal(table('gr_person_company').set, undefined)
  })

  test('lookups to tables that are not there are values without a way', () => {
    const alone = createMetadata({ tables: [personTable], relationships: [clubs] })
    const found = alone.tables.get('gr_person')
    assert.ok(found?.properties.has('_companyid_value'))
    assert.equal(found?.navigations.get('companyid'), undefined)
    assert.equal(alone.tables.get('gr_person_company'), undefined)
  })

  test('ownerid leads to whichever of user and team owns the row', () => {
    const simple = { ownership: 'organization', primaryName: 'name' } as const
    const columns = { name: text('Name', { max: 10 }) }
    const known = createMetadata({
      tables: [
        defineTable({
          ...simple,
          name: 'systemuser',
          set: 'systemusers',
          label: 'User',
          columns: { systemuserid: key('User'), ...columns },
        }),
        defineTable({
          ...simple,
          name: 'team',
          set: 'teams',
          label: 'Team',
          columns: { teamid: key('Team'), ...columns },
        }),
        defineTable({
          ...simple,
          ownership: 'user',
          name: 'thing',
          set: 'things',
          label: 'Thing',
          columns: { thingid: key('Thing'), ...columns, other: lookup('Other', 'thing') },
        }),
      ],
      relationships: [],
    })
    const thing = known.tables.get('thing')
    assert.ok(thing)
    assert.deepEqual(targetsOf(thing, 'ownerid'), ['systemuser', 'team'])
    assert.deepEqual(targetsOf(thing, 'ownerid_team'), ['team'])
    assert.equal(
      known.tables.get('systemuser')?.navigations.get('lk_thing_createdby')?.kind,
      'collection',
    )
    assert.equal(known.tables.get('team')?.navigations.get('team_thing')?.kind, 'collection')
  })
})

test('the tree of a table is made by its lookup to itself', () => {
  assert.equal(company.parent?.name, 'parentid')
  assert.equal(person.parent?.name, 'managerid')
})

test('tables that are not exposed are not there', () => {
  const engine = { ...companyTable, exposed: false }
  assert.equal(createMetadata({ tables: [engine], relationships: [] }).tables.size, 0)
})

function targetsOf(from: QueryTable, name: string): readonly string[] {
  const navigation = from.navigations.get(name)
  assert.equal(navigation?.kind, 'single')
  return navigation.kind === 'single' ? navigation.targets : []
}
