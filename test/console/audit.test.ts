/** The audit log: names in place of ids, what was deleted, and how long it is kept. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { withTransaction } from '#database'
import { forgetAuditSchedule } from '#identity'
import { enqueue } from '#jobs'
import { roleIds } from '../../src/identity/well-known.ts'
import { noBrowser, visitConsole } from '../console-browser.ts'
import { signedInBrowser } from '../console-visit.ts'
import { testHub } from '../hub.ts'

const hub = await testHub()
const { pool, db } = hub.testDatabase
const skip = noBrowser
const administratorId = await hub.identity.ensureAdministrator('browser@example.org')
const admin = await signedInBrowser(hub, administratorId)

async function guide(): Promise<{ readonly user: string; readonly role: string }> {
  const role = (await admin.call('POST', '/api/v1/roles', { name: 'Guides', privileges: {} })).json
  const body = { email: 'gil@example.org', lastName: 'Gil', roleIds: [role.id, roleIds.Reader] }
  const user = (await admin.call('POST', '/api/v1/users', body)).json
  return { user: user.id, role: role.id }
}

test('lookups and links show what records are called now, and which are deleted', {
  skip,
}, async () => {
  const { user, role } = await guide()
  const { page, open, looksRight, looksRightOnPhone, complaints } = await visitConsole(hub)
  const details = page.getByRole('dialog')
  await open(`/audit?record=${user}`)
  await page.getByRole('button', { name: 'Linked' }).click()
  await details.getByText('User · Gil').waitFor()
  await details.getByText('Role · Guides').waitFor()
  await details.getByText('Role · Reader').waitFor()
  await details.getByRole('button', { name: `Copy the id ${role}` }).waitFor()
  await looksRight('audit-names')
  await details.getByRole('link', { name: 'Guides' }).click()
  await page.getByRole('heading', { name: 'Guides' }).waitFor()

  await admin.call('PATCH', `/api/v1/roles/${role}`, { name: 'Tour guides' })
  await open(`/audit?record=${user}`)
  await page.getByRole('button', { name: 'Linked' }).click()
  await details.getByText('Role · Tour guides').waitFor()
  await admin.call('PUT', `/api/v1/users/${user}/roles`, { roleIds: [roleIds.Reader] })
  await admin.call('DELETE', `/api/v1/roles/${role}`)
  await open(`/audit?record=${user}`)
  await page.getByRole('button', { name: 'Unlinked' }).click()
  await details.getByText('Role · deleted').waitFor()
  await details.getByRole('button', { name: `Copy the id ${role}` }).waitFor()
  await looksRight('audit-deleted')
  await looksRightOnPhone('audit-deleted')
  assert.deepEqual(complaints, [])
})

test('the log is kept for ever until an administrator says how long; then it says what went', {
  skip,
}, async () => {
  await pool.query(
    `insert into gr_audit (gr_auditid, createdon, action)
     select gen_random_uuid(), now() - interval '500 days', 'sign-in' from generate_series(1, 7)`,
  )
  const { page, open, told, looksRight, looksRightOnPhone, complaints } = await visitConsole(hub)
  const dialog = page.getByRole('dialog')
  await open('/audit')
  await page.getByRole('button', { name: 'Kept for ever' }).click()
  await dialog.getByLabel('For a number of days').check()
  await dialog.getByRole('textbox', { name: 'Days', exact: true }).fill('20')
  await dialog.getByRole('button', { name: 'Save', disabled: true }).waitFor()
  await dialog.getByRole('textbox', { name: 'Days', exact: true }).fill('400')
  await dialog.getByText('go tonight', { exact: false }).waitFor()
  await looksRight('audit-retention')
  await looksRightOnPhone('audit-retention')
  await dialog.getByRole('button', { name: 'Save' }).click()
  await told('Saved')
  await page.getByRole('button', { name: 'Kept for 400 days' }).waitFor()

  const { kind, name, payload } = forgetAuditSchedule
  await withTransaction(db, (tx) => enqueue(tx, [{ kind, name, payload }], hub.clock.now()))
  await hub.worker.runUntilIdle()
  await open('/audit?action=remove%20old%20entries')
  await page.getByRole('button', { name: 'Old entries removed' }).click()
  await dialog.getByRole('row', { name: 'Entries 7 0' }).waitFor()
  await dialog.getByRole('row', { name: 'Days that the log is kept 400 400' }).waitFor()
  await looksRight('audit-removed')

  await open('/audit')
  await page.getByRole('button', { name: 'Kept for 400 days' }).click()
  await dialog.getByLabel('For ever').check()
  await dialog.getByRole('button', { name: 'Save' }).click()
  await told('Saved')
  await page.getByRole('button', { name: 'Kept for ever' }).waitFor()
  assert.deepEqual(complaints, [])
})
