import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { isRefusal } from '#errors'
import { testDatabase } from '../../../test/database.ts'
import { allAnnotations } from '../plan/query-plan.ts'
import { ask as askOf, idOf, insertRows, schema } from '../query-fixture.ts'

const database = await testDatabase()
const ask = (address: string, more = {}) => askOf(database, address, more)

const companies = [
  { gr_companyid: idOf(101), name: 'Acme', city: 'Oslo', revenue: '10.5' },
  { gr_companyid: idOf(102), name: 'Beta', city: 'Rome', parentid: idOf(101) },
]
const people = [
  {
    gr_personid: idOf(1),
    name: 'Ada',
    code: 'A1',
    age: 30,
    balance: '1234.5',
    active: true,
    level: 2,
    born: '1990-05-01',
    seen: '2026-09-15T22:30:00Z',
    meets: '2026-09-16 10:00:00',
    companyid: idOf(101),
    favourite: idOf(102),
    favouritetype: 'gr_company',
    gr_custom: { new_colour: 'Red', new_size: 7, new_topics: [1, 3], new_friend: idOf(2) },
  },
  {
    gr_personid: idOf(2),
    name: "O'Neil",
    code: 'b2',
    age: 40,
    active: false,
    level: 1,
    companyid: idOf(101),
    managerid: idOf(1),
    favourite: idOf(1),
    favouritetype: 'gr_person',
    seen: '2026-09-16T12:00:00Z',
  },
  { gr_personid: idOf(3), name: 'zoe', age: 20, managerid: idOf(2), companyid: idOf(102) },
  { gr_personid: idOf(4), notes: 'nameless [draft] 50%', managerid: idOf(1) },
]

before(async () => {
  await database.pool.query(schema)
  await insertRows(database, 'gr_company', companies)
  await insertRows(database, 'gr_person', people)
  await insertRows(database, 'gr_person_company', [
    { gr_personid: idOf(1), gr_companyid: idOf(101) },
    { gr_personid: idOf(1), gr_companyid: idOf(102) },
    { gr_personid: idOf(3), gr_companyid: idOf(102) },
  ])
})

/** Names of the people that a filter finds, by id; the nameless one is "-". */
async function found(filter: string, aliases = ''): Promise<string> {
  const { values } = await ask(
    `gr_persons?$select=name&$filter=${encodeURIComponent(filter)}${aliases}`,
  )
  return values.map(({ name }) => name ?? '-').join(' ')
}

describe('$filter', () => {
  const filters: readonly (readonly [string, string])[] = [
    ["name eq 'ADA'", 'Ada'],
    ["name ne 'ada'", "O'Neil zoe -"],
    ["name eq 'o''neil'", "O'Neil"],
    ['name eq null', '-'],
    ['null ne name', "Ada O'Neil zoe"],
    ['age gt 20 and age lt 40 or level eq 1', "Ada O'Neil"],
    ['level eq 1 or age gt 20 and age lt 40', "Ada O'Neil"],
    ['(level eq 1 or age gt 20) and age lt 40', 'Ada'],
    ["not name eq 'Ada'", "O'Neil zoe -"],
    ["not (name eq 'Ada' or age eq 20)", "O'Neil -"],
    ['active', 'Ada'],
    ['not active', "O'Neil zoe -"],
    ['active eq false', "O'Neil"],
    ['age in (20, 30)', 'Ada zoe'],
    ["name in ('ada', 'ZOE')", 'Ada zoe'],
    ["contains(name,'NE')", "O'Neil"],
    ["startswith(name,'a') or endswith(name,'E')", 'Ada zoe'],
    ["contains(name,'a') eq false", "O'Neil zoe -"],
    ["contains(notes,'%')", '-'],
    ["contains(notes,'n[aeiou]m')", '-'],
    ["startswith(notes,'n[^a]m')", ''],
    ["contains(name,'_')", "Ada O'Neil zoe"],
    ['age add 10 eq 40', 'Ada'],
    ['age sub 5 mul 2 eq 30', "O'Neil"],
    ['(age sub 5) mul 2 eq 30', 'zoe'],
    ['age div 7 eq 4', 'Ada'],
    ['age divby 8 eq 2.5', 'zoe'],
    ['age mod 7 eq 2', 'Ada'],
    ['-age eq -30', 'Ada'],
    ["tolower(name) eq 'ada' and length(name) eq 3 and indexof(name,'d') eq 1", 'Ada'],
    ["substring(name,1) eq 'da' or concat(name,'!') eq 'zoe!'", 'Ada zoe'],
    ["substring(name,0,1) eq 'z' and trim(' x ') eq 'x'", 'zoe'],
    ['year(born) eq 1990 and month(born) eq 5 and day(born) eq 1', 'Ada'],
    ['hour(seen) eq 22 and minute(seen) eq 30 and second(seen) eq 0', 'Ada'],
    ['date(seen) eq 2026-09-16', "O'Neil"],
    ['seen ge 2026-09-16', "O'Neil"],
    ['seen lt 2026-09-16T01:00:00+02:00', 'Ada'],
    ['seen lt now() and round(2.5) eq 3 and ceiling(1.2) eq 2 and floor(1.8) eq 1', "Ada O'Neil"],
    ['meets eq 2026-09-16T10:00:00Z', 'Ada'],
    ['time(meets) eq 10:00', 'Ada'],
    ['namelength eq 3', 'Ada zoe'],
    [`_companyid_value eq ${idOf(102)}`, 'zoe'],
    [`_companyid_value eq '${idOf(102)}'`, 'zoe'],
    [`gr_personid eq ${idOf(3)}`, 'zoe'],
    ["companyid/name eq 'acme'", "Ada O'Neil"],
    ["companyid/parentid/name eq 'Acme'", 'zoe'],
    ["manager/companyid/city eq 'oslo' and manager/manager/name eq 'Ada'", 'zoe'],
    [`companyid/gr_companyid eq ${idOf(102)}`, 'zoe'],
    ['manager eq null', 'Ada'],
    ['manager/manager ne null', 'zoe'],
    ['favourite_gr_company ne null', 'Ada'],
    ["favourite_gr_person/name eq 'Ada'", "O'Neil"],
    ['reports/any()', "Ada O'Neil"],
    ['not reports/any()', 'zoe -'],
    ['reports/any(r:r/age eq 40)', 'Ada'],
    ['reports/all(r:r/age eq 40)', 'zoe -'],
    ["reports/any(r:r/reports/any(s:s/name eq 'zoe' and r/age eq 40))", 'Ada'],
    ['reports/any(r:r/age gt $it/age)', 'Ada'],
    ['reports/any(r:r/age gt age)', 'Ada'],
    ["companyid/staff/any(s:s/name eq 'Ada')", "Ada O'Neil"],
    ["gr_person_clubs/any(c:c/name eq 'Beta')", 'Ada zoe'],
    ["gr_person_clubs/any(c:c/parentid/name eq 'Acme')", 'Ada zoe'],
    ["new_colour eq 'red' and new_size gt 6", 'Ada'],
    [`_new_friend_value eq ${idOf(2)}`, 'Ada'],
    ["new_friend/name eq 'O''Neil'", 'Ada'],
    ["Microsoft.Dynamics.CRM.ContainValues(PropertyName='new_topics',PropertyValues=['3'])", 'Ada'],
    [
      "Microsoft.Dynamics.CRM.DoesNotContainValues(PropertyName='new_topics',PropertyValues=['1','2'])",
      "O'Neil zoe -",
    ],
    [
      'Microsoft.Dynamics.CRM.Between(PropertyName=\'age\',PropertyValues=["30","40"])',
      "Ada O'Neil",
    ],
    ['Microsoft.Dynamics.CRM.NotBetween(PropertyName=\'age\',PropertyValues=["30","40"])', 'zoe -'],
    ["Microsoft.Dynamics.CRM.In(PropertyName='name',PropertyValues=['ada','zoe'])", 'Ada zoe'],
    ["Microsoft.Dynamics.CRM.NotIn(PropertyName='name',PropertyValues=['ada','zoe'])", "O'Neil -"],
    ["Microsoft.Dynamics.CRM.Today(PropertyName='seen')", "Ada O'Neil"],
    ["Microsoft.Dynamics.CRM.OlderThanXYears(PropertyName='born',PropertyValue=30)", 'Ada'],
    ["Microsoft.Dynamics.CRM.On(PropertyName='born',PropertyValue='1990-05-01')", 'Ada'],
    [`Microsoft.Dynamics.CRM.Under(PropertyName='gr_personid',PropertyValue='${idOf(2)}')`, 'zoe'],
    [
      `Microsoft.Dynamics.CRM.AboveOrEqual(PropertyName='gr_personid',PropertyValue=${idOf(3)})`,
      "Ada O'Neil zoe",
    ],
    [
      "reports/any(r:r/Microsoft.Dynamics.CRM.In(PropertyName='name',PropertyValues=['zoe']))",
      "O'Neil",
    ],
    ['true', "Ada O'Neil zoe -"],
    ['false or age eq 20', 'zoe'],
    ['age eq 20.5', ''],
    ['age lt 99999999999', "Ada O'Neil zoe"],
    ['1 eq 1 and age eq 20', 'zoe'],
  ]
  for (const [filter, names] of filters) {
    test(filter, async () => assert.equal(await found(filter), names))
  }

  test('an alias stands for a value, a list, a condition; without a value it is null', async () => {
    assert.equal(await found('age eq @a and name in @b', "&@a=20&@b=('zoe','Ada')"), 'zoe')
    assert.equal(await found('@c', '&@c=age eq 40'), "O'Neil")
    assert.equal(await found('name eq @nothing'), '-')
  })
})

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

describe('what is refused', () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ['gr_person', 'unknown-set', "Resource not found for the segment 'gr_person'."],
    ['GR_persons', 'unknown-set', "Resource not found for the segment 'GR_persons'."],
    [
      'gr_persons?$select=nam',
      'unknown-property',
      "Could not find a property named 'nam' on type 'Microsoft.Dynamics.CRM.gr_person' at character 1 of $select.",
    ],
    ['gr_persons?$select=engine', 'unknown-property', "Could not find a property named 'engine'"],
    [
      'gr_persons?$select=name,pin',
      'write-only-property',
      "The property 'pin' of gr_person is not valid for read at character 6 of $select.",
    ],
    ["gr_persons?$filter=pin eq '1'", 'write-only-property', "The property 'pin'"],
    ['gr_persons?$orderby=pin', 'write-only-property', "The property 'pin'"],
    ['gr_persons?$select=companyid', 'navigation-not-a-column', "'companyid' on type"],
    ['gr_persons?$orderby=companyid', 'navigation-not-a-column', "'companyid' on type"],
    ['gr_persons?$expand=name', 'not-a-navigation', "'name' on type"],
    ['gr_persons?$filter=reports/age eq 1', 'not-a-navigation', "'reports' on type"],
    ['gr_persons?$filter=manager/any(x:x/age eq 1)', 'not-a-navigation', "'manager' on type"],
    [
      'gr_persons?$filter=age eq',
      'query-syntax',
      'Syntax error at character 7 of $filter: expected a property, a value or a function, found the end.',
    ],
    [
      'gr_persons?$filter=(age eq 1',
      'query-syntax',
      "Syntax error at character 10 of $filter: expected ')', found the end.",
    ],
    [
      'gr_persons?$filter=age eq 1)',
      'query-syntax',
      "Syntax error at character 9 of $filter: expected the end of the option, found ')'.",
    ],
    [
      "gr_persons?$filter=name eq 'x",
      'query-syntax',
      'Syntax error at character 9 of $filter: expected a text with its closing quote',
    ],
    [
      'gr_persons?$filter=age',
      'incompatible-types',
      'The column age (number) cannot be compared with the boolean true',
    ],
    [
      "gr_persons?$filter=age eq 'x'",
      'incompatible-types',
      'The column age (number) cannot be compared with the text x at character 8 of $filter.',
    ],
    [
      'gr_persons?$filter=name eq age',
      'incompatible-types',
      'The column name (text) cannot be compared with the column age (number)',
    ],
    [
      'gr_persons?$filter=born eq 2026-02-30',
      'wrong-value',
      "The column born takes a date, but '2026-02-30' was given at character 9 of $filter.",
    ],
    [
      "gr_persons?$filter=_companyid_value eq 'x'",
      'wrong-value',
      "The column _companyid_value takes an id, but 'x' was given",
    ],
    [
      'gr_persons?$filter=active gt true',
      'operator-not-for-column',
      "'gt' needs values that have an order",
    ],
    ["gr_persons?$filter=contains(age,'1')", 'operator-not-for-column', "'contains' needs a text"],
    ['gr_persons?$filter=length(age) eq 1', 'operator-not-for-column', "'length' needs text"],
    [
      'gr_persons?$filter=substring(name) eq 1',
      'operator-not-for-column',
      "'substring' needs 2 values",
    ],
    [
      'gr_persons?$filter=lenght(name) eq 1',
      'unsupported-function',
      "There is no function 'lenght'",
    ],
    [
      "gr_persons?$filter=Microsoft.Dynamics.CRM.LastXDay(PropertyName='seen',PropertyValue=1)",
      'unsupported-function',
      "There is no function 'Microsoft.Dynamics.CRM.LastXDay'",
    ],
    [
      "gr_persons?$filter=Microsoft.Dynamics.CRM.LastXDays(PropertyName='seen')",
      'query-syntax',
      'Syntax error at character 1 of $filter: expected 1 of PropertyValue',
    ],
    [
      "gr_persons?$filter=Microsoft.Dynamics.CRM.LastXDays(PropertyName='seen',PropertyValue=0)",
      'wrong-value',
      'The operator last-x-days takes a whole number from 1',
    ],
    [
      "gr_persons?$filter=Microsoft.Dynamics.CRM.Today(PropertyName='name')",
      'operator-not-for-column',
      "'today' needs a date column",
    ],
    [
      'gr_persons?$filter=age div 0 eq 1',
      'value-not-computable',
      'A value in the query cannot be worked out: something is divided by zero.',
    ],
    [
      'gr_persons?$top=-1',
      'query-syntax',
      'Syntax error at character 1 of $top: expected a whole number from 0',
    ],
    [
      'gr_persons?$count=1',
      'query-syntax',
      'Syntax error at character 1 of $count: expected true or false',
    ],
    [
      'gr_persons?$select=',
      'query-syntax',
      'Syntax error at character 1 of $select: expected a property, found the end.',
    ],
    [
      'gr_persons?$expand=manager($orderby=name)',
      'query-shape',
      'Only $select and $filter clause can be provided',
    ],
    [
      'gr_persons?$expand=reports/$ref',
      'query-shape',
      'Expand with $ref is only supported on lookup type',
    ],
    ['gr_persons?$expand=manager,manager', 'query-shape', "'manager' is expanded twice"],
    [
      'gr_persons?$expand=manager($select=name;$select=age)',
      'repeated-option',
      'The query parameter $select',
    ],
    [
      'gr_persons?$filter=age eq 1&$apply=aggregate($count as n)',
      'query-shape',
      '$filter cannot be combined with $apply',
    ],
    [
      'gr_persons?$apply=groupby((age),aggregate(name with sum as s))',
      'wrong-aggregate',
      'Sum does not apply to the column name (text)',
    ],
    [
      'gr_persons?$apply=groupby((age),aggregate($count as age))',
      'repeated-alias',
      "The alias 'age' is used twice",
    ],
    [
      "gr_persons(color='x')",
      'wrong-key',
      "The key of gr_person at character 12 of the address names an unknown column 'color'",
    ],
    [
      'gr_persons(age=1)',
      'wrong-key',
      'The key of gr_person at character 12 of the address is not one of its keys',
    ],
    [
      'gr_persons(@id)',
      'wrong-key',
      'The key of gr_person at character 12 of the address has no value',
    ],
    [
      'gr_persons(1)',
      'incompatible-types',
      'The column gr_personid (guid) cannot be compared with the number 1',
    ],
    ['gr_persons?$skiptoken=x', 'fetchxml-wrong-cookie', 'The paging cookie'],
  ]
  for (const [address, code, sentence] of cases) {
    test(address, async () => {
      await assert.rejects(ask(address), (error: Error) => {
        assert.ok(isRefusal(error, code), `${error.message} (${'code' in error ? error.code : ''})`)
        assert.equal(error.message.slice(0, sentence.length), sentence)
        assert.equal(error.status, code === 'unknown-set' ? 404 : 400)
        return true
      })
    })
  }

  test('a mistyped name comes with the nearest known one', async () => {
    await assert.rejects(ask('gr_persons?$select=balanse'), /Could not find/)
    const error = await ask('gr_persons?$select=balanse').catch((reason: unknown) => reason)
    assert.ok(isRefusal(error) && error.advice.includes('perhaps balance'))
  })

  test('more than 500 conditions, 15 expands, or 100 levels are refused', async () => {
    const conditions = Array.from({ length: 501 }, (_, index) => `age eq ${index}`).join(' or ')
    await assert.rejects(ask(`gr_persons?$filter=${conditions}`), (error) =>
      isRefusal(error, 'too-many-conditions'),
    )
    const expand = Array.from({ length: 16 }, () => 'manager').join('/')
    await assert.rejects(ask(`gr_persons?$expand=${expand}`), (error) =>
      isRefusal(error, 'too-many-links'),
    )
    const deep = `${'('.repeat(101)}age eq 1${')'.repeat(101)}`
    await assert.rejects(ask(`gr_persons?$filter=${deep}`), (error) =>
      isRefusal(error, 'query-too-deep'),
    )
    const path = `${'manager/'.repeat(11)}age eq 1`
    await assert.rejects(ask(`gr_persons?$filter=${path}`), (error) =>
      isRefusal(error, 'query-too-deep'),
    )
  })

  test('a table that the caller may not read is refused, wherever it is named', async () => {
    const caller = { userId: idOf(1), businessUnitId: idOf(2), roles: [] }
    for (const address of ['gr_persons', `gr_persons(${idOf(1)})`]) {
      await assert.rejects(ask(address, { caller }), (error) => {
        return isRefusal(error, 'not-allowed') && error.status === 403
      })
    }
  })
})
