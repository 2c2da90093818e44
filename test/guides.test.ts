/** Pages under docs/ lead nowhere that is not there. */
import assert from 'node:assert/strict'
import { access, readdir, readFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

async function pages(): Promise<string[]> {
  const under = await readdir(join(root, 'docs'), { recursive: true })
  const own = ['README.md', 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'web/admin/README.md']
  return [...own, ...under.filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`)]
}

test('Every link to a file and every picture of the guides is there', async () => {
  const missing: string[] = []
  for (const page of await pages()) {
    const text = await readFile(join(root, page), 'utf8')
    for (const [, target = ''] of text.matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^(https?:|mailto:|#|\/)/.test(target)) continue
      const path = join(root, dirname(page), decodeURI(target.split('#')[0] ?? ''))
      if (!(await isThere(path))) missing.push(`${page}: ${target}`)
    }
  }
  assert.deepEqual(missing, [])
})

async function isThere(path: string): Promise<boolean> {
  return await access(path).then(
    () => true,
    () => false,
  )
}
