/** The registrations of an event that everybody comes to: the list stays small in the browser. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemUserId } from '#identity'
import { noBrowser, visitConsole } from '../console-browser.ts'
import { testHub } from '../hub.ts'
import { makeEvent } from '../story.ts'

const people = 100_000
const hub = await testHub()

/** By SQL: through the pipeline it would take a minute, and this is about reading. */
async function fill(eventId: string): Promise<void> {
  const { pool } = hub.testDatabase
  const stamps = `now() - n * interval '1 second', now(), 0, 1, '${systemUserId}', 'systemuser'`
  const stamped = 'createdon, modifiedon, statecode, statuscode, ownerid, owneridtype'
  const client = await pool.connect()
  try {
    await client.query('set statement_timeout = 0')
    await client.query(`
      with person as (
        insert into contact (contactid, firstname, lastname, emailaddress1, ${stamped})
        select gen_random_uuid(), 'First' || n, 'Last' || n, 'p' || n || '@many.example', ${stamps}
        from generate_series(1, ${people}) n returning contactid, lastname)
      insert into msevtmgt_eventregistration (msevtmgt_eventregistrationid, msevtmgt_contactid,
        msevtmgt_eventid, msevtmgt_name, ${stamped})
      select gen_random_uuid(), contactid, '${eventId}', 'ER-' || lastname, ${stamps}
      from (select contactid, lastname, row_number() over () as n from person) as one`)
    await client.query('analyze contact')
    await client.query('analyze msevtmgt_eventregistration')
  } finally {
    client.release()
  }
}

test('of 100,000 registrations the browser draws some dozens, and scrolls, sorts and finds among all', {
  skip: noBrowser,
  timeout: 110_000,
}, async (t) => {
  const event = await makeEvent(hub, undefined, { msevtmgt_name: 'Everybody comes' })
  await fill(event.id)
  const { page, open, complaints } = await visitConsole(hub)
  const timed = async (name: string, act: () => Promise<unknown>) => {
    const began = performance.now()
    await act()
    t.diagnostic(`${name}: ${Math.round(performance.now() - began)} ms`)
  }
  const rows = page.locator('.grid tbody tr[data-open]')
  await timed('first rows', async () => {
    await open(`/events/${event.id}/registrations`)
    await rows.first().waitFor()
  })
  await page.getByText('More than 5,000 rows').waitFor()
  assert.ok((await rows.count()) < 80, `${await rows.count()} rows are drawn`)

  const list = page.locator('.grid-scroll')
  await timed('ten screens down', async () => {
    for (let screens = 0; screens < 10; screens += 1) {
      await list.evaluate((element) => element.scrollBy(0, element.clientHeight))
      await rows.first().waitFor()
    }
  })
  assert.ok((await rows.count()) < 80, `${await rows.count()} rows are drawn`)

  await timed('found by name', async () => {
    await page.getByLabel('Search', { exact: true }).fill('Last77777')
    await page.getByText('1 row', { exact: true }).waitFor()
  })
  await page.getByRole('link', { name: 'First77777 Last77777' }).waitFor()
  assert.deepEqual(complaints, [])
})
