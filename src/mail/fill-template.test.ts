import assert from 'node:assert/strict'
import { test } from 'node:test'
import { inflateSync } from 'node:zlib'
import fc from 'fast-check'
import { Parser } from 'htmlparser2'
import { encode } from 'uqr'
import { cleanHtml } from './clean-html.ts'
import { defaultLanguages, defaultTemplate } from './default-texts.ts'
import { htmlToText } from './html-to-text.ts'
import { letterKinds } from './kinds.ts'
import { qrImage } from './qr-image.ts'
import type { Subject } from './subject.ts'
import { writeLetter } from './write-letter.ts'

/** Whatever people and programs put into names: markup, headers, other scripts, broken letters. */
const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.constantFrom(
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "' style='x:expression(1)",
    'Ada\r\nBcc: everybody@example.org',
    '{{joinLink}} {{qr}}',
    '</title></head><body>',
    'javascript:alert(1)',
    '\u202etxt.exe',
    '\ud800 half a letter',
    '<!-- ',
    ']]>',
    '&lt;b&gt; &amp;',
  ),
)

const subjectWith = (name: string, eventName: string, place: string): Subject => ({
  event: {
    id: 'e',
    name: eventName,
    readableId: null,
    description: place,
    start: '2027-04-20T09:00:00',
    end: '2027-04-20T17:00:00',
    zone: 'Europe/Berlin',
    zoneName: null,
    format: 100000003,
    publishStatus: 100000003,
    language: null,
    place,
  },
  recipient: { email: 'ada@example.org', firstName: name, fullName: name, language: 'en' },
  registration: {
    id: 'r',
    number: 'ER-7F3K2M9Q',
    canceled: false,
    sequence: 0,
    sessions: [{ name, start: '2027-04-20T09:00:00', end: '2027-04-20T10:00:00', place: null }],
  },
  waitlist: { itemId: 'w', active: true, name, invited: true, until: '2027-01-01T00:00:00Z' },
  purchase: {
    id: 'p',
    number: 'PU-1',
    state: null,
    total: '12.5000',
    currency: 'EUR',
    until: '2027-01-01T00:00:00Z',
    attendees: [{ name, pass: eventName }],
  },
  presenter: { link: 'https://hub.example/p/x' },
})

const context = {
  organizer: { email: 'events@example.org', name: 'Events' },
  stamp: new Date('2027-04-01T00:00:00Z'),
  uidHost: 'hub.example',
  links: {
    event: 'https://hub.example/e/x',
    join: 'https://hub.example/j/x',
    registration: 'https://hub.example/r/x',
    cancel: 'https://hub.example/r/x/cancel',
    waitlist: 'https://hub.example/w/x',
    purchase: 'https://hub.example/pay/x',
  },
}

/** Tags and attribute names, without anything that came from outside. */
function skeletonOf(html: string): string[] {
  const found: string[] = []
  const parser = new Parser({
    onopentag(name, attributes) {
      const addresses = [attributes.href, attributes.src].filter((each) => each !== undefined)
      if (name === 'br') return
      found.push([name, ...Object.keys(attributes).sort(), ...addresses].join(' '))
    },
    oncomment: () => found.push('comment'),
  })
  parser.end(html)
  return found
}

test('whatever names contain, a letter has the tags, attributes and addresses of a harmless one', () => {
  fc.assert(
    fc.property(
      hostile,
      hostile,
      hostile,
      fc.constantFrom(...letterKinds),
      fc.constantFrom('en', 'de', 'th'),
      (name, eventName, place, kind, language) => {
        const { subject, html } = defaultTemplate(kind, language)
        const titled = `${html}<p title="{{recipient.name}}">{{event.description}}{{event.place}}.</p>`
        const template = { language, subject, html: titled, text: htmlToText(titled) }
        const write = (texts: readonly [string, string, string]) =>
          writeLetter(kind, subjectWith(...texts), template, context)
        const letter = write([name, eventName, place])
        assert.deepEqual(skeletonOf(letter.html), skeletonOf(write(['x', 'y', 'z']).html))
      },
    ),
    { numRuns: 300 },
  )
})

test('whatever names contain, the subject is one line without control characters', () => {
  fc.assert(
    fc.property(hostile, hostile, (name, eventName) => {
      const subject = '{{recipient.name}}: {{event.name}} {{registration.number}}'
      const template = { language: 'en', subject, html: '<p>x</p>', text: 'x' }
      const letter = writeLetter('reminder', subjectWith(name, eventName, 'z'), template, context)
      assert.doesNotMatch(letter.subject, /[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u)
      assert.ok([...letter.subject].length <= 300)
      assert.ok(letter.subject.isWellFormed())
    }),
    { numRuns: 300 },
  )
})

test('names that look like placeholders are shown as they are', () => {
  const template = {
    language: 'en',
    subject: '{{recipient.name}}',
    html: '<p>{{recipient.name}}</p>',
    text: '{{recipient.name}}',
  }
  const letter = writeLetter('reminder', subjectWith('{{joinLink}}', 'y', 'z'), template, context)
  assert.equal(letter.subject, '{{joinLink}}')
  assert.equal(letter.text, '{{joinLink}}')
  assert.doesNotMatch(letter.html, /hub\.example\/j/)
})

test('times are written with the day once, and with the zone as people write it', () => {
  const when = (start: string, end: string, language = 'en') => {
    const subject = subjectWith('x', 'y', 'z')
    const event = { ...subject.event, start, end }
    const template = { language, subject: '{{event.when}}', html: '<p>x</p>', text: 'x' }
    return writeLetter('reminder', { ...subject, event }, template, context).subject
  }
  assert.equal(
    when('2027-04-20T09:00:00', '2027-04-20T17:00:00'),
    'Tue, 20 Apr 2027, 09:00 – 17:00 CEST',
  )
  assert.equal(
    when('2027-01-20T20:00:00', '2027-01-21T00:00:00'),
    'Wed, 20 Jan 2027, 20:00 – 00:00 CET',
  )
  assert.equal(
    when('2027-04-20T09:00:00', '2027-04-21T17:00:00', 'de'),
    'Di., 20. Apr. 2027, 09:00 – Mi., 21. Apr. 2027, 17:00 MESZ',
  )
})

test('whoever is registered or waits finds in the letter the page to change that', () => {
  const pages = [
    ['confirmation', 'r'],
    ['waitlistRegistered', 'r'],
    ['reminder', 'r'],
    ['change', 'r'],
    ['waitlistJoined', 'w'],
  ] as const
  for (const [kind, page] of pages) {
    for (const language of defaultLanguages) {
      const { subject, html } = defaultTemplate(kind, language)
      const template = { language, subject, html, text: htmlToText(html) }
      const letter = writeLetter(kind, subjectWith('x', 'y', 'z'), template, context)
      assert.ok(letter.html.includes(`"https://hub.example/${page}/x"`), `${kind} in ${language}`)
      assert.ok(letter.text.includes(`https://hub.example/${page}/x`), `${kind} in ${language}`)
    }
  }
})

test('whatever an organiser pastes, cleaned HTML has no code in it and stays as it is', () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.oneof(
          hostile,
          fc.constantFrom(
            '<svg/onload=alert(1)>',
            '<a href="jAvAsCrIpT:alert(1)">',
            '<a href="&#106;avascript:alert(1)">',
            '<img src="data:text/html,x">',
            '<p style="background:url(javascript:1);width:expression(1)">',
            '<math><mtext><style><img title="</style><img src onerror=alert(1)>">',
            '<p onmouseover=alert(1)>',
            '</p>',
            '<base href="https://evil.example">',
            '<meta http-equiv=refresh content=0>',
            '<object data=x>',
          ),
        ),
        { maxLength: 8 },
      ),
      (parts) => {
        const clean = cleanHtml(parts.join(''))
        for (const tag of skeletonOf(clean)) {
          assert.doesNotMatch(
            tag,
            /^(script|style|svg|math|iframe|object|form|base|meta|link|comment)\b/,
          )
          assert.doesNotMatch(tag, /\bon\w+|javascript:|data:/i)
        }
        assert.equal(cleanHtml(clean), clean)
      },
    ),
    { numRuns: 300 },
  )
})

test('the QR code is a PNG whose pixels are the modules of the code, with its margin', () => {
  const png = qrImage('ER-7F3K2M9Q')
  const side = png.readUInt32BE(16)
  const start = png.indexOf('IDAT') + 4
  const rows = inflateSync(png.subarray(start, start + png.readUInt32BE(start - 8)))
  const bytesPerRow = 1 + Math.ceil(side / 8)
  assert.equal(rows.length, bytesPerRow * side)
  const { data, size } = encode('ER-7F3K2M9Q', { ecc: 'M', border: 4 })
  const scale = side / size
  for (let y = 0; y < side; y += 1) {
    for (let x = 0; x < side; x += 1) {
      const white = ((rows[y * bytesPerRow + 1 + (x >> 3)] as number) >> (7 - (x & 7))) & 1
      const black = data[Math.floor(y / scale)]?.[Math.floor(x / scale)]
      assert.equal(white === 0, black)
    }
  }
})
