import assert from 'node:assert/strict'
import { test } from 'node:test'
import { signedInBrowser } from '../../test/console-visit.ts'
import { testHub } from '../../test/hub.ts'
import { create, row } from '../../test/story.ts'
import { extentOf, intersectRoles, mayDo } from './policy.ts'
import { roleIds, rootBusinessUnitId } from './well-known.ts'

const hub = await testHub()
const administratorId = await hub.identity.ensureAdministrator('admin@example.org')
let admin = await signedInBrowser(hub, administratorId)

async function person(email: string, roles: readonly string[]) {
  const body = { email, lastName: email.split('@')[0], roleIds: roles }
  const { status, json } = await admin.call('POST', '/api/v1/users', body)
  assert.equal(status, 201, JSON.stringify(json))
  return { id: json.id as string, browser: await signedInBrowser(hub, json.id) }
}

async function role(name: string, privileges: object): Promise<string> {
  const { status, json } = await admin.call('POST', '/api/v1/roles', { name, privileges })
  assert.equal(status, 201, JSON.stringify(json))
  return json.id
}

const data = '/api/data/v9.2'

test('without a mail server an invitation gives the link to hand over', async () => {
  const body = { email: 'first@example.org', lastName: 'First', roleIds: [roleIds.Reader] }
  const { json } = await admin.call('POST', '/api/v1/users', body)
  assert.equal(json.mailed, false)
  assert.match(json.link.url, /\/admin\/set-password\?token=[\w-]{30,}$/)
  const again = await admin.call('POST', '/api/v1/users', { ...body, email: 'FIRST@example.org' })
  assert.deepEqual([again.status, again.json.code], [409, 'email-taken'])
  const unknownRole = { ...body, email: 'second@example.org', roleIds: [rootBusinessUnitId] }
  assert.equal((await admin.call('POST', '/api/v1/users', unknownRole)).status, 404)
  const found = (await admin.visit('/api/v1/users?text=second')).json.value
  assert.deepEqual(found, [], 'nothing is left of a user that was refused')
})

test('an administrator changes names, mails, languages and roles of a user', async () => {
  const { id, browser } = await person('carla@example.org', [roleIds.Reader])
  const change = { email: 'carla.b@example.org', firstName: 'Carla', language: 'pt-br' }
  const changed = await admin.call('PATCH', `/api/v1/users/${id}`, change)
  assert.deepEqual(
    [changed.json.email, changed.json.name, changed.json.language],
    ['carla.b@example.org', 'Carla carla', 'pt-BR'],
  )
  const given = await admin.call('PUT', `/api/v1/users/${id}/roles`, {
    roleIds: [roleIds['Event Manager'], roleIds['Check-in Staff']],
  })
  assert.deepEqual(
    given.json.roles.map(({ name }: { name: string }) => name),
    ['Check-in Staff', 'Event Manager'],
  )
  const me = (await browser.visit('/api/v1/me')).json
  assert.deepEqual(me.roles, ['Check-in Staff', 'Event Manager'])
  assert.deepEqual(me.privileges.msevtmgt_event, ['Create', 'Read', 'Update', 'Delete'])
  for (const [wrong, code] of [
    [{ timeZone: 'Mars/Olympus' }, 'time-zone-not-known'],
    [{ language: 'no language' }, 'language-not-known'],
    [{ email: 'admin@example.org' }, 'email-taken'],
  ] as const) {
    const refused = await admin.call('PATCH', `/api/v1/users/${id}`, wrong)
    assert.equal(refused.json.code, code)
  }
})

test('everybody changes their own name, language and zone, and nothing else', async () => {
  const { id, browser } = await person('self@example.org', [])
  const change = {
    firstName: 'Own',
    timeZone: 'Asia/Bangkok',
    enabled: false,
    email: 'x@y.example',
  }
  const me = await browser.call('PATCH', '/api/v1/me', change)
  assert.deepEqual([me.json.firstName, me.json.timeZone], ['Own', 'Asia/Bangkok'])
  assert.equal((await row(hub, 'systemuser', id)).internalemailaddress, 'self@example.org')
  for (const [method, path, body] of [
    ['GET', '/api/v1/users', undefined],
    ['GET', `/api/v1/users/${administratorId}`, undefined],
    ['PATCH', `/api/v1/users/${id}`, { firstName: 'X' }],
    ['PUT', `/api/v1/users/${id}/roles`, { roleIds: [roleIds['System Administrator']] }],
    ['POST', '/api/v1/users', { email: 'a@b.example', lastName: 'A', roleIds: [] }],
    ['POST', `/api/v1/users/${administratorId}/password-link`, undefined],
    ['GET', '/api/v1/roles', undefined],
    ['POST', '/api/v1/roles', { name: 'Mine', privileges: {} }],
    ['GET', '/api/v1/teams', undefined],
    ['GET', '/api/v1/audit', undefined],
  ] as const) {
    assert.equal((await browser.call(method, path, body)).status, 403, `${method} ${path}`)
  }
})

test('the last administrator is never locked out, through whichever door', async () => {
  const refused = async (method: string, path: string, body?: object) => {
    const answer = await admin.call(method, path, body)
    assert.equal(answer.status, 409, `${method} ${path} ${answer.text}`)
    assert.match(answer.text, /last administrator/)
  }
  const user = `/api/v1/users/${administratorId}`
  await refused('PATCH', user, { enabled: false })
  await refused('PUT', `${user}/roles`, { roleIds: [roleIds.Reader] })
  await refused('PATCH', `${data}/systemusers(${administratorId})`, { isdisabled: true })
  await refused('DELETE', `${data}/systemusers(${administratorId})`)
  const link = `systemuserroles_association(${roleIds['System Administrator']})/$ref`
  await refused('DELETE', `${data}/systemusers(${administratorId})/${link}`)
  assert.equal((await admin.visit('/api/v1/me')).json.administrator, true)
})

test('two administrators who disable each other at once do not both succeed', async () => {
  const other = await person('other@example.org', [roleIds['System Administrator']])
  const statuses = await Promise.all([
    admin.call('PATCH', `/api/v1/users/${other.id}`, { enabled: false }),
    other.browser.call('PATCH', `/api/v1/users/${administratorId}`, { enabled: false }),
  ])
  const good = statuses.filter(({ status }) => status === 200)
  assert.equal(good.length, 1, statuses.map(({ text }) => text).join())
  const { rows } = await hub.testDatabase.pool.query(
    `select isdisabled from systemuser where systemuserid = any($1)`,
    [[other.id, administratorId]],
  )
  assert.equal(rows.filter(({ isdisabled }) => isdisabled !== true).length, 1)
  await hub.testDatabase.pool.query(`update systemuser set isdisabled = false`)
  // Whoever lost is signed out for good.
  admin = await signedInBrowser(hub, administratorId)
})

test('the roles of the hub stay as they are', async () => {
  const path = `/api/v1/roles/${roleIds.Reader}`
  assert.equal((await admin.call('PATCH', path, { name: 'Writer' })).status, 409)
  assert.equal((await admin.call('PATCH', path, { privileges: {} })).status, 409)
  assert.equal((await admin.call('DELETE', path)).status, 409)
  const renamed = await admin.call('PATCH', `${data}/roles(${roleIds.Reader})`, { name: 'Writer' })
  assert.equal(renamed.status, 409)
  const reader = (await admin.visit(path)).json
  assert.deepEqual([reader.name, reader.builtIn], ['Reader', true])
  assert.deepEqual(reader.privileges.contact, { Read: 'all' })
  const taken = await admin.call('POST', '/api/v1/roles', { name: 'Reader', privileges: {} })
  assert.deepEqual([taken.status, taken.json.code], [409, 'role-name-taken'])
})

test('a role that is only called System Administrator gives no rights', async () => {
  await hub.testDatabase.pool.query(
    `insert into role (roleid, name, businessunitid, createdon, modifiedon, statecode, statuscode)
     values ('00000000-0000-4000-9000-000000000001', 'System Administrator', $1, now(), now(), 0, 1)`,
    [rootBusinessUnitId],
  )
  const { browser } = await person('pretender@example.org', [
    '00000000-0000-4000-9000-000000000001',
  ])
  assert.equal((await browser.visit('/api/v1/me')).json.administrator, false)
  assert.equal((await browser.visit('/api/v1/users')).status, 403)
  await hub.testDatabase.pool.query(
    `delete from role where roleid = '00000000-0000-4000-9000-000000000001'`,
  )
})

test('a role of one’s own allows what it says, from the next request on', async () => {
  const id = await role('Contact keeper', { contact: { Create: 'all', Read: 'all' } })
  const { browser } = await person('keeper@example.org', [id])
  const contact = { lastname: 'Kept' }
  assert.equal((await browser.call('POST', `${data}/contacts`, contact)).status, 204)
  assert.equal((await browser.visit(`${data}/contacts?$select=lastname`)).status, 200)
  assert.equal((await browser.visit(`${data}/accounts`)).status, 403)
  const me = (await browser.visit('/api/v1/me')).json
  assert.deepEqual([me.roles, me.privileges], [['Contact keeper'], { contact: ['Create', 'Read'] }])
  const privileges = { contact: { Read: 'all' } }
  await admin.call('PATCH', `/api/v1/roles/${id}`, { privileges })
  assert.equal((await browser.call('POST', `${data}/contacts`, contact)).status, 403)
  assert.equal((await admin.call('DELETE', `/api/v1/roles/${id}`)).status, 204)
  assert.equal((await browser.visit(`${data}/contacts`)).status, 403)
})

test('a right to own rows ends where the row is somebody else’s', async () => {
  const privileges = { contact: { Create: 'own', Read: 'all', Update: 'own', Delete: 'own' } }
  const { id, browser } = await person('owner@example.org', [
    await role('Own contacts', privileges),
  ])
  const theirs = await create(hub, 'contact', { lastname: 'Theirs' })
  const made = await browser.call('POST', `${data}/contacts`, { lastname: 'Mine' })
  const mine = /\(([^)]+)\)/.exec(String(made.headers.get('odata-entityid')))?.[1] ?? ''
  const write = (contact: string) =>
    browser.call('PATCH', `${data}/contacts(${contact})`, { firstname: 'New' })
  assert.equal((await write(mine)).status, 204)
  const refused = await write(theirs)
  assert.equal(refused.status, 403)
  assert.match(refused.text, /only own rows of contact/)
  assert.equal((await browser.call('DELETE', `${data}/contacts(${theirs})`)).status, 403)
  const others = { lastname: 'X', 'ownerid@odata.bind': `/systemusers(${administratorId})` }
  assert.equal((await browser.call('POST', `${data}/contacts`, others)).status, 403)
  const me = (await browser.visit('/api/v1/me')).json
  assert.deepEqual(
    [me.privileges.contact, me.ownRows.contact],
    [['Read'], ['Create', 'Update', 'Delete']],
  )

  const team = await admin.call('POST', '/api/v1/teams', { name: 'Owners', memberIds: [id] })
  const bind = { 'ownerid@odata.bind': `/teams(${team.json.id})` }
  await admin.call('PATCH', `${data}/contacts(${theirs})`, bind)
  assert.equal((await write(theirs)).status, 204, 'rows of a team belong to its members')
})

test('who may read own rows only sees no others, neither in lists nor one by one', async () => {
  const id = await role('Own readers', { contact: { Create: 'own', Read: 'own' } })
  const { browser } = await person('private@example.org', [id])
  const theirs = await create(hub, 'contact', { lastname: 'Hidden' })
  await browser.call('POST', `${data}/contacts`, { lastname: 'Visible' })
  const list = (await browser.visit(`${data}/contacts?$select=lastname`)).json.value
  assert.deepEqual(
    list.map(({ lastname }: { lastname: string }) => lastname),
    ['Visible'],
  )
  assert.equal((await browser.visit(`${data}/contacts(${theirs})`)).status, 404)
})

test('every operation is described, with what it answers', async () => {
  const document = (await admin.visit('/openapi.json')).json
  for (const [path, methods] of Object.entries({
    '/api/v1/me': ['get', 'patch'],
    '/api/v1/me/password': ['post'],
    '/api/v1/users': ['get', 'post'],
    '/api/v1/users/{id}': ['get', 'patch'],
    '/api/v1/users/{id}/roles': ['put'],
    '/api/v1/users/{id}/invite': ['post'],
    '/api/v1/users/{id}/password-link': ['post'],
    '/api/v1/teams': ['get', 'post'],
    '/api/v1/teams/{id}': ['patch', 'delete'],
    '/api/v1/roles': ['get', 'post'],
    '/api/v1/roles/tables': ['get'],
    '/api/v1/roles/{id}': ['get', 'patch', 'delete'],
    '/api/v1/sessions': ['get'],
    '/api/v1/sessions/{id}/end': ['post'],
    '/api/v1/sessions/end-others': ['post'],
    '/api/v1/audit': ['get'],
  })) {
    for (const method of methods) {
      const operation = document.paths[path]?.[method]
      assert.ok(operation?.summary, `${method} ${path}`)
      const [answer] = Object.values(operation.responses) as { content?: object }[]
      if (method !== 'delete') assert.ok(answer?.content, `${method} ${path} says what it answers`)
    }
  }
})

test('roles of a team are roles of its members', async () => {
  const { id, browser } = await person('member@example.org', [])
  assert.equal((await browser.visit(`${data}/contacts`)).status, 403)
  const made = await admin.call('POST', '/api/v1/teams', {
    ...{ name: 'Readers', description: 'They read', memberIds: [id], roleIds: [roleIds.Reader] },
  })
  assert.equal(made.status, 201, made.text)
  assert.deepEqual(
    [made.json.members[0].email, made.json.roles[0].name],
    ['member@example.org', 'Reader'],
  )
  assert.equal((await browser.visit(`${data}/contacts`)).status, 200)
  assert.deepEqual((await browser.visit('/api/v1/me')).json.roles, ['Reader'])
  const path = `/api/v1/teams/${made.json.id}`
  assert.deepEqual((await admin.call('PATCH', path, { memberIds: [] })).json.members, [])
  assert.equal((await browser.visit(`${data}/contacts`)).status, 403)
  assert.equal((await admin.call('DELETE', path)).status, 204)
})

test('no role of one’s own can let people in or make administrators', async () => {
  for (const [privileges, status] of [
    [{ systemuser: { Update: 'all' } }, 400],
    [{ role: { Create: 'all' } }, 400],
    [{ msevtmgt_evnt: { Read: 'all' } }, 400],
    [{ msevtmgt_webinarprovider: { Read: 'some' } }, 400],
    [{ organization: { Read: 'own' } }, 400],
    [{ systemuser: { Read: 'all' } }, 201],
  ] as const) {
    const body = { name: `Role ${JSON.stringify(privileges)}`, privileges }
    const answer = await admin.call('POST', '/api/v1/roles', body)
    assert.equal(answer.status, status, `${JSON.stringify(privileges)} ${answer.text}`)
  }
  const tables = (await admin.visit('/api/v1/roles/tables')).json.value
  const user = tables.find(({ table }: { table: string }) => table === 'systemuser')
  assert.deepEqual(user.grantable, ['Read'])
})

test('who asks for all rows is not content with a right to own rows', () => {
  const written = '{;contact=Cru;msevtmgt_event=R;}'
  const caller = { userId: '', businessUnitId: '', roles: [written] }
  assert.equal(extentOf(caller, 'Update', 'contact'), 'own')
  assert.equal(mayDo(caller, 'Update', 'contact'), false)
  assert.equal(mayDo(caller, 'Create', 'contact'), true)
  assert.equal(extentOf(caller, 'Delete', 'contact'), undefined)
  assert.equal(extentOf(caller, 'Read', 'msevtmgt_even'), undefined)
  const both = { ...caller, roles: intersectRoles([written], ['Reader']) }
  assert.equal(extentOf(both, 'Read', 'contact'), 'own')
  assert.equal(extentOf(both, 'Create', 'contact'), undefined)
  assert.equal(extentOf({ ...caller, roles: [written, 'Reader'] }, 'Read', 'contact'), 'all')
})
