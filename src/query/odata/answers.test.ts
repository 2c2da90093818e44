import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { allAnnotations } from '../plan/query-plan.ts'
import { idOf } from '../query-fixture.ts'
import { peopleWorld } from './people-fixture.ts'

const { ask, fill } = await peopleWorld()

before(fill)

describe('$orderby and pages', () => {
  const order = async (by: string) => {
    const { values } = await ask(`gr_persons?$select=name&$orderby=${by}`)
    return values.map(({ name }) => name ?? '-').join(' ')
  }

  test('null comes first going up and last going down; case does not count', async () => {
    assert.equal(await order('name'), "- Ada O'Neil zoe")
    assert.equal(await order('name desc'), "zoe O'Neil Ada -")
  })

  test('the property may stand behind a lookup or in an alias', async () => {
    assert.equal(await order('companyid/name desc,age desc'), "zoe O'Neil Ada -")
    assert.equal(await order('@by desc&@by=age'), "O'Neil Ada zoe -")
  })

  test('$top gives so many rows and no further page', async () => {
    const { values, more } = await ask('gr_persons?$top=2')
    assert.equal(values.length, 2)
    assert.equal(more, false)
    assert.deepEqual((await ask('gr_persons?$top=0')).values, [])
  })

  test('a page size makes pages and $top is left aside', async () => {
    const { values, more } = await ask('gr_persons?$top=1', { maxPageSize: 3 })
    assert.equal(values.length, 3)
    assert.equal(more, true)
  })
})

describe('rows', () => {
  test('every kind of value has its JSON form', async () => {
    const { values } = await ask(`gr_persons(${idOf(1)})`)
    assert.deepEqual(values, [
      {
        gr_personid: idOf(1),
        name: 'Ada',
        code: 'A1',
        notes: null,
        age: 30,
        balance: 1234.5,
        ratio: null,
        active: true,
        level: 2,
        born: '1990-05-01',
        seen: '2026-09-15T22:30:00Z',
        meets: '2026-09-16T10:00:00Z',
        namelength: 3,
        _companyid_value: idOf(101),
        _managerid_value: null,
        _favourite_value: idOf(102),
        favouritetype: 'gr_company',
        createdon: '2026-01-01T00:00:00Z',
        _createdby_value: null,
        modifiedon: '2026-01-01T00:00:00Z',
        _modifiedby_value: null,
        versionnumber: values[0]?.versionnumber,
        statecode: 0,
        statuscode: 1,
        new_colour: 'Red',
        new_size: 7,
        new_since: null,
        new_topics: '1,3',
        _new_friend_value: idOf(2),
      },
    ])
  })

  test('annotations stand before their value, and only where there is one', async () => {
    const select =
      'level,active,balance,seen,_companyid_value,_favourite_value,_managerid_value,new_topics'
    const { rows } = await ask(`gr_persons(${idOf(1)})?$select=${select}`, {
      annotations: allAnnotations,
    })
    const formatted = '@OData.Community.Display.V1.FormattedValue'
    const row = JSON.parse(rows[0] ?? '')
    assert.deepEqual(
      Object.entries(row)
        .filter(([name]) => name.includes('@'))
        .slice(1),
      [
        [`level${formatted}`, 'Middle'],
        [`active${formatted}`, 'Yes'],
        [`balance${formatted}`, '1,234.50'],
        [`seen${formatted}`, '9/16/2026 12:30 AM'],
        [`_companyid_value${formatted}`, 'Acme'],
        ['_companyid_value@Microsoft.Dynamics.CRM.associatednavigationproperty', 'companyid'],
        ['_companyid_value@Microsoft.Dynamics.CRM.lookuplogicalname', 'gr_company'],
        [`_favourite_value${formatted}`, 'Beta'],
        [
          '_favourite_value@Microsoft.Dynamics.CRM.associatednavigationproperty',
          'favourite_gr_company',
        ],
        ['_favourite_value@Microsoft.Dynamics.CRM.lookuplogicalname', 'gr_company'],
        [`new_topics${formatted}`, 'Art; Sport'],
      ],
    )
    const names = Object.keys(row)
    assert.equal(names.indexOf('level'), names.indexOf(`level${formatted}`) + 1)
    assert.match(String(row['@odata.etag']), /^W\/"\d+"$/)
  })

  test('an id may stand in quotes, in braces, in capitals or in an alias', async () => {
    const id = idOf(1)
    for (const key of [id, `'${id}'`, `{${id}}`, id.toUpperCase(), `gr_personid=${id}`]) {
      assert.equal((await ask(`gr_persons(${key})?$select=name`)).values[0]?.name, 'Ada', key)
    }
    const { values } = await ask(`gr_persons(@id)?$select=name?@id=${id}`)
    assert.equal(values[0]?.name, 'Ada')
  })

  test('an alternate key of several columns finds its row', async () => {
    assert.equal((await ask("gr_persons(code='a1')?$select=name")).values[0]?.name, 'Ada')
    const both = `gr_persons(name='zoe',_companyid_value=${idOf(102)})?$select=age`
    assert.equal((await ask(both)).values[0]?.age, 20)
    assert.equal((await ask("gr_persons(code=@c)?$select=name&@c='b2'")).values[0]?.name, "O'Neil")
  })

  test('addresses lead from row to row', async () => {
    const company = await ask(`gr_persons(${idOf(3)})/companyid/parentid?$select=name`)
    assert.deepEqual(company.values, [{ gr_companyid: idOf(101), name: 'Acme' }])
    const reports = await ask(`gr_persons(${idOf(1)})/reports?$select=name&$orderby=name desc`)
    assert.deepEqual(
      reports.values.map(({ name }) => name),
      ["O'Neil", null],
    )
    const one = await ask(`gr_persons(${idOf(1)})/gr_person_clubs(${idOf(102)})?$select=name`)
    assert.deepEqual(
      one.values.map(({ name }) => name),
      ['Beta'],
    )
  })

  test('"no related rows" and "no such row" are told apart', async () => {
    const none = await ask(`gr_persons(${idOf(4)})/reports`)
    assert.deepEqual([none.values.length, none.origin], [0, true])
    const missing = await ask(`gr_persons(${idOf(99)})/reports`)
    assert.deepEqual([missing.values.length, missing.origin], [0, false])
  })

  test('$count counts what the filter leaves', async () => {
    const { total } = await ask('gr_persons/$count?$filter=age gt 20')
    assert.equal(total, 2)
  })
})

describe('$expand', () => {
  test('related rows come inside, each with its own options', async () => {
    const nested =
      "manager($select=name;$expand=companyid($select=city)),reports($select=name;$orderby=name desc;$top=1;$filter=name ne 'x';$count=true)"
    const { values } = await ask(`gr_persons(${idOf(2)})?$select=name&$expand=${nested}`)
    assert.deepEqual(values[0]?.manager, {
      gr_personid: idOf(1),
      name: 'Ada',
      companyid: { gr_companyid: idOf(101), city: 'Oslo' },
    })
    assert.deepEqual(values[0]?.reports, [{ gr_personid: idOf(3), name: 'zoe' }])
    assert.equal(values[0]?.['reports@odata.count'], 1)
    assert.equal(
      values[0]?.['reports@odata.nextLink'],
      `https://hub.example/api/data/v9.2/gr_persons(${idOf(2)})/reports?$select=name&$orderby=name%20desc&$top=1&$filter=name%20ne%20'x'&$count=true`,
    )
  })

  test('a slash nests as well, $ref gives the address, a missing row null', async () => {
    const { values } = await ask(
      `gr_persons(${idOf(3)})?$select=name&$expand=manager/companyid,companyid/$ref`,
    )
    const manager = values[0]?.manager as { companyid: { name: string } }
    assert.equal(manager.companyid.name, 'Acme')
    assert.deepEqual(values[0]?.companyid, {
      '@odata.id': `https://hub.example/api/data/v9.2/gr_companies(${idOf(102)})`,
    })
    const none = await ask(`gr_persons(${idOf(1)})?$select=name&$expand=manager($select=name)`)
    assert.equal(none.values[0]?.manager, null)
  })

  test('both sides of a many-to-many relationship expand', async () => {
    const { values } = await ask('gr_companies?$select=name&$expand=gr_person_clubs($select=name)')
    const members = values.map((row) =>
      (row.gr_person_clubs as { name: string }[]).map((p) => p.name),
    )
    assert.deepEqual(members, [['Ada'], ['Ada', 'zoe']])
  })
})

describe('$apply', () => {
  test('groups with aggregates, over what a filter leaves, in the order asked for', async () => {
    const { values } = await ask(
      'gr_persons?$apply=filter(age gt 10)/groupby((_companyid_value,companyid/name),aggregate($count as n,age with sum as years,age with average as mean,name with min as first))&$orderby=n desc',
    )
    assert.deepEqual(values, [
      {
        _companyid_value: idOf(101),
        companyid_name: 'Acme',
        n: 2,
        years: 70,
        mean: 35,
        first: 'Ada',
      },
      {
        _companyid_value: idOf(102),
        companyid_name: 'Beta',
        n: 1,
        years: 20,
        mean: 20,
        first: 'zoe',
      },
    ])
  })

  test('the count is that of the groups', async () => {
    const groups = 'gr_persons?$count=true&$apply=groupby((companyid/name))'
    assert.equal((await ask(groups)).total, 3)
    assert.equal((await ask('gr_persons?$count=true&$apply=aggregate($count as n)')).total, 1)
    const counted = 'gr_persons/$count?$apply=filter(age gt 20)/groupby((_companyid_value))'
    assert.equal((await ask(counted)).total, 1)
  })

  test('$top gives so many groups and no more', async () => {
    const groups = 'gr_persons?$apply=groupby((companyid/name),aggregate($count as n))'
    const sizes = async (top: number) =>
      (await ask(`${groups}&$orderby=n desc&$top=${top}`)).values.map(({ n }) => n)
    assert.deepEqual(await sizes(1), [2])
    assert.equal((await sizes(2)).length, 2)
    assert.deepEqual(await sizes(0), [])
  })

  test('aggregates over everything are one row, over nothing too', async () => {
    const all = await ask(
      'gr_persons?$apply=aggregate(age with max as oldest,level with countdistinct as levels)',
    )
    assert.deepEqual(all.values, [{ oldest: 40, levels: 2 }])
    const none = await ask(
      'gr_persons?$apply=filter(age gt 99)/aggregate($count as n,age with sum as s)',
    )
    assert.deepEqual(none.values, [{ n: 0, s: null }])
  })
})
