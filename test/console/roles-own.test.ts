/** A role of one's own for own rows only: lists show these, pages work with these, nothing else. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemCaller } from '#identity'
import { noBrowser, visitConsole } from '../console-browser.ts'
import { goAround, tryAnyway } from '../console-roles.ts'
import { walkConsole } from '../console-walk.ts'
import { consoleWorld } from '../console-world.ts'
import { create, makeEvent } from '../story.ts'

const world = await consoleWorld()
const { hub, event, registrationId } = world

/** Everything that can have an owner, as far as it is theirs. */
async function ownOnly(): Promise<string> {
  const owned = hub.identity.roles.tables().filter(({ hasOwner }) => hasOwner)
  const rights = owned.map(({ table, grantable }) => [
    table,
    Object.fromEntries(grantable.map((privilege) => [privilege, 'own'] as const)),
  ])
  const role = await hub.identity.roles.create(systemCaller, {
    name: 'What is theirs',
    privileges: Object.fromEntries(rights),
  })
  const { id } = await hub.identity.users.invite(systemCaller, {
    ...{ email: 'ida@example.org', lastName: 'Own', roleIds: [role.id] },
  })
  return id
}

const give = async (userId: string, table: string, id: string) =>
  await hub.pipeline.execute(systemCaller, {
    ...{ message: 'Assign', table, id },
    input: { Assignee: { table: 'systemuser', id: userId } },
  })

test('who may touch own rows only sees them alone, works with them, and meets no refusals', {
  skip: noBrowser,
}, async () => {
  const userId = await ownOnly()
  await give(userId, 'msevtmgt_event', event.id)
  await give(userId, 'msevtmgt_eventregistration', registrationId)
  await give(userId, 'contact', world.addressOf('$contactId'))
  const meetingId = world.addressOf('$meetingId')
  await give(userId, 'gr_meeting', meetingId)
  await hub.meetings.create(systemCaller, {
    configurationId: world.account.configurationId,
    title: 'A meeting of others',
    ...{ start: '2027-01-13T10:00:00', end: '2027-01-13T10:45:00', timeZone: 'Europe/Berlin' },
    ...{ attendees: [], cohosts: [] },
  })
  const other = await makeEvent(hub, undefined, { msevtmgt_name: 'Not hers' })
  const stranger = await create(hub, 'contact', { firstname: 'Not', lastname: 'Hers' })
  const round = await goAround(world, userId, { foreignRecords: true })
  assert.deepEqual(round.menu, [
    ...['Home', 'Events', 'Calendar', 'Meetings', 'Contacts', 'Mails', 'Recovery', 'Query'],
    'Event administration',
  ])
  const { page, open } = round.visit
  await open('/events')
  await page.getByRole('link', { name: 'Spring webinar' }).waitFor()
  assert.equal(await page.getByRole('link', { name: 'Not hers' }).count(), 0)
  await open('/contacts')
  await page.getByRole('link', { name: 'Ada Lovelace' }).waitFor()
  await page.getByText('1 row', { exact: true }).waitFor()
  await open(`/contacts/${stranger}`)
  await page.getByRole('heading', { name: 'There is no such page' }).waitFor()
  await open('/meetings')
  await page.getByRole('link', { name: 'Planning' }).click()
  await page.getByRole('button', { name: 'Cancel the meeting' }).waitFor()
  await open('/meetings')
  await page.getByRole('link', { name: 'Planning' }).waitFor()
  assert.equal(await page.getByRole('link', { name: 'A meeting of others' }).count(), 0)
  assert.equal(await page.getByRole('radiogroup', { name: 'Whose meetings' }).count(), 0)
  await open(`/events/${event.id}/details`)
  await page.getByLabel('Seats', { exact: true }).fill('40')
  await page.getByRole('button', { name: 'Save' }).click()
  await round.visit.told('Saved')
  const overview = `/api/v1/events/${other.id}`
  assert.equal(await tryAnyway(round, 'POST', `${overview}/cancel`), 403)
  assert.equal(await tryAnyway(round, 'POST', `${overview}/retry-failed-jobs`), 403)
})

test('who reads all and changes own rows is offered no change of somebody else’s', {
  skip: noBrowser,
}, async () => {
  const rights = { Create: 'own', Read: 'all', Update: 'own', Delete: 'own' } as const
  const role = await hub.identity.roles.create(systemCaller, {
    name: 'Organiser',
    privileges: {
      ...{ msevtmgt_event: rights, contact: rights, msevtmgt_session: rights },
      ...{ msevtmgt_eventregistration: rights, msevtmgt_waitlistitem: rights },
    },
  })
  const { id: userId } = await hub.identity.users.invite(systemCaller, {
    ...{ email: 'olga@example.org', lastName: 'Organiser', roleIds: [role.id] },
  })
  const theirs = await makeEvent(hub, undefined, { msevtmgt_name: 'Their talk' })
  const hers = await makeEvent(hub, undefined, { msevtmgt_name: 'Her talk' })
  await give(userId, 'msevtmgt_event', hers.id)
  const stranger = await create(hub, 'contact', { firstname: 'Some', lastname: 'Body' })
  const visit = await visitConsole(hub, { userId })
  const walk = await walkConsole(visit)
  const own = await walk.see(`/events/${hers.id}/details`)
  assert.ok(own.acts.includes('Cancel event') && own.inputs.includes('Name *'), `${own.inputs}`)
  for (const address of [`/events/${theirs.id}/details`, `/contacts/${stranger}`]) {
    const seen = await walk.see(address)
    assert.deepEqual([seen.inputs, seen.refused], [[], []], address)
    for (const act of ['Cancel event', 'Deactivate', 'Save']) assert.ok(!seen.acts.includes(act))
  }

  // Two people, and seats out of turn, are for those who may change all.
  const twins: string[] = []
  for (const firstname of ['Romy', 'Rita']) {
    twins.push(await create(hub, 'contact', { firstname, emailaddress1: 'twins@example.org' }))
  }
  const pairs = await walk.see('/contacts/duplicates')
  assert.deepEqual(
    pairs.acts.filter((act) => act.startsWith('Not the same person')),
    [],
  )
  const merging = pairs.links.filter((each) => each.includes('/merge/'))
  assert.deepEqual(merging, [], 'the merge would be refused')
  await visit.page.getByText('You can merge only contacts of your own', { exact: false }).waitFor()
  for (const twin of twins) await give(userId, 'contact', twin)
  await visit.open('/contacts/duplicates')
  await visit.page.getByRole('link', { name: 'Compare the contacts of' }).waitFor()
  const waiting = await create(hub, 'msevtmgt_waitlistitem', {
    msevtmgt_event: hers.id,
    msevtmgt_contact: stranger,
  })
  const line = `/events/${hers.id}/waitlist`
  const seat = 'Give a seat: Some Body'
  const others = await walk.see(line)
  assert.deepEqual(others.refused, [])
  assert.ok(!others.acts.includes(seat))
  await give(userId, 'msevtmgt_waitlistitem', waiting)
  await visit.open(line)
  const { page } = visit
  await page.getByRole('button', { name: seat }).click()
  const ways = page.getByRole('dialog').getByRole('button')
  await ways.filter({ hasText: 'Invite' }).waitFor()
  assert.equal(await ways.filter({ hasText: 'Register now' }).count(), 0)
  assert.deepEqual(visit.complaints, [])
})

test('who reads registrations and check-ins, but no sessions, opens every tab that is left', {
  skip: noBrowser,
}, async () => {
  const read = { Read: 'all' } as const
  const role = await hub.identity.roles.create(systemCaller, {
    name: 'Front desk',
    privileges: {
      ...{ msevtmgt_event: read, contact: read, msevtmgt_eventregistration: read },
      ...{ msevtmgt_waitlistitem: read, msevtmgt_checkin: { Read: 'all', Create: 'all' } },
    },
  })
  const { id: userId } = await hub.identity.users.invite(systemCaller, {
    ...{ email: 'fred@example.org', lastName: 'Desk', roleIds: [role.id] },
  })
  await create(hub, 'msevtmgt_waitlistitem', {
    msevtmgt_event: event.id,
    msevtmgt_contact: world.addressOf('$contactId'),
  })
  const { pages, visit } = await goAround(world, userId)
  for (const tab of ['waitlist', 'checkins', 'registrations']) {
    assert.ok(pages.has(`/events/$eventId/${tab}`), tab)
  }
  const { page, open } = visit
  await open(`/events/${event.id}/waitlist`)
  await page.getByText('Ada Lovelace').waitFor()
  assert.equal(await page.getByRole('columnheader', { name: 'Waits for' }).count(), 0)
  await open(`/events/${event.id}/checkins`)
  await page.getByText('Came without a code').waitFor()
  assert.equal(await page.getByRole('columnheader', { name: 'Session' }).count(), 0)
  assert.deepEqual(visit.complaints, [])
})
