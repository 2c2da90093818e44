import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fateOf } from './retire-webinar.ts'

const start = new Date('2031-05-05T10:00:00Z')
const end = new Date('2031-05-05T11:00:00Z')
const before = new Date('2031-05-05T09:59:00Z')
const during = new Date('2031-05-05T10:30:00Z')

for (const [what, attendance, update, now, fate] of [
  ['nobody was there yet, so it is deleted', 'query', true, before, 'delete'],
  ['its report is still to be read, so it is only ended', 'query', true, during, 'end'],
  ['its report is to be read and it cannot be changed: it stays', 'query', false, during, 'leave'],
  ['it is over and its report is to be read: it stays', 'query', true, end, 'leave'],
  ['the hub saw who was there, so its room is closed', 'events', true, during, 'delete'],
  ['the provider told who was there, so its room is closed', 'callback', true, during, 'delete'],
] as const) {
  test(`a webinar that was replaced: ${what}`, () => {
    const capabilities = { attendance, update, delete: true }
    assert.equal(fateOf(capabilities, { start, end }, now), fate)
  })
}

test('a webinar whose event was deleted is deleted', () => {
  const capabilities = { attendance: 'query', update: true, delete: true } as const
  assert.equal(fateOf(capabilities, undefined, during), 'delete')
})

test('a webinar at a provider that cannot delete is left to a person', () => {
  const capabilities = { attendance: 'none', update: false, delete: false } as const
  for (const now of [before, during, end]) {
    assert.equal(fateOf(capabilities, { start, end }, now), 'by hand')
  }
})
