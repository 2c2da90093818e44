import assert from 'node:assert/strict'
import type { Webinar, WebinarPlan } from '../contract.ts'
import type { Bench } from './bench.ts'
import { ability, type ConformanceCase, claiming, failsAs } from './case.ts'

/** Creating, reading, changing and deleting a webinar. */
export const webinarCases: readonly ConformanceCase[] = [
  {
    id: 'create',
    name: 'a webinar is created, can be read again and has a link for the audience if there is one',
    async run(bench) {
      const webinar = await createdWebinar(bench)
      const { standsAs: _, ...read } = await bench.provider.readWebinar(webinar.webinarId)
      const { standsAs: __, ...created } = webinar
      assert.deepEqual(read, created)
      const isShared = bench.definition.capabilities.join === 'shared'
      if (isShared || webinar.webinarUrl !== undefined) {
        assert.match(webinar.webinarUrl ?? '', /^https?:\/\//)
      }
    },
  },
  {
    id: 'pending',
    name: 'a creation that takes time is pending until it is created',
    notFor: claiming('asynchronousCreation'),
    async run(bench) {
      const pending = await bench.provider.createWebinar(bench.plan())
      assert.equal(pending.state, 'pending')
      assert.equal((await bench.provider.readWebinar(pending.webinarId)).state, 'pending')
      passCreation(bench)
      assert.equal((await bench.provider.readWebinar(pending.webinarId)).state, 'created')
    },
  },
  {
    id: 'failed-creation',
    name: 'a creation that fails says why, in the words of the provider',
    notFor: claiming('asynchronousCreation'),
    async run(bench) {
      ability(bench, 'failNextCreation')('No licence is left for this month.')
      const pending = await bench.provider.createWebinar(bench.plan())
      passCreation(bench)
      const webinar = await bench.provider.readWebinar(pending.webinarId)
      assert.equal(webinar.state, 'failed')
      assert.equal(webinar.stateReason, 'No licence is left for this month.')
    },
  },
  {
    id: 'create-once',
    name: 'creating twice with the same key makes one webinar',
    async run(bench) {
      const plan = bench.plan()
      const first = await bench.provider.createWebinar(plan)
      const second = await bench.provider.createWebinar(plan)
      assert.equal(second.webinarId, first.webinarId)
      assert.deepEqual(ability(bench, 'titles')(), [plan.title])
    },
  },
  {
    id: 'update',
    name: 'a changed plan reaches the provider',
    notFor: claiming('update'),
    async run(bench) {
      const plan = bench.plan()
      const { webinarId } = await createdWebinar(bench, plan)
      const title = 'Growing chillies on a window sill'
      const changed = await bench.provider.updateWebinar(webinarId, { ...plan, title })
      assert.equal(changed.webinarId, webinarId)
      assert.deepEqual(ability(bench, 'titles')(), [title])
    },
  },
  {
    id: 'cohosts',
    name: 'producer and presenters are known at the provider',
    notFor: claiming('cohosts'),
    async run(bench) {
      const plan = bench.plan()
      const { webinarId } = await createdWebinar(bench, plan)
      assert.deepEqual(ability(bench, 'cohosts')(webinarId).toSorted(), teamOf(plan))
    },
  },
  {
    id: 'cohosts-change',
    name: 'a presenter who is replaced loses the right, the new one gets it',
    notFor: (definition) => claiming('cohosts')(definition) ?? claiming('update')(definition),
    async run(bench) {
      const plan = bench.plan()
      const { webinarId } = await createdWebinar(bench, plan)
      const presenters = [{ externalId: 'other', name: 'Uwe Meer', email: 'uwe@example.com' }]
      await bench.provider.updateWebinar(webinarId, { ...plan, presenters })
      const team = teamOf({ ...plan, presenters })
      assert.deepEqual(ability(bench, 'cohosts')(webinarId).toSorted(), team)
    },
  },
  {
    id: 'password',
    name: 'the password of the plan is the password at the provider',
    notFor: claiming('password'),
    async run(bench) {
      const { webinarId } = await createdWebinar(bench, bench.plan({ password: 'Ring24!' }))
      assert.equal(ability(bench, 'password')(webinarId), 'Ring24!')
    },
  },
  {
    id: 'delete',
    name: 'a deleted webinar is gone, and deleting it again succeeds',
    notFor: claiming('delete'),
    async run(bench) {
      const { webinarId } = await createdWebinar(bench)
      await bench.provider.deleteWebinar(webinarId)
      assert.deepEqual(ability(bench, 'titles')(), [])
      await bench.provider.deleteWebinar(webinarId)
    },
  },
  {
    id: 'unknown-webinar',
    name: 'a webinar that the provider does not know fails as "not-found"',
    async run(bench) {
      await failsAs(bench, 'not-found', () => bench.provider.readWebinar('never/made'))
    },
  },
]

const teamOf = ({ producer, presenters }: WebinarPlan) =>
  [...(producer === undefined ? [] : [producer]), ...presenters].map(({ email }) => email).sort()

/** Creates a webinar and waits until it is there. */
export async function createdWebinar(
  bench: Bench,
  plan: WebinarPlan = bench.plan(),
): Promise<Webinar> {
  const webinar = await bench.provider.createWebinar(plan)
  if (webinar.state === 'created') return webinar
  passCreation(bench)
  const later = await bench.provider.readWebinar(webinar.webinarId)
  assert.equal(later.state, 'created', later.stateReason ?? later.webinarId)
  return later
}

const passCreation = (bench: Bench) =>
  bench.clock.advance(ability(bench, 'creationSeconds') * 1000 + 1)
