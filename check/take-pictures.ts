/**
 * `npm run pictures`: the pictures of the guides, taken by the browser tests, so that they show what
 * is there. Runs the tests with SCREENSHOTS and keeps what a page under docs/ refers to.
 */
import { spawn } from 'node:child_process'
import { copyFile, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const kept = join(root, 'docs', 'images')
const tests = ['test/console/*.test.ts', 'src/site/states.browser.test.ts']

const folder = await mkdtemp(join(tmpdir(), 'greenroom-pictures-'))
try {
  await runTests(folder)
  await mkdir(kept, { recursive: true })
  const taken = new Set(await readdir(folder))
  for (const name of await wantedPictures()) {
    if (taken.has(name)) await copyFile(join(folder, name), join(kept, name))
    else console.log(`No test takes ${name}: the one in docs/images stays as it is.`)
  }
} finally {
  await rm(folder, { recursive: true, force: true })
}

async function runTests(pictures: string): Promise<void> {
  const child = spawn(process.execPath, ['check/run-tests.ts', ...tests], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, SCREENSHOTS: pictures },
  })
  process.exitCode = await new Promise<number>((resolve) =>
    child.on('exit', (code) => resolve(code ?? 1)),
  )
}

/** Names of the files that guides show. */
async function wantedPictures(): Promise<string[]> {
  const guides = (await readdir(join(root, 'docs'), { recursive: true })).filter((name) =>
    name.endsWith('.md'),
  )
  const texts = await Promise.all(guides.map((name) => readFile(join(root, 'docs', name), 'utf8')))
  return [...texts.join('\n').matchAll(/!\[[^\]]*\]\((?:\.\.\/)*images\/([\w-]+\.png)\)/g)].map(
    ([, name]) => name ?? '',
  )
}
