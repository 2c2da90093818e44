import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { plainText, richText } from './rich-text.ts'

const shown = (stored: string) => richText(stored).text

test('Plain text keeps its paragraphs and lines, and its addresses become links.', () => {
  assert.equal(
    shown('Salt & pepper: 1 < 2\nNext line\n\nSee https://a.example/x?y=1&z=2.'),
    '<p>Salt &#38; pepper: 1 &#60; 2<br>Next line</p>' +
      '<p>See <a href="https://a.example/x?y=1&#38;z=2" rel="nofollow noopener">https://a.example/x?y=1&#38;z=2</a>.</p>',
  )
})

test('What an editor writes keeps its meaning.', () => {
  assert.equal(
    shown(
      '<div><h1>Agenda</h1><p>One <b>two</b> <i>three</i></p><ul><li>a</li><li>b</li></ul></div>',
    ),
    '<h3>Agenda</h3><p>One <strong>two</strong> <em>three</em></p><ul><li>a</li><li>b</li></ul>',
  )
  assert.equal(
    shown('<p>Caf&eacute;&nbsp;&amp; more<br>line</p>'),
    '<p>Caf&eacute;&nbsp;&amp; more<br>line</p>',
  )
  assert.equal(
    shown('<ul><li>a<ul><li>b</li></ul></li></ul>'),
    '<ul><li>a<ul><li>b</li></ul></li></ul>',
  )
})

test('Tags that are open, crossed or in the wrong place are put in order.', () => {
  assert.equal(shown('<p>one<p>two'), '<p>one</p><p>two</p>')
  assert.equal(shown('<b>x<i>y</b>z</i>'), '<p><strong>x<em>y</em></strong>z</p>')
  assert.equal(shown('<li>loose</li>tail'), '<p>loosetail</p>')
  assert.equal(shown('</div></p>text</b>'), '<p>text</p>')
})

const attacks = [
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<svg onload=alert(1)><a href="javascript:alert(1)">x</a></svg>',
  '<a href="javascript:alert(1)">x</a>',
  '<a href="jav&#x09;ascript:alert(1)">x</a>',
  '<a href="javascript&colon;alert(1)">x</a>',
  "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
  '<a href="https://a.example/" onclick="alert(1)">x</a>',
  '<a href="https://a.example/&quot; onclick=&quot;alert(1)">x</a>',
  '<p style="background:url(javascript:alert(1))">x</p>',
  '<style>*{display:none}</style>',
  '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
  '<form action="https://evil.example"><input name=password></form>',
  '<scr<script>ipt>alert(1)</scr</script>ipt>',
  '<!--><script>alert(1)</script>-->',
  '<math><mtext></mtext><script>alert(1)</script></math>',
  '<b <script>alert(1)</script>',
  '<base href="https://evil.example/">',
  '<meta http-equiv="refresh" content="0;url=https://evil.example">',
]

for (const attack of attacks) {
  test(`${attack} does no harm.`, () => assertSafe(shown(attack)))
}

const allowed =
  /^(?:[^<>&"']|&(?:[a-z][a-z0-9]*|#\d+|#x[\da-f]+);|<\/?(?:p|h3|h4|strong|em|u|ul|ol|li|blockquote|a|br)>|<a href="(?:https?|mailto):[^"<>]*" rel="nofollow noopener">)*$/i

function assertSafe(html: string): void {
  assert.match(html, allowed)
  const open: string[] = []
  for (const [, slash, name] of html.matchAll(/<(\/?)([a-z0-9]+)[^>]*>/g)) {
    if (name === 'br') continue
    if (slash === '/') assert.equal(open.pop(), name, html)
    else open.push(name as string)
  }
  assert.deepEqual(open, [])
}

const piece = fc.oneof(
  fc.string(),
  fc.constantFrom(
    ...'<p> </p> <b> </b> <i> <em> <ul> </ul> <ol> <li> </li> <div> </div> <br> <a> </a> <h2> </h2>'.split(
      ' ',
    ),
    '<blockquote>',
    '</blockquote>',
    '<script>',
    '</script>',
    '<!--',
    '-->',
    '<',
    '>',
    '"',
    "'",
    '&',
    '&lt;',
    '&#60;',
    '<a href="https://a.example/">',
    "<a href='javascript:x'>",
    '<a href=mailto:a@b.example>',
  ),
)

test('Whatever is stored, the page gets balanced tags of the short list and nothing else.', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => assertSafe(shown(pieces.join('')))),
    { numRuns: 2_000 },
  )
})

test('Long stored text is read in no time, even when it is built to take long.', () => {
  const start = performance.now()
  for (const part of ['<a "', '<', '<a href="', '<!--', '<p><b>', '&#']) shown(part.repeat(3_000))
  assert.ok(performance.now() - start < 2_000)
})

test('Previews get the words without the tags.', () => {
  assert.equal(
    plainText('<p>One <b>t</b>wo</p><ul><li>three &amp; four</li></ul>'),
    'One two three & four',
  )
  assert.equal(plainText('  a\n\n b '), 'a b')
  assert.equal(plainText('<script>alert(1)</script>Hi'), 'Hi')
})

test('A text of thousands of tags that never end is shown at once.', () => {
  const began = performance.now()
  for (const tag of ['<a ', '<!', "<a '", '<p title="']) shown(tag.repeat(50_000))
  const took = performance.now() - began
  assert.ok(took < 5_000, `${took} ms`)
  assert.equal(shown('<p title="a > b">1 < 2</p>'), '<p>1 &#60; 2</p>')
})
