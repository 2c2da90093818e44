import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRefusal } from '#errors'
import { testHub } from '../../test/hub.ts'
import { row, update } from '../../test/story.ts'
import { mayDo, type Privilege } from './policy.ts'
import { type RoleName, roleIds, rootBusinessUnitId } from './well-known.ts'

const hub = await testHub()
const { identity } = hub
const first = {
  email: 'Admin@Example.org',
  password: 'correct horse battery',
  apiKey: 'a-key-of-24-characters-or-more',
}

test('the first administrator signs in with the e-mail and password of the settings', async () => {
  assert.equal(await identity.ensureFirstAdministrator(first), undefined)
  assert.equal(
    await identity.ensureFirstAdministrator(first),
    undefined,
    'a restart changes nothing',
  )
  const signedIn = await identity.signInWithPassword('admin@example.org', first.password)
  const caller = await identity.callerOfSession(signedIn.token)
  assert.deepEqual(caller.roles, ['System Administrator'])
})

test('a wrong password and an unknown e-mail get the same answer', async () => {
  for (const [email, password] of [
    ['admin@example.org', 'wrong password'],
    ['nobody@example.org', first.password],
  ] as const) {
    await assert.rejects(identity.signInWithPassword(email, password), (error) =>
      isRefusal(error, 'sign-in-failed'),
    )
  }
})

test('a session ends after twelve hours', async () => {
  const signedIn = await identity.signInWithPassword('admin@example.org', first.password)
  hub.clock.advance(12 * 3600_000 + 1000)
  await assert.rejects(identity.callerOfSession(signedIn.token), (error) =>
    isRefusal(error, 'key-not-accepted'),
  )
})

test('an API key acts until its user is disabled; nobody comes in without', async () => {
  const caller = await identity.authenticate({
    authorization: `Bearer ${first.apiKey}`,
    session: undefined,
  })
  assert.deepEqual(caller.roles, ['System Administrator'])
  await assert.rejects(
    identity.authenticate({ authorization: undefined, session: undefined }),
    (error) => isRefusal(error, 'not-signed-in'),
  )
  const userId = await identity.ensureAdministrator('leaving@example.org')
  const token = (await identity.signInWithLink(await identity.newSignInLink(userId))).token
  await identity.callerOfSession(token)
  await update(hub, 'systemuser', userId, { isdisabled: true })
  await assert.rejects(identity.callerOfSession(token), (error) =>
    isRefusal(error, 'key-not-accepted'),
  )
})

test('keys, tokens and passwords are in the database as hashes only', async () => {
  const tables = ['gr_apikey', 'gr_signinlink', 'gr_signinsession', 'gr_password']
  for (const table of tables) {
    const { rows } = await hub.testDatabase.pool.query(`select t::text as text from ${table} t`)
    for (const { text } of rows) {
      assert.ok(!text.includes(first.password) && !text.includes(first.apiKey), table)
    }
  }
})

function callerWith(role: RoleName) {
  return { userId: roleIds.Reader, businessUnitId: rootBusinessUnitId, roles: [role] }
}

test('each role may do what its work needs, and no more', () => {
  const questions: [RoleName, Privilege, string, boolean][] = [
    ['System Administrator', 'Delete', 'systemuser', true],
    ['Event Manager', 'Delete', 'msevtmgt_event', true],
    ['Event Manager', 'Update', 'msevtmgt_webinarconfiguration', false],
    ['Event Planner', 'Update', 'msevtmgt_session', true],
    ['Event Planner', 'Delete', 'msevtmgt_event', false],
    ['Webinar Curator', 'Delete', 'msevtmgt_webinarconfiguration', true],
    ['Check-in Staff', 'Create', 'msevtmgt_checkin', true],
    ['Check-in Staff', 'Update', 'msevtmgt_checkin', true],
    ['Check-in Staff', 'Delete', 'msevtmgt_checkin', false],
    // Meetings tell who meets whom, and hold passwords: of no use at a door.
    ['Check-in Staff', 'Read', 'gr_meeting', false],
    ['Check-in Staff', 'Read', 'gr_meetingattendee', false],
    ['Reader', 'Read', 'gr_meeting', true],
    ['Reader', 'Create', 'gr_meeting', false],
    ['Event Manager', 'Delete', 'gr_meeting', true],
    ['Event Planner', 'Create', 'gr_meeting', true],
    ['Event Planner', 'Delete', 'gr_meeting', false],
    ['Webinar Curator', 'Update', 'gr_meeting', true],
    ['Integration', 'Create', 'gr_meeting', true],
    ['Check-in Staff', 'Read', 'msevtmgt_eventregistration', true],
    ['Check-in Staff', 'Create', 'msevtmgt_eventregistration', false],
    ['Check-in Staff', 'Update', 'msevtmgt_eventregistration', false],
    ['Check-in Staff', 'Update', 'msevtmgt_event', false],
    ['Check-in Staff', 'Read', 'msevtmgt_eventpurchase', true],
    ['Check-in Staff', 'Update', 'msevtmgt_eventpurchase', false],
    ['Check-in Staff', 'Update', 'msevtmgt_eventpurchasepass', false],
    ['Check-in Staff', 'Update', 'msevtmgt_eventregistrationticket', false],
    ['Check-in Staff', 'Update', 'gr_recoveryitem', false],
    ['Webinar Curator', 'Update', 'msevtmgt_eventpurchase', false],
    ['Event Planner', 'Update', 'msevtmgt_eventpurchase', true],
    ['Event Planner', 'Update', 'gr_recoveryitem', true],
    ['Event Manager', 'Delete', 'msevtmgt_eventpurchase', true],
    ['Integration', 'Update', 'msevtmgt_eventpurchase', true],
    ['Reader', 'Read', 'gr_recoveryitem', true],
    // Letters hold the links of their readers, with which registrations are changed and cancelled.
    ['Reader', 'Read', 'gr_mail', false],
    ['Check-in Staff', 'Read', 'gr_mail', false],
    ['Webinar Curator', 'Read', 'gr_mail', false],
    ['Event Planner', 'Read', 'gr_mail', true],
    ['Reader', 'Read', 'contact', true],
    ['Reader', 'Create', 'contact', false],
    ['Integration', 'Create', 'contact', true],
    ['Integration', 'Update', 'role', false],
  ]
  for (const [role, privilege, table, expected] of questions) {
    assert.equal(
      mayDo(callerWith(role), privilege, table),
      expected,
      `${role} ${privilege} ${table}`,
    )
  }
})

test('the rights are asked where rows are written', async () => {
  const reader = callerWith('Reader')
  await assert.rejects(
    hub.pipeline.execute(reader, {
      message: 'Create',
      table: 'contact',
      target: { lastname: 'Nobody' },
    }),
    (error) => isRefusal(error) && error.status === 403,
  )
  assert.equal((await row(hub, 'role', roleIds.Reader)).name, 'Reader')
})
