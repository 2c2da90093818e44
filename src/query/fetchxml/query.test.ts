import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { isRefusal } from '#errors'
import { systemCaller } from '#identity'
import { testDatabase } from '../../../test/database.ts'
import { allAnnotations } from '../plan/query-plan.ts'
import {
  accounts,
  contactIds,
  fetchXmlWorld,
  insertPeople,
  teams,
  users,
} from './fetchxml-fixture.ts'

const world = fetchXmlWorld(await testDatabase())
const { ask, names } = world

before(() => insertPeople(world))

/** A query for contacts by name, with what is given inside its entity. */
const contacts = (inside: string, fetch = '') =>
  `<fetch ${fetch}><entity name="contact"><attribute name="firstname" />${inside}<order attribute="firstname" /></entity></fetch>`

const found = (inside: string, asking = {}) => names(contacts(inside), 'firstname', asking)

const all = ['Ada', 'Bob', 'Cleo', 'Dan', 'Eve']

describe('columns', () => {
  test('an entity that lists no attribute answers all readable columns', async () => {
    const { values } = await ask(
      `<fetch><entity name="contact"><filter><condition attribute="firstname" operator="eq" value="Ada" /></filter></entity></fetch>`,
    )
    assert.equal(values[0]?.address1_city, 'London')
    assert.equal(values[0]?._ownerid_value, users.worker)
  })

  test('all-attributes answers them too, beside columns under an alias', async () => {
    const { values } = await ask(
      `<fetch top="1"><entity name="contact"><all-attributes /><attribute name="firstname" alias="given" /><order attribute="firstname" /></entity></fetch>`,
    )
    assert.equal(values[0]?.given, 'Ada')
    assert.equal(values[0]?.firstname, 'Ada')
  })

  test('the primary key always comes, with no-attrs alone', async () => {
    const { values } = await ask(
      `<fetch><entity name="contact"><no-attrs /><order attribute="firstname" /></entity></fetch>`,
    )
    assert.deepEqual(values[0], { contactid: contactIds.ada })
  })

  test('a column listed twice comes once; an alias replaces its name', async () => {
    const { values } = await ask(
      contacts('<attribute name="firstname" /><attribute name="ownerid" alias="who" />', 'top="1"'),
    )
    assert.deepEqual(values[0], {
      contactid: contactIds.ada,
      firstname: 'Ada',
      who: users.worker,
    })
  })

  test('a virtual name column answers the label, beside the column it names', async () => {
    const { values } = await ask(
      contacts(
        '<attribute name="gendercodename" /><attribute name="donotemailname" /><attribute name="owneridname" alias="owner" />',
        'top="1"',
      ),
    )
    const { gendercode, gendercodename, donotemail, donotemailname, owner } = values[0] ?? {}
    assert.deepEqual(
      { gendercode, gendercodename, donotemail, donotemailname, owner },
      {
        gendercode: 2,
        gendercodename: 'Female',
        donotemail: true,
        donotemailname: 'Yes',
        owner: 'Wim Worker',
      },
    )
  })

  test('formatted values and lookup tables come as annotations, also of linked columns', async () => {
    const { values } = await ask(
      contacts(
        '<attribute name="gendercode" /><attribute name="parentcustomerid" /><link-entity name="account" from="accountid" to="parentcustomerid" alias="firm"><attribute name="parentaccountid" /></link-entity>',
      ),
      { annotations: allAnnotations },
    )
    const [, bob] = values
    const suffix = '@OData.Community.Display.V1.FormattedValue'
    assert.equal(bob?.[`gendercode${suffix}`], 'Male')
    assert.equal(
      bob?.['_parentcustomerid_value@Microsoft.Dynamics.CRM.lookuplogicalname'],
      'account',
    )
    assert.equal(bob?.['firm.parentaccountid'], accounts.holding)
    assert.equal(bob?.[`firm.parentaccountid${suffix}`], 'Holding')
  })

  test('CountChildren answers how many rows are right below each row', async () => {
    const { values } = await ask(
      `<fetch><entity name="account"><attribute name="name" /><attribute name="accountid" rowaggregate="CountChildren" alias="children" /><order attribute="name" descending="true" /></entity></fetch>`,
    )
    assert.deepEqual(
      values.map(({ name, children }) => [name, children]),
      [
        ['Holding', 1],
        ['Granddaughter', 0],
        ['Daughter', 1],
      ],
    )
  })
})

describe('links', () => {
  const account = (type: string, inside = '', more = '') =>
    `<link-entity name="account" from="accountid" to="parentcustomerid" alias="firm" ${type && `link-type="${type}"`} ${more}>${inside}</link-entity>`

  const contactsOf = (type: string, inside = '') =>
    `<link-entity name="contact" from="parentcustomerid" to="accountid" alias="person" link-type="${type}">${inside}</link-entity>`

  const accountNames = (inside: string) =>
    names(
      `<fetch><entity name="account"><attribute name="name" />${inside}<order attribute="name" /></entity></fetch>`,
      'name',
    )

  test('inner and natural links keep rows with a partner, outer links all', async () => {
    assert.deepEqual(await found(account('')), ['Ada', 'Bob', 'Cleo'])
    assert.deepEqual(await found(account('natural')), ['Ada', 'Bob', 'Cleo'])
    assert.deepEqual(await found(account('outer')), all)
  })

  test('a link multiplies rows; exists, in and matchfirstrowusingcrossapply do not', async () => {
    const person = '<attribute name="firstname" />'
    assert.deepEqual(await accountNames(contactsOf('inner', person)), [
      'Daughter',
      'Daughter',
      'Holding',
    ])
    assert.deepEqual(await accountNames(contactsOf('exists')), ['Daughter', 'Holding'])
    assert.deepEqual(await accountNames(contactsOf('in')), ['Daughter', 'Holding'])
    assert.deepEqual(await accountNames(contactsOf('matchfirstrowusingcrossapply', person)), [
      'Daughter',
      'Holding',
    ])
  })

  test('linked columns bear the alias, a made-up one where none is given', async () => {
    const { values } = await ask(
      contacts(
        `${account('', '<attribute name="name" /><attribute name="revenue" alias="turnover" />')}<link-entity name="systemuser" from="systemuserid" to="ownerid"><attribute name="fullname" /></link-entity>`,
      ),
    )
    assert.deepEqual(values[0], {
      contactid: contactIds.ada,
      firstname: 'Ada',
      'firm.name': 'Holding',
      turnover: 900,
      'systemuser2.fullname': 'Wim Worker',
    })
  })

  test('all-attributes of a link answers its columns under the alias', async () => {
    const { values } = await ask(contacts(account('', '<all-attributes />')))
    assert.equal(values[0]?.['firm.name'], 'Holding')
    assert.equal(values[1]?.['firm.parentaccountid'], accounts.holding)
  })

  test('the filter of an outer link belongs to the join, not to the rows', async () => {
    const filter =
      '<attribute name="name" /><filter><condition attribute="name" operator="eq" value="Holding" /></filter>'
    const { values } = await ask(contacts(account('outer', filter)))
    assert.deepEqual(
      values.map((row) => [row.firstname, row['firm.name']]),
      [
        ['Ada', 'Holding'],
        ['Bob', null],
        ['Cleo', null],
        ['Dan', null],
        ['Eve', null],
      ],
    )
  })

  test('entityname asks about the joined row: rows without a partner', async () => {
    const none =
      '<filter><condition entityname="firm" attribute="accountid" operator="null" /></filter>'
    assert.deepEqual(await found(account('outer') + none), ['Dan', 'Eve'])
  })

  test('entityname also takes the name of a linked table, and valueof a column of a link', async () => {
    const link = '<link-entity name="systemuser" from="systemuserid" to="ownerid" />'
    const filter =
      '<filter><condition entityname="systemuser" attribute="lastname" operator="eq" value="boss" /></filter>'
    assert.deepEqual(await found(link + filter), ['Bob'])
    const other = `<link-entity name="systemuser" from="systemuserid" to="ownerid" alias="o" /><filter><condition attribute="lastname" operator="lt" valueof="o.lastname" /></filter>`
    assert.deepEqual(await found(other), ['Ada', 'Bob', 'Dan'])
  })

  test('a link can compare with the row that it belongs to, by the name of its table', async () => {
    const filter =
      '<filter><condition attribute="name" operator="gt" valueof="contact.firstname" /><condition entityname="contact" attribute="firstname" operator="ne" value="Ada" /></filter>'
    assert.deepEqual(await found(account('', filter)), ['Bob', 'Cleo'])
    const inFilter = `<filter>${account('any', filter)}</filter>`
    assert.deepEqual(await found(inFilter), ['Bob', 'Cleo'])
  })

  test('from and to may be left out where one lookup relates the tables', async () => {
    assert.deepEqual(await found('<link-entity name="msevtmgt_event" />'), [])
    await assert.rejects(
      found('<link-entity name="account" />'),
      (error: unknown) => isRefusal(error, 'unrelated-tables') && error.dataverse === 0x80041111,
    )
  })

  test('nested links go on from the linked row', async () => {
    const parent =
      '<link-entity name="account" from="accountid" to="parentaccountid" alias="above"><attribute name="name" /></link-entity>'
    const { values } = await ask(contacts(account('', parent)))
    assert.deepEqual(
      values.map((row) => [row.firstname, row['above.name']]),
      [
        ['Bob', 'Holding'],
        ['Cleo', 'Holding'],
      ],
    )
  })

  test('two links through the pairs follow a many-to-many relationship', async () => {
    const xml = `<fetch><entity name="systemuser"><attribute name="fullname" /><link-entity name="teammembership" from="systemuserid" to="systemuserid" intersect="true" visible="false"><link-entity name="team" from="teamid" to="teamid" alias="t"><attribute name="name" /><filter><condition attribute="teamid" operator="eq" value="${teams.red}" /></filter></link-entity></link-entity></entity></fetch>`
    const { values } = await ask(xml)
    assert.deepEqual(
      values.map((row) => [row.fullname, row['t.name']]),
      [['Wim Worker', 'Red']],
    )
  })

  const women = '<filter><condition attribute="gendercode" operator="eq" value="2" /></filter>'
  const rows: readonly (readonly [string, readonly string[]])[] = [
    ['any', ['Daughter', 'Holding']],
    ['not all', ['Daughter', 'Holding']],
    ['not any', ['Granddaughter']],
    ['all', []],
  ]
  for (const [type, expected] of rows) {
    test(`${type} in a filter asks about the linked rows as the vendor defines it`, async () => {
      assert.deepEqual(await accountNames(`<filter>${contactsOf(type, women)}</filter>`), expected)
    })
  }

  test('all holds where linked rows exist and none satisfies the filter', async () => {
    const rich = '<filter><condition attribute="annualincome" operator="gt" value="150" /></filter>'
    const link = contactsOf('all', rich)
    assert.deepEqual(await accountNames(`<filter>${link}</filter>`), ['Holding'])
    const or = `<filter type="or">${link}<condition attribute="name" operator="begins-with" value="grand" /></filter>`
    assert.deepEqual(await accountNames(or), ['Granddaughter', 'Holding'])
  })

  test('links inside a tested link narrow it', async () => {
    const owner = (name: string) =>
      `<link-entity name="systemuser" from="systemuserid" to="ownerid"><filter><condition attribute="lastname" operator="eq" value="${name}" /></filter></link-entity>`
    assert.deepEqual(await accountNames(contactsOf('exists', owner('Boss'))), ['Daughter'])
    assert.deepEqual(await accountNames(`<filter>${contactsOf('any', owner('Worker'))}</filter>`), [
      'Holding',
    ])
  })
})

describe('orders', () => {
  const ordered = (orders: string, links = '', fetch = '') =>
    names(
      `<fetch ${fetch}><entity name="contact"><attribute name="firstname" />${links}${orders}</entity></fetch>`,
      'firstname',
    )

  test('text ignores case, null comes first going up', async () => {
    const up =
      '<order attribute="address1_city" /><order attribute="firstname" descending="true" />'
    assert.deepEqual(await ordered(up), ['Dan', 'Eve', 'Bob', 'Ada', 'Cleo'])
  })

  test('choices order by label, with useraworderby by number', async () => {
    const gender = '<order attribute="gendercode" descending="1" /><order attribute="firstname" />'
    assert.deepEqual(await ordered(gender), ['Bob', 'Dan', 'Ada', 'Cleo', 'Eve'])
    assert.deepEqual(await ordered(gender, '', 'useraworderby="true"'), [
      'Ada',
      'Cleo',
      'Bob',
      'Dan',
      'Eve',
    ])
  })

  test('lookups order by the name they show, with useraworderby too', async () => {
    const owner = '<order attribute="ownerid" />'
    // Blue, Bo Boss, Red, Sam Stranger, Wim Worker
    const byName = ['Eve', 'Bob', 'Cleo', 'Dan', 'Ada']
    assert.deepEqual(await ordered(owner), byName)
    assert.deepEqual(await ordered(owner, '', 'useraworderby="true"'), byName)
  })

  const firm =
    '<link-entity name="account" from="accountid" to="parentcustomerid" alias="firm"><order attribute="name" descending="true" /></link-entity>'

  test('orders of links come behind those of the entity', async () => {
    assert.deepEqual(await ordered('', firm), ['Ada', 'Bob', 'Cleo'])
    assert.deepEqual(await ordered('<order attribute="firstname" descending="true" />', firm), [
      'Cleo',
      'Bob',
      'Ada',
    ])
  })

  test('entityname orders by a column of a link from the entity', async () => {
    const link =
      '<link-entity name="account" from="accountid" to="parentcustomerid" alias="firm" />'
    const order =
      '<order entityname="firm" attribute="name" descending="true" /><order attribute="firstname" descending="true" />'
    assert.deepEqual(await ordered(order, link), ['Ada', 'Cleo', 'Bob'])
  })
})

describe('top and distinct', () => {
  test('top answers the first rows and no further pages', async () => {
    const answer = await ask(contacts('', 'top="2"'))
    assert.deepEqual(
      answer.values.map(({ firstname }) => firstname),
      ['Ada', 'Bob'],
    )
    assert.equal(answer.more, false)
  })

  test('distinct leaves out equal rows and does not add the primary key', async () => {
    const xml = `<fetch distinct="true"><entity name="contact"><attribute name="numberofchildren" /><order attribute="numberofchildren" /></entity></fetch>`
    const { values } = await ask(xml)
    assert.deepEqual(values, [
      { numberofchildren: null },
      { numberofchildren: 0 },
      { numberofchildren: 2 },
      { numberofchildren: 5 },
    ])
  })

  test('distinct joins rows that a link multiplied', async () => {
    const xml = `<fetch distinct="true"><entity name="account"><attribute name="name" /><link-entity name="contact" from="parentcustomerid" to="accountid" /></entity></fetch>`
    assert.deepEqual(await names(xml, 'name'), ['Daughter', 'Holding'])
  })
})

describe('rights', () => {
  test('a table that the caller may not read is refused, linked or not', async () => {
    const caller = { ...systemCaller, roles: ['Reader'] }
    const link = '<link-entity name="systemuser" from="systemuserid" to="ownerid" />'
    assert.deepEqual(await found('', { caller }), all)
    await assert.rejects(found(link, { caller }), (error: unknown) =>
      isRefusal(error, 'not-allowed'),
    )
  })
})
