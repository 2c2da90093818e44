/** The console's pages, as its areas declare them: a new page is among them by itself. */
import { glob, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

const areas = fileURLToPath(new URL('../web/admin/areas/', import.meta.url))

export interface ConsoleRoute {
  /** With its parameters, e.g. `/events/$eventId/{-$tab}`. */
  readonly path: string
  readonly needs: readonly string[]
  readonly needsForNew?: readonly string[]
}

interface Declared {
  readonly options: {
    readonly path: string
    readonly staticData: Pick<ConsoleRoute, 'needs' | 'needsForNew'>
  }
}

export async function consoleRoutes(): Promise<readonly ConsoleRoute[]> {
  const found: ConsoleRoute[] = []
  for await (const file of glob('*/routes.ts', { cwd: areas })) {
    const exported = (await import(`${areas}${file}`)) as Record<string, readonly Declared[]>
    for (const { options } of Object.values(exported).flat()) {
      found.push({ path: options.path, ...options.staticData })
    }
  }
  return found.toSorted((a, b) => (a.path < b.path ? -1 : 1))
}

/** Names of the tabs of an event, with the table whose right shows each. */
export async function eventTabs(): Promise<readonly { name: string; table: string }[]> {
  const source = await readFile(`${areas}events/tabs.ts`, 'utf8')
  return [...source.matchAll(/name: '(\w+)', table: '(\w+)'/g)].map(
    ([, name = '', table = '']) => ({
      name,
      table,
    }),
  )
}

/** What the page at an address within the console needs; undefined: there is no such page. */
export function needsAt(
  routes: readonly ConsoleRoute[],
  address: string,
): readonly string[] | undefined {
  const [path = ''] = address.split('?')
  const found =
    routes.find((route) => route.path === path) ?? routes.find((route) => isAt(route, path))
  if (found === undefined) return undefined
  return path.endsWith('/new') ? (found.needsForNew ?? found.needs) : found.needs
}

function isAt(route: ConsoleRoute, path: string): boolean {
  const parts = route.path.replace('/{-$tab}', '(/[^/]+)?').replaceAll(/\$\w+/g, '[^/]+')
  return new RegExp(`^${parts}$`).test(path)
}
