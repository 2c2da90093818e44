import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { type Pair, readSettings, writeSettings } from './settings-text.ts'

test('settings are read as registration tools write them', () => {
  assert.deepEqual(readSettings('<settings></settings>'), [])
  assert.deepEqual(readSettings(' <settings/> '), [])
  assert.deepEqual(
    readSettings(
      `<?xml version="1.0" encoding="utf-8"?>
       <settings>
         <setting name="X-Test1" value="test1" />
         <setting value='it&apos;s' name='X-Test2'></setting>
       </settings>`,
    ),
    [
      ['X-Test1', 'test1'],
      ['X-Test2', "it's"],
    ],
  )
  assert.deepEqual(
    readSettings('<settings><setting name="a" value="&#x20AC;&#8364;&lt;"/></settings>'),
    [['a', '€€<']],
  )
})

test('anything else is not taken for settings', () => {
  const wrong = [
    '',
    'X-Test1: test1',
    '<settings>',
    '<settings>text</settings>',
    '<settings><setting name="a"/></settings>',
    '<settings><setting name="a" value="b" more="c"/></settings>',
    '<settings><setting name="a" name="b" value="c"/></settings>',
    '<settings><setting name="a" value="b<c"/></settings>',
    '<settings><setting name="a" value="&unknown;"/></settings>',
    '<settings><setting name="a" value="&#0;"/></settings>',
    '<settings><!-- c --><setting name="a" value="b"/></settings>',
    '<!DOCTYPE x [<!ENTITY y "z">]><settings/>',
    '<settings><settings/></settings>',
  ]
  for (const text of wrong) assert.equal(readSettings(text), undefined, text)
})

test('whatever pairs are written are read back, in their order', () => {
  const pairs = fc.array(fc.tuple(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme' })))
  fc.assert(
    fc.property(pairs, (given: Pair[]) => {
      assert.deepEqual(readSettings(writeSettings(given)), given)
    }),
  )
})

test('no text takes long to be recognised or refused', () => {
  const attacks = [
    `<settings>${'<setting name="a" value="b"/>'.repeat(70)}<x</settings>`,
    `<settings><setting ${'a="b" '.repeat(300)}`,
    `<settings>${' '.repeat(2000)}x</settings>`,
    '<settings>'.repeat(200),
    `<settings><setting name="${'&'.repeat(1900)}" value=""/></settings>`,
  ]
  const began = performance.now()
  for (const text of attacks) readSettings(text)
  assert.ok(performance.now() - began < 100)
})
