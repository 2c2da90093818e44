/** The first page: it tells what happens without being asked again, and helps where something fails. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemCaller } from '#identity'
import { noBrowser, visitConsole } from '../console-browser.ts'
import { signedInBrowser } from '../console-visit.ts'
import { testHub } from '../hub.ts'
import { create, makeEvent, register, settleWebinar, signedInAccount } from '../story.ts'
import { webhookSink, withStatus } from '../webhook-sink.ts'

const hub = await testHub()

test('an empty hub says what to do first; the steps are ticked as they are done', {
  skip: noBrowser,
}, async () => {
  const { page, open, looksRight, looksRightOnPhone, complaints } = await visitConsole(hub)
  const steps = page.getByRole('listitem')
  const done = (text: string) => steps.filter({ hasText: text }).filter({ hasText: 'Done' })
  await open('/')
  await page.getByText('0 of 5 done').waitFor()
  await page.getByText('No event is coming up').waitFor()
  await page.getByText('Live', { exact: true }).waitFor()
  await looksRight('home-empty')
  await looksRightOnPhone('home-empty')

  const { configurationId } = await signedInAccount(hub)
  await hub.worker.runUntilIdle()
  const { id } = await makeEvent(hub, configurationId, { msevtmgt_name: 'Opening webinar' })
  await settleWebinar(hub)
  await done('Publish it').waitFor()
  await page.getByText('3 of 5 done').waitFor()
  assert.match(
    (await page.getByRole('link', { name: 'Public page' }).getAttribute('href')) ?? '',
    /^\/e\/.+/,
  )

  // Somebody registers: the page that stands open shows it, nothing is loaded again.
  const row = page.getByRole('listitem').filter({ hasText: 'Opening webinar' })
  await row.getByText('Ready').waitFor()
  await page.evaluate('window.kept = true')
  await register(hub, id, 'ada@example.org')
  await row.locator('dd').first().getByText('1', { exact: true }).waitFor()
  await done('Register yourself').waitFor()
  assert.equal(await page.evaluate('window.kept'), true)

  await page.getByRole('button', { name: 'Put the first steps away' }).click()
  await open('/')
  assert.equal(await page.getByText('First steps').count(), 0)
  assert.deepEqual(complaints, [])
})

test('a webhook that fails shows itself, and one button sends again what failed', {
  skip: noBrowser,
}, async () => {
  const sink = await webhookSink()
  sink.answer(withStatus(500))
  await hub.webhooks.register(systemCaller, {
    name: 'Newsletter',
    url: sink.url,
    authentication: { kind: 'WebhookKey', key: 'k-123456' },
    steps: [{ message: 'Create', table: 'contact' }],
  })
  const { page, open, looksRight, looksRightOnPhone, complaints } = await visitConsole(hub)
  await open('/')
  await create(hub, 'contact', { firstname: 'Grace', lastname: 'Hopper' })
  await hub.worker.runUntilIdle()
  const line = page.getByRole('listitem').filter({ hasText: 'Webhook Newsletter' })
  await line.getByText('1 to send again').waitFor()
  await page.getByText('1 system job failed').waitFor()
  assert.equal(
    await page.getByRole('link', { name: 'Show them' }).getAttribute('href'),
    '/admin/jobs?view=failed',
  )
  const failed = sink.received.length
  await page.getByRole('img', { name: /^Registrations, Last 30 days: Registrations: 1$/ }).waitFor()
  await looksRight('home')
  await looksRightOnPhone('home')

  sink.answer(withStatus(200))
  await line.getByRole('button', { name: 'Send again' }).click()
  await page.getByText('The failed deliveries are being sent again').waitFor()
  await hub.worker.runUntilIdle()
  await sink.waitFor(failed + 1)
  await line.waitFor({ state: 'detached' })
  await page.getByText('Accounts, webhooks and system jobs all work.').waitFor()
  assert.deepEqual(complaints, [])
})

test('the live stream tells only what its reader may see, and ends with the session', async () => {
  const stranger = await fetch(`${hub.url}/api/v1/live`)
  assert.equal(stranger.status, 401)
  const user = await hub.identity.ensureAdministrator('stream@example.org')
  const browser = await signedInBrowser(hub, user)
  const cookie = [...browser.cookies].map((pair) => pair.join('=')).join('; ')
  const leaving = new AbortController()
  const answer = await fetch(`${hub.url}/api/v1/live`, {
    headers: { cookie },
    signal: leaving.signal,
  })
  assert.equal(answer.headers.get('content-type'), 'text/event-stream; charset=utf-8')
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader()
  const first = String((await reader?.read())?.value)
  assert.match(first, /^event: board\ndata: \{.*\}\n\n$/s)
  const board = JSON.parse(first.split('data: ')[1] ?? '') as Record<string, unknown>
  assert.deepEqual(Object.keys(board), [
    'webinars',
    'endpoints',
    'jobs',
    'accounts',
    'recovery',
    'steps',
  ])
  assert.deepEqual((await browser.call('GET', '/api/v1/home')).json, board)
  leaving.abort()
})

test('the charts count registrations by the days of a zone, joins and jobs by the hour', async () => {
  const user = await hub.identity.ensureAdministrator('charts@example.org')
  const browser = await signedInBrowser(hub, user)
  const { json } = await browser.call('GET', '/api/v1/home/charts?zone=Asia/Tokyo')
  assert.equal(json.registrations.length, 30)
  assert.equal(json.registrations.at(-1).count, 1)
  assert.equal(json.joins.length, 24)
  assert.equal(json.jobs.length, 24)
  assert.ok(json.jobs.at(-1).succeeded + json.jobs.at(-2).succeeded > 0)
})
