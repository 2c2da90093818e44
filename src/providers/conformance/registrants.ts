import assert from 'node:assert/strict'
import type {
  JoiningRegistrant,
  ProviderDefinition,
  RegistrantPlan,
  WebinarPlan,
} from '../contract.ts'
import type { Bench } from './bench.ts'
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
    notFor: withoutMinting,
    async run(bench) {
      const plan = bench.plan()
      const webinar = await createdWebinar(bench, plan)
      const person = await joiningPerson(bench, webinar.webinarId)
      passUntilDoorsOpen(bench, plan)
      const clicks = [1, 2].map(() => bench.provider.joinUrl(webinar, person, plan))
      const [first, second] = await Promise.all(clicks)
      assert.match(first ?? '', /^https?:\/\//)
      assert.notEqual(first, second)
      assert.equal(person.joinUrl, undefined, 'A minted link must not be kept.')
    },
  },
  {
    id: 'minted-entry',
    name: 'who follows a minted link is in the room under their own name and id',
    notFor: withoutMinting,
    async run(bench) {
      const { url, person } = await click(bench)
      const entered = await ability(bench, 'enter')(url)
      assert.equal(entered?.name, `${person.firstName} ${person.lastName}`)
      const isByEmail = bench.peer.attendanceNames === 'email'
      assert.equal(entered?.externalId, isByEmail ? person.email : person.idempotencyKey)
    },
  },
  {
    id: 'minted-role',
    name: 'a host may do more in the room than somebody who attends',
    notFor: withoutMinting,
    async run(bench) {
      const enter = ability(bench, 'enter')
      const attendee = await enter((await click(bench)).url)
      const host = await enter((await click(bench, { role: 'host' })).url)
      assert.match(host?.role ?? '', /moderator|host/i)
      assert.doesNotMatch(attendee?.role ?? 'nobody', /moderator|host|nobody/i)
    },
  },
  {
    id: 'minted-forged',
    name: 'a minted link lets nobody in under another name',
    notFor: withoutMinting,
    async run(bench) {
      const { url } = await click(bench)
      assert.notEqual(await ability(bench, 'enter')(url), undefined)
      const { url: other } = await click(bench)
      assert.equal(await ability(bench, 'enter')(crossed(url, other)), undefined)
    },
  },
  {
    id: 'join',
    name: 'at the click there is an address to go to',
    async run(bench) {
      const { url } = await click(bench)
      assert.match(url, /^https?:\/\//)
    },
  },
]

function withoutMinting({ capabilities: { join } }: ProviderDefinition): string | undefined {
  return join === 'minted' ? undefined : `links are "${join}"`
}

/** A person as the provider knows them at the click: registered there, where it takes registrations. */
export async function joiningPerson(
  bench: Bench,
  webinarId: string,
  changes: Partial<RegistrantPlan> = {},
): Promise<JoiningRegistrant> {
  const person = bench.person(changes)
  if (!bench.definition.capabilities.registrants) {
    return { ...person, registrantId: undefined, joinUrl: undefined }
  }
  return { ...person, ...(await bench.provider.register(webinarId, person)) }
}

/** People come shortly before the start, and some vendors let nobody in earlier. */
export function passUntilDoorsOpen({ clock }: Bench, { start }: WebinarPlan): void {
  clock.moveTo(new Date(start.getTime() - 5 * 60_000))
}

interface Click {
  readonly url: string
  readonly person: JoiningRegistrant
}

async function click(bench: Bench, changes: Partial<RegistrantPlan> = {}): Promise<Click> {
  const plan = bench.plan()
  const webinar = await createdWebinar(bench, plan)
  const person = await joiningPerson(bench, webinar.webinarId, changes)
  passUntilDoorsOpen(bench, plan)
  return { person, url: await bench.provider.joinUrl(webinar, person, plan) }
}

/** The beginning of one link and the end of another one, which is where signatures are. */
function crossed(url: string, other: string): string {
  const signs = 20
  return url.slice(0, -signs) + other.slice(-signs)
}
