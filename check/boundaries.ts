/**
 * Which module may import which, as a file that the machine runs. Arrows point down the list of
 * layers only; modules of one layer do not know each other unless the layer is a line.
 */
import { readdir, readFile } from 'node:fs/promises'
import { dirname, join, relative, resolve, sep } from 'node:path'

interface Layer {
  readonly name: string
  /** In a line, each may import those before it; in a row, none knows another. */
  readonly order: 'row' | 'line'
  readonly modules: readonly string[]
}

/** From the ground up. A module may import modules of earlier layers. */
export const layers: readonly Layer[] = [
  { name: 'words', order: 'line', modules: ['errors', 'clock', 'log', 'contract'] },
  { name: 'settings', order: 'row', modules: ['config'] },
  { name: 'the world', order: 'line', modules: ['database', 'outbound', 'vault'] },
  { name: 'mechanisms', order: 'row', modules: ['jobs', 'oauth', 'http', 'calendar'] },
  { name: 'the event pipeline', order: 'row', modules: ['pipeline'] },
  {
    name: 'domain',
    order: 'line',
    modules: ['identity', 'contacts', 'providers', 'events', 'registrations'],
  },
  {
    name: 'reactions',
    order: 'row',
    modules: ['webinars', 'meetings', 'attendance', 'mail', 'webhooks'],
  },
  {
    name: 'doors',
    order: 'row',
    modules: [
      'data-api',
      'events-api',
      'site',
      'console',
      'hooks',
      'check-in',
      'twins',
      'verify-provider',
    ],
  },
  { name: 'doors whose pages stand in the console', order: 'row', modules: ['request-bin'] },
]

/** Beside the doors, below them: the data API stands on it. */
const queryModule = 'query'

interface Import {
  readonly file: string
  readonly line: number
  readonly from: string
  /** The statement up to the module's name. */
  readonly clause: string
}

/** Gives one sentence per broken rule, each saying what to do instead. */
export async function boundaryFaults(root: string): Promise<string[]> {
  const files = (await readdir(join(root, 'src'), { recursive: true }))
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(root, 'src', name))
  const faults: string[] = []
  for (const file of files) {
    const shown = relative(root, file)
    faults.push(...nameFaults(shown))
    for (const each of importsOf(shown, await readFile(file, 'utf8'))) {
      const fault = importFault(root, each)
      if (fault !== undefined) faults.push(`${each.file}:${each.line} ${fault}`)
    }
  }
  return faults
}

const bags = /(^|\/)(utils?|helpers?|common|misc|shared|lib)(\/|\.ts$|-)/

function nameFaults(file: string): string[] {
  if (!bags.test(file)) return []
  return [`${file} has a name that tells nothing: name it after the act or the thing it holds.`]
}

function importsOf(file: string, text: string): Import[] {
  const found: Import[] = []
  const pattern =
    /^(?:import|export)\b[^'"]*?from\s+['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]|^import\s+['"]([^'"]+)['"]/gm
  for (const match of text.matchAll(pattern)) {
    const line = text.slice(0, match.index).split('\n').length
    const from = match[1] ?? match[2] ?? match[3] ?? ''
    found.push({ file, line, from, clause: match[0] })
  }
  return found
}

function importFault(root: string, each: Import): string | undefined {
  const parts = each.file.split(sep)
  const home = parts.length > 2 ? (parts[1] as string) : undefined
  const isTest = /(\.test|-fixture)\.ts$/.test(each.file)
  if (each.from.startsWith('.')) return relativeFault(root, each, home, isTest)
  if (home === undefined || isTest) return undefined
  if (each.from.startsWith('#')) return arrowFault(home, each.from.slice(1))
  return worldFault(each, home)
}

function relativeFault(
  root: string,
  each: Import,
  home: string | undefined,
  isTest: boolean,
): string | undefined {
  const target = relative(root, resolve(root, dirname(each.file), each.from))
  const [folder, module] = target.split(sep)
  if (folder === 'src' && home === 'providers' && module === home) {
    return providerFault(each.file, target)
  }
  if (folder === 'src' && (home === undefined || module === home)) return undefined
  if (isTest && folder === 'test') return undefined
  return `reaches out of its module to ${target}: import { … } from '#${module}' and let that module's index.ts export what you need.`
}

/** Folders of src/providers that are no provider, and what is in them. */
const platformFolders: Readonly<Record<string, string>> = {
  twin: 'pieces that twins of several providers are made of',
  conformance: 'the cases that every provider has to pass',
}

/** A provider stands alone: it can be taken out, or copied as the beginning of another one. */
function providerFault(file: string, target: string): string | undefined {
  const [from, to] = [folderOfProvider(file), folderOfProvider(target)]
  if (from === undefined || to === undefined || from === to) return undefined
  if (platformFolders[to] !== undefined) return undefined
  return `reaches into the provider ${to}: move what both need to src/providers (or to src/providers/twin, for simulators).`
}

/** Undefined: a file of the platform, src/providers/<file>. */
function folderOfProvider(path: string): string | undefined {
  const [, , folder, ...rest] = path.split(sep)
  return rest.length === 0 ? undefined : folder
}

function arrowFault(home: string, target: string): string | undefined {
  if (home === target) return `imports its own front door: inside a module import './file.ts'.`
  if (isBelow(target, home)) return undefined
  return `imports #${target}, but arrows point down only and #${home} does not stand above it: publish a pipeline message and let compose.ts plug #${target}'s step in, or hand the function over as an argument in compose.ts.`
}

function isBelow(target: string, home: string): boolean {
  if (target === queryModule)
    return home === 'data-api' || home === 'events-api' || home === 'console'
  const from = position(home === queryModule ? 'data-api' : home)
  const to = position(target)
  if (from === undefined || to === undefined) return false
  if (from.layer !== to.layer) return to.layer < from.layer
  return layers[from.layer]?.order === 'line' && to.index < from.index
}

function position(module: string): { layer: number; index: number } | undefined {
  for (const [layer, { modules }] of layers.entries()) {
    const index = modules.indexOf(module)
    if (index >= 0) return { layer, index }
  }
  return undefined
}

const reserved: readonly { packages: RegExp; modules: readonly string[]; instead: string }[] = [
  {
    packages: /^(undici|node:https?)$/,
    modules: ['outbound'],
    instead: 'call the network through #outbound, which guards addresses and bounds time and size',
  },
  {
    packages: /^pg$/,
    modules: ['database', 'jobs'],
    instead: 'take a Db or Tx from #database',
  },
  {
    packages: /^nodemailer/,
    modules: ['mail'],
    instead: 'enqueue a mail job of #mail',
  },
  {
    packages: /^(fast-xml-parser|saxes)$/,
    modules: ['query', 'providers'],
    instead: 'parse XML where it enters: the query language or the provider',
  },
]

function worldFault(each: Import, home: string): string | undefined {
  const rule = reserved.find(
    ({ packages, modules }) => packages.test(each.from) && !modules.includes(home),
  )
  if (rule === undefined || each.file.includes(`${sep}twin${sep}`)) return undefined
  // Names of status codes and types call nobody.
  if (/^import (type\b|\{ STATUS_CODES \})/.test(each.clause)) return undefined
  return `imports ${each.from}, which belongs to ${rule.modules.map((name) => `#${name}`).join(', ')}: ${rule.instead}.`
}

/** The command line hands it to #config; programs that are started need PATH and TEMP. */
const readers = new Set(['main.ts', join('database', 'embedded', 'run-program.ts')])

/** `process.env` is read in one place. */
export async function environmentFaults(root: string): Promise<string[]> {
  const files = (await readdir(join(root, 'src'), { recursive: true })).filter((name) =>
    name.endsWith('.ts'),
  )
  const faults: string[] = []
  for (const name of files) {
    if (/(\.test|-fixture)\.ts$/.test(name) || readers.has(name)) continue
    const text = await readFile(join(root, 'src', name), 'utf8')
    if (text.includes('process.env')) {
      faults.push(
        `src/${name} reads process.env: take the value as an argument from #config's settings.`,
      )
    }
  }
  return faults
}
