import assert from 'node:assert/strict'
import { test } from 'node:test'
import { toCsv } from './csv.ts'

test('commas, quotes and line breaks stay inside their cell', () => {
  assert.equal(
    toCsv([{ name: 'Doe, "Jo"', note: 'a\nb' }]),
    'name,note\r\n"Doe, ""Jo""","a\nb"\r\n',
  )
})

test('a name that looks like a formula is not run by a spreadsheet, a negative number stays one', () => {
  assert.equal(toCsv([{ name: '=1+1', minutes: -5 }]), "name,minutes\r\n'=1+1,-5\r\n")
})
