import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import {
  mayDo,
  type Privilege,
  type RoleName,
  roleIds,
  systemCaller,
  systemUserId,
} from '#identity'
import { dataWorld } from '../../test/data-world.ts'
import { webhookSink } from '../../test/webhook-sink.ts'

const world = await dataWorld()
const sink = await webhookSink()

async function userWith(...roles: readonly RoleName[]): Promise<string> {
  const id = await world.create('systemuser', {
    lastname: roles.join(' and '),
    businessunitid: systemCaller.businessUnitId,
    azureactivedirectoryobjectid: randomUUID(),
  })
  const RelatedEntities = roles.map((role) => ({ table: 'role', id: roleIds[role] }))
  const input = { Relationship: 'systemuserroles_association', RelatedEntities }
  const request = { message: 'Associate', table: 'systemuser', id, input }
  await world.pipeline.execute(systemCaller, request)
  return id
}

test('who acts for another writes in that name, and the row says who it was', async () => {
  const planner = await userWith('Event Planner')
  const headers = { MSCRMCallerID: planner, prefer: 'return=representation' }
  const made = await world.send(
    'contacts?$select=_createdby_value,_modifiedby_value,_ownerid_value',
    {
      method: 'POST',
      body: { firstname: 'For' },
      headers,
    },
  )
  assert.equal(made.status, 201)
  assert.equal(made.json._createdby_value, planner)
  assert.equal(made.json._ownerid_value, planner)
  const manager = await userWith('Event Manager')
  const endpoint = await world.send('serviceendpoints', {
    method: 'POST',
    body: { name: 'A', url: 'https://receiver.example/', contract: 8, authtype: 4, authvalue: 'k' },
    headers: { ...headers, MSCRMCallerID: manager },
  })
  assert.equal(endpoint.json._createdby_value, manager)
  assert.equal(endpoint.json._createdonbehalfby_value, systemUserId)
  assert.equal(endpoint.json._modifiedonbehalfby_value, systemUserId)
  const path = `serviceendpoints(${endpoint.json.serviceendpointid})`
  const own = { method: 'PATCH', body: { name: 'B' }, headers: { prefer: 'return=representation' } }
  const changed = await world.send(path, own)
  assert.equal(changed.json._modifiedby_value, systemUserId)
  assert.equal(changed.json._modifiedonbehalfby_value, null)
  assert.equal(changed.json._createdonbehalfby_value, systemUserId)
})

test('the user may be named by its id in the directory', async () => {
  const reader = await userWith('Reader')
  const user = await world.send(`systemusers(${reader})?$select=azureactivedirectoryobjectid`)
  const CallerObjectId = user.json.azureactivedirectoryobjectid
  const me = await world.send('WhoAmI', { headers: { CallerObjectId } })
  assert.equal(me.json.UserId, reader)
})

test('it may do only what both may do', async () => {
  const delegate = { authorization: `Bearer ${await world.keyFor('Delegate', 'Reader')}` }
  const planner = await userWith('Event Planner')
  const headers = { ...delegate, MSCRMCallerID: planner }
  assert.equal((await world.send('contacts', { headers })).status, 200)
  const body = { firstname: 'X' }
  const write = { method: 'POST', body, headers }
  assert.equal((await world.send('contacts', write)).status, 403, 'a Reader does not write')
  const settings = await world.send('serviceendpoints', { headers })
  assert.equal(settings.status, 403, 'nor reads what it may not')
  const administrator = { ...delegate, MSCRMCallerID: systemUserId }
  assert.equal((await world.send('systemusers', { headers: administrator })).status, 403)
})

test('only those with the right may, and only for users that there are', async () => {
  const planner = await userWith('Event Planner')
  const manager = { authorization: `Bearer ${await world.keyFor('Event Manager')}` }
  const refused = await world.send('WhoAmI', { headers: { ...manager, MSCRMCallerID: planner } })
  assert.equal(refused.status, 403)
  assert.equal(refused.json.error.code, '0x80040220')
  for (const MSCRMCallerID of [randomUUID(), 'nobody']) {
    assert.equal((await world.send('WhoAmI', { headers: { MSCRMCallerID } })).status, 403)
  }
  await world.update('systemuser', planner, { isdisabled: true })
  assert.equal((await world.send('WhoAmI', { headers: { MSCRMCallerID: planner } })).status, 403)
  const own = await world.send('WhoAmI', { headers: { MSCRMCallerID: systemUserId } })
  assert.equal(own.json.UserId, systemUserId)
})

test('a request inside a batch cannot act for somebody else than the batch', async () => {
  const planner = await userWith('Event Planner')
  const body = `--b\nContent-Type: application/http\n\nGET WhoAmI HTTP/1.1\nMSCRMCallerID: ${planner}\n\n--b--`
  const headers = { 'content-type': 'multipart/mixed;boundary=b' }
  const refused = await world.send('$batch', { method: 'POST', body, headers })
  assert.match(refused.text, /MSCRMCallerID belongs to the headers of the batch/)
  const whole = { ...headers, MSCRMCallerID: planner }
  const answered = await world.send('$batch', { method: 'POST', body, headers: whole })
  assert.ok(answered.text.includes(`"UserId":"${planner}"`), answered.text)
})

test('pairs of roles allow exactly what both sides allow', async () => {
  const tables = ['contact', 'msevtmgt_event', 'serviceendpoint', 'systemuser', 'userquery']
  const privileges: Privilege[] = ['Create', 'Read', 'Update', 'Delete']
  const names = Object.keys(roleIds) as RoleName[]
  const admin = await userWith('System Administrator')
  for (const one of names) {
    const user = await userWith(one)
    for (const other of names) {
      const caller = { ...systemCaller, userId: admin, roles: [other, 'Delegate'] }
      const acting = await world.identity.actFor(caller, { header: 'MSCRMCallerID', user })
      for (const table of tables) {
        for (const privilege of privileges) {
          const both = [one, other].every((role) =>
            mayDo({ ...caller, roles: [role] }, privilege, table),
          )
          assert.equal(
            mayDo(acting, privilege, table),
            both,
            `${one} ${other} ${privilege} ${table}`,
          )
        }
      }
    }
  }
})

test('a webhook is told both: who started it, and in whose name it ran', async () => {
  const planner = await userWith('Event Planner')
  await world.webhooks.register(systemCaller, {
    name: 'Told',
    url: sink.url,
    authentication: { kind: 'WebhookKey', key: 'k' },
    steps: [{ message: 'Create', table: 'contact', stage: 40, mode: 'synchronous' }],
  })
  const headers = { MSCRMCallerID: planner }
  await world.send('contacts', { method: 'POST', body: { firstname: 'Told' }, headers })
  const context = JSON.parse(sink.received[0]?.body ?? '')
  assert.equal(context.UserId, planner)
  assert.equal(context.InitiatingUserId, systemUserId)
})
