import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemClock } from '#clock'
import { silentLog } from '#log'
import { findDefinition, providerDefinitions } from '#providers'
import { startTwins } from './index.ts'

test('every twin runs on its own port, and what is told of it fills in the form of its provider', async () => {
  const twins = await startTwins({
    clock: systemClock,
    host: '127.0.0.1',
    log: silentLog,
    firstPort: 0,
  })
  try {
    const origins = new Set(twins.all.map(({ url }) => new URL(url).origin))
    assert.equal(origins.size, twins.all.length)
    for (const { adapter, url, values, accept } of twins.all) {
      const definition = findDefinition(providerDefinitions, adapter)
      assert.ok(definition !== undefined, `${adapter} is no provider`)
      const asked = new Set(definition.settings.map(({ name }) => name))
      for (const name of Object.keys(values)) assert.ok(asked.has(name), `${adapter}: ${name}`)
      const missing = definition.settings.filter(
        ({ name, required }) =>
          required && name !== 'msevtmgt_base_service_url' && values[name] === undefined,
      )
      assert.deepEqual(missing, [])
      const { auth } = definition
      const signsIn = (typeof auth === 'function' ? auth({}) : auth) === 'authorize'
      assert.equal(accept !== undefined, signsIn)
      assert.ok((await fetch(url)).status < 500)
    }
  } finally {
    await twins.close()
  }
})
