/** The console's pages in the dark, with data: axe finds nothing, and nothing glares. */
import assert from 'node:assert/strict'
import { type ConsoleVisit, visitConsole } from './console-browser.ts'
import { consoleRoutes, eventTabs } from './console-routes.ts'
import { walkConsole } from './console-walk.ts'
import type { ConsoleWorld } from './console-world.ts'

const daily =
  /^\/(events|calendar|contacts|registrations|meetings|mails|jobs|recovery|query|profile)?(\/|$)/

/** A minute on a busy machine: dozens of pages, each looked at by axe. */
export const patience = 300_000

/** Pages are looked at in two files, so that neither takes long. */
export const isSetting = (path: string): boolean => !daily.test(path)

/** Tabs that have no address of their own among the routes, and forms of new records. */
const more = [
  ...['overview', 'replays', 'settings'].map((tab) => `/webhooks/$endpointId/${tab}`),
  ...['credentials', 'connection', 'requests', 'holdings'].map(
    (tab) => `/configurations/$configurationId?tab=${tab}`,
  ),
  '/configurations?view=providers',
  '/website?view=tables',
  '/credentials?tab=applications',
]

async function paths(): Promise<readonly string[]> {
  const routes = await consoleRoutes()
  const forms = routes
    .filter(({ needsForNew }) => needsForNew !== undefined)
    .map(({ path }) => path.replace(/\$\w+$/, 'new'))
    .map((path) => (path === '/mail-templates/new' ? `${path}?kind=confirmation` : path))
  const tabs = (await eventTabs()).map(({ name }) => `/events/$eventId/${name}`)
  return [...routes.map(({ path }) => path), ...forms, ...tabs, ...more]
}

/**
 * White or almost white panels larger than a stamp, by their words. Pictures that scanners read and
 * letters as people get them are black on white in the dark, too.
 */
const glaring = `[...document.querySelectorAll('body, body *')].filter((element) => {
  const { width, height } = element.getBoundingClientRect()
  if (width * height < 4_000 || element.closest('svg, .qr-code, iframe, .letter')) return false
  const found = /^rgba?\\((\\d+), (\\d+), (\\d+)(?:, ([\\d.]+))?\\)/.exec(getComputedStyle(element).backgroundColor)
  if (found === null) return false
  const [, red, green, blue, opacity = '1'] = found
  return Number(opacity) > 0.5 && Math.min(red, green, blue) > 200
}).map((element) => element.tagName + '.' + element.className + ': ' + element.textContent.slice(0, 60))`

const nameOf = (path: string) => `dark-${path.replaceAll(/[^A-Za-z]+/g, '-')}`

async function look(visit: ConsoleVisit, path: string): Promise<string[]> {
  const found = (await visit.page.evaluate(glaring)) as string[]
  const axe = await visit.looksRight(nameOf(path)).then(
    () => [],
    (error: Error) => [error.message],
  )
  return [...found.map((each) => `${path} glares: ${each}`), ...axe]
}

/** Loaded by its address: a frame inside a page is not waited for when a link leads there. */
const framed: ReadonlySet<string> = new Set(['/mails/$mailId'])

export async function assertDark(
  world: ConsoleWorld,
  isMeant: (path: string) => boolean,
): Promise<void> {
  const visit = await visitConsole(world.hub, { dark: true })
  const walk = await walkConsole(visit)
  const faults: string[] = []
  for (const path of (await paths()).filter(isMeant)) {
    const address = world.addressOf(path)
    if (framed.has(path)) await visit.open(address)
    const { refused } = await walk.see(address)
    faults.push(...refused.map((each) => `${path} was refused ${each}`))
    faults.push(...(await look(visit, path)))
  }
  assert.deepEqual(faults, [])
  assert.deepEqual(visit.complaints, [])
}
