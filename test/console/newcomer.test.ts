/**
 * Somebody who has never seen the hub does the whole job in the browser, led by the first page
 * alone: connects an account, plans an event, publishes it, registers on the public site, attends,
 * and reads the verdict; another system is told of it.
 */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { findDefinition, providerDefinitions } from '#providers'
import { noBrowser, visitConsole } from '../console-browser.ts'
import { testHub } from '../hub.ts'
import { minute, passTime, settleWebinar } from '../story.ts'

/** The hub's day is the one that the picker of a browser reaches by one press on "Later". */
const now = new Date()
const eightOfThatDay = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + 1, 15, 8))

const hub = await testHub({ start: eightOfThatDay })
test('a newcomer gets from an empty hub to a verdict that another system hears of', {
  skip: noBrowser,
}, async () => {
  const { page, open, looksRight, complaints } = await visitConsole(hub)
  await open('/')
  await page.getByText('0 of 5 done').waitFor()
  await connectAccount(page)
  await open('/')
  await page.getByText('1 of 5 done').waitFor()
  await planEvent(page)
  await open('/')
  await page.getByText('3 of 5 done').waitFor()
  await looksRight('newcomer-steps')
  await registerOnSite(page)
  await open('/')
  await page.getByText('4 of 5 done').waitFor()
  await registerWebhook(page)
  await attend(page)

  await open('/events')
  await page.getByText('All', { exact: true }).first().click()
  await page.getByRole('link', { name: 'Opening webinar' }).click()
  await page.getByRole('tab', { name: 'Registrations' }).click()
  await page
    .getByRole('row', { name: /Ada Lovelace/ })
    .getByText('Completed')
    .waitFor()
  await page.getByRole('link', { name: 'Ada Lovelace' }).click()
  await page
    .getByText(/45 min/)
    .first()
    .waitFor()
  await looksRight('newcomer-verdict')

  await open('/request-bins')
  await page.getByRole('link', { name: 'Learning platform' }).click()
  await page.getByText('"PrimaryEntityName": "gr_verdictchange"').first().waitFor()
  assert.deepEqual(complaints, [])
})

async function connectAccount(page: Page): Promise<void> {
  const twin = hub.twins.all.find(({ adapter }) => adapter === 'webinar-extension') ?? assert.fail()
  const definition = findDefinition(providerDefinitions, twin.adapter) ?? assert.fail()
  const values = { ...twin.values, msevtmgt_base_service_url: twin.url }
  await page.getByRole('link', { name: 'Connect', exact: true }).click()
  await page.getByRole('link', { name: definition.name }).click()
  await page.getByRole('heading', { name: `Your account at ${definition.name}` }).waitFor()
  for (const { name, label } of definition.settings) {
    const value = (values as Readonly<Record<string, string | null>>)[name]
    const input = page
      .locator('input, textarea')
      .and(page.getByLabel(new RegExp(`^${RegExp.escape(label)}( \\*)?$`)))
    if (typeof value === 'string') await input.fill(value)
  }
  await page.getByLabel(/^Data of registrants go to/).check()
  await page.getByRole('button', { name: 'Continue to sign-in' }).click()
  const opening = page.waitForEvent('popup')
  await page.getByRole('button', { name: /^Sign in to/ }).click()
  const popUp = await opening
  await popUp.getByRole('button', { name: /allow|accept/i }).waitFor()
  const account = popUp.locator('input').and(popUp.getByLabel(/account/i))
  if ((await account.count()) > 0) await account.fill('anna@webinars.example')
  const password = popUp.locator('input[type=password]')
  if ((await password.count()) > 0) await password.fill('any')
  const closed = popUp.waitForEvent('close')
  await popUp.getByRole('button', { name: /allow|accept/i }).click()
  await closed
  await page.getByRole('heading', { name: /is connected$/ }).waitFor()
  await hub.worker.runUntilIdle()
}

/** At half past nine, an hour and a half from now by the hub's clock. */
async function planEvent(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'New event' }).first().click()
  await page.getByLabel('Name').fill('Opening webinar')
  await page
    .getByLabel(/^Start/)
    .last()
    .click()
  const picker = page.locator('[data-dates-dropdown]')
  await picker.getByRole('button', { name: 'Later' }).click()
  await picker.getByRole('button', { name: /^15 / }).click()
  await picker.getByLabel('Hours').fill('09')
  await picker.getByLabel('Minutes').fill('30')
  await picker.getByRole('button', { name: 'Choose' }).click()
  await page.getByRole('button', { name: 'Create' }).click()
  await page.getByRole('heading', { name: 'Opening webinar' }).waitFor()
  await page.getByRole('button', { name: 'Publish', exact: true }).click()
  await page.getByText('Live: people can register').waitFor()
  await settleWebinar(hub)
}

async function registerOnSite(page: Page): Promise<void> {
  const address = await page.getByRole('link', { name: 'Public page' }).getAttribute('href')
  await page.goto(`${hub.url}${address}`)
  await page.getByLabel('First name').fill('Ada')
  await page.getByLabel('Last name').fill('Lovelace')
  await page.getByLabel('E-mail').fill('ada@example.org')
  hub.clock.advance(5_000)
  await page.getByRole('button', { name: 'Register' }).click()
  await page.getByRole('heading', { name: 'You are registered' }).waitFor()
  await hub.worker.runUntilIdle()
}

/** Told whenever a verdict is made or changes. */
async function registerWebhook(page: Page): Promise<void> {
  await page.getByRole('main').getByRole('link', { name: 'Webhooks' }).click()
  await page.getByRole('link', { name: 'Register a webhook' }).first().click()
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Learning platform')
  await page.getByRole('button', { name: 'Make a request bin and point it there' }).click()
  await page.getByText('The bin is made').waitFor()
  await page.getByText('HttpHeader', { exact: true }).click()
  await page.getByLabel('Key', { exact: true }).fill('X-Key')
  await page.getByLabel('Value', { exact: true }).fill('only ours')
  await page.getByRole('button', { name: 'Create' }).click()
  await page.getByRole('link', { name: 'Add a step' }).click()
  await page.getByRole('combobox', { name: 'Table' }).click()
  await page.getByRole('combobox', { name: 'Table' }).fill('Verdict')
  await page.getByRole('option', { name: /Verdict change/ }).click()
  await page.getByRole('combobox', { name: 'Message' }).click()
  await page.getByRole('option', { name: 'Create', exact: true }).click()
  await page.getByRole('button', { name: 'Register the step' }).click()
  await page.getByRole('link', { name: /Create of/ }).waitFor()
}

/** Opens the link of the mail at the start, stays for three quarters of an hour, leaves. */
async function attend(page: Page): Promise<void> {
  const { rows } = await hub.testDatabase.pool.query<{ link: string }>(
    `select (regexp_match(htmlbody, 'href="([^"]+/j/[^"]+)"'))[1] as link
     from gr_mail where htmlbody like '%/j/%'`,
  )
  hub.clock.moveTo(new Date(eightOfThatDay.getTime() + 91 * minute))
  await hub.worker.runUntilIdle()
  const room = await page.context().newPage()
  await room.goto(rows[0]?.link ?? assert.fail('no mail has a join link'))
  await room.getByText('You are in the room.').waitFor()
  hub.clock.advance(45 * minute)
  await room.getByRole('button', { name: 'Leave the webinar' }).click()
  await room.getByRole('button', { name: 'Come back in' }).waitFor()
  await room.close()
  for (let minutes = 0; minutes < 90; minutes += 5) await passTime(hub, 5)
}
