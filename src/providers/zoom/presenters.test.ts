import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Bench } from '../conformance/bench.ts'
import { failsAs } from '../conformance/case.ts'
import { createdWebinar } from '../conformance/webinars.ts'
import type { RoomRole } from '../contract.ts'
import { withZoom } from './zoom-peer.ts'

const person = (bench: Bench, email: string, role: RoomRole) => ({
  ...bench.person({ email, role }),
  registrantId: undefined,
  joinUrl: undefined,
})

const isStartLink = (url: string) => /\/s\//.test(new URL(url).pathname)

test('in a webinar presenters get their panelist link; only the host gets the link that starts it', () =>
  withZoom(
    async (bench) => {
      const webinar = await createdWebinar(bench)
      const join = (email: string, role: RoomRole) =>
        bench.provider.joinUrl(webinar, person(bench, email, role))
      const ola = await join('Ola@example.com', 'presenter')
      const pia = await join('pia@example.com', 'presenter')
      assert.match(ola, /\/w\/\d+\?tk=/)
      assert.notEqual(ola, pia)
      assert.ok(![ola, pia].some(isStartLink))
      assert.ok(isStartLink(await join('pia@example.com', 'host')))
      const stranger = await failsAs(bench, 'rejected', () =>
        join('somebody@example.com', 'presenter'),
      )
      assert.match(stranger.message, /no panelist/)
    },
    { kind: 'Webinars' },
  ))

test('in a meeting an alternative host takes its address, other presenters a link of their own', () =>
  withZoom(async (bench) => {
    const plan = bench.plan({
      presenters: [
        { externalId: '1', name: 'Ola Nordmann', email: 'ola@example.com' },
        { externalId: '2', name: 'Guest', email: 'guest@example.net' },
      ],
    })
    const webinar = await createdWebinar(bench, plan)
    const join = (email: string) =>
      bench.provider.joinUrl(webinar, person(bench, email, 'presenter'))
    assert.equal(await join('ola@example.com'), webinar.webinarUrl)
    const first = await join('guest@example.net')
    assert.match(first, /\/w\/\d+\?tk=/)
    for (const _click of [2, 3, 4, 5]) assert.equal(await join('guest@example.net'), first)
    assert.equal(bench.peer.registrants?.(webinar.webinarId), 1)
  }))

test('webinars are listed behind the meetings, where the account plans webinars', () =>
  withZoom(
    async (bench, { control, hostEmail }) => {
      await createdWebinar(bench, bench.plan({ title: 'A webinar' }))
      const list = async (cursor: string | undefined) =>
        await bench.provider.directory?.meetings?.({ since: undefined, cursor })
      const meetings = await list(undefined)
      assert.deepEqual(meetings?.items, [])
      const webinars = await list(meetings?.next)
      assert.deepEqual(
        webinars?.items.map(({ title, hostEmail: of }) => [title, of]),
        [['A webinar', hostEmail]],
      )
      assert.equal(webinars?.next, undefined)
      control.change({ scopes: control.settings().scopes.filter((it) => !it.includes('users')) })
      const people = () =>
        bench.provider.directory?.people?.({ since: undefined, cursor: undefined })
      const refused = await failsAs(bench, 'scope', async () => people())
      assert.match(refused.message, /user:read:list_users:admin/)
    },
    { kind: 'Webinars' },
  ))
