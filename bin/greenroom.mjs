#!/usr/bin/env node
// Plain JavaScript that any Node can parse: finds the Node that the hub needs, then starts it.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter } from 'node:path'
import { fileURLToPath } from 'node:url'

const needed = 26
const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
const own = fileURLToPath(
  new URL(
    process.platform === 'win32' ? '../node_modules/.bin/node.cmd' : '../node_modules/.bin/node',
    import.meta.url,
  ),
)

if (Number(process.versions.node.split('.')[0]) >= needed) {
  process.argv[1] = main
  await import('../src/main.ts')
} else if (existsSync(own)) {
  runWith(own)
} else {
  console.error(
    `Greenroom needs Node ${needed} or newer; this is ${process.version}, and the one that npm installs ` +
      'beside the hub is missing. Run `npm ci` without --omit=optional, or start it with a newer Node.',
  )
  process.exitCode = 1
}

/** npx of an older Node gets here: hand over, pass signals on, end as the hub ends. */
function runWith(node) {
  const path = `${fileURLToPath(new URL('../node_modules/.bin', import.meta.url))}${delimiter}${process.env.PATH ?? ''}`
  const child = spawn(node, [main, ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { ...process.env, PATH: path },
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => {
    process.exitCode = signal === null ? (code ?? 1) : 1
  })
}
