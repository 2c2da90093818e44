import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { withTransaction } from '#database'
import { enqueue } from '#jobs'
import { openBrowser, signedInBrowser } from '../../../test/console-visit.ts'
import { testHub } from '../../../test/hub.ts'
import { makeAccount } from '../../../test/story.ts'
import { roleIds, rootBusinessUnitId } from '../well-known.ts'

const hub = await testHub()
const apiKey = 'k'.repeat(32)
await hub.identity.ensureFirstAdministrator({ email: undefined, password: undefined, apiKey })
const administratorId = await hub.identity.ensureAdministrator('admin@example.org')
const admin = await signedInBrowser(hub, administratorId, {
  ...{ 'user-agent': 'Console/1', 'x-forwarded-for': '203.0.113.20' },
})
const data = '/api/data/v9.2'

interface Row {
  readonly id: string
  readonly at: string
  readonly user: { readonly id: string | null; readonly name: string | null } | null
  readonly initiatingUser: { readonly id: string } | null
  readonly action: string
  readonly table: string | null
  readonly recordId: string | null
  readonly recordName: string | null
  readonly changes: { column: string; old?: unknown; new?: unknown; secret?: true }[] | null
  readonly address: string | null
  readonly userAgent: string | null
  readonly request: string | null
}

async function log(filter: Record<string, string> = {}): Promise<Row[]> {
  const answer = await admin.visit(`/api/v1/audit?${new URLSearchParams(filter)}`)
  assert.equal(answer.status, 200, answer.text)
  return answer.json.value
}

const tomorrow = () => new Date(hub.clock.now().getTime() + 24 * 3600_000)

const idOf = (answer: { headers: Headers }) =>
  /\(([\da-f-]{36})\)/.exec(String(answer.headers.get('odata-entityid')))?.[1] ?? ''

test('sign-ins are in the log, good and bad, with who, when and from where', async () => {
  const [entered] = await log({ action: 'sign-in', userId: administratorId })
  assert.equal(entered?.user?.name, 'admin@example.org')
  assert.deepEqual(
    [entered?.address, entered?.userAgent, entered?.request],
    ['203.0.113.20', 'Console/1', 'POST /admin/sign-in/link'],
  )
  assert.ok(Math.abs(Date.parse(String(entered?.at)) - hub.clock.now().getTime()) < 60_000)
  const form = { email: 'stranger@example.org', password: 'a secret guess' }
  await openBrowser(hub).submit('/admin/sign-in', form)
  const [failed] = await log({ action: 'sign-in failed' })
  assert.deepEqual(failed?.user, { id: null, name: 'stranger@example.org' })
  assert.ok(!JSON.stringify(failed).includes('a secret guess'))
})

test('a user who is made, changed and given a role leaves old and new values', async () => {
  const body = { email: 'nora@example.org', lastName: 'Nora', roleIds: [] }
  const { id } = (await admin.call('POST', '/api/v1/users', body)).json
  await admin.call('PATCH', `/api/v1/users/${id}`, { lastName: 'Nord', enabled: false })
  await admin.call('PUT', `/api/v1/users/${id}/roles`, { roleIds: [roleIds.Reader] })
  const rows = (await log({ recordId: id })).reverse()
  assert.deepEqual(
    rows.map(({ action }) => action),
    ['Create', 'Update', 'Associate'],
  )
  const [made, changed, given] = rows
  assert.equal(made?.recordName, 'Nora')
  assert.ok(made?.changes?.some((each) => each.column === 'internalemailaddress'))
  assert.deepEqual(
    changed?.changes?.filter(({ column }) => ['lastname', 'isdisabled'].includes(column)),
    [
      { column: 'lastname', old: 'Nora', new: 'Nord' },
      { column: 'isdisabled', old: false, new: true },
    ],
  )
  assert.ok(JSON.stringify(given?.changes).includes(roleIds.Reader))
  assert.equal(given?.request, `PUT /api/v1/users/${id}/roles`)
})

test('of secrets the log says that they were written, never what they are', async () => {
  const { configurationId } = await makeAccount(hub)
  const secret = `secret-${randomUUID()}`
  const path = `${data}/msevtmgt_webinarconfigurations(${configurationId})`
  await admin.call('PATCH', path, { msevtmgt_accesstoken: secret, msevtmgt_name: 'New name' })
  const webhook = await admin.call('POST', '/api/v1/webhooks', {
    ...{ name: 'Target', url: 'https://hooks.example/x', steps: [] },
    authentication: { kind: 'WebhookKey', key: secret },
  })
  assert.equal(webhook.status, 201, webhook.text)
  const made = await admin.call('POST', '/api/v1/api-keys', { name: 'Script' })
  const [changed] = await log({ recordId: configurationId })
  assert.deepEqual(changed?.changes, [
    { column: 'msevtmgt_accesstoken', secret: true },
    { column: 'msevtmgt_name', old: 'Our account', new: 'New name' },
  ])
  const gone = await openBrowser(hub).call(
    'POST',
    `/api/v1/configurations/${configurationId}/delete-credentials`,
    undefined,
    { authorization: `Bearer ${apiKey}` },
  )
  assert.equal(gone.status, 200, gone.text)
  const [removed] = await log({ recordId: configurationId })
  assert.match(String(removed?.request), /delete-credentials$/)
  const [endpoint] = await log({ table: 'serviceendpoint' })
  assert.deepEqual([endpoint?.action, endpoint?.recordName], ['Create', 'Target'])
  assert.ok(endpoint?.changes?.some((each) => each.column === 'authvalue' && each.secret))
  const everything = await hub.testDatabase.pool.query('select a::text as text from gr_audit a')
  for (const { text } of everything.rows) {
    for (const hidden of [secret, made.json.key, apiKey]) assert.ok(!text.includes(hidden), text)
  }
})

test('keys, applications, roles, teams, settings and columns are in the log', async () => {
  const key = (await admin.call('POST', '/api/v1/api-keys', { name: 'Nightly' })).json
  await admin.call('POST', `/api/v1/api-keys/${key.id}/revoke`)
  const program = await admin.call('POST', '/api/v1/applications', {
    name: 'App',
    roles: ['Reader'],
  })
  await admin.call('POST', `/api/v1/applications/${program.json.clientId}/disable`)
  const privileges = { contact: { Read: 'all' } }
  const role = (await admin.call('POST', '/api/v1/roles', { name: 'Looks', privileges })).json
  await admin.call('DELETE', `/api/v1/roles/${role.id}`)
  const settings = await admin.call('POST', `${data}/msevtmgt_eventadministration`, {
    msevtmgt_name: 'Settings',
  })
  assert.equal(settings.status, 204, settings.text)
  const actions = async (recordId: string) =>
    (await log({ recordId })).map(({ action }) => action).reverse()
  assert.deepEqual(await actions(key.id), ['create API key', 'revoke API key'])
  assert.deepEqual(await actions(program.json.clientId), [
    ...['create application', 'disable application'],
  ])
  assert.deepEqual(await actions(role.id), ['Create', 'change privileges', 'Delete'])
  assert.deepEqual(await actions(idOf(settings)), ['Create'])
})

test('columns that are added are in the log, also when a key of the hub itself adds them', async () => {
  const definition = {
    '@odata.type': 'Microsoft.Dynamics.CRM.StringAttributeMetadata',
    AttributeType: 'String',
    SchemaName: 'new_Hobby',
    MaxLength: 50,
    DisplayName: { LocalizedLabels: [{ Label: 'Hobby', LanguageCode: 1033 }] },
  }
  const path = `${data}/EntityDefinitions(LogicalName='contact')/Attributes`
  const headers = { authorization: `Bearer ${apiKey}` }
  const added = await openBrowser(hub).call('POST', path, definition, headers)
  assert.equal(added.status, 204, added.text)
  const [row] = await log({ table: 'gr_columnchange' })
  assert.match(String(row?.recordName), /add contact\.new_hobby/)
})

test('who acts for another user is in the log with both names', async () => {
  const body = { email: 'boss@example.org', lastName: 'Boss', roleIds: [roleIds['Event Manager']] }
  const boss = (await admin.call('POST', '/api/v1/users', body)).json.id
  const as = { authorization: `Bearer ${apiKey}`, mscrmcallerid: boss }
  for (let time = 0; time < 3; time += 1) {
    const made = { msevtmgt_name: `Provider ${time}` }
    await openBrowser(hub).call('POST', `${data}/msevtmgt_webapplications`, made, as)
  }
  const rows = await log({ recordId: boss, action: 'act for user' })
  assert.equal(rows.length, 1, 'once an hour')
  assert.equal(rows[0]?.user?.id, boss)
  assert.ok(rows[0]?.initiatingUser?.id)
})

test('what was refused is not in the log', async () => {
  const before = await log({ limit: '500' })
  const path = `/api/v1/roles/${roleIds.Reader}`
  assert.equal((await admin.call('DELETE', path)).status, 409)
  assert.equal((await log({ limit: '500' })).length, before.length)
})

test('the log is read page by page, and found by who, what, where, when and text', async () => {
  const whole = await log({ limit: '500' })
  const paged: Row[] = []
  let after: string | null = ''
  while (after !== null) {
    const query: string = after === '' ? 'limit=3' : `limit=3&after=${after}`
    const { json } = await admin.visit(`/api/v1/audit?${query}`)
    paged.push(...json.value)
    after = json.next
  }
  assert.deepEqual(
    paged.map(({ id }) => id),
    whole.map(({ id }) => id),
  )
  const times = whole.map(({ at }) => at)
  assert.deepEqual(times, times.toSorted().reverse())
  const found = await log({ text: 'NORA@example.org' })
  assert.ok(found.length >= 1 && found.length < whole.length)
  assert.deepEqual(await log({ to: '2001-01-01T00:00:00Z' }), [])
  const only = await log({ table: 'gr_application', action: 'create application' })
  assert.deepEqual(
    only.map(({ recordName }) => recordName),
    ['App'],
  )
  assert.equal((await admin.visit('/api/v1/audit?after=nonsense')).status, 400)
  assert.equal((await admin.visit('/api/v1/audit?userId=nonsense')).status, 400)
})

test('a text is looked for in the last 90 days, unless since when is said', async () => {
  const { value, searchedFrom } = (await admin.visit('/api/v1/audit?text=nora@example.org')).json
  assert.ok(value.length > 0)
  const days = (hub.clock.now().getTime() - Date.parse(searchedFrom)) / 86_400_000
  assert.ok(days >= 90 && days < 90.01, String(days))
  const since = await admin.visit('/api/v1/audit?text=nora&from=2020-01-01T00:00:00Z')
  assert.equal(since.json.searchedFrom, null)
})

test('actions and tables of the log can be chosen from, and all of it comes as CSV', async () => {
  const { actions, tables } = (await admin.visit('/api/v1/audit/choices')).json
  const whole = await log({ limit: '500' })
  assert.deepEqual(actions, [...new Set(whole.map(({ action }) => action))].sort())
  assert.ok(tables.includes('systemuser') && !tables.includes(null))
  const csv = await admin.visit('/api/v1/audit/export?action=create application')
  assert.match(String(csv.headers.get('content-type')), /text\/csv/)
  const lines = csv.text.trim().split('\r\n')
  assert.equal(lines.length, 1 + whole.filter((r) => r.action === 'create application').length)
  assert.match(lines.at(1) ?? '', /admin@example\.org,.*create application,gr_application,App/)
})

test('what people do with system jobs is in the log: one, many, by the Data API', async () => {
  const add = async (name: string) => {
    const requests = [{ kind: 'identity.letter', name, payload: {}, runAt: tomorrow() }]
    const ids = await withTransaction(hub.testDatabase.db, (tx) =>
      enqueue(tx, requests, hub.clock.now()),
    )
    return String(ids[0])
  }
  const [one, two, three] = [await add('Job one'), await add('Job two'), await add('Job three')]
  assert.equal((await admin.call('POST', `/api/v1/jobs/${one}/cancel`)).status, 200)
  const many = { act: 'cancel', ids: [two] }
  assert.equal((await admin.call('POST', '/api/v1/jobs/change', many)).json.changed, 1)
  const state = { statecode: 3, statuscode: 32 }
  assert.equal((await admin.call('PATCH', `${data}/asyncoperations(${three})`, state)).status, 204)
  const [cancelled] = await log({ recordId: one })
  assert.deepEqual([cancelled?.action, cancelled?.recordName], ['cancel job', 'Job one'])
  const [all] = await log({ action: 'cancel jobs' })
  assert.deepEqual(all?.changes, [{ column: 'jobs', old: null, new: [two] }])
  const [written] = await log({ recordId: three })
  assert.deepEqual([written?.action, written?.recordName], ['Update', 'Job three'])
})

test('nobody changes the log, through no door and not with SQL', async () => {
  const [row] = await log()
  for (const path of [`${data}/gr_audits(${row?.id})`, `/api/v1/audit/${row?.id}`]) {
    for (const method of ['PATCH', 'PUT', 'DELETE', 'POST']) {
      const { status } = await admin.call(method, path, method === 'DELETE' ? undefined : {})
      assert.ok(status === 404 || status === 405, `${method} ${path} ${status}`)
    }
  }
  for (const statement of [
    `update gr_audit set action = 'nothing'`,
    'delete from gr_audit',
    'truncate gr_audit',
  ]) {
    await assert.rejects(hub.testDatabase.pool.query(statement), /written once/)
  }
})

test('others do not read the log', async () => {
  const body = { email: 'reader@example.org', lastName: 'R', roleIds: [roleIds['Event Manager']] }
  const { id } = (await admin.call('POST', '/api/v1/users', body)).json
  const reader = await signedInBrowser(hub, id)
  assert.equal((await reader.visit('/api/v1/audit')).status, 403)
  assert.equal((await openBrowser(hub).visit('/api/v1/audit')).status, 401)
})

test('what lookups and links point to has its name of now; what was deleted says so', async () => {
  const made = await admin.call('POST', '/api/v1/roles', { name: 'Guides', privileges: {} })
  const role = made.json.id
  const body = { email: 'gil@example.org', lastName: 'Gil', roleIds: [role, roleIds.Reader] }
  const user = (await admin.call('POST', '/api/v1/users', body)).json.id
  const team = await admin.call('POST', `${data}/teams`, {
    ...{ name: 'Guides', teamtype: 0 },
    'administratorid@odata.bind': `/systemusers(${user})`,
    'businessunitid@odata.bind': `/businessunits(${rootBusinessUnitId})`,
  })
  assert.equal(team.status, 204, team.text)
  const namesOf = async (recordId: string) =>
    (await admin.visit(`/api/v1/audit?recordId=${recordId}`)).json.names
  const csvOf = async (recordId: string) =>
    (await admin.visit(`/api/v1/audit/export?recordId=${recordId}`)).text
  const ofUser = await namesOf(user)
  assert.deepEqual(ofUser[role], { table: 'role', name: 'Guides' })
  assert.deepEqual(ofUser[user], { table: 'systemuser', name: 'Gil' }, 'links name no record')
  assert.deepEqual(ofUser[roleIds.Reader], { table: 'role', name: 'Reader' })
  assert.deepEqual((await namesOf(idOf(team)))[user], { table: 'systemuser', name: 'Gil' })
  const linked = await csvOf(user)
  assert.match(linked, /Associate,systemuser,Gil,/, 'who was linked')
  assert.match(linked, /""newName"":""(?:Guides, Reader|Reader, Guides|Guides|Reader)""/)
  assert.match(
    await csvOf(idOf(team)),
    /""column"":""administratorid"",""old"":null,""new"":"".*?""newName"":""Gil""/,
  )
  await admin.call('PATCH', `/api/v1/users/${user}`, { lastName: 'Gill' })
  assert.equal((await namesOf(idOf(team)))[user].name, 'Gill')
  await admin.call('PUT', `/api/v1/users/${user}/roles`, { roleIds: [roleIds.Reader] })
  assert.equal((await admin.call('DELETE', `/api/v1/roles/${role}`)).status, 204)
  const after = await namesOf(user)
  assert.equal(after[role], null)
  assert.equal(after[roleIds.Reader].name, 'Reader')
  assert.ok(!(await csvOf(user)).includes('Guides'), 'what was deleted has no name any more')
})
