import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { systemUserId } from '#identity'
import { dataWorld } from '../../test/data-world.ts'

const world = await dataWorld()
const contact = await world.create('contact', { firstname: 'Guarded' })
const reader = await world.keyFor('Reader')
const as = (key: string) => ({ authorization: `Bearer ${key}` })

test('nobody comes in without a key, and learns where to get one', async () => {
  for (const authorization of [
    '',
    'Bearer nonsense',
    'Bearer gat_nonsense',
    'Basic eDp5',
    'Basic x',
  ]) {
    const { status, headers, json } = await world.send('contacts', { headers: { authorization } })
    assert.equal(status, 401)
    const challenge = headers.get('www-authenticate') ?? ''
    assert.match(challenge, /^Bearer authorization_uri=https:\/\/hub\.example\//)
    assert.match(json.error.code, /^0x8/)
  }
})

test('a key has the rights of its user in every way of asking', async () => {
  const headers = as(reader)
  assert.equal((await world.send(`contacts(${contact})`, { headers })).status, 200)
  for (const [method, path] of [
    ['POST', 'contacts'],
    ['PATCH', `contacts(${contact})`],
    ['PATCH', `contacts(${randomUUID()})`],
    ['DELETE', `contacts(${contact})`],
  ] as const) {
    const body = { firstname: 'X' }
    const { status, json } = await world.send(path, { method, headers, body })
    assert.equal(status, 403, `${method} ${path}`)
    assert.equal(json.error.code, '0x80040220')
  }
  for (const path of [
    'serviceendpoints',
    'systemusers',
    `contacts(${contact})?$expand=createdby($select=fullname)`,
    "contacts?$filter=createdby/fullname eq 'SYSTEM'",
    'contacts?$orderby=createdby/fullname',
    `contacts(${contact})/createdby`,
    'RetrieveTotalRecordCount(EntityNames=["systemuser"])',
    'roles/$count',
  ]) {
    assert.equal((await world.send(path, { headers })).status, 403, path)
  }
})

test('what one user asked is not answered to another with fewer rights', async () => {
  const path = 'systemusers?$select=fullname'
  assert.equal((await world.send(path)).status, 200)
  assert.equal((await world.send(path, { headers: as(reader) })).status, 403)
})

test('a change set needs the rights for each of its requests', async () => {
  const part = (method: string, path: string) =>
    `--s\nContent-Type: application/http\n\n${method} ${path} HTTP/1.1\n\n{"name":"A"}\n`
  const body = `--b\nContent-Type: multipart/mixed;boundary=s\n\n${part('POST', 'accounts')}--s--\n--b--`
  const headers = { ...as(reader), 'content-type': 'multipart/mixed;boundary=b' }
  assert.equal((await world.send('$batch', { method: 'POST', body, headers })).status, 403)
})

test('functions say who asks, of which organisation, at which version', async () => {
  const me = await world.send('WhoAmI()')
  assert.equal(me.json.UserId, systemUserId)
  assert.match((await world.send('RetrieveVersion()')).json.Version, /^9\.2\./)
  const organization = await world.send(
    "RetrieveCurrentOrganization(AccessType=@p1)?@p1=Microsoft.Dynamics.CRM.EndpointAccessType'Default'",
  )
  assert.equal(organization.json.Detail.OrganizationId, me.json.OrganizationId)
  assert.equal((await world.send('WhoAmI', { method: 'POST', body: {} })).status, 405)
  assert.equal(
    (await world.send('contacts/Microsoft.Dynamics.CRM.Nothing', { method: 'POST', body: {} }))
      .status,
    404,
  )
})
