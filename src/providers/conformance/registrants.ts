import assert from 'node:assert/strict'
import { ability, type ConformanceCase, claiming } from './case.ts'
import { createdWebinar } from './webinars.ts'

/** Making people known to the provider, and where they go. */
export const registrantCases: readonly ConformanceCase[] = [
  {
    id: 'register',
    name: 'a registered person is known at the provider',
    notFor: claiming('registrants'),
    async run(bench) {
      const { webinarId } = await createdWebinar(bench)
      const registrant = await bench.provider.register(webinarId, bench.person())
      assert.notEqual(registrant.registrantId, '')
      assert.equal(ability(bench, 'registrants')(webinarId), 1)
    },
  },
  {
    id: 'personal-link',
    name: 'every person gets a link of their own',
    notFor: ({ capabilities: { join } }) =>
      join === 'personal' ? undefined : `links are "${join}"`,
    async run(bench) {
      const { webinarId } = await createdWebinar(bench)
      const one = await bench.provider.register(webinarId, bench.person())
      const other = await bench.provider.register(webinarId, bench.person())
      assert.match(one.joinUrl ?? '', /^https?:\/\//)
      assert.notEqual(one.joinUrl, other.joinUrl)
    },
  },
  {
    id: 'register-once',
    name: 'registering twice with the same key makes one registrant',
    notFor: claiming('registrants'),
    async run(bench) {
      const { webinarId } = await createdWebinar(bench)
      const person = bench.person()
      const first = await bench.provider.register(webinarId, person)
      assert.deepEqual(await bench.provider.register(webinarId, person), first)
      assert.equal(ability(bench, 'registrants')(webinarId), 1)
    },
  },
  {
    id: 'cancel',
    name: 'a cancelled registrant is gone, and cancelling again succeeds',
    notFor: claiming('cancel'),
    async run(bench) {
      const { webinarId } = await createdWebinar(bench)
      const { registrantId } = await bench.provider.register(webinarId, bench.person())
      await bench.provider.cancelRegistrant(webinarId, registrantId)
      assert.equal(ability(bench, 'registrants')(webinarId), 0)
      await bench.provider.cancelRegistrant(webinarId, registrantId)
    },
  },
  {
    id: 'minted-link',
    name: 'every click makes an address of its own, for the person who clicks',
    notFor: ({ capabilities: { join } }) => (join === 'minted' ? undefined : `links are "${join}"`),
    async run(bench) {
      const webinar = await createdWebinar(bench)
      const person = bench.person()
      const registrant = await bench.provider.register(webinar.webinarId, person)
      const clicks = [1, 2].map(() => bench.provider.joinUrl(webinar, { ...person, ...registrant }))
      const [first, second] = await Promise.all(clicks)
      assert.match(first ?? '', /^https?:\/\//)
      assert.notEqual(first, second)
      assert.equal(registrant.joinUrl, undefined, 'A minted link must not be kept.')
    },
  },
  {
    id: 'join',
    name: 'at the click there is an address to go to',
    async run(bench) {
      const webinar = await createdWebinar(bench)
      const person = bench.person()
      const registrant = bench.definition.capabilities.registrants
        ? await bench.provider.register(webinar.webinarId, person)
        : { registrantId: undefined, joinUrl: undefined }
      const url = await bench.provider.joinUrl(webinar, { ...person, ...registrant })
      assert.match(url, /^https?:\/\//)
    },
  },
]
