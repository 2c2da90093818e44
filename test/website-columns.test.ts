/** Administrators choose columns, custom ones included, and a website gets them. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testHub } from './hub.ts'
import { create, makeEvent, row, update } from './story.ts'

const key = 'an-api-key-of-the-administrator-0001'
const hub = await testHub({ environment: { GREENROOM_API_KEY: key } })
await hub.identity.ensureFirstAdministrator({ email: undefined, password: undefined, apiKey: key })
const origin = 'https://www.company.example'
const application = await create(hub, 'msevtmgt_webapplication', {
  msevtmgt_name: 'Site',
  msevtmgt_origin: origin,
})
const token = String((await row(hub, 'msevtmgt_webapplication', application)).msevtmgt_token)
const event = await makeEvent(hub, undefined, { msevtmgt_name: 'Fair' })

// biome-ignore lint/suspicious/noExplicitAny: the answers have every shape
async function get(path: string): Promise<any> {
  const address = `${hub.url}/EvtMgmt/api/v2.0/${path}?emApplicationtoken=${token}`
  const response = await fetch(address, { headers: { origin } })
  assert.equal(response.status, 200, await response.clone().text())
  return await response.json()
}

async function addColumn(table: string, definition: object): Promise<void> {
  const response = await fetch(
    `${hub.url}/api/data/v9.2/EntityDefinitions(LogicalName='${table}')/Attributes`,
    {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify(definition),
    },
  )
  assert.equal(response.status, 204, await response.text())
}

const label = (text: string) => ({
  LocalizedLabels: [{ Label: text, LanguageCode: 1033 }],
})
const attribute = (type: string, name: string, more: object = {}) => ({
  '@odata.type': `Microsoft.Dynamics.CRM.${type}AttributeMetadata`,
  SchemaName: name,
  DisplayName: label(name),
  RequiredLevel: { Value: 'None' },
  ...more,
})

const configure = (entity: number, fields: unknown) =>
  create(hub, 'msevtmgt_websiteentityconfiguration', {
    msevtmgt_name: `Entity ${entity}`,
    msevtmgt_selectedentity: entity,
    msevtmgt_selectedfields: typeof fields === 'string' ? fields : JSON.stringify(fields),
  })

test('Custom columns appear with the right types, change at once and go with the configuration.', async () => {
  await addColumn('msevtmgt_event', attribute('String', 'new_Motto', { MaxLength: 100 }))
  await addColumn('msevtmgt_event', attribute('Money', 'new_Fee', { Precision: 2 }))
  await addColumn('msevtmgt_event', attribute('DateTime', 'new_DoorsOpen', {}))
  await addColumn('msevtmgt_event', attribute('Integer', 'new_Halls', {}))
  await update(hub, 'msevtmgt_event', event.id, {
    new_motto: 'Onwards',
    new_fee: '12.50',
    new_doorsopen: new Date('2027-01-02T08:00:00Z'),
    new_halls: 3,
  })
  assert.equal('new_motto' in (await get(`events/${event.id}`)), false)

  const columns = ['new_motto', 'new_fee', 'new_doorsopen', 'new_halls', 'statuscode']
  const id = await configure(100000000, [...columns, 'msevtmgt_budgetallocated'])
  const shown = await get(`events/${event.id}`)
  assert.equal(shown.new_motto, 'Onwards')
  assert.equal(shown.new_fee, 12.5)
  assert.equal(shown.new_doorsopen, '2027-01-02T08:00:00Z')
  assert.equal(shown.new_halls, 3)
  assert.equal(shown.statuscode, 1)
  assert.equal(shown.msevtmgt_budgetallocated, null)
  assert.equal(shown.eventName, 'Fair')
  assert.equal((await get('events/published'))[0].new_motto, 'Onwards')

  await update(hub, 'msevtmgt_websiteentityconfiguration', id, {
    msevtmgt_selectedfields: '["new_halls"]',
  })
  const fewer = await get(`events/${event.id}`)
  assert.deepEqual([fewer.new_halls, 'new_motto' in fewer], [3, false])
  await update(hub, 'msevtmgt_websiteentityconfiguration', id, { statecode: 1, statuscode: 2 })
  assert.equal('new_halls' in (await get(`events/${event.id}`)), false)
})

test('Sessions, speakers, engagements, tracks, passes, sponsors, questions and places have theirs.', async () => {
  const building = await create(hub, 'msevtmgt_building', {
    msevtmgt_name: 'Hall A',
    msevtmgt_estimatedcapacity: 900,
  })
  const room = await create(hub, 'msevtmgt_room', {
    msevtmgt_name: 'Room 1',
    msevtmgt_building: building,
    msevtmgt_capacity: 40,
  })
  const layout = await create(hub, 'msevtmgt_layout', {
    msevtmgt_name: 'Rows',
    msevtmgt_room: room,
    msevtmgt_capacity: 30,
  })
  await update(hub, 'msevtmgt_event', event.id, {
    msevtmgt_building: building,
    msevtmgt_room: room,
    msevtmgt_layout: layout,
  })
  const { msevtmgt_eventstartdate: starts, msevtmgt_eventenddate: ends } = await row(
    hub,
    'msevtmgt_event',
    event.id,
  )
  const session = await create(hub, 'msevtmgt_session', {
    msevtmgt_name: 'Opening',
    msevtmgt_event: event.id,
    msevtmgt_starttime: starts,
    msevtmgt_endtime: ends,
    msevtmgt_publishstatus: 100000003,
    msevtmgt_audiencetype: 100000001,
  })
  const speaker = await create(hub, 'msevtmgt_speaker', { msevtmgt_name: 'Grace Hopper' })
  await create(hub, 'msevtmgt_speakerengagement', {
    msevtmgt_name: 'Keynote of Grace',
    msevtmgt_event: event.id,
    msevtmgt_session: session,
    msevtmgt_speaker: speaker,
  })
  await create(hub, 'msevtmgt_sessiontrack', {
    msevtmgt_name: 'Main',
    msevtmgt_eventid: event.id,
    msevtmgt_publishstatus: 100000003,
    msevtmgt_tracktype: 100000001,
  })
  const account = await create(hub, 'account', { name: 'Engines Ltd' })
  await create(hub, 'msevtmgt_sponsorship', {
    msevtmgt_name: 'Gold',
    msevtmgt_event: event.id,
    msevtmgt_sponsor: account,
  })
  await create(hub, 'msevtmgt_pass', {
    msevtmgt_name: 'Day',
    msevtmgt_eventid: event.id,
    msevtmgt_passprice: '5',
    msevtmgt_noofpassesallocated: 9,
  })
  const question = await create(hub, 'msevtmgt_customregistrationfield', {
    msevtmgt_text: 'Diet?',
    msevtmgt_type: 100000000,
  })
  await create(hub, 'msevtmgt_eventcustomregistrationfield', {
    msevtmgt_name: 'Diet',
    msevtmgt_event: event.id,
    msevtmgt_customregistrationfield: question,
  })
  await configure(100000001, ['msevtmgt_audiencetype'])
  await configure(10000009, ['statecode'])
  await configure(100000010, ['msevtmgt_name'])
  await configure(100000002, ['msevtmgt_tracktype'])
  await configure(100000011, ['msevtmgt_sponsor'])
  await configure(100000003, ['msevtmgt_noofpassesallocated', 'msevtmgt_passprice'])
  await configure(100000006, ['msevtmgt_type'])
  await configure(100000012, ['msevtmgt_estimatedcapacity'])
  await configure(100000013, ['msevtmgt_capacity'])
  await configure(100000014, ['msevtmgt_capacity'])

  const [shown] = await get(`events/${event.id}/sessions`)
  assert.equal(shown.msevtmgt_audiencetype, 100000001)
  assert.equal(shown.speakers[0].msevtmgt_name, 'Keynote of Grace')
  assert.equal((await get(`events/${event.id}/speakers`))[0].statecode, 0)
  assert.equal((await get(`events/${event.id}/tracks`))[0].msevtmgt_tracktype, 100000001)
  assert.equal((await get(`events/${event.id}/sponsorships`))[0].msevtmgt_sponsor, account)
  const [pass] = await get(`events/${event.id}/passes`)
  assert.deepEqual([pass.msevtmgt_noofpassesallocated, pass.msevtmgt_passprice], [9, 5])
  const [field] = await get(`events/${event.id}/custom-registration-fields`)
  assert.equal(field.msevtmgt_type, 100000000)
  const whole = await get(`events/${event.id}`)
  assert.equal(whole.building.msevtmgt_estimatedcapacity, 900)
  assert.equal(whole.room.msevtmgt_capacity, 40)
  assert.deepEqual(whole.layout, { id: layout, msevtmgt_capacity: 30 })
})

test('What cannot be shown is refused with the reason, also at a later change.', async () => {
  const refused = async (entity: number, fields: unknown, reason: RegExp) => {
    await assert.rejects(configure(entity, fields), reason)
  }
  await refused(100000000, 'msevtmgt_name, statuscode', /not valid JSON/)
  await refused(100000000, '{"a": 1}', /no list/)
  await refused(100000000, [7], /7 is no text/)
  await refused(100000000, ['msevtmgt_nam'], /there is none; msevtmgt_name has a similar name/)
  await refused(100000000, ['constructor'], /there is none/)
  await refused(100000000, ['entityimage'], /entity images/)
  await refused(100000000, ['gr_webinarpassword'], /secret/)
  await refused(100000000, ['msevtmgt_presentationmanagerurl'], /secret/)
  await refused(100000012, ['msevtmgt_wifipassword'], /Wi-Fi passwords/)
  await addColumn(
    'msevtmgt_event',
    attribute('MultiSelectPicklist', 'new_Topics', {
      OptionSet: {
        '@odata.type': 'Microsoft.Dynamics.CRM.OptionSetMetadata',
        IsGlobal: false,
        OptionSetType: 'Picklist',
        Options: [{ Value: 100, Label: label('One') }],
      },
    }),
  )
  await refused(100000000, ['new_topics'], /several options/)

  const id = await configure(100000000, ['statuscode'])
  await assert.rejects(
    update(hub, 'msevtmgt_websiteentityconfiguration', id, {
      msevtmgt_selectedentity: 100000012,
      msevtmgt_selectedfields: '["msevtmgt_eventtype"]',
    }),
    /msevtmgt_building cannot be shown to the public: there is none/,
  )
})
