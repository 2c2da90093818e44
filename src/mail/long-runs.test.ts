import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkBody, namesIn } from './check-template.ts'
import { fillHtml, fillText } from './fill-template.ts'

const nothing = { texts: new Map<string, string>(), blocks: new Map() }

test('a letter with long runs of blanks or tags keeps the hub busy for no time', () => {
  const began = performance.now()
  const blanks = ' '.repeat(50_000)
  assert.throws(() => checkBody('confirmation', `<p>{{${blanks}x</p>`))
  assert.equal(fillHtml(`<p>{{${blanks}x</p>`, nothing).length, 50_010)
  assert.equal(fillHtml('<p'.repeat(50_000), nothing).length, 100_000)
  assert.equal(fillText(`a${blanks}b`, nothing).length, 50_002)
  // Minutes to hours before.
  const took = performance.now() - began
  assert.ok(took < 5_000, `${took} ms`)
})

test('blanks around the name of a placeholder do not matter', () => {
  assert.deepEqual(namesIn('{{ event.name }} {{event.when}}'), ['event.name', 'event.when'])
  const texts = new Map([['event.name', 'Talk']])
  assert.equal(fillHtml('<p>{{ event.name }}</p>', { ...nothing, texts }), '<p>Talk</p>')
  assert.equal(fillText('{{event.name }}  \nend', { ...nothing, texts }), 'Talk\nend')
})
