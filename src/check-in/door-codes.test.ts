import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { systemCaller } from '#identity'
import { listRecoveryItems } from '#registrations'
import { eventWithDoor, guestAt, signInAs } from '../../test/door-world.ts'
import { testHub } from '../../test/hub.ts'
import { row, update } from '../../test/story.ts'

const hub = await testHub()
const cookie = await signInAs(hub, 'Check-in Staff')
const event = await eventWithDoor(hub, 'Fair')
const { db, pool } = hub.testDatabase

async function scan(code: string, more: object = {}) {
  const response = await fetch(`${hub.url}/api/v1/check-in/${event.id}/scan`, {
    method: 'POST',
    headers: { cookie, 'content-type': 'application/json' },
    body: JSON.stringify({ code, ...more }),
  })
  return (await response.json()) as { readonly answer: string; readonly kept: boolean }
}

const items = () => listRecoveryItems(db, event.id)

async function checkInsOf(registrationId: string) {
  const { rows } = await pool.query(
    'select msevtmgt_checkintime as since from msevtmgt_checkin where msevtmgt_registrationid = $1',
    [registrationId],
  )
  return rows as { readonly since: Date }[]
}

test('A code that nobody has is kept for the organisers once, however often it is scanned.', async () => {
  const scannedOn = new Date(hub.clock.now().getTime() - 60_000).toISOString()
  const first = await scan('ER-00000000', { scannedOn })
  assert.deepEqual([first.answer, first.kept], ['unknown', true])
  await scan('er-00000000 ')
  const [item, ...others] = await items()
  assert.deepEqual(others, [])
  assert.match(String(item?.name), /Unknown code at the door: ER-00000000/)
  assert.match(String(item?.problem), /Correct the code/)
  const kept = await row(hub, 'gr_recoveryitem', String(item?.id))
  assert.equal(kept.gr_attempts, 2)
  assert.deepEqual(JSON.parse(String(kept.gr_payload)), {
    code: 'ER-00000000',
    eventId: event.id,
    scannedOn,
  })
})

test('With the right code the organiser replays it: the guest came in when the code was scanned.', async () => {
  const guest = await guestAt(hub, event.id, 'Torn Ticket')
  const [item] = await items()
  const id = String(item?.id)
  await assert.rejects(hub.recovery.replay(systemCaller, id), /ER-00000000/)
  const payload = JSON.parse(String((await row(hub, 'gr_recoveryitem', id)).gr_payload))
  await hub.recovery.replay(systemCaller, id, { ...payload, code: guest.number })
  const [checkIn] = await checkInsOf(guest.id)
  assert.equal(checkIn?.since.toISOString(), payload.scannedOn)
  assert.deepEqual(await items(), [])
})

test('A code of another event is kept, and a replay checks nobody in there.', async () => {
  const other = await eventWithDoor(hub, 'Another Fair')
  const stranger = await guestAt(hub, other.id, 'Stranger Here')
  assert.deepEqual(
    [(await scan(stranger.number)).answer, (await items()).length],
    ['other-event', 1],
  )
  const [item] = await items()
  assert.match(String(item?.problem), /Stranger Here, registered for "Another Fair"/)
  await assert.rejects(hub.recovery.replay(systemCaller, String(item?.id)), /another event/)
  assert.deepEqual(await checkInsOf(stranger.id), [])
  await hub.recovery.discard(systemCaller, String(item?.id), 'Sent to the other door')
})

test('Whoever is welcome, already in or cancelled leaves nothing to repair.', async () => {
  const guest = await guestAt(hub, event.id, 'Plain Guest')
  const gone = await guestAt(hub, event.id, 'Gone Guest')
  await hub.registrations.cancel(systemCaller, gone.id, { by: 'staff' })
  for (const [number, answer] of [
    [guest.number, 'welcome'],
    [guest.number, 'already-in'],
    [gone.number, 'cancelled'],
  ] as const) {
    assert.deepEqual([(await scan(number)).answer, (await items()).length], [answer, 0])
  }
})

async function page(language: string, more = '', user = cookie) {
  const response = await fetch(`${hub.url}/checkin/${event.id}${more}`, {
    headers: { cookie: user, 'accept-language': language },
  })
  return await response.text()
}

test('The page speaks the language of the address, of the signed-in user, or of the browser.', async () => {
  assert.match(await page('de-AT'), /lang="de"[\s\S]*data-locale="de-AT"[\s\S]*Kamera starten/)
  assert.match(await page('de', '?lang=th'), /lang="th"[\s\S]*เปิดกล้อง/)
  assert.match(await page('zh-CN'), /lang="zh-Hans"[\s\S]*打开摄像头/)
  assert.match(await page('sv'), /lang="en"/)
  const { rows } = await pool.query(
    `select systemuserid as id from systemuser where internalemailaddress like 'check-in.staff@%'`,
  )
  await update(hub, 'systemuser', rows[0].id, { gr_language: 'uk-UA' })
  assert.match(await page('de'), /lang="uk"[\s\S]*Увімкнути камеру/)
})

test('Each language has every sentence of the page with its placeholders and plural forms.', async () => {
  const folder = new URL('../../web/check-in/texts/', import.meta.url)
  const read = async (name: string) =>
    JSON.parse(await readFile(new URL(name, folder), 'utf8')) as Record<string, string>
  const english = await read('en.json')
  const names = (await readdir(folder)).toSorted()
  assert.deepEqual(
    names,
    ['de', 'en', 'es', 'fr', 'th', 'uk', 'zh-Hans'].map((each) => `${each}.json`),
  )
  const placeholders = (text: string) => [...(text.match(/\{\w+\}/g) ?? [])].toSorted()
  const isForm = (key: string) => key.startsWith('network.')
  for (const name of names) {
    const own = await read(name)
    const plain = (texts: object) => Object.keys(texts).filter((key) => !isForm(key))
    assert.deepEqual(plain(own).toSorted(), plain(english).toSorted(), name)
    for (const [key, text] of Object.entries(own)) {
      const like = english[isForm(key) ? 'network.other' : key]
      assert.deepEqual(placeholders(text), placeholders(String(like)), `${name} ${key}`)
    }
    const rules = new Intl.PluralRules(name.replace('.json', '')).resolvedOptions()
    // French and Spanish have a form for round millions, which nobody meets here.
    for (const form of rules.pluralCategories.filter(
      (each) => name === 'uk.json' || each !== 'many',
    )) {
      assert.ok(`network.${form}` in own, `${name} network.${form}`)
    }
  }
})

test('Whoever has to sign in first comes back to the door that they opened.', async () => {
  const email = 'admin@organiser.example'
  const password = 'a password of some length'
  await hub.identity.ensureFirstAdministrator({ email, password, apiKey: undefined })
  const door = `/checkin/${event.id}?session=${event.id}`
  const away = await fetch(hub.url + door, { redirect: 'manual' })
  const page = await (await fetch(hub.url + String(away.headers.get('location')))).text()
  const hidden = /name="return"[^>]*value="([^"]+)"/.exec(page)?.[1]
  assert.equal(hidden?.replaceAll('&amp;', '&'), door)
  const signedIn = await fetch(`${hub.url}/admin/sign-in`, {
    method: 'POST',
    redirect: 'manual',
    headers: { origin: hub.settings.publicUrl },
    body: new URLSearchParams({ email, password, return: door }),
  })
  assert.deepEqual([signedIn.status, signedIn.headers.get('location')], [303, door])
})
