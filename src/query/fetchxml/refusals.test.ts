import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { isRefusal, type Refusal } from '#errors'
import { systemCaller } from '#identity'
import { queryLimits } from '../limits.ts'
import { resolve } from '../resolve/resolve.ts'
import { metadata } from './fetchxml-fixture.ts'
import { parseFetchXml } from './parse-fetchxml.ts'

const entity = (inside: string, fetch = '') =>
  `<fetch ${fetch}><entity name="contact">${inside}</entity></fetch>`

const filter = (inside: string) => entity(`<filter>${inside}</filter>`)
const link = (attributes: string, inside = '') =>
  entity(
    `<link-entity name="account" from="accountid" to="parentcustomerid" ${attributes}>${inside}</link-entity>`,
  )
const aggregates = (inside: string) => entity(inside, 'aggregate="true"')
const counted = '<attribute name="contactid" aggregate="count" alias="n" />'

function refusalOf(xml: string, table?: string): Refusal {
  try {
    const plan = parseFetchXml(xml, metadata, table === undefined ? {} : { table })
    resolve(plan, metadata, systemCaller)
  } catch (error) {
    assert.ok(isRefusal(error), `${xml}: ${error instanceof Error ? error.stack : error}`)
    return error
  }
  throw new assert.AssertionError({ message: `Not refused: ${xml}` })
}

const cases: readonly (readonly [code: number, xml: string, says: RegExp])[] = [
  // QueryBuilderNoEntity, QueryBuilderNoAttribute
  [0x80041102, '<fetch><entity name="kontact" /></fetch>', /'kontact' was not found/],
  [0x80041102, entity('<link-entity name="acount" from="a" to="b" />'), /'acount'/],
  [0x80041103, entity('<attribute name="fristname" />'), /'contact'.*'fristname'/],
  [0x80041103, filter('<condition attribute="x" operator="null" />'), /'x'/],
  [0x80041103, entity('<order attribute="x" />'), /'x'/],
  [0x80041103, link('', '<attribute name="fullname" />'), /'account'.*'fullname'/],
  // LinkAttributesTypeMismatch
  [
    0x80041104,
    entity('<link-entity name="account" from="name" to="contactid" />'),
    /text and guid/,
  ],
  // Bad_Condition
  [0x80041106, filter('<condition attribute="fullname" operator="eq" />'), /one value, but none/],
  [
    0x80041106,
    filter(
      '<condition attribute="fullname" operator="eq"><value>a</value><value>b</value></condition>',
    ),
    /one value, but 2 were given/,
  ],
  [
    0x80041106,
    filter('<condition attribute="numberofchildren" operator="between" value="1" />'),
    /two values, but 1/,
  ],
  [
    0x80041106,
    filter('<condition attribute="fullname" operator="like" valueof="lastname" />'),
    /a value, but valueof/,
  ],
  [
    0x80041106,
    filter('<condition attribute="fullname" operator="eq" value="a" valueof="lastname" />'),
    /both/,
  ],
  [
    0x80041106,
    filter('<condition attribute="fullname" operator="eq" value="a" aggregate="max" />'),
    /rows, not aggregates/,
  ],
  // Attribute_With_Aggregate
  [0x80041107, aggregates('<attribute name="fullname" alias="a" />'), /no plain columns: fullname/],
  [0x80041107, aggregates('<all-attributes />'), /all attributes/],
  // Invalid_Value
  [0x80041108, filter('<condition attribute="fullname" operator="in" />'), /one value or more/],
  // Invalid_Alias, Alias_Does_Not_Exist, NoAlias
  [0x80041109, entity('<attribute name="fullname" alias="full name" />'), /'full name'/],
  [0x80041109, link('alias="1st"'), /'1st'/],
  [
    0x8004110a,
    filter('<condition entityname="firm" attribute="name" operator="null" />'),
    /alias 'firm'/,
  ],
  [
    0x8004110a,
    filter('<condition attribute="fullname" operator="eq" valueof="b.c" />'),
    /alias 'b'/,
  ],
  [0x8004110a, entity('<order entityname="firm" attribute="name" />'), /alias 'firm'/],
  [0x8004110a, aggregates(`${counted}<order alias="m" />`), /alias 'm'/],
  [0x8004110b, aggregates('<attribute name="contactid" aggregate="count" />'), /needs an alias/],
  [
    0x8004110b,
    aggregates('<attribute name="fullname" groupby="1" />'),
    /'fullname' needs an alias/,
  ],
  [0x8004110b, entity('<attribute name="contactid" rowaggregate="CountChildren" />'), /alias/],
  // Value_GreaterThanZero
  [0x8004110c, entity('', 'count="0"'), /'count'.*from 1.*'0'/],
  [0x8004110c, entity('', 'page="-1"'), /'page'.*'-1'/],
  [0x8004110c, entity('', 'page="many"'), /'many'/],
  [0x8004110c, entity('', 'top="5001"'), /1 to 5000.*'5001'/],
  [0x8004110c, entity('', 'aggregatelimit="50001"'), /1 to 50000/],
  // AttributePairMismatch
  [
    0x80041111,
    entity('<link-entity name="account" to="parentcustomerid" />'),
    /'to' but no 'from'/,
  ],
  [0x80041111, entity('<link-entity name="account" from="accountid" />'), /'from' but no 'to'/],
  // InvalidDistinct, InvalidMapping, InvalidLinkType, InvalidNoLock, InvalidDescending
  [0x80041115, entity('', 'distinct="maybe"'), /'distinct' takes true, false.*'maybe'/],
  [
    0x80041115,
    aggregates('<attribute name="numberofchildren" aggregate="sum" distinct="true" alias="a" />'),
    /countcolumn/,
  ],
  [0x80041116, entity('', 'mapping="logic"'), /logical or internal/],
  [0x80041117, link('link-type="left"'), /inner, outer.*'left'/],
  [
    0x80041117,
    filter(
      '<link-entity name="account" from="accountid" to="parentcustomerid" link-type="some" />',
    ),
    /any, not any/,
  ],
  [0x80041118, entity('', 'no-lock="x"'), /'no-lock'/],
  [0x80041119, entity('<order attribute="fullname" descending="down" />'), /'down'/],
  // InvalidAggregate
  [0x8004111a, entity('', 'aggregate="yes"'), /'yes'/],
  [
    0x8004111a,
    aggregates('<attribute name="contactid" aggregate="total" alias="a" />'),
    /avg, count, countcolumn, max, min or sum.*'total'/,
  ],
  [0x8004111a, entity('<attribute name="contactid" aggregate="count" alias="a" />'), /aggregating/],
  [0x8004111a, entity('<attribute name="contactid" groupby="true" alias="a" />'), /'groupby'/],
  // InvalidNode
  [0x8004111c, '<query />', /'query'/],
  [0x8004111c, '<fetch><entiti name="contact" /></fetch>', /'entiti'/],
  [0x8004111c, entity('<atribute name="fullname" />'), /'atribute'/],
  [0x8004111c, entity('<filter><order attribute="fullname" /></filter>'), /'order'/],
  [0x8004111c, entity('<attribute name="fullname"><value>x</value></attribute>'), /'value'/],
  [0x8004111c, entity('fullname'), /'fullname'/],
  [
    0x8004111c,
    filter('<condition attribute="fullname" operator="in"><value>a<b /></value></condition>'),
    /'b'/,
  ],
  [
    0x8004111c,
    '<fetch><entity name="contact" /><entity name="account" /></fetch>',
    /more than one/,
  ],
  [0x8004111c, link('link-type="exists"', '<attribute name="name" />'), /only asks.*<attribute>/],
  [0x8004111c, link('link-type="in"', '<order attribute="name" />'), /only asks.*<order>/],
  // AttributeNotFound
  [0x8004111e, '<fetch><entity /></fetch>', /'name' is missing/],
  [0x8004111e, entity('<attribute alias="a" />'), /'name' is missing/],
  [
    0x8004111e,
    filter('<condition atribute="fullname" operator="null" />'),
    /'attribute' is missing/,
  ],
  [0x8004111e, filter('<condition attribute="fullname" />'), /'operator' is missing/],
  [0x8004111e, entity('<link-entity from="a" to="b" />'), /'name' is missing/],
  // InvalidConditionOperator
  [
    0x80041120,
    filter('<condition attribute="fullname" operator="equals" value="x" />'),
    /'equals'/,
  ],
  [0x80041120, filter('<condition attribute="fullname" operator="today" />'), /'today'/],
  [0x80041120, filter('<condition attribute="donotemail" operator="gt" value="1" />'), /'gt'/],
  // InvalidJoinOperator
  [0x80041121, link('link-type="any"'), /'any' belongs in a <filter>/],
  [
    0x80041121,
    filter('<link-entity name="account" from="accountid" to="parentcustomerid" />'),
    /'inner' belongs outside/,
  ],
  // InvalidFilterType
  [0x80041122, entity('<filter type="xor" />'), /and or or.*'xor'/],
  // ElementNotFound
  [0x80041123, '<fetch />', /no entity/],
  [0x80041123, aggregates(''), /no attribute to group by or aggregate/],
  // DeserializeEmptyXml, NoDocElemXml
  [0x80041124, '', /empty/],
  [0x80041124, ' \n ', /empty/],
  [0x80041125, '<fetch><entity name="contact"></fetch>', /line 1, column \d+/],
  [0x80041125, 'fetch', /not well-formed/],
  [0x80041125, '<fetch a="1" a="2" />', /duplicate attribute/],
  [0x80041125, '<!DOCTYPE fetch SYSTEM "file:///etc/passwd"><fetch />', /document type/],
  [0x80041125, '<fetch>&xxe;</fetch>', /undefined entity/],
  // NoAttrsDistinctConflict
  [0x8004112c, entity('<no-attrs />', 'distinct="true"'), /no-attrs/],
  // InvalidGroupBy, InvalidAggregateAttribute
  [0x8004112e, aggregates('<attribute name="fullname" groupby="x" alias="a" />'), /'groupby'/],
  [0x8004112f, aggregates('<attribute name="fullname" aggregate="sum" alias="a" />'), /sum/i],
  [
    0x8004112f,
    aggregates('<attribute name="fullname" groupby="true" dategrouping="day" alias="a" />'),
    /day/,
  ],
  // DuplicateAlias
  [
    0x80041130,
    entity('<attribute name="fullname" alias="a" /><attribute name="lastname" alias="a" />'),
    /'a' is used twice/,
  ],
  [
    0x80041130,
    entity('<attribute name="fullname" alias="lastname" /><attribute name="lastname" />'),
    /'lastname' is used twice/,
  ],
  [0x80041130, entity('<attribute name="fullname" alias="contactid" />'), /'contactid'/],
  [0x80041130, aggregates(counted + counted), /'n' is used twice/],
  [
    0x80041130,
    link(
      'alias="a"',
      '<link-entity name="account" from="accountid" to="parentaccountid" alias="a" />',
    ),
    /'a' is used twice/,
  ],
  // Orders
  [0x80041131, aggregates(`${counted}<order attribute="fullname" />`), /by an alias/],
  [0x80041132, entity('<order alias="a" />'), /'a'/],
  [0x80041133, entity('<order descending="true" />'), /names no attribute/],
  [0x80041134, aggregates(`${counted}<order />`), /names no alias/],
  // InvalidDateGrouping
  [
    0x80041135,
    aggregates('<attribute name="createdon" groupby="true" dategrouping="decade" alias="a" />'),
    /'decade'/,
  ],
  [
    0x80041135,
    aggregates('<attribute name="createdon" aggregate="max" dategrouping="day" alias="a" />'),
    /groupby/,
  ],
  // AttributeCannotBeGroupByAndAggregate
  [
    0x80041137,
    aggregates('<attribute name="fullname" aggregate="max" groupby="true" alias="a" />'),
    /at once/,
  ],
  // InvalidAttributeValue
  [0x80041139, entity('', 'returntotalrecordcount="x"'), /'returntotalrecordcount'/],
  [0x80041139, entity('', 'latematerialize="x"'), /'latematerialize'/],
  [0x80041139, entity('', 'useraworderby="x"'), /'useraworderby'/],
  [0x80041139, entity('', 'datasource="archive"'), /retained.*'archive'/],
  [0x80041139, entity('', 'top="1" page="2"'), /'top'.*'page'/],
  [0x80041139, entity('', 'top="1" count="2"'), /'count'/],
  [0x80041139, entity('', 'top="1" returntotalrecordcount="true"'), /'returntotalrecordcount'/],
  [0x80041139, link('intersect="maybe"'), /'intersect'/],
  [0x80041139, entity('<attribute name="contactid" rowaggregate="Count" alias="a" />'), /Children/],
  // Limits
  [
    0x8004430c,
    filter('<condition attribute="fullname" operator="null" />'.repeat(501)),
    /501 conditions/,
  ],
  [
    0x8004430d,
    entity('<link-entity name="account" from="accountid" to="parentcustomerid" />'.repeat(16)),
    /16 linked tables/,
  ],
]

const codeOf = (code: number) => `0x${code.toString(16)}`

describe('refused FetchXML', () => {
  for (const [code, xml, says] of cases) {
    const shown = xml.length > 120 ? `${xml.slice(0, 117)}…` : xml
    test(`${codeOf(code)} for ${JSON.stringify(shown)}`, () => {
      const refusal = refusalOf(xml)
      assert.equal(codeOf(refusal.dataverse ?? 0), codeOf(code), refusal.sentence)
      assert.match(refusal.sentence, says)
      assert.ok(refusal.status === 400)
      assert.doesNotMatch(refusal.sentence + refusal.advice, /\{\w+\}|undefined(?! entity)/)
    })
  }

  test('0x80041128 where the text asks for another table than the address', () => {
    const refusal = refusalOf(entity(''), 'account')
    assert.equal(refusal.dataverse, 0x80041128)
    assert.equal(refusal.input, 'fetch/entity/@name')
    assert.deepEqual([refusal.expected, refusal.found], ['account', 'contact'])
  })

  test('the place names the element, its line and its column', () => {
    const xml = `<fetch>
  <entity name="contact">
    <filter>
      <condition attribute="fullname" operator="null" />
      <condition attribute="lastname" operator="begins_with" value="A" />
    </filter>
  </entity>
</fetch>`
    const refusal = refusalOf(xml)
    assert.match(
      refusal.sentence,
      /'begins_with' in fetch\/entity\/filter\/condition\[2\] \(line 5, column 7\)/,
    )
    assert.match(refusal.advice, /perhaps begins-with/)
    assert.equal(refusal.input, 'fetch/entity/filter/condition[2]/@operator')
  })

  test('the nearest name is offered for elements, attributes, operators, words and columns', () => {
    assert.match(refusalOf(entity('<atribute name="x" />')).advice, /perhaps attribute/)
    assert.match(
      refusalOf(filter('<condition atribute="x" operator="null" />')).advice,
      /atribute is not known/,
    )
    assert.match(refusalOf(link('link-type="iner"')).advice, /perhaps inner/)
    assert.match(refusalOf(entity('<attribute name="fristname" />')).advice, /perhaps firstname/)
    assert.match(refusalOf('<fetch><entity name="kontact" /></fetch>').advice, /perhaps contact/)
  })

  test('a query that is too long or too deep is refused before it is read whole', () => {
    const long = entity(`<!-- ${'x'.repeat(queryLimits.batchedQueryBytes)} -->`)
    assert.equal(refusalOf(long).code, 'query-too-long')
    const deep = entity('<filter>'.repeat(20_000).slice(0, 60_000))
    assert.equal(refusalOf(deep).code, 'query-too-deep')
    const nested = '<filter>'.repeat(101) + '</filter>'.repeat(101)
    assert.equal(refusalOf(entity(nested)).code, 'query-too-deep')
  })

  test('entities that grow are not expanded', () => {
    const bomb = `<!DOCTYPE fetch [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><fetch>&b;</fetch>`
    assert.equal(refusalOf(bomb).code, 'fetchxml-document-type')
  })
})

describe('tolerated FetchXML', () => {
  const accepted: readonly string[] = [
    '<?xml version="1.0" encoding="utf-16"?><!-- all --><fetch xmlns:generator="MarkMpn.SQL4CDS"><entity name="contact" /></fetch>',
    '\uFEFF<fetch version="1.0" output-format="xml-platform" mapping="logical" no-lock="false" min-active-row-version="true" utc-offset="60" options="OptimizeForUnknown,HashJoin" latematerialize="true" unknown="x"><entity name="contact" enableprefiltering="1" prefilterparametername="P" /></fetch>',
    entity('<attribute name="fullname" build="1.504021" addedby="x" />', 'distinct="True"'),
    filter(
      '<condition attribute="ownerid" operator="eq-userid" uiname="me" uitype="systemuser" value="" />',
    ),
    filter(
      '<condition attribute="fullname" operator="eq"><value><![CDATA[<a> & b]]></value></condition>',
    ),
    entity('', 'top="5" returntotalrecordcount="false"'),
  ]
  for (const xml of accepted) {
    test(`${JSON.stringify(xml)} is read`, () => {
      assert.equal(parseFetchXml(xml, metadata).source.table, 'contact')
    })
  }
})
