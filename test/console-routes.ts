/** The addresses of the console's pages, as its areas declare them: a new page is among them by itself. */
import { glob } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

const areas = fileURLToPath(new URL('../web/admin/areas/', import.meta.url))

interface DeclaredRoute {
  readonly options: { readonly path: string }
}

/** Paths with their parameters, e.g. `/events/$eventId/{-$tab}`. */
export async function consoleRoutes(): Promise<readonly string[]> {
  const paths: string[] = []
  for await (const file of glob('*/routes.ts', { cwd: areas })) {
    const exported = (await import(`${areas}${file}`)) as Record<string, readonly DeclaredRoute[]>
    for (const route of Object.values(exported).flat()) paths.push(route.options.path)
  }
  return paths.toSorted()
}
