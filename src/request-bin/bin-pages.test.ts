/** The pages of request bins in a real browser. SCREENSHOTS=<folder> keeps pictures of them. */
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { test } from 'node:test'
import { chromium, type Page } from 'playwright-core'
import { systemCaller } from '#identity'
import { testHub } from '../../test/hub.ts'
import { create } from '../../test/story.ts'

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) =>
  existsSync(path),
)
const hub = await testHub({ environment: { GREENROOM_OUTBOUND_ALLOW: '' } })
const token = await hub.identity.ensureFirstAdministrator({
  email: undefined,
  password: undefined,
  apiKey: undefined,
})

async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png` })
}

test('an administrator makes a bin, sees what a webhook sends, and lets it fail', {
  skip: executablePath === undefined ? 'there is no Chromium on this machine' : false,
}, async () => {
  const browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  })
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 1400 } })
    await page.goto(`${hub.url}/admin/sign-in?token=${token}`)
    await page.click('main button')
    await page.goto(`${hub.url}/admin/request-bins`)
    await picture(page, 'bins')
    await page.fill('#name', 'Order system')
    await page.click('button.main')
    const url = String(await page.textContent('code.address'))
    await hub.webhooks.register(systemCaller, {
      name: 'Order system',
      url: `${url}/contacts?source=hub`,
      authentication: { kind: 'HttpHeader', pairs: { 'X-Key': 'secret' } },
      steps: [{ message: 'Create', table: 'contact' }],
    })
    await create(hub, 'contact', { firstname: 'Ada', lastname: 'Lovelace' })
    await hub.worker.runUntilIdle()
    await fetch(`${url}/contacts?source=hub`, {
      method: 'PUT',
      body: 'text',
      headers: { 'X-MiXeD': 'yes' },
    })
    await page.click('text=Look again')
    assert.equal(await page.locator('details.request').count(), 2)
    await page.locator('details.request').nth(1).locator('summary').first().click()
    const text = await page.innerText('main')
    assert.match(text, /As registered/)
    assert.match(text, /Not as registered/)
    assert.match(text, /X-MiXeD/)
    assert.match(text, /"MessageName": "Create"/)
    await picture(page, 'bin')
    await page.click('text=Change the answer')
    await page.fill('#status', '503')
    await page.fill('#times', '1')
    await page.click('text=Save')
    assert.match(await page.innerText('main'), /503, at once, for 1 more requests/)
    assert.equal((await fetch(url)).status, 503)
    assert.equal((await fetch(url)).status, 200)
    await page.setViewportSize({ width: 390, height: 844 })
    await page.reload()
    await picture(page, 'bin-phone')
    assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 390)
    await page.click('text=Delete the bin')
    assert.match(await page.innerText('main'), /No bins yet/)
  } finally {
    await browser.close()
  }
})
