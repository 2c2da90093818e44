/** System jobs in the console: finding, postponing, cancelling, and many at once. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withTransaction } from '#database'
import { systemCaller } from '#identity'
import { enqueue } from '#jobs'
import { noBrowser, visitConsole } from '../console-browser.ts'
import { testHub } from '../hub.ts'
import { create, row } from '../story.ts'

const hub = await testHub()

const letters = 450

async function waitingLetters() {
  const runAt = new Date(hub.clock.now().getTime() + 3_600_000)
  const jobs = Array.from({ length: letters }, (_, at) => ({
    kind: 'mail.letter',
    name: `Letter ${at}`,
    payload: {},
    runAt,
  }))
  await withTransaction(hub.testDatabase.db, (tx) => enqueue(tx, jobs, hub.clock.now()))
}

const count = async (condition: string) => {
  const { rows } = await hub.testDatabase.pool.query(
    `select count(*)::integer as jobs from asyncoperation where ${condition}`,
  )
  return rows[0].jobs
}

test('jobs are found by what they do, ticked or taken all together, and cancelled with progress', {
  skip: noBrowser,
}, async () => {
  await waitingLetters()
  const { page, open, looksRight, looksRightOnPhone, complaints } = await visitConsole(hub)
  await open('/jobs?view=suspended')
  await page.getByRole('combobox', { name: 'Kind' }).click()
  await page.getByRole('option', { name: 'Mail: letter' }).click()
  await page.getByText(`${letters} rows`).waitFor()
  await page
    .getByRole('checkbox', { name: /^Select Letter/ })
    .first()
    .check()
  await page.getByText('1 selected').waitFor()
  await looksRight('jobs-selected')
  await page.getByRole('button', { name: 'Run now' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Run now' }).click()
  await page.getByText('Changed: 1.').waitFor()
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click()
  assert.equal(await count(`gr_kind = 'mail.letter' and statuscode = 0`), 1)

  await page.getByText('449 rows').waitFor()
  await page.getByRole('button', { name: 'All that match' }).click()
  await page.getByRole('menuitem', { name: 'Cancel jobs' }).click()
  await page.getByText('Jobs: 449.').waitFor()
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel jobs' }).click()
  await page.getByText('Changed: 449.').waitFor()
  await looksRight('jobs-cancelled')
  assert.equal(await count(`gr_kind = 'mail.letter' and statuscode = 32`), 449)
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click()
  await page.getByText('No such jobs').waitFor()
  await looksRightOnPhone('jobs-empty')
  assert.deepEqual(complaints, [])
})

test('a delivery that waits is postponed and cancelled; its record and step are a click away', {
  skip: noBrowser,
}, async () => {
  const { endpointId } = await hub.webhooks.register(systemCaller, {
    name: 'Nobody',
    url: 'http://127.0.0.1:9/',
    authentication: { kind: 'WebhookKey', key: 'k' },
    steps: [{ message: 'Create', table: 'contact' }],
  })
  const contact = await create(hub, 'contact', { firstname: 'Ada', lastname: 'Lovelace' })
  const { rows } = await hub.testDatabase.pool.query(
    'select asyncoperationid as id from asyncoperation where regardingobjectid = $1',
    [contact],
  )
  const { id } = rows[0]
  const { page, told, open, looksRight, complaints } = await visitConsole(hub, { dark: true })
  await open(`/jobs/${id}`)
  await page.getByRole('button', { name: 'Postpone' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Postpone' }).click()
  await told('Postponed')
  assert.equal((await row(hub, 'asyncoperation', id)).statuscode, 10)
  await page.getByRole('button', { name: 'Run now' }).waitFor()
  await looksRight('job-dark')
  await page.getByRole('link', { name: 'All jobs about it' }).click()
  await page.getByText('1 row').waitFor()
  await page.getByRole('link', { name: 'Nobody: Create of contact' }).click()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Cancel' }).click()
  await page.getByText('Cancelled', { exact: true }).waitFor()
  assert.equal((await row(hub, 'asyncoperation', id)).statuscode, 32)

  await page.getByRole('link', { name: 'Nobody: Create of contact' }).click()
  await page.getByRole('combobox', { name: 'Message' }).waitFor()
  await page.getByLabel('Execution order').fill('7')
  await page.getByText('While saving').click()
  await page.getByText('Before saving').click()
  await looksRight('webhook-step-dark')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('tab', { name: 'Overview' }).waitFor()
  const step = async () =>
    (
      await hub.testDatabase.pool.query(
        'select stage, mode, rank, statecode from sdkmessageprocessingstep where eventhandler = $1',
        [endpointId],
      )
    ).rows[0]
  assert.deepEqual(await step(), { stage: 20, mode: 0, rank: 7, statecode: 0 })
  await page.getByRole('switch', { name: /: On$/ }).press('Space')
  await page.getByText('Off', { exact: true }).waitFor()
  assert.equal((await step()).statecode, 1)
  await page.getByRole('button', { name: 'More' }).click()
  await page.getByRole('menuitem', { name: 'Switch off' }).click()
  await page.getByText('This endpoint is off').waitFor()
  await page.getByRole('button', { name: 'Send a test' }).click()
  await page.getByText('The receiver did not take it').waitFor()
  await looksRight('webhook-off-dark')
  assert.deepEqual(complaints, [])
})
