/** Anybody can send the form with the name and address of somebody else. */
import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { eventWorld } from '../../test/event-world.ts'
import { ada, openSite, type TestSite, visitorOf } from '../../test/open-site.ts'

const world = await eventWorld()
let site: TestSite
let visitor: ReturnType<typeof visitorOf>

before(async () => {
  site = await openSite(world)
  visitor = visitorOf(world, site)
})
after(() => site.server.close())

test('who registers with the name and address of somebody sees nothing else of theirs', async () => {
  const clinic = await visitor.published('Private Clinic')
  const hers = visitor.mailed(await visitor.registered(clinic.path))
  const open = await visitor.published('Open Talk')
  const receipt = await visitor.registered(open.path)
  const page = await visitor.get(receipt)
  assert.equal(page.status, 200)
  assert.doesNotMatch(page.text, /\/all"/)
  const all = await visitor.get(`${receipt}/all`)
  assert.equal(all.status, 303)
  assert.equal(all.headers.get('location'), receipt)
  const inHerLetter = await visitor.get(`${visitor.mailed(receipt)}/all`)
  assert.match(inHerLetter.text, /Private Clinic/)
  assert.ok(inHerLetter.text.includes(hers))
  // What the form made, it can also take back.
  await visitor.post(`${receipt}/cancel`, {})
  assert.equal(await visitor.countOf(open.id), 0)
  assert.equal(await visitor.countOf(clinic.id), 1)
})

test('tickets of a party lead to no more than the tickets', async () => {
  const earlier = await visitor.published('Earlier')
  await visitor.registered(earlier.path)
  const { path } = await visitor.published('Together')
  const party = await visitor.registered(path, {
    ...{ ...ada, people: '2' },
    ...{ 'p2-firstName': 'Mal', 'p2-lastName': 'Ory', 'p2-email': 'mal@people.example' },
  })
  const { text } = await visitor.get(party)
  const pages = [...text.matchAll(/href="(\/r\/[\w-]+)"/g)].map(([, page]) => page as string)
  assert.equal(pages.length, 2)
  for (const page of pages) assert.equal((await visitor.get(`${page}/all`)).status, 303)
})

test('who joins a line as somebody who stands in it does not get their place', async () => {
  const { path } = await visitor.published('Tiny Stage', {
    msevtmgt_maximumeventcapacity: 1,
    msevtmgt_showwaitlist: true,
  })
  await visitor.registered(path, { ...ada, email: 'first@people.example' })
  const place = await visitor.registered(path, { ...ada, wait: '1' })
  const again = await visitor.post(path, { ...ada, wait: '1', key: await visitor.openForm(path) })
  assert.equal(again.status, 409)
  assert.match(again.text, /in the waitlist already/)
  assert.ok(!again.text.includes(place))
  assert.match((await visitor.get(place)).text, /You are in the waitlist/)
})
