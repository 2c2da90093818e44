/**
 * The console in a real browser, against a real hub. SCREENSHOTS=<folder> keeps pictures.
 * Tests ask `noBrowser` for their `skip`.
 */
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { type Browser, chromium, type Page } from 'playwright-core'
import { buildConsole } from '../src/build-console.ts'
import { cleanUpAfterwards } from './database.ts'
import type { TestHub } from './hub.ts'

const executablePath = ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find((path) =>
  existsSync(path),
)

/** For `{ skip: noBrowser }`. */
export const noBrowser =
  executablePath === undefined ? 'there is no Chromium on this machine' : false

const axe = await readFile(new URL(import.meta.resolve('axe-core/axe.min.js')), 'utf8')

export interface ConsoleVisit {
  readonly page: Page
  /** Everything that the page complained about: errors of scripts, refusals of the policy. */
  readonly complaints: readonly string[]
  /** Opens a page of the console by its path behind /admin and waits until it is drawn. */
  open(path: string): Promise<void>
  /** The console says this in a notice; the notice is put away, so that the next one is a new one. */
  told(sentence: string): Promise<void>
  /** axe finds nothing (WCAG 2.2 A and AA); a picture is kept where SCREENSHOTS says. */
  looksRight(name: string): Promise<void>
  /** The same page on a phone: no sideways scrolling, axe again, a picture; then wide again. */
  looksRightOnPhone(name: string): Promise<void>
}

const wide = { width: 1360, height: 860 }
const phone = { width: 390, height: 844 }

/** Signed in as an administrator unless an e-mail, or the id of another user, is given. */
export async function visitConsole(
  hub: TestHub,
  o: {
    readonly as?: string
    readonly userId?: string
    readonly locale?: string
    readonly dark?: boolean
  } = {},
): Promise<ConsoleVisit> {
  await buildConsole()
  const browser = await launch()
  const context = await browser.newContext({
    viewport: wide,
    locale: o.locale ?? 'en-GB',
    colorScheme: o.dark === true ? 'dark' : 'light',
    reducedMotion: 'reduce',
  })
  const page = await context.newPage()
  page.setDefaultTimeout(40_000)
  const complaints: string[] = []
  page.on('pageerror', (error) => {
    if (!isOfReact(error)) complaints.push(String(error))
  })
  page.on('console', (message) => {
    if (message.type() === 'error' && !isRefusal(message.text())) complaints.push(message.text())
  })
  const user = o.userId ?? (await hub.identity.ensureAdministrator(o.as ?? 'browser@example.org'))
  const token = await hub.identity.newSignInLink(user)
  await page.goto(`${hub.url}/admin/sign-in?token=${token}`)
  await page.getByRole('button').first().click()
  await page.waitForURL(/\/admin(?!\/sign-in)/)
  return {
    page,
    complaints,
    async open(path) {
      await page.goto(`${hub.url}/admin${path}`)
      await page.locator('h1').first().waitFor()
    },
    told: (sentence) => putAway(page, sentence),
    async looksRight(name) {
      await withoutBarriers(page, name)
      await picture(page, name)
    },
    async looksRightOnPhone(name) {
      await page.setViewportSize(phone)
      await withoutBarriers(page, `${name} on a phone`)
      assert.equal(
        await page.evaluate('document.documentElement.scrollWidth'),
        phone.width,
        `${name} is wider than a phone`,
      )
      await picture(page, `${name}-phone`)
      await page.setViewportSize(wide)
    },
  }
}

async function putAway(page: Page, sentence: string): Promise<void> {
  const notice = page
    .locator('.mantine-Notification-root')
    .filter({ has: page.getByText(sentence, { exact: true }) })
    .first()
  await notice.waitFor()
  const gone = notice.waitFor({ state: 'detached' })
  // It goes by itself after some seconds; on a busy machine perhaps before the click.
  await Promise.race([gone, notice.getByRole('button').click()])
  await gone
}

async function launch(): Promise<Browser> {
  const browser = await chromium.launch({
    ...(executablePath === undefined ? {} : { executablePath }),
    args: ['--no-sandbox', '--disable-dev-shm-usage'],
  })
  cleanUpAfterwards(() => browser.close())
  return browser
}

/**
 * React 19.3 (resolveRetryWakeable) trips over a page that was left before its data came: its boundary
 * has no instance any more. Thrown in a promise nobody waits for, and what is drawn is right; seen on
 * a machine so busy that a walk through the pages overtakes them.
 */
function isOfReact(error: Error): boolean {
  return error.message.includes("(reading '_retryCache')")
}

/** The browser logs every answer of 400 and more; the page shows them, which is what is tested. */
function isRefusal(text: string): boolean {
  return text.startsWith('Failed to load resource')
}

interface Findings {
  readonly violations: readonly {
    readonly id: string
    readonly help: string
    readonly nodes: readonly { readonly html: string }[]
  }[]
}

async function withoutBarriers(page: Page, name: string): Promise<void> {
  await page.waitForLoadState('networkidle')
  await page.evaluate(axe)
  const { violations } = (await page.evaluate(
    "axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] })",
  )) as Findings
  const found = violations.map(
    ({ id, help, nodes }) => `${id}: ${help}\n  ${nodes.map(({ html }) => html).join('\n  ')}`,
  )
  assert.deepEqual(found, [], `${name} has barriers`)
}

async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.SCREENSHOTS
  if (folder !== undefined) await page.screenshot({ path: `${folder}/${name}.png` })
}
