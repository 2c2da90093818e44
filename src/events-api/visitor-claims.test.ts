import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRefusal } from '#errors'
import { claimantOf } from './visitor.ts'

const token = { iss: 'https://login.example', sub: '1', given_name: 'Ada', family_name: 'L' }
const oid = '11111111-2222-4333-8444-555555555555'

test('a name that people choose themselves is no address of theirs', () => {
  const chosen = { ...token, preferred_username: 'ada@engines.example' }
  assert.throws(
    () => claimantOf(chosen),
    (error) => isRefusal(error, 'claim-missing'),
  )
  assert.equal(claimantOf({ ...chosen, oid }).email, 'ada@engines.example')
  assert.equal(claimantOf({ ...chosen, email: 'own@people.example' }).email, 'own@people.example')
  assert.equal(claimantOf({ ...token, emails: ['b2c@people.example'] }).email, 'b2c@people.example')
})
