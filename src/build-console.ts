/**
 * The console's pages are built by Vite into dist/console. `start` and `demo` do it themselves when
 * the result is missing or older than its sources, so that a fresh checkout needs no third command.
 */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const vite = join(root, 'node_modules', 'vite', 'bin', 'vite.js')
const stamp = join(root, 'dist', 'console', 'built-from.txt')

/**
 * Builds unless dist/console was made of these very sources. An installation without the build
 * tools (`npm ci --omit=dev`) keeps what it has. Rejects with Vite's words when it cannot be built.
 */
export async function buildConsole(): Promise<'built' | 'current' | 'no build tools'> {
  const sources = await fingerprint()
  if ((await readFile(stamp, 'utf8').catch(() => '')) === sources) return 'current'
  if (!existsSync(vite)) return 'no build tools'
  await runVite()
  await writeFile(stamp, sources)
  return 'built'
}

/** A hash over everything the bundle is made of; about 10 ms for all files. */
async function fingerprint(): Promise<string> {
  const hash = createHash('sha256')
  for (const name of await sourceFiles()) {
    hash.update(name).update('\0')
    hash.update(await readFile(join(root, name)))
  }
  return hash.digest('hex')
}

async function sourceFiles(): Promise<string[]> {
  const found = await readdir(join(root, 'web'), { recursive: true, withFileTypes: true })
  const files = found
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length))
  return [...files, 'package-lock.json'].sort()
}

async function runVite(): Promise<void> {
  const parameters = [vite, 'build', '--config', 'web/vite.config.ts', '--logLevel', 'error']
  const child = spawn(process.execPath, parameters, {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', resolve)
  })
  if (code !== 0) throw new Error(`The console could not be built.\n${said.trim()}`)
}
