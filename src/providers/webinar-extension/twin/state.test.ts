import assert from 'node:assert/strict'
import { appendFile, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { frozenClock } from '#clock'
import { startWebinarExtensionTwin } from './server.ts'
import {
  connectedHub,
  createdWebinar,
  hubWith,
  openingTime,
  order,
  registered,
  tokenFor,
} from './test-hub.ts'

async function withFile(play: (stateFile: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'twin-'))
  try {
    await play(join(folder, 'state.jsonl'))
  } finally {
    await rm(folder, { recursive: true })
  }
}

test('With a state file, webinars, people, attendance and tokens outlive the process', () =>
  withFile(async (stateFile) => {
    const clock = frozenClock(openingTime)
    const before = await startWebinarExtensionTwin({ clock, stateFile })
    const token = await tokenFor(before)
    const scene = { twin: before, clock, hub: hubWith(before.url, token) }
    const webinarId = await createdWebinar(scene)
    const anna = await registered(scene, webinarId, 'Anna')
    const at = (time: string) => new Date(`2026-03-02T${time}:00Z`)
    before.control.attend(anna.registrationId, { join: at('09:10'), leave: at('09:30') })
    await before.close()

    const after = await startWebinarExtensionTwin({ clock, stateFile })
    const hub = hubWith(after.url, token)
    try {
      clock.moveTo(at('09:35'))
      const list = await hub('GET', `/webinars/${webinarId}/registrations`)
      assert.equal(list.status, 200, 'the token still works')
      const page = (url: string) => new URL(url).pathname
      assert.equal(page(list.body.items[0].joinUrl), page(anna.joinUrl))
      const report = await hub('GET', `/webinars/${webinarId}/attendance`)
      assert.equal(report.body.items[0].viewingMinutes, 20)
      const again = await hub('POST', '/webinars', { body: order })
      assert.equal(again.body.webinarId, webinarId, 'the key is still known')
    } finally {
      await after.close()
    }
  }))

test('The state file is for its owner only and holds no token', () =>
  withFile(async (stateFile) => {
    const twin = await startWebinarExtensionTwin({ clock: frozenClock(openingTime), stateFile })
    const token = await tokenFor(twin)
    const location = new URL(
      twin.control.approve({ redirectUri: 'https://hub.example/', state: '' }),
    )
    const code = location.searchParams.get('code') ?? ''
    await twin.close()
    assert.equal((await stat(stateFile)).mode & 0o777, 0o600)
    const text = await readFile(stateFile, 'utf8')
    assert.match(text, /"codes"/)
    for (const secret of [token, code]) assert.ok(secret !== '' && !text.includes(secret))
  }))

test('A last line that was cut off by a crash is dropped, and what came before is kept', () =>
  withFile(async (stateFile) => {
    const clock = frozenClock(openingTime)
    const twin = await startWebinarExtensionTwin({ clock, stateFile })
    const webinarId = await createdWebinar({ twin, clock, hub: await connectedHub(twin) })
    await twin.close()
    await appendFile(stateFile, '{"in":"webinars","put":{"id":"half')
    const after = await startWebinarExtensionTwin({ clock, stateFile })
    const ids = after.control.webinars().map((webinar) => webinar.webinarId)
    await after.close()
    assert.deepEqual(ids, [webinarId])
  }))

test('A state file that is damaged elsewhere stops the start and names the line', () =>
  withFile(async (stateFile) => {
    await writeFile(stateFile, '{"in":"webinars","remove":"a"}\nnonsense\n')
    const starting = startWebinarExtensionTwin({ clock: frozenClock(openingTime), stateFile })
    await assert.rejects(starting, /Line 2 of the twin's state file .*state\.jsonl is not JSON/)
  }))

test('The state file does not grow with what is over', () =>
  withFile(async (stateFile) => {
    const clock = frozenClock(openingTime)
    const twin = await startWebinarExtensionTwin({ clock, stateFile })
    const hub = await connectedHub(twin)
    const webinarId = await createdWebinar({ twin, clock, hub })
    for (let time = 0; time < 20; time += 1)
      await hub('PUT', `/webinars/${webinarId}`, { body: { ...order, title: `Title ${time}` } })
    await twin.close()
    const linesOf = async () => (await readFile(stateFile, 'utf8')).split('\n').length
    const grown = await linesOf()
    await (await startWebinarExtensionTwin({ clock, stateFile })).close()
    assert.ok((await linesOf()) <= grown - 20)
  }))
