/** The query page: both languages, proposals by keyboard, mistakes at their place, kept queries, CSV. */
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { sql } from 'kysely'
import type { Page } from 'playwright-core'
import { noBrowser, visitConsole } from '../console-browser.ts'
import { testHub } from '../hub.ts'
import { create, update } from '../story.ts'

const hub = await testHub()

async function manyContacts(count: number): Promise<void> {
  await sql`insert into contact (contactid, firstname, lastname, statecode, statuscode,
      createdon, modifiedon)
    select gen_random_uuid(), 'Guest', n::text, 0, 1, now(), now()
    from generate_series(1, ${count}::integer) n`.execute(hub.testDatabase.db)
}

const editor = (page: Page) => page.getByRole('textbox', { name: 'Text of the query' })

async function write(page: Page, text: string): Promise<void> {
  await editor(page).click()
  await page.keyboard.press('Control+a')
  await page.keyboard.press('Delete')
  await page.keyboard.insertText(text)
}

/** Picks the proposal by keyboard, as somebody who does not remember names. */
async function propose(page: Page, typed: string, wanted: string): Promise<void> {
  await page.keyboard.type(typed)
  const list = page.locator('.cm-tooltip-autocomplete')
  await list.getByRole('option', { name: wanted }).first().waitFor()
  // Proposals take no key in their first 75 ms: they may come up under somebody's fingers.
  await page.waitForTimeout(100)
  const chosen = list.locator('li[aria-selected]').filter({ hasText: wanted })
  for (let turn = 0; turn < 20 && (await chosen.count()) === 0; turn += 1) {
    await page.keyboard.press('ArrowDown')
  }
  await page.keyboard.press('Enter')
  await list.waitFor({ state: 'detached' })
}

test('an OData query is written with proposals, mended where the hub points, and downloaded', {
  skip: noBrowser,
}, async () => {
  await create(hub, 'contact', {
    firstname: '=Ada',
    lastname: 'Lovelace',
    emailaddress1: 'ada@example.org',
  })
  await manyContacts(6_000)
  const { page, open, looksRight, looksRightOnPhone, complaints } = await visitConsole(hub)
  const run = page.getByRole('button', { name: 'Run', exact: true })
  let pages = 0
  page.on('response', (answer) => {
    if (answer.url().includes('skiptoken')) pages += 1
  })
  await open('/query')
  await editor(page).waitFor()
  await write(page, '')
  await propose(page, 'contac', 'contacts')
  await propose(page, '?$sel', '$select=')
  await propose(page, 'firstn', 'firstname')
  await page.keyboard.type(',lastname,statecode&$filter=')
  await propose(page, 'statec', 'statecode')
  await page.keyboard.type(' eq ')
  await propose(page, '', 'Active')
  assert.match(
    (await editor(page).innerText()).replaceAll('\n', ''),
    /^contacts\?\$select=firstname,lastname,statecode&\$filter=statecode eq 0$/,
  )
  await page.keyboard.press('Control+Enter')
  await page.getByText('More than 5,000 rows').waitFor()
  await page.getByRole('columnheader', { name: 'First name' }).waitFor()
  await page.getByRole('cell', { name: 'Active' }).first().waitFor()
  await looksRight('query-odata')
  await looksRightOnPhone('query-odata')
  await page.getByRole('switch', { name: 'Labels' }).uncheck()
  await page.getByRole('columnheader', { name: 'statecode' }).waitFor()
  await page.getByRole('cell', { name: '0', exact: true }).first().waitFor()

  // Pages come while somebody scrolls.
  const grid = page.getByRole('region', { name: 'Result' })
  await grid.focus()
  while (pages === 0) await page.keyboard.press('End')

  const downloading = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download CSV' }).click()
  const file = await (await downloading).path()
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\r\n')
  assert.equal(lines.length, 6_002)
  assert.match(lines[0] ?? '', /^\uFEFFfirstname,lastname,statecode,/)
  assert.ok(lines.some((line) => line.startsWith("'=Ada,Lovelace,0")))

  await write(page, "contacts?$select=firstname&$filter=firstname eq 'Ada' and lastnam eq 'X'")
  await run.click()
  await page
    .getByRole('alert')
    .getByText(/lastnam/)
    .waitFor()
  await page.locator('[data-fault]').getByText('lastnam', { exact: true }).waitFor()
  await looksRight('query-fault')
  assert.deepEqual(complaints, [])
})

test('FetchXML is written with proposals, marked at its place, kept under a name, opened again', {
  skip: noBrowser,
}, async () => {
  const { page, open, looksRight, complaints } = await visitConsole(hub)
  const button = (name: string) => page.getByRole('button', { name, exact: true })
  await open('/query?language=fetchxml')
  await editor(page).waitFor()
  await write(page, '<fetch>\n  <entity name="')
  await propose(page, 'contac', 'contact')
  await page.keyboard.insertText('">\n    <attribute name="')
  await propose(page, 'fulln', 'fullname')
  await page.keyboard.insertText(
    '" />\n    <filter>\n      <condition attribute="firstname" operator="',
  )
  await propose(page, 'begins', 'begins-with')
  await page.keyboard.insertText('" value="Gue" />\n    </filter>\n  </entity>\n</fetch>')
  const text = await editor(page).innerText()
  await button('Run').click()
  await page.getByText(/5,000 rows/).waitFor()
  await page
    .getByRole('cell', { name: /^Guest \d+$/ })
    .first()
    .waitFor()
  await looksRight('query-fetchxml')

  await button('Save').click()
  await page.getByLabel('Name').fill('Guests')
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await page.getByText('Saved', { exact: true }).waitFor()
  const { rows } = await sql<{ fetchxml: string }>`select fetchxml from userquery
    where name = 'Guests'`.execute(hub.testDatabase.db)
  assert.match(rows[0]?.fetchxml ?? '', /begins-with/)

  await write(page, text.replace('"fullname"', '"fullnam"'))
  await button('Run').click()
  await page
    .getByRole('alert')
    .getByText(/fullnam/)
    .waitFor()
  await page.locator('[data-fault]').waitFor()
  assert.equal(await page.locator('[data-fault]').innerText(), 'attribute')

  await open('/query')
  await page.getByRole('combobox', { name: 'Open a saved query' }).click()
  await page.getByRole('option', { name: 'Guests' }).click()
  await page
    .getByRole('cell', { name: /^Guest \d+$/ })
    .first()
    .waitFor()

  const downloading = page.waitForEvent('download')
  await button('Download CSV').click()
  const file = await (await downloading).path()
  const lines = (await readFile(file, 'utf8')).trimEnd().split('\r\n')
  assert.equal(lines.length, 6_001)
  assert.deepEqual(complaints, [])
})

test('an OData query is kept, opened again, overwritten, renamed, copied and deleted', {
  skip: noBrowser,
}, async () => {
  const { page, open, told, looksRight, looksRightOnPhone, complaints } = await visitConsole(hub)
  const toolbar = page.getByRole('button', { name: 'Save', exact: true })
  const dialog = page.getByRole('dialog')
  const saved = async () =>
    (
      await sql<{ name: string; odata: string | null; table: string }>`
        select name, gr_odataquery as odata, returnedtypecode as "table" from userquery
        where gr_odataquery is not null order by name`.execute(hub.testDatabase.db)
    ).rows
  const openSaved = async (name: string) => {
    await page.getByRole('combobox', { name: 'Open a saved query' }).click()
    await page.getByRole('option', { name, exact: true }).click()
  }
  const more = async (name: string, act: string) => {
    await page.getByRole('button', { name: `More about “${name}”` }).click()
    await page.getByRole('menuitem', { name: act }).click()
  }
  await open('/query')
  await editor(page).waitFor()
  await write(page, "contacts\n?$select=fullname\n&$filter=fullname eq 'R&D'\n  or lastname eq '1'")
  await toolbar.click()
  await dialog.getByLabel('Name').fill('Research')
  await looksRight('query-save')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await told('Saved')
  const filter = encodeURIComponent("fullname eq 'R&D'\n  or lastname eq '1'")
  const odata = `contacts?$select=fullname&$filter=${filter}`
  assert.deepEqual(await saved(), [{ name: 'Research', odata, table: 'contact' }])

  // Another visit opens it as it was written, runs it, and saves over it.
  await open('/query?language=fetchxml')
  await editor(page).waitFor()
  await openSaved('Research')
  await page.getByRole('cell', { name: 'Guest 1', exact: true }).waitFor()
  assert.match(
    await editor(page).innerText(),
    /&\$filter=fullname eq 'R&D'\n+ {2}or lastname eq '1'/,
  )
  await page.getByRole('button', { name: 'Save', exact: true, disabled: true }).waitFor()
  await write(page, "contacts\n?$select=fullname\n&$filter=lastname eq '2'")
  await toolbar.click()
  await told('Saved')
  assert.match((await saved())[0]?.odata ?? '', /lastname%20eq%20'2'$/)

  await write(page, "contacts\n?$select=fullname\n&$filter=lastname eq '3'")
  await more('Research', 'Rename')
  await dialog.getByLabel('Name').fill('Second guest')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await told('Saved')
  await page.getByRole('button', { name: 'More about “Second guest”' }).waitFor()
  assert.match(await editor(page).innerText(), /lastname eq '3'/)
  assert.match((await saved())[0]?.odata ?? '', /lastname%20eq%20'2'$/)
  await more('Second guest', 'Save under another name')
  await dialog.getByLabel('Name').fill('Copy')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await told('Saved')
  assert.deepEqual(
    (await saved()).map(({ name }) => name),
    ['Copy', 'Second guest'],
  )
  await looksRight('query-saved')
  await looksRightOnPhone('query-saved')
  await more('Copy', 'Delete')
  await dialog.getByText('The text stays in the editor.', { exact: false }).waitFor()
  await dialog.getByRole('button', { name: 'Delete' }).click()
  await told('Deleted')
  assert.deepEqual(
    (await saved()).map(({ name }) => name),
    ['Second guest'],
  )
  assert.match(await editor(page).innerText(), /lastname eq '3'/)
  await write(page, 'contacts/$count')
  await toolbar.click()
  await dialog.getByLabel('Name').fill('A number')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await dialog.getByText("'contacts/$count' is none", { exact: false }).waitFor()
  assert.deepEqual(complaints, [])
})

test('who saves over a query that was changed meanwhile is told, and decides', {
  skip: noBrowser,
}, async () => {
  const { page, open, told, looksRight, looksRightOnPhone, complaints } = await visitConsole(hub)
  const save = page.getByRole('button', { name: 'Save', exact: true })
  const conflict = page.getByRole('dialog', { name: 'Somebody else changed this record' })
  const stored = async () =>
    (
      await sql<{ id: string; name: string; odata: string }>`
        select userqueryid::text as id, name, gr_odataquery as odata from userquery
        where name like 'Shared%'`.execute(hub.testDatabase.db)
    ).rows[0]
  const ask = (number: number) => `contacts\n?$select=fullname\n&$filter=lastname eq '${number}'`
  const elsewhere = async (number: number) => {
    const gr_odataquery = `contacts?$select=fullname&$filter=lastname%20eq%20'${number}'`
    await update(hub, 'userquery', String((await stored())?.id), { gr_odataquery })
  }
  await open('/query')
  await editor(page).waitFor()
  await write(page, ask(1))
  await save.click()
  const naming = page.getByRole('dialog', { name: 'Save this query' })
  await naming.getByLabel('Name').fill('Shared')
  await naming.getByRole('button', { name: 'Save' }).click()
  await told('Saved')

  // Another window saves 2; who writes 3 here reads that, and takes the newer one.
  await elsewhere(2)
  await write(page, ask(3))
  await save.click()
  await conflict.waitFor()
  await looksRight('query-conflict')
  await looksRightOnPhone('query-conflict')
  assert.match(String((await stored())?.odata), /eq%20'2'$/, 'nothing was overwritten')
  await conflict.getByRole('button', { name: 'Load the newer version' }).click()
  await conflict.waitFor({ state: 'detached' })
  await page.getByRole('cell', { name: 'Guest 2', exact: true }).waitFor()
  assert.match(await editor(page).innerText(), /lastname eq '2'/)

  // Again, and this time one's own is meant; the version of then is known for the next time.
  await elsewhere(4)
  await write(page, ask(5))
  await save.click()
  await conflict.getByRole('button', { name: 'Save mine over it' }).click()
  await told('Saved')
  await conflict.waitFor({ state: 'detached' })
  assert.match(String((await stored())?.odata), /eq%20'5'$/)
  await write(page, ask(6))
  await save.click()
  await told('Saved')
  assert.match(String((await stored())?.odata), /eq%20'6'$/)

  // A new name does not take what was written elsewhere into the bargain.
  await elsewhere(7)
  await page.getByRole('button', { name: 'More about “Shared”' }).click()
  await page.getByRole('menuitem', { name: 'Rename' }).click()
  const renaming = page.getByRole('dialog', { name: 'Rename' })
  await renaming.getByLabel('Name').fill('Shared 2')
  await renaming.getByRole('button', { name: 'Save' }).click()
  await conflict.getByRole('button', { name: 'Load the newer version' }).click()
  await conflict.waitFor({ state: 'detached' })
  await page.getByRole('cell', { name: 'Guest 7', exact: true }).waitFor()
  assert.equal((await stored())?.name, 'Shared')
  assert.deepEqual(complaints, [])
})
