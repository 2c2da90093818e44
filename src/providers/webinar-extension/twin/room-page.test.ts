import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { type BrowserContext, chromium } from 'playwright-core'
import { createdWebinar, redirectUri, registered, type Scene, withTwin } from './test-hub.ts'

/** Where Debian puts it; the promises below are about a real browser and need one. */
const executablePath = '/usr/bin/chromium'
const skip = existsSync(executablePath) ? false : `there is no browser at ${executablePath}`

async function withBrowser(play: (browser: BrowserContext, scene: Scene) => Promise<void>) {
  const browser = await chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  })
  try {
    await withTwin(async (scene) => play(await browser.newContext(), scene))
  } finally {
    await browser.close()
  }
}

/** Anna's link at the start of the webinar. */
async function linkAtStart(scene: Scene) {
  const webinarId = await createdWebinar(scene)
  const { joinUrl } = await registered(scene, webinarId, 'Anna')
  scene.clock.moveTo(new Date('2026-03-03T10:00:00Z'))
  return joinUrl
}

/** A beacon arrives some time after the page is gone. */
async function stayEnded(scene: Scene, index: number): Promise<string> {
  for (let tries = 0; tries < 200; tries += 1) {
    const left = scene.twin.control.stays()[index]?.leftAt
    if (left !== undefined) return left
    await sleep(10)
  }
  return assert.fail(`stay ${index} did not end`)
}

test('In a browser: entering, asking, leaving, coming back and closing the page', { skip }, () =>
  withBrowser(async (browser, scene) => {
    const page = await browser.newPage()
    const complaints: string[] = []
    page.on('console', (message) => {
      if (message.type() === 'error') complaints.push(message.text())
    })
    await page.goto(await linkAtStart(scene))
    await page.getByText('You are in the room.').waitFor()
    await page.getByLabel('Question to the presenter').fill('Why?')
    await page.getByRole('button', { name: 'Ask' }).click()
    await page.getByText('Your question was sent.').waitFor()
    scene.clock.advance(30 * 60_000)
    await page.getByRole('button', { name: 'Leave the webinar' }).click()
    assert.equal(await stayEnded(scene, 0), '2026-03-03T10:30:00.000Z')
    await page.getByRole('button', { name: 'Come back in' }).click()
    await page.getByText('You are in the room.').waitFor()
    scene.clock.advance(10 * 60_000)
    await page.close({ runBeforeUnload: true })
    assert.equal(await stayEnded(scene, 1), '2026-03-03T10:40:00.000Z')
    assert.equal(scene.twin.control.stays()[0]?.questionsAsked, 1)
    assert.deepEqual(complaints, [])
  }),
)

test('In a browser: the consent form leads back to another site with a code', { skip }, () =>
  withBrowser(async (browser, { twin }) => {
    const page = await browser.newPage()
    await page.route(`${redirectUri}**`, (route) => route.fulfill({ body: 'Connected.' }))
    const query = { client_id: twin.clientId, redirect_uri: redirectUri, state: 'a b' }
    await page.goto(`${twin.url}/auth/authorize?${new URLSearchParams(query)}`)
    await page.getByLabel('Password').fill('any')
    await page.getByRole('button', { name: 'Sign in and allow' }).click()
    await page.getByText('Connected.').waitFor()
    const { searchParams } = new URL(page.url())
    assert.equal(searchParams.get('state'), 'a b')
    assert.match(searchParams.get('code') ?? '', /^[\w-]{22}$/)
  }),
)
