import assert from 'node:assert/strict'
import { readdir, stat } from 'node:fs/promises'
import { test } from 'node:test'
import type { ProviderDefinition, Setting } from './contract.ts'
import { webinarconfigurationTable, webinarproviderTable } from './provider-tables.ts'
import { findDefinition, providerDefinitions } from './registry.ts'

const here = new URL('./', import.meta.url)

/** What stands beside the providers: the suite for all, and what their twins have in common. */
const beside = ['conformance', 'twin']

async function providerFolders(): Promise<string[]> {
  const entries = await readdir(here, { withFileTypes: true })
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
  return folders.filter((name) => !beside.includes(name)).sort()
}

test('every provider folder is registered under its own name, once', async () => {
  const ids = providerDefinitions.map(({ id }) => id).sort()
  assert.deepEqual(ids, await providerFolders())
})

test('every provider folder has what a newcomer and the console look for', async () => {
  for (const id of await providerFolders()) {
    for (const file of ['index.ts', 'README.md', 'logo.svg', `${id}.test.ts`]) {
      await assert.doesNotReject(stat(new URL(`${id}/${file}`, here)), `${id}/${file} is missing`)
    }
  }
})

const columnsOf = {
  provider: webinarproviderTable.columns,
  configuration: webinarconfigurationTable.columns,
} as const

function isDeclared({ on, name, kind }: Setting): boolean {
  if (on === 'settings') return kind !== 'secret'
  const columns: Readonly<Record<string, { readonly kind: string }>> = columnsOf[on]
  return kind === 'secret' ? columns[name]?.kind === 'secret' : columns[name] !== undefined
}

for (const definition of providerDefinitions) {
  test(`every setting of ${definition.name} can be stored, secrets only in the vault`, () => {
    for (const setting of definition.settings) assert.ok(isDeclared(setting), setting.name)
  })

  test(`every setting of ${definition.name} says where its value is found`, () => {
    for (const { label, help } of definition.settings) {
      assert.match(label, /^\S/)
      assert.match(help, /^\S.{20,}\.$/)
    }
  })
}

test('a definition is found by the adapter of a provider record', () => {
  const found: ProviderDefinition | undefined = findDefinition(providerDefinitions, 'manual-link')
  assert.equal(found?.name, 'Pasted link')
  assert.equal(findDefinition(providerDefinitions, 'unheard-of'), undefined)
})
