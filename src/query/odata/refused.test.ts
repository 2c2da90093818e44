import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { isRefusal } from '#errors'
import { idOf } from '../query-fixture.ts'
import { peopleWorld } from './people-fixture.ts'

const { ask, fill } = await peopleWorld()

before(fill)

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
      'gr_persons?$expand=reports($select=name;$skip=1)',
      'query-syntax',
      'Syntax error at character 22 of $expand: expected $select, $filter, $orderby, $top, $count, $expand, found',
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
