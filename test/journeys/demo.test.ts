/** What a newcomer does first: `npm run demo`. */
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { cleanUpAfterwards } from '../database.ts'

const main = fileURLToPath(new URL('../../src/main.ts', import.meta.url))

test('the demo plays its story to the end, stays up to look around, and leaves nothing behind', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'greenroom-demo-test-'))
  cleanUpAfterwards(() => rm(folder, { recursive: true, force: true }))
  const child = spawn(process.execPath, [main, 'demo'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: process.env.PATH ?? '', TMPDIR: folder, PORT: '0' },
  })
  cleanUpAfterwards(async () => void child.kill('SIGKILL'))
  const problems = text(child.stderr as NonNullable<typeof child.stderr>)
  const told = await toldBy(child, problems)

  assert.match(told, /completed/)
  assert.match(told, /failed/)
  const address = (label: string) =>
    new RegExp(`${label}: (\\S+)`).exec(told)?.[1] ?? assert.fail(told)
  const signIn = await fetch(address('Console \\(one-time sign-in\\)'))
  assert.equal(signIn.status, 200)
  const site = await (await fetch(address('Public site'))).text()
  assert.match(site, /<a[^>]+href="\/e\//, 'there is an event to register for')

  child.kill('SIGTERM')
  const [code] = child.exitCode === null ? await once(child, 'exit') : [child.exitCode]
  assert.equal(code, 0, await problems)
  assert.deepEqual(await readdir(folder), [])
})

/** All that it printed until it stays up. */
async function toldBy(child: ChildProcess, problems: Promise<string>): Promise<string> {
  let told = ''
  for await (const piece of child.stdout ?? []) {
    told += String(piece)
    if (/System jobs: \S+\n/.test(told)) return told
  }
  throw new Error(`The demo ended early.\n${told}\n${await problems}`)
}
