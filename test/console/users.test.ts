/** Users, roles, keys and the audit log, as an administrator uses them, and what others then see. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Page } from 'playwright-core'
import { type ConsoleVisit, noBrowser, visitConsole } from '../console-browser.ts'
import { testHub } from '../hub.ts'
import { create } from '../story.ts'

const hub = await testHub()
const skip = noBrowser
/** One browser for the whole file: starting one takes as long as a test. */
let administrator: Promise<ConsoleVisit> | undefined
const visited = () => {
  administrator ??= visitConsole(hub)
  return administrator
}
const password = 'lamp river seven cloud'

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true })
const choose = async (page: Page, label: string, option: string) => {
  const box = page.getByRole('combobox', { name: label })
  await box.click()
  if (await box.isEditable()) await box.fill(option)
  await page.getByRole('option', { name: option, exact: true }).click()
  await page.keyboard.press('Escape')
}

/** A browser of somebody else: nothing is shared with the administrator's. */
async function otherBrowser({ page }: ConsoleVisit): Promise<Page> {
  const context = await page.context().browser()?.newContext({ locale: 'en-GB' })
  assert.ok(context)
  const other = await context.newPage()
  other.setDefaultTimeout(40_000)
  return other
}

async function linkOf(page: Page): Promise<string> {
  const text = await page.getByText(/set-password\?/).textContent()
  return String(text).trim()
}

test('somebody is invited, comes in by the link, sees what their roles allow, and is thrown out', {
  skip,
}, async () => {
  const visit = await visited()
  const { page, open, looksRight, looksRightOnPhone, complaints } = visit
  // A role of one's own: all contacts may be read, own ones made and changed.
  await open('/roles')
  await page.getByRole('link', { name: 'Reader' }).waitFor()
  await looksRight('roles')
  await looksRightOnPhone('roles')
  await page.getByRole('link', { name: 'Reader' }).click()
  await page.getByText('Built-in roles stay as they are.', { exact: false }).waitFor()
  await looksRight('role-built-in')
  await page.getByRole('link', { name: 'Copy as own role' }).click()
  await page.getByLabel('Name').waitFor()
  assert.equal(await page.getByLabel('Name').inputValue(), 'Reader (copy)')
  await open('/roles/new')
  await page.getByLabel('Name').fill('Contact keeper')
  await page.getByLabel('Search tables').fill('contact')
  for (const [verb, extent] of [
    ['Create', 'own'],
    ['Read', 'own'],
    ['Change', 'own'],
  ] as const) {
    await page.getByLabel(`${verb}: Contact`, { exact: true }).selectOption(extent)
  }
  await looksRight('role-new')
  await looksRightOnPhone('role-new')
  await button(page, 'Create').click()
  await page.getByRole('heading', { name: 'Contact keeper' }).waitFor()

  await open('/users')
  await button(page, 'Invite somebody').first().click()
  await page.getByRole('textbox', { name: 'E-mail', exact: true }).fill('nora@example.org')
  await page.getByLabel('First name').fill('Nora')
  await page.getByLabel('Last name').fill('Nord')
  await choose(page, 'Roles', 'Contact keeper')
  await looksRight('invite')
  await button(page, 'Invite').click()
  await page.getByText('No mail server is set', { exact: false }).waitFor()
  await looksRight('invited')
  const link = await linkOf(page)
  await page.getByRole('link', { name: 'Open the user' }).click()
  await page.getByText('Invited', { exact: true }).waitFor()

  const other = await otherBrowser(visit)
  await other.goto(link)
  await other.getByLabel('New password').fill(password)
  await other.getByRole('button').click()
  const menu = other.getByRole('navigation', { name: 'Pages' })
  await menu.getByRole('link', { name: 'Contacts' }).waitFor()
  for (const hidden of ['Users and roles', 'Keys and applications', 'Audit log', 'Events']) {
    assert.equal(await menu.getByRole('link', { name: hidden, exact: true }).count(), 0, hidden)
  }
  for (const refused of ['users', 'credentials', 'audit']) {
    await other.goto(`${hub.url}/admin/${refused}`)
    await other.getByRole('heading', { name: 'This page is not open to you' }).waitFor()
    await other.getByText('Your roles: Contact keeper.', { exact: false }).waitFor()
  }
  await create(hub, 'contact', { firstname: 'Not', lastname: 'Hers' })
  await other.goto(`${hub.url}/admin/contacts/new`)
  await other.getByLabel('First name').fill('Her')
  await other.getByLabel('Last name').fill('Own')
  await button(other, 'Create').click()
  await other.getByRole('heading', { name: 'Her Own' }).waitFor()
  await other.goto(`${hub.url}/admin/contacts`)
  await other.getByRole('link', { name: 'Her Own' }).waitFor()
  assert.equal(await other.getByRole('link', { name: 'Not Hers' }).count(), 0)

  // What the administrator sees of her, and the end of her session.
  await page.reload()
  await page.getByText('by one-time link', { exact: false }).waitFor()
  await looksRight('user')
  await looksRightOnPhone('user')
  await button(page, 'End').click()
  await page.getByText('The session has ended.').waitFor()
  await other.goto(`${hub.url}/admin/contacts`)
  await other.waitForURL(/\/admin\/sign-in/)
  await open('/users')
  await page.getByRole('link', { name: 'Nora Nord' }).waitFor()
  await looksRight('users')
  await looksRightOnPhone('users')
  assert.deepEqual(complaints, [])
})

test('a team gives its members its roles', { skip }, async () => {
  const { page, told, open, looksRight, looksRightOnPhone, complaints } = await visited()
  await open('/teams')
  await page.getByText('No teams yet').waitFor()
  await button(page, 'New team').first().click()
  await page.getByLabel('Name').fill('Front desk')
  await button(page, 'Create').click()
  await page.getByRole('heading', { name: 'Front desk' }).waitFor()
  await choose(page, 'Members', 'Nora Nord')
  await choose(page, 'Roles', 'Check-in Staff')
  await button(page, 'Save').click()
  await told('Saved')
  await looksRight('team')
  await looksRightOnPhone('team')
  await open('/teams')
  await page.getByRole('cell', { name: 'Check-in Staff' }).waitFor()
  await looksRight('teams')
  await open('/users?q=nora')
  await page.getByRole('row', { name: /Nora Nord.*Check-in Staff/ }).waitFor()
  assert.deepEqual(complaints, [])
})

test('a key works until it is revoked, an application has its secret, and the log says all of it', {
  skip,
}, async () => {
  const { page, open, looksRight, looksRightOnPhone, complaints } = await visited()
  await open('/credentials')
  await button(page, 'New API key').first().click()
  await page.getByLabel('Name').fill('Nightly export')
  await looksRight('key-new')
  await button(page, 'Create').click()
  await page.getByText('Copy it now', { exact: false }).waitFor()
  await looksRight('key-shown')
  const example = String(await page.getByText(/^curl -H/).textContent())
  const key = /Bearer ([^"]+)"/.exec(example)?.[1]
  const status = async () => {
    const headers = { authorization: `Bearer ${key}` }
    return (await fetch(`${hub.url}/api/v1/me`, { headers })).status
  }
  assert.equal(await status(), 200)
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click()
  await page.reload()
  await page.getByRole('row', { name: /Nightly export/ }).waitFor()
  const line = page.getByRole('row', { name: /Nightly export/ })
  assert.equal(await line.getByText('Never').count(), 0, 'when it was used last is known')
  await looksRight('keys')
  await looksRightOnPhone('keys')
  await line.getByRole('button', { name: 'Revoke' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click()
  await page.getByText('The key is revoked.').waitFor()
  assert.equal(await status(), 401)

  await page.getByRole('tab', { name: 'Applications' }).click()
  await button(page, 'New application').first().click()
  await page.getByLabel('Name').fill('Ticket shop')
  await button(page, 'Create').click()
  await page.getByText('Copy it now', { exact: false }).waitFor()
  await page.getByRole('dialog').getByRole('button', { name: 'Close' }).last().click()
  await page.getByRole('heading', { name: 'Ticket shop' }).waitFor()
  await looksRight('applications')
  await looksRightOnPhone('applications')

  await open('/audit')
  for (const act of ['Application created', 'API key revoked', 'API key created']) {
    await page.getByRole('button', { name: act }).first().waitFor()
  }
  for (const act of ['Session ended', 'Rights changed', 'Password changed']) {
    await page.getByRole('button', { name: act }).first().waitFor()
  }
  await looksRight('audit')
  await looksRightOnPhone('audit')
  await page.getByLabel('Search', { exact: true }).fill('nora@example.org')
  await page.getByText('Searched back to', { exact: false }).waitFor()
  await choose(page, 'Any act', 'Created')
  await page.getByRole('button', { name: 'Application created' }).waitFor({ state: 'detached' })
  await page.getByRole('button', { name: 'Created' }).first().click()
  await page.getByRole('dialog').getByText('nora@example.org').first().waitFor()
  await looksRight('audit-row')
  await looksRightOnPhone('audit-row')
  await button(page, 'All about this record').click()
  await page.getByText('One record').waitFor()
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Download CSV' }).click()
  assert.equal((await download).suggestedFilename(), 'audit.csv')
  assert.deepEqual(complaints, [])
})

test('people change their name, language, zone and password; the language comes along', {
  skip,
}, async () => {
  const visit = await visited()
  const { page, open, looksRight, looksRightOnPhone, complaints } = visit
  await open('/profile')
  await page.getByText('You have no password', { exact: false }).waitFor()
  await page.getByLabel('First name').fill('Ada')
  await page.getByLabel('Last name').fill('Lovelace')
  await choose(page, 'Time zone', 'London (Europe)')
  await looksRight('profile')
  await looksRightOnPhone('profile')
  await choose(page, 'Language', 'Deutsch')
  await button(page, 'Save').click()
  await page.getByRole('heading', { name: 'Profil', exact: true }).waitFor()
  const userId = await hub.identity.ensureAdministrator('browser@example.org')
  const other = await otherBrowser(visit)
  const token = await hub.identity.newSignInLink(userId)
  await other.goto(`${hub.url}/admin/sign-in?token=${token}`)
  await other.getByRole('button').first().click()
  await other.getByRole('navigation', { name: 'Seiten' }).waitFor()
  assert.deepEqual(complaints, [])
})
