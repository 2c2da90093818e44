import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { escapeHtml, html, page, raw } from './html.ts'

test('values are escaped, markup of our own is not', () => {
  const name = '<b onmouseover="x">'
  assert.equal(
    html`<p>${name}${raw('<i>ok</i>')}</p>`.text,
    '<p>&#60;b onmouseover=&#34;x&#34;&#62;<i>ok</i></p>',
  )
})

test('arrays are joined; null, undefined and booleans leave nothing', () => {
  assert.equal(
    html`${[html`<li>${1}</li>`, html`<li>${2}</li>`]}${null}${undefined}${false}`.text,
    '<li>1</li><li>2</li>',
  )
})

test('no text whatever can open a tag or leave an attribute', () => {
  fc.assert(fc.property(fc.string(), (text) => !/[<>"']/.test(escapeHtml(text))))
})

test('a page names its language and escapes its title', () => {
  assert.match(
    page({ language: 'de', title: '<x>', body: html`` }),
    /<html lang="de">[\s\S]*<title>&#60;x&#62;<\/title>/,
  )
})
