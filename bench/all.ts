/** Runs the benchmarks named as arguments, one folder each, or all: `npm run bench -- jobs`. */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const here = fileURLToPath(new URL('.', import.meta.url))
const known = readdirSync(here).filter((name) => existsSync(`${here}${name}/run.ts`))
const asked = process.argv.slice(2)
const unknown = asked.filter((name) => !known.includes(name))

if (unknown.length > 0) {
  console.error(`There is no benchmark ${unknown.join(', ')}. There are: ${known.join(', ')}.`)
  process.exitCode = 1
} else {
  for (const name of asked.length > 0 ? asked : known) await runOne(name)
}

/** One after the other, each in a process of its own: none measures what another left behind. */
async function runOne(name: string): Promise<void> {
  console.log(`\n== ${name} ==`)
  const child = spawn(process.execPath, [`${here}${name}/run.ts`], { stdio: 'inherit' })
  const [code] = await once(child, 'exit')
  if (code !== 0) process.exitCode = 1
}
