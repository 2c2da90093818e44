import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { isRefusal } from '#errors'
import { testDatabase } from '../../../test/database.ts'
import {
  accounts,
  callerOf,
  contactIds,
  fetchXmlWorld,
  insertPeople,
  users,
} from './fetchxml-fixture.ts'

const world = fetchXmlWorld(await testDatabase())
const { ask, names } = world

before(() => insertPeople(world))

/** A query for contacts by name, with what is given inside its entity. */
const contacts = (inside: string, fetch = '') =>
  `<fetch ${fetch}><entity name="contact"><attribute name="firstname" />${inside}<order attribute="firstname" /></entity></fetch>`

const found = (inside: string, asking = {}) => names(contacts(inside), 'firstname', asking)

const filtered = (condition: string, asking = {}) =>
  found(`<filter><condition ${condition} /></filter>`, asking)

const all = ['Ada', 'Bob', 'Cleo', 'Dan', 'Eve']

describe('conditions', () => {
  const cases: readonly (readonly [condition: string, expected: readonly string[]])[] = [
    ['attribute="firstname" operator="eq" value="ADA"', ['Ada']],
    ['attribute="address1_city" operator="eq" value="LONDON"', ['Ada', 'Bob']],
    ['attribute="address1_city" operator="ne" value="London"', ['Cleo', 'Dan', 'Eve']],
    ['attribute="address1_city" operator="neq" value="London"', ['Cleo', 'Dan', 'Eve']],
    ['attribute="numberofchildren" operator="gt" value="2"', ['Dan']],
    ['attribute="numberofchildren" operator="ge" value="2"', ['Ada', 'Cleo', 'Dan']],
    ['attribute="numberofchildren" operator="lt" value="2"', ['Bob']],
    ['attribute="numberofchildren" operator="le" value="2"', ['Ada', 'Bob', 'Cleo']],
    ['attribute="annualincome" operator="ge" value="100.5"', ['Ada', 'Bob']],
    ['attribute="firstname" operator="like" value="%a%"', ['Ada', 'Dan']],
    ['attribute="firstname" operator="like" value="_o_"', ['Bob']],
    ['attribute="firstname" operator="like" value="[a-c]%"', ['Ada', 'Bob', 'Cleo']],
    ['attribute="firstname" operator="like" value="[^a-c]%"', ['Dan', 'Eve']],
    ['attribute="address1_city" operator="not-like" value="l%"', ['Cleo', 'Dan', 'Eve']],
    ['attribute="lastname" operator="begins-with" value="ba"', ['Bob']],
    ['attribute="address1_city" operator="not-begin-with" value="lon"', ['Cleo', 'Dan', 'Eve']],
    ['attribute="lastname" operator="ends-with" value="ER"', ['Ada', 'Bob', 'Cleo']],
    ['attribute="address1_city" operator="not-end-with" value="don"', ['Cleo', 'Dan', 'Eve']],
    ['attribute="address1_city" operator="null"', ['Dan']],
    ['attribute="address1_city" operator="null" value="1"', ['Dan']],
    ['attribute="address1_city" operator="not-null"', ['Ada', 'Bob', 'Cleo', 'Eve']],
    ['attribute="donotemail" operator="eq" value="1"', ['Ada', 'Eve']],
    ['attribute="donotemail" operator="ne" value="true"', ['Bob', 'Cleo', 'Dan']],
    ['attribute="gendercode" operator="eq" value="2"', ['Ada', 'Cleo']],
    ['attribute="gendercodename" operator="eq" value="female"', ['Ada', 'Cleo']],
    [`attribute="contactid" operator="eq" value="{${contactIds.eve}}"`, ['Eve']],
    ['attribute="parentcustomeridname" operator="begins-with" value="dau"', ['Bob', 'Cleo']],
    ['attribute="birthdate" operator="on" value="1990-01-15"', ['Ada']],
    ['attribute="birthdate" operator="on-or-after" value="1990-01-15"', ['Ada', 'Dan']],
    ['attribute="birthdate" operator="on-or-before" value="1990-01-15"', ['Ada', 'Bob']],
    ['attribute="birthdate" operator="lt" value="1990-01-15"', ['Bob']],
    ['attribute="birthdate" operator="in-fiscal-year" value="1985"', ['Bob']],
    ['attribute="birthdate" operator="in-fiscal-period" value="3"', ['Bob']],
    ['attribute="lastname" operator="eq" valueof="firstname"', ['Eve']],
    ['attribute="lastname" operator="ne" valueof="firstname"', ['Ada', 'Bob', 'Cleo', 'Dan']],
    ['attribute="address1_city" operator="gt" valueof="firstname"', ['Ada', 'Bob', 'Cleo']],
  ]
  for (const [condition, expected] of cases) {
    test(`${condition} finds ${expected.join(', ')}`, async () => {
      assert.deepEqual(await filtered(condition), expected)
    })
  }

  const lists: readonly (readonly [string, readonly unknown[], readonly string[]])[] = [
    ['attribute="firstname" operator="in"', ['ada', 'Dan', 'Zoe'], ['Ada', 'Dan']],
    ['attribute="address1_city" operator="not-in"', ['London', 'Paris'], ['Dan', 'Eve']],
    ['attribute="numberofchildren" operator="between"', [0, 2], ['Ada', 'Bob', 'Cleo']],
    ['attribute="numberofchildren" operator="between"', [2, 0], []],
    ['attribute="numberofchildren" operator="not-between"', [0, 2], ['Dan', 'Eve']],
    ['attribute="gendercode" operator="eq"', [1], ['Bob', 'Dan']],
    ['attribute="birthdate" operator="in-fiscal-period-and-year"', [3, 1985], ['Bob']],
    [
      'attribute="birthdate" operator="in-or-before-fiscal-period-and-year"',
      [1, 1990],
      ['Ada', 'Bob'],
    ],
    [
      'attribute="birthdate" operator="in-or-after-fiscal-period-and-year"',
      [1, 1990],
      ['Ada', 'Dan'],
    ],
    ['attribute="new_topics" operator="contain-values"', [1, 3], ['Ada', 'Cleo']],
    ['attribute="new_topics" operator="not-contain-values"', [2], ['Cleo', 'Dan', 'Eve']],
  ]
  for (const [condition, values, expected] of lists) {
    test(`${condition} with ${values.join(', ')} finds ${expected.join(', ') || 'nobody'}`, async () => {
      const elements = values.map((value) => `<value uitype="x">${value}</value>`).join('')
      const filter = `<filter><condition ${condition}>${elements}</condition></filter>`
      assert.deepEqual(await found(filter), expected)
    })
  }

  const ofUsers: readonly (readonly [string, string, readonly string[]])[] = [
    ['eq-userid', users.worker, ['Ada']],
    ['ne-userid', users.worker, ['Bob', 'Cleo', 'Dan', 'Eve']],
    ['eq-userteams', users.worker, ['Cleo']],
    ['eq-useroruserteams', users.worker, ['Ada', 'Cleo']],
    ['eq-useroruserhierarchy', users.boss, ['Ada', 'Bob']],
    ['eq-useroruserhierarchyandteams', users.boss, ['Ada', 'Bob', 'Cleo']],
  ]
  for (const [operator, user, expected] of ofUsers) {
    test(`ownerid ${operator} finds the rows of the asking user and of whom it includes`, async () => {
      const asking = { caller: callerOf(user) }
      assert.deepEqual(
        await filtered(`attribute="ownerid" operator="${operator}"`, asking),
        expected,
      )
    })
  }

  test('eq-businessid and ne-businessid compare with the unit of the asking user', async () => {
    const unit = (operator: string) =>
      filtered(`attribute="owningbusinessunit" operator="${operator}"`)
    assert.deepEqual(await unit('eq-businessid'), all)
    assert.deepEqual(await unit('ne-businessid'), [])
  })

  test('eq-userlanguage compares with the language of the asking user', async () => {
    await world.sql('update organization set languagecode = 1031')
    const xml = `<fetch aggregate="true"><entity name="organization"><attribute name="organizationid" aggregate="count" alias="n" /><filter><condition attribute="languagecode" operator="eq-userlanguage" /></filter></entity></fetch>`
    const german = { context: { languageCode: 1031 } }
    assert.deepEqual((await ask(xml, german)).values, [{ n: 1 }])
    assert.deepEqual((await ask(xml)).values, [{ n: 0 }])
  })

  const trees: readonly (readonly [string, string, readonly string[]])[] = [
    ['under', accounts.holding, ['Daughter', 'Granddaughter']],
    ['eq-or-under', accounts.daughter, ['Daughter', 'Granddaughter']],
    ['not-under', accounts.daughter, ['Daughter', 'Holding']],
    ['above', accounts.granddaughter, ['Daughter', 'Holding']],
    ['eq-or-above', accounts.daughter, ['Daughter', 'Holding']],
  ]
  for (const [operator, start, expected] of trees) {
    test(`accountid ${operator} follows the tree of accounts`, async () => {
      const xml = `<fetch><entity name="account"><attribute name="name" /><order attribute="name" /><filter><condition attribute="accountid" operator="${operator}" value="${start}" /></filter></entity></fetch>`
      assert.deepEqual(await names(xml, 'name'), expected)
    })
  }

  test('a hierarchy operator on a table without a tree says that it has none', async () => {
    await assert.rejects(
      filtered(`attribute="contactid" operator="under" value="${contactIds.ada}"`),
      (error: unknown) =>
        isRefusal(error, 'operator-not-for-column') &&
        error.dataverse === 0x80041120 &&
        /hierarchy/.test(error.sentence),
    )
  })

  test('text that looks like SQL is only text', async () => {
    const condition = `attribute="firstname" operator="eq" value="'; drop table contact; --"`
    assert.deepEqual(await filtered(condition), [])
    assert.deepEqual(await found(''), all)
  })
})

describe('filters', () => {
  const condition = (name: string) =>
    `<condition attribute="firstname" operator="eq" value="${name}" />`

  test('and, or and nested filters combine, sibling filters all hold', async () => {
    const either = `<filter type="or">${condition('Ada')}${condition('Bob')}${condition('Eve')}</filter>`
    const children = `<filter type="and"><condition attribute="numberofchildren" operator="not-null" />${either}</filter>`
    assert.deepEqual(await found(either), ['Ada', 'Bob', 'Eve'])
    assert.deepEqual(await found(children), ['Ada', 'Bob'])
    assert.deepEqual(await found(`${either}<filter>${condition('Bob')}</filter>`), ['Bob'])
  })

  test('a filter without conditions filters nothing, also in an or', async () => {
    assert.deepEqual(await found('<filter />'), all)
    assert.deepEqual(await found('<filter type="or"><filter /></filter>'), all)
    const or = `<filter type="or"><filter />${condition('Ada')}</filter>`
    assert.deepEqual(await found(or), ['Ada'])
  })

  test('quick-find filters and hints are ordinary filters', async () => {
    const filter = `<filter type="or" isquickfindfields="1" hint="union" overridequickfindrecordlimitenabled="1">${condition('Ada')}${condition('Bob')}</filter>`
    assert.deepEqual(await found(filter), ['Ada', 'Bob'])
  })

  test('retained rows are kept nowhere, so none are found', async () => {
    assert.deepEqual(await names(contacts('', 'datasource="retained"'), 'firstname'), [])
  })
})
