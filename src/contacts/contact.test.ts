import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRefusal } from '#errors'
import { matchBy, matchKey, readPerson } from './contact.ts'

const ada = { email: 'ada@example.com', firstName: 'Ada', lastName: 'Lovelace' }

test('spaces around and inside of names are put in order', () => {
  const given = { email: ' ada@example.com ', firstName: '  Ada  Augusta ', lastName: 'King\tNoel' }
  assert.deepEqual(readPerson(given, matchBy.emailAndNames, 'attendees[0]'), {
    email: 'ada@example.com',
    firstName: 'Ada Augusta',
    lastName: 'King Noel',
  })
})

test('a refusal names the input that is wrong', () => {
  const wrong: readonly (readonly [object, string, string])[] = [
    [{ ...ada, email: 'ada' }, 'email-invalid', 'attendees[2].email'],
    [{ ...ada, email: undefined }, 'email-invalid', 'attendees[2].email'],
    [
      { ...ada, email: `${'a'.repeat(50)}@${'b'.repeat(50)}.example` },
      'text-invalid',
      'attendees[2].email',
    ],
    [{ ...ada, firstName: '' }, 'name-missing', 'attendees[2].firstName'],
    [{ ...ada, lastName: null }, 'name-missing', 'attendees[2].lastName'],
    [{ ...ada, lastName: 7 }, 'text-invalid', 'attendees[2].lastName'],
    [{ ...ada, lastName: 'x'.repeat(51) }, 'text-invalid', 'attendees[2].lastName'],
    [{ ...ada, firstName: 'Ada\u0000' }, 'text-invalid', 'attendees[2].firstName'],
    [{ ...ada, firstName: 'Ada\u202egpj.exe' }, 'text-invalid', 'attendees[2].firstName'],
  ]
  for (const [given, code, input] of wrong) {
    assert.throws(
      () => readPerson(given, matchBy.emailAndNames, 'attendees[2]'),
      (error) => isRefusal(error, code) && error.input === input,
      JSON.stringify(given),
    )
  }
})

test('one name is enough where names are not compared', () => {
  const given = { email: 'x@example.com', lastName: 'Sukarno' }
  assert.equal(readPerson(given, matchBy.email, 'attendees[0]').firstName, undefined)
  assert.throws(() => readPerson({ email: 'x@example.com' }, matchBy.email, 'attendees[0]'))
})

test('people with one match key differ in capitals only', () => {
  const candidate = { ...ada, ownerId: 'o', originatingEventId: undefined }
  const shouted = { ...candidate, email: 'ADA@Example.COM', firstName: 'ADA', lastName: 'LOVELACE' }
  for (const strategy of Object.values(matchBy)) {
    assert.equal(matchKey(strategy, candidate), matchKey(strategy, shouted))
  }
  const sister = { ...candidate, firstName: 'Eva' }
  assert.equal(matchKey(matchBy.email, candidate), matchKey(matchBy.email, sister))
  assert.notEqual(
    matchKey(matchBy.emailAndNames, candidate),
    matchKey(matchBy.emailAndNames, sister),
  )
  const elsewhere = { ...candidate, ownerId: 'p' }
  assert.notEqual(
    matchKey(matchBy.emailAndOwner, candidate),
    matchKey(matchBy.emailAndOwner, elsewhere),
  )
})
