/** `npm run check`: format and lint, types, import boundaries, sizes, dead code. */
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { boundaryFaults, environmentFaults } from './boundaries.ts'
import { lockFaults } from './lock-file.ts'
import { sizeFaults } from './sizes.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
let failed = false

function report(name: string, faults: readonly string[]): void {
  console.log(`${faults.length === 0 ? 'ok  ' : 'FAIL'} ${name}`)
  for (const fault of faults) console.log(`     ${fault}`)
  if (faults.length > 0) failed = true
}

function run(name: string, command: string, parameters: readonly string[]): void {
  const result = spawnSync(`node_modules/.bin/${command}`, parameters, {
    cwd: root,
    encoding: 'utf8',
  })
  const output = `${result.stdout}${result.stderr}`.trim()
  report(name, result.status === 0 ? [] : [output === '' ? String(result.error) : output])
}

run('format and lint (npm run format mends most)', 'biome', ['check', '--error-on-warnings', '.'])
run('types', 'tsc', ['--noEmit'])
run('types of the console', 'tsc', ['--noEmit', '-p', 'web/tsconfig.json'])
report('import boundaries', await boundaryFaults(root))
report('environment', await environmentFaults(root))
report('file sizes', await sizeFaults(root))
report('lock file', await lockFaults(root))
run('dead code', 'knip', [])
process.exitCode = failed ? 1 : 0
