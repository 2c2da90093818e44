import assert from 'node:assert/strict'
import { test } from 'node:test'
import { editDistance, nearestName } from './nearest-name.ts'

const known = ['firstname', 'lastname', 'emailaddress1', 'jobtitle']

test('a typing mistake finds the column that was meant', () => {
  assert.equal(nearestName('fristname', known), 'firstname')
  assert.equal(nearestName('LastName', known), 'lastname')
  assert.equal(nearestName('emailaddress', known), 'emailaddress1')
  assert.equal(nearestName('jobtitel', known), 'jobtitle')
})

test('a name that resembles none gets no misleading hint', () => {
  assert.equal(nearestName('shoesize', known), undefined)
  assert.equal(nearestName('', known), undefined)
  assert.equal(nearestName('x'.repeat(100_000), known), undefined)
})

test('two letters that changed places are one mistake', () => {
  assert.equal(editDistance('ab', 'ba'), 1)
  assert.equal(editDistance('abc', 'abc'), 0)
  assert.equal(editDistance('abc', ''), 3)
  assert.equal(editDistance('kitten', 'sitting'), 3)
})
