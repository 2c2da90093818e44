import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { systemCaller } from '#identity'
import { attendees, eventWorld } from '../../test/event-world.ts'
import { freeNumbers, randomNumber, readNumber } from './registration-number.ts'

const { db, createEvent, registrations } = await eventWorld()

test('numbers are short, readable and do not repeat', () => {
  const numbers = Array.from({ length: 20_000 }, randomNumber)
  for (const number of numbers) assert.match(number, /^ER-[0-9A-HJKMNP-TV-Z]{8}$/)
  assert.equal(new Set(numbers).size, numbers.length)
})

test('a number is understood however it is typed', () => {
  for (const typed of ['ER-7F3K2M9Q', 'er 7f3k2m9q', ' 7F3K-2M9Q', 'ER7F3K2M9Q', 'er-7f3k 2m9q']) {
    assert.equal(readNumber(typed), 'ER-7F3K2M9Q')
  }
  assert.equal(readNumber('ER-O1IL0000'), 'ER-01110000')
})

test('a number that begins with ER itself is not cut', () => {
  assert.equal(readNumber('ER-ERAAAAAA'), 'ER-ERAAAAAA')
  assert.equal(readNumber('ERAAAAAA'), 'ER-ERAAAAAA')
})

test('what is no number is not taken for one', () => {
  for (const typed of [
    '',
    'ER-',
    'ER-7F3K2M9',
    'ER-7F3K2M9QX',
    'ER-7F3K2M9U',
    'https://x.example',
  ]) {
    assert.equal(readNumber(typed), undefined)
  }
})

test('every number is read back as it is', () => {
  fc.assert(
    fc.property(fc.constant(null).map(randomNumber), fc.boolean(), (number, small) => {
      assert.equal(readNumber(small ? number.toLowerCase() : number), number)
    }),
  )
})

test('a number that a registration has is drawn again', async () => {
  const request = { eventId: await createEvent(), attendees: attendees(2) }
  const made = (await registrations.register(systemCaller, request)).registrations
  const [one, two] = made.map(({ number }) => number)
  const draws = ['ER-FREE0003', two, 'ER-FREE0001', 'ER-FREE0001', 'ER-FREE0002', one]
  const drawn = await freeNumbers(db, 4, () => String(draws.pop() ?? 'ER-FREE0004'))
  assert.deepEqual(drawn.sort(), ['ER-FREE0001', 'ER-FREE0002', 'ER-FREE0003', 'ER-FREE0004'])
})
