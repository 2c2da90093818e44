/** `/m/<token>`: what guests of meetings see who cannot come in now, and who is no guest at all. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import type { MeetingJoin, MeetingObstacle } from '#meetings'
import { eventWorld } from '../../test/event-world.ts'
import { openSite, type TestSite } from '../../test/open-site.ts'

const world = await eventWorld()
let site: TestSite
let asked = 0

before(async () => {
  site = await openSite(world)
})
after(() => site.server.close())

const meeting = { title: 'Weekly <round>', zone: 'Europe/Berlin', language: 'fr' }

function stop(reason: MeetingObstacle, more: { opens?: Date; message?: string } = {}): void {
  decide({ kind: 'page', reason, meeting, ...more } as MeetingJoin)
}

function decide(decision: MeetingJoin | undefined): void {
  asked = 0
  site.decideMeeting = async () => {
    asked += 1
    return decision
  }
}

async function follow(headers: Record<string, string> = {}, path = '/m/token', method = 'GET') {
  const options = { method, redirect: 'manual', headers } as const
  const answer = await fetch(site.address + path, options)
  return { status: answer.status, headers: answer.headers, text: await answer.text() }
}

const english = { 'accept-language': 'en-GB' }
const refreshing = /data-reload-in="(\d+)"/

const obstacles: readonly [MeetingObstacle, number, RegExp, boolean][] = [
  ['cancelled', 200, /This meeting was cancelled/, false],
  ['removed', 200, /no longer invited/, false],
  ['over', 200, /This meeting is over/, false],
  ['being-prepared', 503, /is being prepared/, true],
  ['no-room', 503, /has no room at the moment/, true],
  ['provider-down', 503, /does not answer just now/, true],
  ['not-admitted', 200, /did not let you in/, true],
]

for (const [reason, expected, sentence, again] of obstacles) {
  test(`where a meeting's link cannot lead in (${reason}), a page of the site says why`, async () => {
    stop(reason)
    const { status, text, headers } = await follow(english)
    assert.equal(status, expected)
    assert.match(text, /<h1>Weekly &#60;round&#62;<\/h1>|<h1>Weekly &lt;round&gt;<\/h1>/)
    assert.match(text, sentence)
    assert.equal(/href="\/m\/token">Try again/.test(text), again)
    assert.equal(headers.get('referrer-policy'), 'no-referrer')
    assert.equal(headers.get('cache-control'), 'no-store')
    assert.match(headers.get('content-security-policy') ?? '', /default-src 'none'/)
  })
}

test('who is early reads when the link opens, in their language, and is let in by waiting', async () => {
  const opens = new Date(world.clock.now().getTime() + 20 * 60_000)
  stop('too-early', { opens })
  const { status, text } = await follow({})
  assert.equal(status, 200)
  assert.match(text, /Il est trop tôt/, 'the language of the meeting where the browser names none')
  assert.match((await follow({ 'accept-language': 'de' })).text, /Es ist noch zu früh/)
  const seconds = Number(refreshing.exec(text)?.[1])
  assert.ok(seconds >= 20 * 60 && seconds < 20 * 60 + 5, String(seconds))
})

test('what the provider said is shown to who was not let in', async () => {
  stop('not-admitted', { message: 'The host has to approve you.' })
  assert.match(
    (await follow(english)).text,
    /did not let you in[\s\S]*The host has to approve you\./,
  )
})

test('a click leads into the meeting; previews, prefetches and HEAD ask no provider', async () => {
  decide({ kind: 'redirect', url: 'https://rooms.example/1' })
  const inside = await follow(english)
  assert.deepEqual(
    [inside.status, inside.headers.get('location')],
    [302, 'https://rooms.example/1'],
  )
  assert.equal(asked, 1)
  const preview = await follow({ ...english, 'user-agent': 'WhatsApp/2.24' })
  assert.match(preview.text, /href="\/m\/token\?by=hand"/)
  assert.equal((await follow({ 'sec-purpose': 'prefetch' })).status, 503)
  assert.equal((await follow({}, '/m/token', 'HEAD')).status, 200)
  assert.equal(asked, 1)
  const byHand = await follow({ 'user-agent': 'WhatsApp/2.24' }, '/m/token?by=hand')
  assert.equal(byHand.status, 302)
})

test('a link that the hub did not make gets a page that says what to do', async () => {
  decide(undefined)
  const { status, text } = await follow(english)
  assert.equal(status, 404)
  assert.match(text, /This link to a meeting is not known here/)
  assert.match(text, /ask the host for a new one/)
})
