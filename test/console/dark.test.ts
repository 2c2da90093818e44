/** The daily work in the dark: home, events, contacts, meetings, mails, jobs, query. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { noBrowser, visitConsole } from '../console-browser.ts'
import { assertDark, isSetting, patience } from '../console-dark.ts'
import { consoleWorld } from '../console-world.ts'

const world = await consoleWorld()

test(
  'every page of the daily work can be read in the dark',
  {
    skip: noBrowser,
    timeout: patience,
  },
  () => assertDark(world, (path) => !isSetting(path)),
)

test('codes for cameras stay black on white in the dark', { skip: noBrowser }, async () => {
  const { page, open } = await visitConsole(world.hub, { dark: true })
  await open(`/events/${world.event.id}/checkins`)
  await page.getByRole('img', { name: /^Code with the address/ }).waitFor()
  const fills = `[...document.querySelectorAll('.qr-code > *')].map((part) => getComputedStyle(part).fill)`
  assert.deepEqual(await page.evaluate(fills), ['rgb(255, 255, 255)', 'rgb(0, 0, 0)'])
})
