import assert from 'node:assert/strict'
import { test } from 'node:test'
import { failsAs } from '../conformance/case.ts'
import { createdWebinar } from '../conformance/webinars.ts'
import { microsoftTeams } from './index.ts'
import { signIn, withTeams } from './teams-peer.ts'
import { curator, type MicrosoftTeamsTwin, superUser } from './twin/index.ts'

const webinars = { kind: 'Webinars' }

const sent = ({ control }: MicrosoftTeamsTwin, method: string, path: RegExp) =>
  control.received().filter((request) => request.method === method && path.test(request.path))

test('a webinar is published at once, for everybody, with our key on it', () =>
  withTeams(async (bench, { control }) => {
    const plan = bench.plan({ timeZone: 'Europe/Kyiv' })
    const { webinarId } = await createdWebinar(bench, plan)
    assert.ok(webinarId.length <= 100, webinarId)
    const [webinar] = control.webinars()
    assert.equal(webinar?.status, 'published')
    assert.equal(webinar?.externalId, plan.idempotencyKey)
    assert.equal(webinar?.order.audience, 'everyone')
    assert.equal(webinar?.order.startDateTime.timeZone, 'FLE Standard Time')
  }, webinars))

test('a creation that was cut off as a draft is taken up, not made a second time', () =>
  withTeams(async (bench, { control }) => {
    const plan = bench.plan()
    for (const path of ['setExternalEventInformation', 'publish']) {
      const cut = microsoftTeams.connect({
        ...bench.account,
        request: async (request) => {
          if (String(request.url).includes(path)) throw new TypeError('the worker was killed')
          return await bench.account.request(request)
        },
      })
      await assert.rejects(cut.createWebinar(plan), TypeError)
    }
    await createdWebinar(bench, plan)
    assert.deepEqual(
      control.webinars().map(({ status }) => status),
      ['published'],
    )
  }, webinars))

test('an update that changes nothing changes nothing at Teams', () =>
  withTeams(async (bench, twin) => {
    const plan = bench.plan()
    const { webinarId } = await createdWebinar(bench, plan)
    const [patches, posts] = ['PATCH', 'POST'].map(
      (method) => sent(twin, method, /webinars/).length,
    )
    await bench.provider.updateWebinar(webinarId, plan)
    assert.equal(sent(twin, 'PATCH', /webinars/).length, patches)
    assert.equal(sent(twin, 'POST', /webinars/).length, posts)
    const end = new Date(plan.end.getTime() + 3_600_000)
    await bench.provider.updateWebinar(webinarId, { ...plan, end, description: undefined })
    const [webinar] = twin.control.webinars()
    assert.equal(webinar?.order.description?.content, '')
    assert.notEqual(webinar?.order.endDateTime.dateTime, webinar?.order.startDateTime.dateTime)
  }, webinars))

test('members present and organize under their own name, guests by e-mail', () =>
  withTeams(async (bench, { control }) => {
    const presenter = { externalId: 'one', name: 'Carl Curator', email: curator.mail }
    const plan = bench.plan({ presenters: [presenter] })
    const { webinarId } = await createdWebinar(bench, plan)
    const team = () => control.webinars()[0]
    assert.deepEqual(
      team()?.presenters.map(({ identity }) => Reflect.get(identity, '@odata.type')),
      [
        '#microsoft.graph.communicationsGuestIdentity',
        '#microsoft.graph.communicationsUserIdentity',
      ],
    )
    const producer = { name: 'Carl Curator', email: curator.mail }
    await bench.provider.updateWebinar(webinarId, { ...plan, producer, presenters: [] })
    assert.deepEqual(team()?.presenters, [])
    assert.deepEqual(
      team()?.order.coOrganizers?.map(({ id }) => id),
      [curator.id],
    )
  }, webinars))

test('a series is refused, because webinars of Teams take place once', () =>
  withTeams(async (bench, { control }) => {
    const recurrence = { frequency: 'daily', interval: 1, count: 2 } as const
    await failsAs(bench, 'rejected', () => bench.provider.createWebinar(bench.plan({ recurrence })))
    assert.equal(control.webinars().length, 0)
  }, webinars))

test('people are registered by the application, one token for all while the account is open', () =>
  withTeams(async (bench, { control }) => {
    const { webinarId } = await createdWebinar(bench)
    const person = bench.person({ firstName: '', lastName: 'Cher', email: "o'brien@example.com" })
    const registrant = await bench.provider.register(webinarId, person)
    await bench.provider.register(webinarId, bench.person())
    assert.equal(control.tokensGiven('client_credentials'), 1)
    const [registration] = control.registrations()
    assert.equal(registration?.id, registrant.registrantId)
    assert.equal(registration?.firstName, 'Cher')
    assert.deepEqual(registration?.externalRegistrationInformation, {
      referrer: 'Greenroom',
      registrationId: person.idempotencyKey,
    })
    control.revokeTokens('access')
    await bench.provider.register(webinarId, bench.person())
    assert.equal(control.tokensGiven('client_credentials'), 2)
  }, webinars))

test('who was cancelled can be registered again', () =>
  withTeams(async (bench) => {
    const { webinarId } = await createdWebinar(bench)
    const person = bench.person()
    const { registrantId } = await bench.provider.register(webinarId, person)
    await bench.provider.cancelRegistrant(webinarId, registrantId)
    await bench.provider.register(webinarId, person)
    assert.equal(bench.peer.registrants?.(webinarId), 1)
  }, webinars))

test('the missing permission to register people is named', () =>
  withTeams(async (bench, { control }) => {
    const { webinarId } = await createdWebinar(bench)
    control.change({ roles: ['Calendars.ReadWrite'] })
    const error = await failsAs(bench, 'scope', () =>
      bench.provider.register(webinarId, bench.person()),
    )
    assert.match(error.message, /permission VirtualEventRegistration-Anon\.ReadWrite\.All/)
  }, webinars))

test('a webinar that somebody has canceled in Teams is told so, and cannot be changed', () =>
  withTeams(async (bench, { control }) => {
    const plan = bench.plan()
    const { webinarId } = await createdWebinar(bench, plan)
    const webinar = control.webinars()[0]
    assert.ok(webinar !== undefined)
    webinar.status = 'canceled'
    const found = await bench.provider.readWebinar(webinarId)
    assert.equal(found.state, 'failed')
    assert.match(found.stateReason ?? '', /canceled/)
    const error = await failsAs(bench, 'rejected', () =>
      bench.provider.updateWebinar(webinarId, plan),
    )
    assert.match(error.message, /cannot be taken back/)
  }, webinars))

test('people outside of the audience of a webinar are kept out by the configuration', () =>
  withTeams(
    async (bench, { control }) => {
      await createdWebinar(bench)
      assert.equal(control.webinars()[0]?.order.audience, 'organization')
    },
    { ...webinars, audience: 'The organization' },
  ))

test('the webinars of others are not seen', () =>
  withTeams(async (bench, { control }) => {
    const { webinarId } = await createdWebinar(bench)
    assert.equal(control.webinars()[0]?.ownerId, superUser.id)
    const url = bench.authorization().authorizeUrl('state', bench.redirectUri)
    const code = (await signIn(url, { account: curator.mail })).searchParams.get('code') ?? ''
    const { accessToken } = await bench.authorization().exchangeCode(code, bench.redirectUri)
    const other = microsoftTeams.connect({ ...bench.account, token: async () => accessToken })
    await failsAs(bench, 'scope', () => other.readWebinar(webinarId))
  }, webinars))
