/** Every table of a whole hub through the Data API, as a generic client walks through it. */
import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import { testHub } from '../hub.ts'
import { makeAccount, makeEvent, register } from '../story.ts'

const hub = await testHub()
const apiKey = randomUUID()
await hub.identity.ensureFirstAdministrator({ email: undefined, password: undefined, apiKey })
const { configurationId } = await makeAccount(hub)
const event = await makeEvent(hub, undefined, {})
await register(hub, event.id, 'ada@people.example')
const headers = {
  authorization: `Bearer ${apiKey}`,
  prefer: 'odata.include-annotations="*",odata.maxpagesize=5',
}

async function get(path: string) {
  const answer = await fetch(`${hub.url}/api/data/v9.2/${path}`, { headers })
  const text = await answer.text()
  assert.equal(answer.status, 200, `${path} ${text.slice(0, 500)}`)
  return JSON.parse(text)
}

interface EntityInfo {
  readonly LogicalName: string
  readonly EntitySetName: string
  readonly ManyToOneRelationships: readonly Related[]
}

interface Related {
  readonly ReferencingEntityNavigationPropertyName: string
}

test('every set gives rows with annotations and every related row', async () => {
  const { value: sets } = await get('')
  assert.ok(sets.length > 30, String(sets.length))
  const { value } = await get(
    'EntityDefinitions?$select=LogicalName,EntitySetName&$expand=ManyToOneRelationships',
  )
  for (const { LogicalName, EntitySetName, ManyToOneRelationships } of value as EntityInfo[]) {
    const { value: rows } = await get(EntitySetName)
    const ways = ManyToOneRelationships.map(
      ({ ReferencingEntityNavigationPropertyName: name }) => name,
    )
    const expands = [...new Set(ways)].slice(0, 15).join(',')
    if (expands !== '') await get(`${EntitySetName}?$expand=${expands}&$top=2`)
    const text = `<fetch top="2"><entity name="${LogicalName}"><all-attributes/></entity></fetch>`
    const fetched = await get(`${EntitySetName}?fetchXml=${encodeURIComponent(text)}`)
    assert.equal(fetched.value.length, Math.min(rows.length, 2), LogicalName)
  }
})

test('registrations of an event with their contacts, and no secret of an account', async () => {
  const { value } = await get(
    `msevtmgt_eventregistrations?$filter=_msevtmgt_eventid_value eq ${event.id}&$expand=msevtmgt_contactid($select=emailaddress1)`,
  )
  assert.equal(value[0].msevtmgt_contactid.emailaddress1, 'ada@people.example')
  const account = await get(
    `msevtmgt_webinarconfigurations(${configurationId})?$expand=msevtmgt_webinarproviderid`,
  )
  assert.ok(!('msevtmgt_clientsecret' in account.msevtmgt_webinarproviderid))
})
