/**
 * Somebody with one role at the console: every page by its address, whether the menu has it or not.
 * What they may is what the hub says at /api/v1/me, what pages need is what the pages declare.
 */
import assert from 'node:assert/strict'
import { type ConsoleVisit, visitConsole } from './console-browser.ts'
import { type ConsoleRoute, consoleRoutes, eventTabs, needsAt } from './console-routes.ts'
import { type Seen, type Walk, walkConsole } from './console-walk.ts'
import type { ConsoleWorld } from './console-world.ts'

export interface Round {
  readonly visit: ConsoleVisit
  readonly walk: Walk
  /** Words of the menu, in its order. */
  readonly menu: readonly string[]
  /** Pages that were drawn, by path as declared; `/events/$eventId/<tab>` for tabs. */
  readonly pages: ReadonlyMap<string, Seen>
}

interface Me {
  readonly administrator: boolean
  readonly privileges: Readonly<Record<string, readonly string[]>>
  readonly ownRows: Readonly<Record<string, readonly string[]>>
}

type Holds = (need: string) => boolean

/** Fails where a page asks for what it is refused, leads nowhere, or is open to the wrong people. */
export async function goAround(
  world: ConsoleWorld,
  userId: string,
  o: { readonly foreignRecords?: boolean } = {},
): Promise<Round> {
  const visit = await visitConsole(world.hub, { userId })
  const walk = await walkConsole(visit)
  const me = (await visit.page.evaluate("fetch('/api/v1/me').then((a) => a.json())")) as Me
  const holds = holdsOf(me)
  const routes = await consoleRoutes()
  const pages = new Map<string, Seen>()
  const faults: string[] = []
  for (const path of await pathsFor(routes, holds)) {
    const address = world.addressOf(path)
    const isOpen = needsAt(routes, address)?.every(holds) ?? assert.fail(`no page at ${address}`)
    const seen = await walk.see(address)
    if (isOpen) pages.set(path, seen)
    const found = isOpen ? faultsOfOpen(seen, { routes, holds, ...o }) : await faultsOfShut(visit)
    faults.push(...found.map((fault) => `${path}: ${fault}`))
  }
  assert.deepEqual(faults, [])
  const entries = visit.page.getByRole('navigation', { name: 'Pages' }).getByRole('link')
  const menu = (await entries.allTextContents()).map((each) => each.trim())
  return { visit, walk, menu, pages }
}

const holdsOf =
  (me: Me): Holds =>
  (need) => {
    if (need === 'Administrate') return me.administrator
    const [privilege = '', ...rest] = need.split(' ')
    const table = rest.at(-1) ?? ''
    if (me.privileges[table]?.includes(privilege)) return true
    return rest.length === 1 && (me.ownRows[table]?.includes(privilege) ?? false)
  }

/** Every page, the forms of new records, and the tabs of an event that are shown. */
async function pathsFor(routes: readonly ConsoleRoute[], holds: Holds) {
  const forms = routes
    .filter(({ needsForNew }) => needsForNew !== undefined)
    .map(({ path }) => path.replace(/\$\w+$/, 'new'))
    .map((path) => (path === '/mail-templates/new' ? `${path}?kind=confirmation` : path))
  const tabs = (await eventTabs())
    .filter(({ table, name }) => holds(`Read ${name === 'attendance' ? 'all ' : ''}${table}`))
    .map(({ name }) => `/events/$eventId/${name}`)
  return [...routes.map(({ path }) => path), ...forms, ...tabs]
}

const shutTitle = 'This page is not open to you'

interface Judging {
  readonly routes: readonly ConsoleRoute[]
  readonly holds: Holds
  /** Records at the addresses may be somebody else's, who are not there for this user. */
  readonly foreignRecords?: boolean
}

function faultsOfOpen(seen: Seen, { routes, holds, foreignRecords = false }: Judging): string[] {
  const refused = seen.refused.filter((each) => !(foreignRecords && each.startsWith('404 GET')))
  const deadEnds = seen.links.filter((each) => !(needsAt(routes, each)?.every(holds) ?? false))
  return [
    ...(seen.title === shutTitle ? ['is shut, but should be open'] : []),
    ...refused.map((each) => `was refused ${each}`),
    ...deadEnds.map((each) => `leads to ${each}, which is shut`),
  ]
}

/** Shut pages say so, which right is missing, and who can help; and they ask for nothing. */
async function faultsOfShut({ page }: ConsoleVisit): Promise<string[]> {
  const text = await page.locator('main').innerText()
  const missing = /It needs the right to (create|read|change|delete) “|It is for System Admin/
  return [
    ...(text.includes(shutTitle) ? [] : ['is open, but should be shut']),
    ...(missing.test(text) ? [] : ['does not say which right is missing']),
    ...(text.includes('A System Administrator can give you') ? [] : ['does not say who can help']),
  ]
}

/** Acts of a page by their words: those that must be there, and those that must not. */
export function assertActs(
  { pages }: Round,
  expected: Readonly<
    Record<string, { readonly has?: readonly string[]; readonly hasNot?: readonly string[] }>
  >,
): void {
  for (const [path, { has = [], hasNot = [] }] of Object.entries(expected)) {
    const { acts } = pages.get(path) ?? assert.fail(`${path} was not seen`)
    for (const each of has) assert.ok(acts.includes(each), `${path} lacks ${each}: ${acts}`)
    for (const each of hasNot) assert.ok(!acts.includes(each), `${path} offers ${each}`)
  }
}

/** What the hub answers when a page is not asked: its status. */
export async function tryAnyway(
  { visit }: Round,
  method: string,
  path: string,
  body: object = {},
): Promise<number> {
  const sending = { method, headers: { 'content-type': 'application/json', 'if-match': '*' } }
  const options = JSON.stringify({ ...sending, body: JSON.stringify(body) })
  const asked = `fetch(${JSON.stringify(path)}, ${options}).then(({ status }) => status)`
  return (await visit.page.evaluate(asked)) as number
}
