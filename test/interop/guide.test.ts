/** The examples of docs/guides/query.md, as they stand there. */
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { systemCaller } from '#identity'
import { dataWorld } from '../data-world.ts'

const run = promisify(execFile)
const root = fileURLToPath(new URL('../..', import.meta.url))
const guide = await readFile(`${root}docs/guides/query.md`, 'utf8')
const world = await dataWorld()
const { clientId, userId, clientSecret } = await world.identity.applications.create(systemCaller, {
  name: 'Guide',
  roles: ['Reader'],
})
const env = {
  ...process.env,
  HUB: new URL(world.root).origin,
  KEY: world.key,
  CLIENT_ID: clientId,
  CLIENT_SECRET: clientSecret,
}

const examples = (language: string): string[] =>
  [...guide.matchAll(new RegExp(`\`\`\`${language}\n([^]*?)\`\`\``, 'g'))].map(
    ([, text = '']) => text,
  )

async function exists(program: string): Promise<boolean> {
  return await run(program, ['--version']).then(
    () => true,
    () => false,
  )
}

test('the examples for JavaScript print what the guide promises', async () => {
  const outputs: string[] = []
  for (const [index, text] of examples('js').entries()) {
    // Beside package.json, so that the example finds the library by its name.
    const file = `${root}guide-example-${process.pid}-${index}.mjs`
    await writeFile(file, text)
    try {
      outputs.push((await run(process.execPath, [file], { env })).stdout.trim())
    } finally {
      await rm(file)
    }
  }
  assert.deepEqual(outputs, ['Grace', '1 contacts'])
})

const noCurl = (await exists('curl')) ? false : 'there is no curl on this machine'
test('the examples for curl answer', { skip: noCurl }, async () => {
  const { stdout } = await run('sh', ['-ec', examples('sh').join('\n')], { env })
  assert.match(stdout, /"UserId"/)
  assert.match(stdout, /"access_token":"gat_/)
  assert.match(stdout, /"fullname":"Ada Lovelace"/)
  assert.ok(!stdout.includes('"error"'), stdout)
})

const noPython = (await exists('python3')) ? false : 'there is no Python on this machine'
test('the examples for Python print names, and who an application is', {
  skip: noPython,
}, async () => {
  await world.create('contact', { firstname: 'Gottfried', lastname: 'Leibniz' })
  const [names = '', application = ''] = examples('python')
  assert.match((await run('python3', ['-c', names], { env })).stdout, /Gottfried Leibniz/)
  assert.equal((await run('python3', ['-c', application], { env })).stdout.trim(), userId)
})
