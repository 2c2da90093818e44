import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import fc from 'fast-check'
import { planValues, toAttendanceItem, toDate, toRecording } from './mapping.ts'
import { mergePatch, proposedSurface, readSurface } from './surface.ts'
import { fill, fillAddress, pick, placeholdersIn, type Values } from './template.ts'
import { plan } from './test-server.ts'

const readme = readFileSync(new URL('./README.md', import.meta.url), 'utf8')
const [shipped, example] = [...readme.matchAll(/```json\n([\s\S]*?)```/g)].map(([, text]) => text)

test('the README shows the description as it is shipped, and an example that is accepted', () => {
  assert.deepEqual(JSON.parse(shipped ?? ''), proposedSurface)
  assert.equal(readSurface(example).kind, 'surface')
})

test('nothing typed is the shipped description, as are an empty object and the whole of it', () => {
  for (const typed of [undefined, ' ', '{}', JSON.stringify(proposedSurface)]) {
    assert.deepEqual(readSurface(typed), { kind: 'surface', surface: proposedSurface })
  }
})

test('what is named is replaced, the rest stays, null removes', () => {
  const typed = {
    calls: { create: { path: '/v2/rooms', body: { description: null } }, read: null },
  }
  const reading = readSurface(JSON.stringify(typed))
  assert.ok(reading.kind === 'surface')
  const { create, read } = reading.surface.calls
  assert.equal(create?.path, '/v2/rooms')
  assert.equal(create?.answer.id, 'id')
  assert.ok(!('description' in (create?.body ?? {})) && create?.body?.title === '{title}')
  assert.equal(read, undefined)
})

for (const [what, typed, expected] of [
  ['text that is no JSON', '{paths', /^JSON; this is none/],
  ['a list', '[]', /^a JSON object/],
  ['a word nobody knows', '{"cals":{}}', /; cals is no part of one/],
  ['a call nobody knows', '{"calls":{"invite":{}}}', /calls → invite is no part/],
  ['a path to another host', '{"calls":{"read":{"path":"//evil.example/{id}"}}}', /read → path/],
  ['a path that climbs', '{"calls":{"read":{"path":"/api/../{id}"}}}', /read → path/],
  ['an address for a path', '{"calls":{"read":{"path":"https://x/{id}"}}}', /read → path/],
  ['a method nobody knows', '{"calls":{"read":{"method":"get"}}}', /read → method/],
  ['a path without the webinar', '{"calls":{"read":{"path":"/x"}}}', /\{id\} in calls → read/],
  ['a placeholder nobody knows', '{"calls":{"read":{"path":"/{id}/{x}"}}}', /found \{x\}/],
  ['a secret in a path', '{"calls":{"read":{"path":"/{id}?k={token}"}}}', /found \{token\}/],
  ['a header of the connection', '{"authorization":{"header":"Host"}}', /authorization → header/],
  ['a room without a token', '{"room":"{server}/{id}"}', /\{jwt\} in room/],
  ['a room that is a script', '{"room":"javascript:{jwt}"}', /room/],
  ['a claim that is the hub’s', '{"token":{"claims":{"exp":"{name}"}}}', /the hub's own/],
  ['minutes that are none', '{"token":{"minutes":0}}', /token → minutes/],
  ['pages without a cursor', '{"calls":{"find":{"path":"/w?k={key}"}}}', /\{cursor\} in the path/],
  ['a create call without an id', '{"calls":{"create":{"answer":{"id":null}}}}', /create → answer/],
] as const) {
  test(`${what} is refused with what is expected and where`, () => {
    const reading = readSurface(typed)
    assert.ok(reading.kind === 'fault', 'It was accepted.')
    assert.match(reading.expected, expected)
  })
}

test('whatever JSON is typed, it is a description or a fault that is told', () => {
  fc.assert(
    fc.property(fc.oneof(fc.json(), fc.string()), (typed) => {
      const reading = readSurface(typed)
      if (reading.kind === 'fault') assert.match(reading.expected, /^\S.{5,}$/s)
    }),
  )
})

test('a merge patch does as RFC 7396 says: patching twice is patching once, null leaves nothing', () => {
  fc.assert(
    fc.property(fc.object({ withNullPrototype: false }), fc.object(), (target, patch) => {
      const once = mergePatch(target, patch)
      assert.deepEqual(mergePatch(once, patch), once)
    }),
  )
  assert.deepEqual(mergePatch({ a: { b: 1, c: 2 } }, { a: { b: null } }), { a: { c: 2 } })
})

const texts = fc.string({ unit: 'grapheme', maxLength: 40 })

test('whatever a title holds, it reaches the body as it is, and no other field moves', () => {
  fc.assert(
    fc.property(texts, texts, (title, description) => {
      const values = planValues({ ...plan, title, description })
      const body = fill(proposedSurface.calls.create?.body, values) as Record<string, unknown>
      assert.equal(body.title, title)
      assert.equal(body.description, description)
      assert.equal(body.externalId, plan.idempotencyKey)
      assert.equal(body.startsAt, plan.start.toISOString())
      assert.equal(body.maxParticipants, 102)
    }),
  )
})

test('whatever an id holds, the address keeps its path and its host, and the id can be read back', () => {
  fc.assert(
    fc.property(texts, fc.option(texts, { nil: undefined }), (id, cursor) => {
      const path = fillAddress('/api/{id}/participants?cursor={cursor}&limit=100', { id, cursor })
      const url = new URL(`https://vatra.example${path}`)
      assert.equal(url.host, 'vatra.example')
      assert.equal(url.hash, '')
      assert.equal(url.searchParams.get('limit'), '100')
      assert.equal(url.searchParams.get('cursor') ?? undefined, cursor)
      const [, , shown = '', last] = url.pathname.split('/')
      if (id !== '' && id !== '.' && id !== '..') {
        assert.equal(decodeURIComponent(shown), id)
        assert.equal(last, 'participants')
      }
    }),
  )
})

test('placeholders are found and filled however deep, and none is left', () => {
  const names = fc.constantFrom('id', 'title', 'key')
  const template = fc.letrec((tie) => ({
    node: fc.oneof(
      { depthSize: 'small' },
      names.map((name) => `{${name}}`),
      names.map((name) => `a {${name}} b`),
      fc.integer(),
      fc.array(tie('node'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom('x', 'y', 'z'), tie('node'), { maxKeys: 3 }),
    ),
  })).node
  fc.assert(
    fc.property(template, (node) => {
      const values: Values = { id: 'one', title: 'two', key: 3 }
      assert.deepEqual(placeholdersIn(fill(node, values)), [])
    }),
  )
})

test('a field is found where the description says, and nowhere else', () => {
  const path = fc.array(fc.stringMatching(/^[A-Za-z_$][\w$-]{0,8}$/), {
    minLength: 1,
    maxLength: 5,
  })
  fc.assert(
    fc.property(path, fc.jsonValue(), (names, value) => {
      const answer = names.reduceRight<unknown>(
        (inside, name) => Object.fromEntries([[name, inside]]),
        value,
      )
      assert.deepEqual(pick(answer, names.join('.')), value)
      assert.equal(pick(answer, `${names.join('.')}.absent`), undefined)
    }),
  )
  assert.equal(pick({}, 'constructor.name'), undefined)
})

test('times are read in every form in which servers write them, and what is none is doubted', () => {
  const instant = fc.date({
    min: new Date('2000-01-01T00:00:00Z'),
    max: new Date('2100-01-01T00:00:00Z'),
    noInvalidDate: true,
  })
  fc.assert(
    fc.property(instant, (date) => {
      const second = Math.floor(date.getTime() / 1000) * 1000
      const iso = new Date(second).toISOString()
      const forms = [
        iso,
        iso.slice(0, 19).replace('T', ' '),
        iso.slice(0, 19),
        second / 1000,
        second,
      ]
      for (const form of forms) assert.equal(toDate(form)?.getTime(), second, String(form))
    }),
  )
  for (const nothing of [undefined, null, '']) assert.equal(toDate(nothing), undefined)
  for (const wrong of ['soon', {}, true]) assert.ok(Number.isNaN(toDate(wrong)?.getTime()))
})

test('a row that is no row tells nobody, and costs the others nothing', () => {
  const { participants, recordings } = proposedSurface.calls
  assert.ok(participants !== undefined && recordings !== undefined)
  for (const raw of [null, 1, 'x', [], {}]) {
    const item = toAttendanceItem(participants.item)(raw)
    assert.deepEqual(
      [item.externalId, item.joinedAt, item.leftAt],
      [undefined, undefined, undefined],
    )
    assert.equal(toRecording(recordings.item)(raw), undefined)
  }
  const script = { id: '1', url: 'javascript:alert(1)' }
  assert.equal(toRecording(recordings.item)(script), undefined)
})
