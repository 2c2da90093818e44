/** Keys and secrets get new ones in the console: whoever uses the old one has time to change over. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { Webhook } from 'standardwebhooks'
import { noBrowser, visitConsole } from '../console-browser.ts'
import { testHub } from '../hub.ts'
import { create } from '../story.ts'
import { webhookSink } from '../webhook-sink.ts'

const hub = await testHub()

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })

/** From the example beside it, as a person copies it. */
async function shown(page: Page, pattern: RegExp): Promise<string> {
  const dialog = page.getByRole('dialog')
  await dialog.getByText('Copy it now', { exact: false }).waitFor()
  const text = String(await dialog.locator('pre').textContent())
  return pattern.exec(text)?.[1] ?? assert.fail(`nothing to copy in ${text}`)
}

const putAway = (page: Page) =>
  page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click()

test('a webhook gets a new signing secret: requests carry both signatures until the receiver has changed over', {
  skip: noBrowser,
}, async () => {
  const sink = await webhookSink()
  const { page, open, looksRight, looksRightOnPhone, complaints } = await visitConsole(hub)
  await open('/webhooks/new')
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Signed')
  await page.getByLabel('Endpoint URL').fill(sink.url)
  await page.getByLabel(/^Key/).fill('a key')
  await button(page, 'Create').click()
  await page.getByText('It is told nothing yet').waitFor()
  await page.getByRole('link', { name: 'Add a step' }).click()
  await page.getByText('This fires at every update').waitFor()
  await page.getByRole('combobox', { name: 'Message' }).click()
  await page.getByRole('option', { name: 'Create', exact: true }).click()
  await page.getByText('"MessageName": "Create"').waitFor()
  await button(page, 'Register the step').click()
  await page.getByRole('link', { name: 'Signed: Create of contact' }).waitFor()

  await page.getByRole('tab', { name: 'Settings' }).click()
  await page.getByText('Signature', { exact: true }).click()
  const secret = page.getByRole('region', { name: 'Signing secret' })
  await button(page, 'Make a new secret').click()
  const first = String(await secret.textContent())
  await button(page, 'Make a new secret').click()
  await secret.filter({ hasNotText: first }).waitFor()
  const second = String(await secret.textContent())
  await page.getByText('Give this to the receiver now').waitFor()
  await looksRight('signing-secret')
  await looksRightOnPhone('signing-secret')
  assert.notEqual(first, second)
  // Processes hear of new steps and secrets a moment after they are saved.
  await hub.webhooks.refresh()

  await page.getByRole('tab', { name: 'Overview' }).click()
  await button(page, 'Send a test').click()
  await page.getByText('The receiver took it').waitFor()
  const [received] = await sink.waitFor(1)
  const headers = Object.fromEntries(
    (received?.headers ?? []).map(([name, value]) => [name.toLowerCase(), value]),
  )
  for (const each of [first, second]) new Webhook(each).verify(received?.body ?? '', headers)
  const other = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
  assert.throws(() => new Webhook(other).verify(received?.body ?? '', headers))

  hub.clock.advance(25 * 3_600_000)
  await create(hub, 'contact', { firstname: 'Ada', lastname: 'Lovelace' })
  await hub.worker.runUntilIdle()
  const later = (await sink.waitFor(2)).at(-1)
  assert.equal(later?.header('webhook-signature')?.split(' ').length, 1, 'the old one is over')
  assert.deepEqual(complaints, [])
})

test('an API key is rotated: the new one works at once, the old one until its time is over', {
  skip: noBrowser,
}, async () => {
  const { page, open, looksRight, looksRightOnPhone, complaints } = await visitConsole(hub)
  await open('/credentials')
  await button(page, 'New API key').first().click()
  await page.getByLabel('Name').fill('Nightly export')
  await button(page, 'Create').click()
  const old = await shown(page, /Bearer ([^"]+)"/)
  await putAway(page)
  const line = page.getByRole('row', { name: /Nightly export/ })
  await line.getByRole('button', { name: 'Rotate' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('The old one goes on for a while').waitFor()
  await dialog.getByRole('combobox', { name: 'The old key ends' }).click()
  await page.getByRole('option', { name: 'In an hour' }).click()
  await looksRight('key-rotate')
  await looksRightOnPhone('key-rotate')
  await dialog.getByRole('button', { name: 'Rotate' }).click()
  const next = await shown(page, /Bearer ([^"]+)"/)
  await putAway(page)
  await line.nth(1).waitFor()
  const status = async (key: string) => {
    const headers = { authorization: `Bearer ${key}` }
    return (await fetch(`${hub.url}/api/v1/me`, { headers })).status
  }
  assert.notEqual(next, old)
  assert.deepEqual([await status(old), await status(next)], [200, 200])
  hub.clock.advance(61 * 60_000)
  assert.deepEqual([await status(old), await status(next)], [401, 200])
  assert.deepEqual(complaints, [])
})

test('an application gets a second secret while the first still works, and the first is revoked', {
  skip: noBrowser,
}, async () => {
  const { page, told, open, looksRight, looksRightOnPhone, complaints } = await visitConsole(hub)
  await open('/credentials')
  await page.getByRole('tab', { name: 'Applications' }).click()
  await button(page, 'New application').first().click()
  await page.getByLabel('Name').fill('Ticket shop')
  await button(page, 'Create').click()
  const first = await shown(page, /client_secret=([\w.~-]+)/)
  await putAway(page)
  await page.getByRole('heading', { name: 'Ticket shop' }).waitFor()
  await button(page, 'Add a secret').click()
  const dialog = page.getByRole('dialog')
  await dialog.getByText('The secret before stays valid while you change over').waitFor()
  await looksRight('secret-add')
  await dialog.getByRole('button', { name: 'Add a secret' }).click()
  const second = await shown(page, /client_secret=([\w.~-]+)/)
  await putAway(page)
  const secrets = page.getByRole('table', { name: 'Secrets of Ticket shop' })
  await secrets.getByRole('row').nth(2).waitFor()
  await looksRight('secrets')
  await looksRightOnPhone('secrets')
  const { rows } = await hub.testDatabase.pool.query<{ id: string }>(
    `select applicationid as id from systemuser where fullname = 'Ticket shop'`,
  )
  const token = async (secret: string) => {
    const body = new URLSearchParams({
      ...{ grant_type: 'client_credentials', client_id: rows[0]?.id ?? '', client_secret: secret },
    })
    const answer = await fetch(`${hub.url}/oauth2/token`, { method: 'POST', body })
    return answer.status
  }
  assert.deepEqual([await token(first), await token(second)], [200, 200])
  const line = secrets.getByRole('row', { name: new RegExp(first.slice(0, 4)) })
  await line.getByRole('button', { name: 'Revoke' }).click()
  await dialog.getByRole('button', { name: 'Revoke' }).click()
  await told('The secret is revoked.')
  await line.getByText('Revoked').waitFor()
  assert.deepEqual([await token(first), await token(second)], [401, 200])
  assert.deepEqual(complaints, [])
})
