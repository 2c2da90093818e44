import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { systemClock } from '#clock'
import { isRefusal } from '#errors'
import { createVault } from './index.ts'

const vaultWith = (...masterKeys: Uint8Array[]) => createVault({ masterKeys, clock: systemClock })

test('a signature holds for its own content and purpose only', () => {
  const vault = vaultWith(randomBytes(32))
  fc.assert(
    fc.property(fc.string(), fc.string(), (content, other) => {
      const signature = vault.sign('join link', content)
      assert.equal(signature.byteLength, 32)
      assert.ok(vault.verify('join link', content, signature))
      assert.ok(vault.verify('join link', Buffer.from(content), signature))
      assert.ok(!vault.verify('calendar link', content, signature))
      assert.equal(vault.verify('join link', other, signature), other === content)
    }),
  )
})

test('a changed, cut or empty signature does not hold', () => {
  const vault = vaultWith(randomBytes(32))
  const signature = vault.sign('join link', 'content')
  for (let bit = 0; bit < 256; bit += 1) {
    const changed = Uint8Array.from(signature)
    changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7))
    assert.ok(!vault.verify('join link', 'content', changed))
  }
  assert.ok(!vault.verify('join link', 'content', signature.subarray(0, 31)))
  assert.ok(!vault.verify('join link', 'content', new Uint8Array()))
})

test('links signed before a rotation still hold after it, and not without the older key', () => {
  const [older, newer] = [randomBytes(32), randomBytes(32)]
  const link = vaultWith(older).sign('join link', 'registration 1')
  assert.ok(vaultWith(newer, older).verify('join link', 'registration 1', link))
  assert.ok(!vaultWith(newer).verify('join link', 'registration 1', link))
  const next = vaultWith(newer, older).sign('join link', 'registration 1')
  assert.ok(vaultWith(newer).verify('join link', 'registration 1', next))
})

test('signatures are the same in every process and every release that has the key', () => {
  const signature = vaultWith(new Uint8Array(32)).sign('join link', 'content')
  assert.equal(
    Buffer.from(signature).toString('hex'),
    'c35ec6a530e029e9135425089adfec5e233cf457e6ed8e12fead903d1da2a37c',
  )
})

test('a vault without a key or with one of another length is refused', () => {
  for (const masterKeys of [[], [randomBytes(31)], [randomBytes(32), randomBytes(64)]]) {
    assert.throws(
      () => vaultWith(...masterKeys),
      (error) =>
        isRefusal(error, 'master-key-invalid') && /GREENROOM_MASTER_KEY/.test(error.sentence),
    )
  }
})
