import assert from 'node:assert/strict'
import { test } from 'node:test'
import { frozenClock } from '#clock'
import { type On24Twin, startOn24Twin } from './index.ts'

const start = new Date('2031-05-05T10:00:00.000Z')

type Ask = (
  method: string,
  path: string,
  form?: Readonly<Record<string, string>>,
) => Promise<{ readonly status: number; readonly answer: Readonly<Record<string, unknown>> }>

async function inTwin(act: (twin: On24Twin, ask: Ask) => Promise<void>): Promise<void> {
  const twin = await startOn24Twin({ clock: frozenClock(new Date('2031-05-01T10:00:00.000Z')) })
  const ask: Ask = async (method, path, form) => {
    const answer = await fetch(`${twin.url}/v2/client/${twin.clientId}${path}`, {
      method,
      headers: { accessTokenKey: twin.tokenKey, AccessTokenSecret: twin.tokenSecret },
      ...(form === undefined ? {} : { body: new URLSearchParams(form) }),
    })
    return { status: answer.status, answer: (await answer.json()) as Record<string, unknown> }
  }
  try {
    await act(twin, ask)
  } finally {
    await twin.close()
  }
}

const order = {
  title: 'Event',
  liveStart: '2031-05-05T03:00:00',
  liveDuration: '60',
  eventType: 'fav',
  languageCd: 'en',
  timeZone: 'America/Los_Angeles',
}

test('a call without both headers is told so, and the token of another client is not accepted', () =>
  inTwin(async ({ url, clientId, tokenKey }) => {
    const address = `${url}/v2/client/${clientId}/event`
    const half = await fetch(address, { headers: { accessTokenKey: tokenKey } })
    assert.equal(half.status, 401)
    assert.match(await half.text(), /must contain both accessTokenKey and accessTokenSecret/)
    const headers = { accesstokenkey: tokenKey, accesstokensecret: 'another' }
    assert.equal((await fetch(address, { headers })).status, 401)
  }))

test('a start without an offset is Pacific time; the lobby opens a quarter of an hour earlier', () =>
  inTwin(async ({ control }, ask) => {
    const { wccevent } = (await ask('POST', '/event', order)).answer as {
      wccevent: Record<string, unknown>
    }
    assert.equal(control.events()[0]?.settings.start, start.getTime())
    assert.equal(wccevent.liveStart, '05/05/2031 02:45 AM')
    assert.equal(wccevent.goodAfter, '05/05/2031 03:00 AM')
    assert.equal(wccevent.liveDuration, 3600)
    const { answer } = await ask('GET', `/event/${wccevent.eventId}`)
    assert.equal(answer.goodafter, '2031-05-05T03:00:00-07:00')
  }))

for (const [name, value] of [
  ['liveDuration', '50'],
  ['liveDuration', '135'],
  ['liveDuration', '510'],
  ['liveStart', 'tomorrow'],
  ['liveStart', '2031-03-09T02:30:00'],
  ['eventType', 'party'],
  ['timeZone', 'Europe/Nowhere'],
  ['tagCampaign', 'a_b'],
  ['title', 'x'.repeat(251)],
] as const) {
  test(`${name} "${value.slice(0, 20)}" is refused`, () =>
    inTwin(async (_twin, ask) => {
      assert.equal((await ask('POST', '/event', { ...order, [name]: value })).status, 400)
    }))
}

test('bodies of JSON are not understood: forms are', () =>
  inTwin(async ({ url, clientId, tokenKey, tokenSecret }) => {
    const answer = await fetch(`${url}/v2/client/${clientId}/event`, {
      method: 'POST',
      headers: {
        accesstokenkey: tokenKey,
        accesstokensecret: tokenSecret,
        'content-type': 'application/json',
      },
      body: JSON.stringify(order),
    })
    assert.equal(answer.status, 415)
  }))

test('each kind of call has a limit of its own: the eleventh event of a minute is refused, lists go on', () =>
  inTwin(async (_twin, ask) => {
    for (let event = 0; event < 10; event += 1) {
      assert.equal((await ask('POST', '/event', order)).status, 200)
    }
    const refused = await ask('POST', '/event', order)
    assert.equal(refused.status, 403)
    assert.match(String(refused.answer.message), /maximum number of calls/)
    assert.equal((await ask('GET', '/event?endDate=2031-06-01')).status, 200)
  }))

test('names of queries come in any case, and pages of fewer than ten are refused', () =>
  inTwin(async (_twin, ask) => {
    assert.equal((await ask('GET', '/registrant?ITEMSPERPAGE=10&PageOffset=0')).status, 200)
    assert.equal((await ask('GET', '/registrant?itemsPerPage=9')).status, 400)
    assert.equal((await ask('GET', '/event?startDate=2031-01-01&endDate=2031-12-31')).status, 400)
  }))

test('nobody is deleted who is not there, and a deleted event is gone for good', () =>
  inTwin(async ({ control }, ask) => {
    await ask('POST', '/event', order)
    const path = `/event/${control.events()[0]?.id}`
    const nobody = await ask('POST', `${path}/registrant`, { email: 'a@b.example', isDeleted: 'Y' })
    assert.equal(nobody.status, 412)
    assert.equal((await ask('DELETE', path)).status, 200)
    assert.equal((await ask('DELETE', path)).status, 410)
    assert.equal((await ask('GET', path)).status, 404)
  }))
