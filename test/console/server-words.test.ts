/** What the server says in English stands on the pages in the reader's language. */
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { serviceStatus } from '#providers'
import { translator, type Words } from '../../web/admin/server-words/match-words.ts'
import { noBrowser, visitConsole } from '../console-browser.ts'
import { englishFinder } from '../english-left.ts'
import { testHub } from '../hub.ts'
import {
  makeEvent,
  minute,
  passTime,
  register,
  row,
  settleWebinar,
  signedInAccount,
} from '../story.ts'

const hub = await testHub()

const read = async (path: string) =>
  JSON.parse(await readFile(new URL(`../../web/admin/${path}`, import.meta.url), 'utf8')) as Words

/** An hour of which 45 minutes are asked for: one stayed, one left early, one never came. */
async function heldWebinar(): Promise<string> {
  const { configurationId } = await signedInAccount(hub)
  const event = await makeEvent(hub, configurationId, {
    msevtmgt_name: 'Brandschutz 2027',
    gr_attendanceminutes: 45,
  })
  await settleWebinar(hub)
  const people: string[] = []
  for (const name of ['Grete', 'Bodo', 'Nora']) {
    const email = `${name.toLowerCase()}@example.org`
    people.push(await register(hub, event.id, email, { firstName: name, lastName: 'Muster' }))
  }
  await hub.worker.runUntilIdle()
  hub.clock.moveTo(event.start)
  const at = (minutes: number) => new Date(event.start.getTime() + minutes * minute)
  for (const [place, end] of [
    [0, 58],
    [1, 20],
  ] as const) {
    const registration = await row(hub, 'msevtmgt_eventregistration', people[place] ?? '')
    const registrant = String(registration.msevtmgt_webinarregistrationid)
    hub.twins.webinarExtension.control.attend(registrant, { join: at(5), leave: at(end) })
  }
  hub.clock.moveTo(event.end)
  for (let turn = 0; turn < 3; turn += 1) await passTime(hub, 5)
  await passTime(hub, 60)
  return event.id
}

const eventId = await heldWebinar()
const trouble = 'The service says that it does not work.'
await hub.testDatabase.pool.query(
  'update msevtmgt_webinarconfiguration set msevtmgt_providerservicestatus = $1, msevtmgt_message = $2',
  [serviceStatus.unhealthy.value, trouble],
)

for (const [language, locale] of [
  ['de', 'de-DE'],
  ['th', 'th-TH'],
] as const) {
  test(`reasons, forms with their steps, choices and refusals are in the language of the page: ${language}`, {
    skip: noBrowser,
  }, async () => {
    const words = await read(`server-words/${language}.json`)
    const said = translator(words)
    const english = await englishFinder(language)
    const { page, open, looksRight, complaints } = await visitConsole(hub, { locale })
    const isWhole = async (name: string) => {
      await looksRight(`${name}-${language}`)
      assert.deepEqual(await english(page), [], `${name} has English left`)
    }

    await open('/')
    await page.getByText(said(trouble), { exact: true }).waitFor()
    await isWhole('words-home')

    await open(`/events/${eventId}/attendance`)
    const reason = said('Attended 15 of 60 minutes, 45 are needed.')
    assert.doesNotMatch(reason, /Attended|minutes/)
    await page.getByText(reason, { exact: true }).first().waitFor()
    await isWhole('words-attendance')

    await open('/configurations/new?provider=zoom')
    await page.getByText(said('Account ID'), { exact: true }).first().waitFor()
    await page.locator('main button[aria-expanded=false]').click()
    await page.getByText(said('Plan as'), { exact: true }).waitFor()
    await isWhole('words-provider')

    await open('/configurations?view=providers')
    await page
      .getByRole('cell', { name: said('Active') })
      .first()
      .waitFor()
    await isWhole('words-grid')

    await open('/website/applications/new')
    const website = await read(`areas/website/texts/${language}.json`)
    const field = (key: string) => page.getByRole('textbox', { name: website[key] ?? key })
    await field('field.name').fill('Schulung')
    await field('field.origin').fill('schulung.example')
    const app = await read(`app/texts/${language}.json`)
    await page.getByRole('button', { name: app['act.create'] ?? '', exact: true }).click()
    await page.getByRole('alert').getByText(said('"schulung.example" is not an origin.')).waitFor()
    await isWhole('words-refusal')
    assert.deepEqual(complaints, [])
  })
}
