/**
 * One question, asked in both languages and worked out by hand over the same rows: the three
 * answers have to agree, whatever fast-check makes up.
 */
import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import fc from 'fast-check'
import { testDatabase } from '../../test/database.ts'
import { fetchXmlAnnotations } from './fetchxml/answer-annotations.ts'
import {
  type Answer,
  accounts,
  fetchXmlWorld,
  insert,
  insertPeople,
  metadata,
  users,
} from './fetchxml/fetchxml-fixture.ts'
import { parseOData } from './odata/parse-odata.ts'
import { writeSkipToken } from './odata/skip-token.ts'
import { noAnnotations } from './plan/query-plan.ts'
import { type Condition, equality, filters, people } from './question-fixture.ts'

const world = fetchXmlWorld(await testDatabase())

before(async () => {
  await insertPeople(world)
  await world.sql('delete from contact')
  await insert(
    world,
    'contact',
    people.map((person) => ({ ...person, owneridtype: 'systemuser' })),
  )
})

const orderings = fc.uniqueArray(
  fc.record({
    column: fc.constantFrom(
      'firstname',
      'numberofchildren',
      'gendercode',
      'birthdate',
      'createdon',
    ),
    descending: fc.boolean(),
  }),
  { selector: ({ column }) => column, maxLength: 3 },
)

type Ordering = readonly { readonly column: string; readonly descending: boolean }[]

const caller = {
  caller: { userId: users.worker, businessUnitId: '', roles: ['System Administrator'] },
}

function odataQuery(filter: Condition, ordering: Ordering): string {
  const orderby = ordering.map(({ column, descending }) => `${column}${descending ? ' desc' : ''}`)
  const options = [
    '$select=contactid',
    `$filter=${encodeURIComponent(filter.odata(''))}`,
    ...(orderby.length > 0 ? [`$orderby=${encodeURIComponent(orderby.join(','))}`] : []),
  ]
  return options.join('&')
}

function fetchQuery(filter: Condition, ordering: Ordering, fetch = ''): string {
  const orders = ordering.map(
    ({ column, descending }) => `<order attribute="${column}" descending="${descending}" />`,
  )
  return `<fetch useraworderby="true" ${fetch}><entity name="contact"><attribute name="contactid" /><filter>${filter.fetch}</filter>${orders.join('')}</entity></fetch>`
}

const annotations = { ...noAnnotations, versions: false }

const odata = (path: string, query: string, maxPageSize?: number): Promise<Answer> =>
  world.answer(parseOData({ path, query, maxPageSize, annotations }, metadata).plan, caller)

const idsOf = ({ values }: Answer): readonly unknown[] => values.map(({ contactid }) => contactid)

describe('OData and FetchXML', () => {
  test('find the same rows in the same order, and the rows that fit', async () => {
    const property = fc.asyncProperty(filters, orderings, async (filter, ordering) => {
      const inOData = idsOf(await odata('contacts', odataQuery(filter, ordering)))
      const inFetchXml = idsOf(await world.ask(fetchQuery(filter, ordering), caller))
      assert.deepEqual(inFetchXml, inOData)
      const fitting = people.filter((person) => filter.holds(person))
      assert.deepEqual(inOData.toSorted(), fitting.map(({ contactid }) => contactid).toSorted())
    })
    await fc.assert(property, { numRuns: 150 })
  })

  test('turn the same pages', async () => {
    const property = fc.asyncProperty(filters, orderings, async (filter, ordering) => {
      const whole = idsOf(await odata('contacts', odataQuery(filter, ordering)))
      assert.deepEqual(await odataPages(odataQuery(filter, ordering)), whole)
      assert.deepEqual(await fetchXmlPages(filter, ordering), whole)
    })
    await fc.assert(property, { numRuns: 15 })
  })

  test('agree about accounts by their people', async () => {
    const quantifiers = fc.constantFrom('any', 'not any', 'all', 'not all')
    const property = fc.asyncProperty(filters, quantifiers, async (filter, quantifier) => {
      const some = `contact_customer_accounts/any(c:${filter.odata('c/')})`
      const asked = {
        any: some,
        'not all': some,
        'not any': `not ${some}`,
        all: `contact_customer_accounts/any() and not ${some}`,
      }[quantifier]
      const query = `$select=name&$filter=${encodeURIComponent(asked)}&$orderby=name`
      const link = `<link-entity name="contact" from="parentcustomerid" to="accountid" link-type="${quantifier}"><filter>${filter.fetch}</filter></link-entity>`
      const xml = `<fetch><entity name="account"><attribute name="name" /><filter>${link}</filter><order attribute="name" /></entity></fetch>`
      const inFetchXml = await world.ask(xml, caller)
      assert.deepEqual(inFetchXml.values, (await odata('accounts', query)).values)
      const found = inFetchXml.values.map(({ accountid }) => accountid)
      const fitting = Object.values(accounts).filter((account) => {
        const linked = people.filter(({ parentcustomerid }) => parentcustomerid === account)
        const one = linked.some((person) => filter.holds(person))
        if (quantifier === 'any' || quantifier === 'not all') return one
        return quantifier === 'not any' ? !one : linked.length > 0 && !one
      })
      assert.deepEqual(found.toSorted(), fitting.toSorted())
    })
    await fc.assert(property, { numRuns: 60 })
  })

  test('agree about people by their account', async () => {
    const names = fc.constantFrom('Holding', 'daughter', 'GRANDDAUGHTER', 'Nobody')
    const property = fc.asyncProperty(
      names,
      fc.constantFrom(...equality),
      async (name, operator) => {
        const asked = `parentcustomerid_account/name ${operator} '${name}'`
        const inOData = await odata(
          'contacts',
          `$select=contactid&$filter=${encodeURIComponent(asked)}`,
        )
        const inFetchXml = await world.ask(
          `<fetch><entity name="contact"><attribute name="contactid" /><link-entity name="account" from="accountid" to="parentcustomerid" link-type="outer" alias="firm" /><filter><condition entityname="firm" attribute="name" operator="${operator}" value="${name}" /></filter></entity></fetch>`,
        )
        assert.deepEqual(inFetchXml.values, inOData.values)
      },
    )
    await fc.assert(property, { numRuns: 20 })
  })

  test('add up the same', async () => {
    const groups = fc.constantFrom('gendercode', 'donotemail', 'numberofchildren', 'birthdate')
    const property = fc.asyncProperty(filters, groups, async (filter, group) => {
      const functions = ['sum', 'average', 'min', 'max'] as const
      const asked = functions.map((each) => `annualincome with ${each} as ${each}`)
      const apply = `filter(${filter.odata('')})/groupby((${group}),aggregate($count as n,${asked.join(',')}))`
      const inOData = await odata('contacts', `$apply=${encodeURIComponent(apply)}`)
      const list = functions.map(
        (each) =>
          `<attribute name="annualincome" aggregate="${each === 'average' ? 'avg' : each}" alias="${each}" />`,
      )
      const xml = `<fetch aggregate="true"><entity name="contact"><attribute name="${group}" groupby="true" alias="${group}" /><attribute name="contactid" aggregate="count" alias="n" />${list.join('')}<filter>${filter.fetch}</filter></entity></fetch>`
      const inFetchXml = await world.ask(xml, caller)
      assert.deepEqual(inFetchXml.values, inOData.values)
      const counted = inFetchXml.values.reduce((sum, { n }) => sum + Number(n), 0)
      assert.equal(counted, people.filter((person) => filter.holds(person)).length)
    })
    await fc.assert(property, { numRuns: 40 })
  })
})

async function odataPages(query: string): Promise<readonly unknown[]> {
  const found: unknown[] = []
  let token = ''
  for (let number = 1; ; number += 1) {
    const answer = await odata('contacts', query + token, 7)
    found.push(...idsOf(answer))
    if (!answer.more) return found
    token = `&$skiptoken=${encodeURIComponent(writeSkipToken(answer, number))}`
  }
}

async function fetchXmlPages(filter: Condition, ordering: Ordering): Promise<readonly unknown[]> {
  const found: unknown[] = []
  let cookie = ''
  for (let number = 1; ; number += 1) {
    const fetch = `count="7" page="${number}" paging-cookie="${cookie}"`
    const answer = await world.ask(fetchQuery(filter, ordering, fetch), caller)
    found.push(...idsOf(answer))
    if (!answer.more) return found
    const annotations = fetchXmlAnnotations(answer.plan, answer)
    const wrapped = String(annotations['@Microsoft.Dynamics.CRM.fetchxmlpagingcookie'])
    cookie = wrapped.replaceAll('<', '&lt;').replaceAll('"', '&quot;')
  }
}
