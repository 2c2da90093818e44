/**
 * npm drops the packages of other platforms from the lock file when it installs into a folder that
 * has node_modules already; then `npm ci` fails everywhere. Seen with npm 11.19.
 */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

interface Locked {
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

export async function lockFaults(root: string): Promise<string[]> {
  const text = await readFile(join(root, 'package-lock.json'), 'utf8')
  const { packages } = JSON.parse(text) as { packages: Readonly<Record<string, Locked>> }
  const missing = new Set<string>()
  for (const [path, { optionalDependencies = {} }] of Object.entries(packages)) {
    for (const name of Object.keys(optionalDependencies)) {
      const isThere = [`node_modules/${name}`, `${path}/node_modules/${name}`].some(
        (each) => each in packages,
      )
      if (!isThere) missing.add(name)
    }
  }
  if (missing.size === 0) return []
  return [
    `package-lock.json lacks ${[...missing].slice(0, 5).join(', ')}${missing.size > 5 ? ' and more' : ''}: copy package.json and .npmrc to an empty folder, run \`npm install --package-lock-only\` there under Node 26, and copy the lock file back.`,
  ]
}
