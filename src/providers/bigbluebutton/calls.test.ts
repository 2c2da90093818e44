import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Algorithm } from './checksum.ts'
import * as client from './client.ts'
import * as hooks from './hook-calls.ts'
import { bigBlueButton } from './index.ts'
import { meetingIdOf, toRecordings } from './mapping.ts'
import * as recordings from './recording-calls.ts'
import { failureOfCall, inWorld, opened, plan, type World } from './test-world.ts'
import { listOf, textOf } from './xml.ts'

const meetingId = meetingIdOf(plan.idempotencyKey)
const answer = async (exchange: ReturnType<typeof client.askMeetings>) =>
  client.readAnswer(await exchange)

for (const algorithm of ['sha1', 'sha256', 'sha384', 'sha512'] satisfies Algorithm[]) {
  test(`a server that knows ${algorithm} only is spoken to with it`, () =>
    inWorld({ settings: { checksumAlgorithm: algorithm } }, async (world) => {
      world.twin.control.change({ algorithms: [algorithm] })
      assert.equal((await world.provider.check()).status, 'healthy')
      await opened(world)
      assert.equal(world.twin.control.rooms().length, 1)
    }))
}

test('the check says which algorithm the server wants', () =>
  inWorld({}, async ({ twin, provider }) => {
    twin.control.change({ algorithms: ['sha1'] })
    const check = await provider.check()
    assert.equal(check.status, 'not-authenticated')
    assert.match(check.message, /accepts the API token, but signed with sha1 and not with sha256/)
  }))

test('the check tells a wrong secret from a wrong address and from missing webhooks', () =>
  inWorld({ settings: { attendanceBy: 'webhooks' } }, async ({ account, provider, twin }) => {
    const withSecret = bigBlueButton.connect({ ...account, secret: async () => 'another' })
    const wrong = await withSecret.check()
    assert.equal(wrong.status, 'not-authenticated')
    assert.match(wrong.message, /does not accept the signature/)
    const without = bigBlueButton.connect({ ...account, secret: async () => undefined })
    assert.equal((await without.check()).status, 'not-authenticated')
    const baseUrl = `${account.baseUrl}nowhere`
    const elsewhere = await bigBlueButton.connect({ ...account, baseUrl }).check()
    assert.equal(elsewhere.status, 'unhealthy')
    assert.match(elsewhere.message, /answered|refused/)
    assert.match(
      (await provider.check()).message,
      /BigBlueButton 3\.0\.4 .*its webhooks answer too/,
    )
    twin.control.change({ hooksInstalled: false })
    const deaf = await provider.check()
    assert.equal(deaf.status, 'unhealthy')
    assert.match(deaf.message, /Install bbb-webhooks/)
  }))

test('the check changes nothing at the server', () =>
  inWorld({ settings: { attendanceBy: 'webhooks' } }, async ({ provider, twin }) => {
    await provider.check()
    assert.deepEqual(twin.control.calls().toSorted(), ['getMeetings', 'hooks/list'])
  }))

const slides = [{ url: 'https://hub.example/slides?a=1&b=2', fileName: '"Plan" <1>.pdf' }]

test('slides are taken when the room opens and while it is open', () =>
  inWorld({}, async ({ server, twin }) => {
    const parameters = { meetingID: meetingId, name: 'With slides' }
    await answer(client.askCreationWithSlides(server, parameters, slides))
    assert.equal(twin.control.rooms()[0]?.slides, 1)
    await answer(client.askSlides(server, meetingId, [...slides, ...slides]))
    assert.equal(twin.control.rooms()[0]?.slides, 3)
  }))

test('a program can let a person in without a browser', () =>
  inWorld({}, async (world) => {
    await opened(world)
    const parameters = { fullName: 'Zoë', meetingID: meetingId, role: 'viewer', userID: 'z' }
    const entry = await answer(client.askEntry(world.server, parameters))
    assert.equal(textOf(entry, 'messageKey'), 'successfullyJoined')
    assert.match(textOf(entry, 'url') ?? '', /sessionToken=/)
    const failure = await failureOfCall(() =>
      answer(client.askEntry(world.server, { ...parameters, meetingID: 'gr-unknown' })),
    )
    assert.equal(failure.vendorCode, 'invalidMeetingIdentifier')
  }))

test('rooms, people and sessions of the server can be listed, also when there are none', () =>
  inWorld({}, async (world) => {
    const { server, twin } = world
    const count = async () => [
      listOf(await answer(client.askMeetings(server)), 'meetings', 'meeting').length,
      listOf(await answer(client.askSessions(server)), 'sessions', 'session').length,
    ]
    assert.deepEqual(await count(), [0, 0])
    const { url } = await opened(world)
    await (await fetch(url, { redirect: 'manual' })).arrayBuffer()
    twin.control.come(meetingId, 'registration-1')
    assert.deepEqual(await count(), [1, 1])
    assert.equal(client.readRunning(await client.askRunning(server, meetingId)), true)
    const meeting = await answer(client.askMeeting(server, meetingId))
    assert.equal(textOf(meeting, 'meetingName'), plan.title)
    assert.equal(textOf(listOf(meeting, 'attendees', 'attendee')[0], 'fullName'), "Zoë O'Brien")
  }))

test('a message can be shown in a room that is open, and in no other', () =>
  inWorld({}, async (world) => {
    await opened(world)
    await answer(client.askChatMessage(world.server, meetingId, 'Five minutes left', 'Hub'))
    assert.equal(world.twin.control.rooms()[0]?.messages, 1)
    const failure = await failureOfCall(() =>
      answer(client.askChatMessage(world.server, 'gr-unknown', 'Hello', 'Hub')),
    )
    assert.equal(failure.kind, 'not-found')
  }))

test('recordings can be hidden, shown, described and deleted', () =>
  inWorld({}, async ({ server, twin, provider }) => {
    const startTime = Date.parse('2031-05-04T10:00:00Z')
    const recording = { meetingId, name: 'Yesterday', startTime, endTime: startTime + 60_000 }
    twin.control.addRecording(recording)
    const [recordId] = toRecordings(await answer(recordings.askRecordings(server, meetingId))).map(
      (each) => each.recordingId,
    )
    const ids = [recordId ?? '']
    assert.equal(
      recordings.readPublication(await recordings.askPublication(server, ids, false)),
      false,
    )
    assert.deepEqual(await provider.recordings(meetingId), [])
    assert.equal(
      recordings.readPublication(await recordings.askPublication(server, ids, true)),
      true,
    )
    const change = await recordings.askMetadata(server, ids, { title: 'Ä title' })
    assert.equal(recordings.readMetadata(change), true)
    assert.equal(twin.control.recordings()[0]?.metadata.get('title'), 'Ä title')
    const deletion = await recordings.askRecordingDeletion(server, ids)
    assert.equal(recordings.readRecordingDeletion(deletion), true)
    const failure = await failureOfCall(async () =>
      recordings.readRecordingDeletion(await recordings.askRecordingDeletion(server, ids)),
    )
    assert.equal(failure.kind, 'not-found')
  }))

test('subtitles of a recording can be sent and listed', () =>
  inWorld({}, async ({ server, twin }) => {
    twin.control.addRecording({ meetingId, name: 'Yesterday', startTime: 1, endTime: 2 })
    const recordId = twin.control.recordings()[0]?.recordId ?? ''
    const track = {
      recordId,
      kind: 'subtitles',
      language: 'de',
      label: 'Deutsch',
      fileName: 'de.vtt',
      content: Buffer.from('WEBVTT\n'),
    } as const
    recordings.readTextTracks(await recordings.askNewTextTrack(server, track))
    const tracks = recordings.readTextTracks(await recordings.askTextTracks(server, recordId))
    assert.deepEqual(
      tracks.map(({ lang, label, kind }) => [lang, label, kind]),
      [['de', 'Deutsch', 'subtitles']],
    )
    const odd = { ...track, language: '?' }
    const failure = await failureOfCall(async () =>
      recordings.readTextTracks(await recordings.askNewTextTrack(server, odd)),
    )
    assert.equal(failure.vendorCode, 'invalidLang')
  }))

for (const hookAlgorithms of [['sha1'], ['sha1', 'sha256']] satisfies Algorithm[][]) {
  test(`webhooks are made, listed and removed where ${hookAlgorithms.join(' and ')} is known`, () =>
    inWorld({ twin: { hookAlgorithms } }, async ({ server }) => {
      client.readAnswer(await hooks.askHookPing(server))
      const address = 'https://hub.example/hooks?a=1&b=2'
      const make = async () => hooks.readNewHook(await hooks.askNewHook(server, meetingId, address))
      const hookId = await make()
      assert.equal(await make(), hookId, 'the same address is the same webhook')
      const listed = hooks.readHooks(await hooks.askHooks(server, meetingId))
      assert.deepEqual(listed, [{ hookId, callbackUrl: address }])
      client.readAnswer(await hooks.askHookRemoval(server, hookId ?? ''))
      assert.deepEqual(hooks.readHooks(await hooks.askHooks(server)), [])
      const failure = await failureOfCall(async () =>
        client.readAnswer(await hooks.askHookRemoval(server, hookId ?? '')),
      )
      assert.equal(failure.vendorCode, 'destroyMissingHook')
    }))
}

test('the server refuses a query with two checksums, and one that was changed', () =>
  inWorld({}, async (world: World) => {
    const { url } = await opened(world)
    const doubled = await (await fetch(`${url}&checksum=${'0'.repeat(64)}`)).text()
    assert.match(doubled, /checksumError/)
    const changed = await (await fetch(url.replace('VIEWER', 'MODERATOR'))).text()
    assert.match(changed, /checksumError/)
  }))
