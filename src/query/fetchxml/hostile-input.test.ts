import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { isRefusal } from '#errors'
import { systemCaller } from '#identity'
import { resolve } from '../resolve/resolve.ts'
import { metadata } from './fetchxml-fixture.ts'
import { operators } from './operators.ts'
import { parseFetchXml } from './parse-fetchxml.ts'

/** Trees that look like FetchXML, with every attribute and word it knows and some it does not. */
const words = [
  ...['contact', 'account', 'fullname', 'lastname', 'accountid', 'parentcustomerid', 'createdon'],
  ...[
    'true',
    'false',
    '1',
    '0',
    '-1',
    '5001',
    'x',
    '',
    'a.b',
    'and',
    'or',
    'inner',
    'outer',
    'any',
  ],
  ...[
    'not all',
    'exists',
    'count',
    'sum',
    'day',
    '<cookie page="1"><contactid last="1" /></cookie>',
  ],
  ...operators.keys(),
]
const attributeNames = [
  ...['name', 'alias', 'attribute', 'operator', 'value', 'valueof', 'entityname', 'type', 'from'],
  ...['to', 'link-type', 'descending', 'aggregate', 'groupby', 'dategrouping', 'distinct', 'top'],
  ...['count', 'page', 'paging-cookie', 'returntotalrecordcount', 'useraworderby', 'rowaggregate'],
]
const elementNames = [
  ...['entity', 'attribute', 'all-attributes', 'no-attrs', 'order', 'filter', 'condition', 'value'],
  ...['link-entity', 'fetch', 'other'],
]

const escaped = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

const attributesText = fc
  .dictionary(fc.constantFrom(...attributeNames), fc.constantFrom(...words), { maxKeys: 5 })
  .map((given) => Object.entries(given).map(([name, value]) => `${name}="${escaped(value)}"`))

const { element } = fc.letrec<{ element: string }>((tie) => ({
  element: fc
    .tuple(
      fc.constantFrom(...elementNames),
      attributesText,
      fc.array(fc.oneof({ depthSize: 'small' }, fc.constant(''), tie('element')), { maxLength: 4 }),
    )
    .map(
      ([name, attributes, inside]) =>
        `<${name} ${attributes.join(' ')}>${inside.join('')}</${name}>`,
    ),
}))

function readsOrRefuses(xml: string): void {
  try {
    resolve(parseFetchXml(xml, metadata), metadata, systemCaller)
  } catch (error) {
    assert.ok(isRefusal(error), error instanceof Error ? (error.stack ?? '') : String(error))
    assert.ok(error.status >= 400 && error.status < 500)
    assert.ok(error.dataverse !== undefined, `${error.code} has no code of the vendor`)
    assert.doesNotMatch(error.sentence, /\{\w+\}/)
  }
}

describe('whatever comes', () => {
  test('random text is read or refused with a code', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 300 }), readsOrRefuses))
  })

  test('random bytes are read or refused with a code', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) =>
        readsOrRefuses(Buffer.from(bytes).toString()),
      ),
    )
  })

  test('random trees of FetchXML’s words are read or refused with a code', () => {
    fc.assert(
      fc.property(attributesText, element, (attributes, inside) =>
        readsOrRefuses(
          `<fetch ${attributes.join(' ')}><entity name="contact">${inside}</entity></fetch>`,
        ),
      ),
      { numRuns: 1000 },
    )
  })

  test('a valid query with one character changed is read or refused with a code', () => {
    const xml =
      '<fetch><entity name="contact"><link-entity name="account" from="accountid" to="parentcustomerid"><filter><condition attribute="name" operator="in"><value>x</value></condition></filter></link-entity></entity></fetch>'
    const changes = fc.tuple(fc.nat(xml.length - 1), fc.string({ unit: 'binary', maxLength: 3 }))
    fc.assert(
      fc.property(changes, ([index, text]) =>
        readsOrRefuses(xml.slice(0, index) + text + xml.slice(index + 1)),
      ),
      { numRuns: 1000 },
    )
  })
})
