/** In a real browser: what only a browser can tell about forms, content policy, contrast and width. */
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { after, before, test } from 'node:test'
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { eventWorld } from '../../test/event-world.ts'
import { openSite, type TestSite } from '../../test/open-site.ts'

const executable = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
].find(existsSync)
const skip =
  executable === undefined && 'no Chromium on this machine (Debian: apt install chromium)'

const world = await eventWorld()
let site: TestSite
let browser: Browser | undefined
let path: string

before(async () => {
  site = await openSite(world)
  path = await publishEvent()
  if (executable === undefined) return
  browser = await chromium.launch({
    executablePath: executable,
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  })
})
after(async () => {
  await browser?.close()
  await site.server.close()
})

async function publishEvent(): Promise<string> {
  const id = await world.createEvent({
    msevtmgt_name: 'An Evening with Long-Distance-Communication-Enthusiasts',
    msevtmgt_eventformat: 100000002,
    msevtmgt_webinarurl: 'https://meet.example/1',
    msevtmgt_description: '<p>Come <b>early</b>.</p>',
    msevtmgt_allowcustomagenda: true,
    msevtmgt_maximumeventcapacity: 40,
  })
  const speaker = await world.create('msevtmgt_speaker', { msevtmgt_name: 'Grace Hopper' })
  await world.createSession(id, { msevtmgt_eventspeakerid: speaker })
  return `/e/${(await world.read('msevtmgt_event', id)).msevtmgt_readableeventid}`
}

async function open(options: BrowserContextOptions): Promise<{ page: Page; complaints: string[] }> {
  assert.ok(browser !== undefined)
  const context = await browser.newContext({ locale: 'en-GB', ...options })
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) complaints.push(message.text())
  })
  page.on('pageerror', (error) => complaints.push(String(error)))
  return { page, complaints }
}

async function fillIn(page: Page): Promise<void> {
  await page.getByLabel('First name').fill('Ada')
  await page.getByLabel('Last name').fill('Lovelace')
  await page.getByLabel('E-mail').fill('ada@engines.example')
  await page.getByLabel(/Opening/).check()
  world.clock.advance(4_000)
}

test('Somebody without JavaScript registers, sees the join link, and cancels.', {
  skip,
}, async () => {
  const { page, complaints } = await open({ javaScriptEnabled: false })
  await page.goto(site.address)
  await page.getByRole('link', { name: /An Evening/ }).click()
  await fillIn(page)
  await page.getByRole('button', { name: 'Register' }).click()
  await page.waitForURL(/\/r\/[\w-]{64}$/)
  assert.equal(await page.getByRole('heading', { level: 1 }).textContent(), 'You are registered')
  assert.match(await page.getByLabel('Your personal join link').inputValue(), /\/j\/[\w-]{64}$/)
  assert.equal(await page.getByText('Opening', { exact: true }).count(), 1)

  await page.getByRole('link', { name: 'Cancel registration' }).click()
  await page.getByRole('button', { name: 'Yes, cancel it' }).click()
  await page.waitForURL(/\/r\/[\w-]{64}$/)
  assert.match(
    String(await page.getByRole('heading', { level: 1 }).textContent()),
    /registration is cancelled/,
  )
  assert.deepEqual(complaints, [])
  await page.context().close()
})

test('After a mistake the summary has the focus and leads to the field by keyboard.', {
  skip,
}, async () => {
  const { page } = await open({ javaScriptEnabled: false })
  await page.goto(site.address + path)
  await fillIn(page)
  await page.getByLabel('E-mail').fill('ada@engines')
  await page.getByRole('button', { name: 'Register' }).click()
  const summary = page.getByRole('alert')
  await summary.waitFor()
  assert.equal(await page.evaluate('document.activeElement.getAttribute("role")'), 'alert')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  assert.equal(await page.evaluate('document.activeElement.id'), 'email')
  assert.equal(await page.getByLabel('First name').inputValue(), 'Ada')
  assert.equal(await page.getByLabel(/Opening/).isChecked(), true)
  assert.equal(await page.getByLabel('E-mail').getAttribute('aria-describedby'), 'email-problem')
  await page.context().close()
})

test('With JavaScript the page adds the own time and a copy button, and breaks no policy.', {
  skip,
}, async () => {
  const { page, complaints } = await open({
    timezoneId: 'Asia/Tokyo',
    permissions: ['clipboard-read', 'clipboard-write'],
  })
  await page.goto(site.address + path)
  await page.getByText(/Your time: .*16:00/).waitFor()
  assert.equal(await page.locator('script[type="application/ld+json"]').count(), 1)
  await fillIn(page)
  await page.getByRole('button', { name: 'Register' }).click()
  await page.waitForURL(/\/r\//)
  await page.getByRole('button', { name: 'Copy' }).click()
  await page.getByText('Copied').waitFor()
  const copied = await page.evaluate('navigator.clipboard.readText()')
  assert.equal(copied, await page.getByLabel('Your personal join link').inputValue())
  assert.deepEqual(complaints, [])
  await page.context().close()
})

test('Nothing is wider than a small phone (WCAG 1.4.10, 320 pixels).', { skip }, async () => {
  const { page } = await open({ viewport: { width: 320, height: 640 } })
  for (const at of ['/', path, '/e/none']) {
    await page.goto(site.address + at)
    assert.ok(Number(await page.evaluate('document.documentElement.scrollWidth')) <= 320, at)
  }
  await page.context().close()
})

test('Everything that can be pressed is at least 24 pixels high (WCAG 2.5.8).', {
  skip,
}, async () => {
  const { page } = await open({})
  await page.goto(site.address + path)
  const small =
    await page.evaluate(`[...document.querySelectorAll('button:not(.first-submit), .button, .brand, input:not([type=hidden], [type=checkbox], #website), .choice')]
    .filter((each) => each.getBoundingClientRect().height < 24).map((each) => each.outerHTML)`)
  assert.deepEqual(small, [])
  await page.context().close()
})

/** Foreground, background and the contrast that WCAG 1.4.3 and 1.4.11 ask for. */
const pairs: readonly (readonly [string, string, number])[] = [
  ['--ink', '--ground', 4.5],
  ['--ink', '--sheet', 4.5],
  ['--ink', '--soft', 4.5],
  ['--faint', '--ground', 4.5],
  ['--faint', '--sheet', 4.5],
  ['--main', '--ground', 4.5],
  ['--main', '--sheet', 4.5],
  ['--main-strong', '--soft', 4.5],
  ['--on-main', '--main', 4.5],
  ['--on-main', '--main-strong', 4.5],
  ['--bad', '--bad-soft', 4.5],
  ['--bad', '--sheet', 4.5],
  ['--sheet', '--bad', 4.5],
  ['--edge', '--sheet', 3],
  ['--edge', '--ground', 3],
]

const contrastInPage = `(foreground, background) => {
  const style = getComputedStyle(document.querySelector('.site'))
  const luminance = (name) => {
    const pen = new OffscreenCanvas(1, 1).getContext('2d')
    pen.fillStyle = style.getPropertyValue(name)
    pen.fillRect(0, 0, 1, 1)
    const [r, g, b] = [...pen.getImageData(0, 0, 1, 1).data].map((part) =>
      part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b
  }
  const [dark, light] = [luminance(foreground), luminance(background)].sort((a, b) => a - b)
  return (light + 0.05) / (dark + 0.05)
}`

for (const colorScheme of ['light', 'dark'] as const) {
  test(`Text can be read in every colour that a page can have (${colorScheme}).`, {
    skip,
  }, async () => {
    const { page } = await open({ colorScheme })
    await page.goto(site.address)
    for (const hue of [15, 60, 150, 175, 215, 255, 290, 340]) {
      await page.evaluate(`document.querySelector('.site').className = 'site hue-${hue}'`)
      for (const [foreground, background, least] of pairs) {
        const contrast = Number(
          await page.evaluate(`(${contrastInPage})('${foreground}', '${background}')`),
        )
        assert.ok(
          contrast >= least,
          `${hue}: ${foreground} on ${background} ${contrast.toFixed(2)}`,
        )
      }
    }
    await page.context().close()
  })
}
