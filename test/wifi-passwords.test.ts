import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testHub } from './hub.ts'
import { create, makeEvent, row } from './story.ts'

const hub = await testHub({ environment: { GREENROOM_PUBLISH_WIFI_PASSWORDS: 'yes' } })

test('where the settings want it, websites show the Wi-Fi password of a building', async () => {
  const origin = 'https://www.company.example'
  const application = await create(hub, 'msevtmgt_webapplication', {
    msevtmgt_name: 'Site',
    msevtmgt_origin: origin,
  })
  const token = String((await row(hub, 'msevtmgt_webapplication', application)).msevtmgt_token)
  const building = await create(hub, 'msevtmgt_building', {
    msevtmgt_name: 'Trade Hall',
    msevtmgt_wifipassword: 'sesame',
  })
  const { id } = await makeEvent(hub, undefined, { msevtmgt_building: building })
  const address = `${hub.url}/EvtMgmt/api/v2.0/events/${id}?emApplicationtoken=${token}`
  const answer = await fetch(address, { headers: { origin } })
  const event = (await answer.json()) as { readonly building: { readonly wifiPassword: string } }
  assert.equal(event.building.wifiPassword, 'sesame')
})
