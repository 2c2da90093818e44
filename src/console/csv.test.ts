import assert from 'node:assert/strict'
import { test } from 'node:test'
import { csvLine } from './csv.ts'

test('commas, quotes and line breaks stay inside their cell', () => {
  assert.equal(csvLine(['Doe, "Jo"', 'a\nb', null]), '"Doe, ""Jo""","a\nb",\r\n')
})

test('a name that looks like a formula is not run by a spreadsheet, a negative number stays one', () => {
  for (const begins of ['=', '+', '-', '@', '\t', '＝', '＋', '－', '＠']) {
    assert.equal(csvLine([`${begins}1`]), `'${begins}1\r\n`)
  }
  assert.equal(csvLine(['\r=1']), '"\'\r=1"\r\n')
  assert.equal(csvLine([-5, 7]), '-5,7\r\n')
})
