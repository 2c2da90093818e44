import assert from 'node:assert/strict'
import { createPublicKey, randomBytes, verify } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { Webhook as StandardWebhook } from 'standardwebhooks'
import { Webhook as SvixWebhook } from 'svix'
import { makeSigningSecret, readSigningSecret, signatureHeaders } from './signing-key.ts'

const keyOf = (secret: string) => {
  const key = readSigningSecret(secret)
  assert.ok(key)
  return key
}

test('whatever is signed verifies with standardwebhooks and svix, and nothing else does', () => {
  const secret = makeSigningSecret('v1')
  const readers = [new StandardWebhook(secret), new SvixWebhook(secret)]
  fc.assert(
    fc.property(fc.uuid(), fc.json(), (id, body) => {
      const headers = signatureHeaders([keyOf(secret)], id, new Date(), body)
      for (const reader of readers) {
        assert.doesNotThrow(() => reader.verify(body, headers))
        assert.throws(() => reader.verify(`${body} `, headers))
        assert.throws(() => reader.verify(body, { ...headers, 'webhook-id': `${id}0` }))
      }
    }),
    { numRuns: 30 },
  )
})

test('v1a verifies with the public key alone', () => {
  const key = keyOf(makeSigningSecret('v1a'))
  const headers = signatureHeaders([key], 'id', new Date(), '{}')
  const [version, encoded = ''] = (headers['webhook-signature'] ?? '').split(',')
  assert.equal(version, 'v1a')
  const x = Buffer.from(key.publicKey?.replace('whpk_', '') ?? '', 'base64').toString('base64url')
  const open = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
  const content = Buffer.from(`id.${headers['webhook-timestamp']}.{}`)
  assert.ok(verify(null, content, open, Buffer.from(encoded, 'base64')))
})

test('texts that are no secrets are told apart', () => {
  const base64 = (bytes: number) => randomBytes(bytes).toString('base64')
  for (const bytes of [24, 32, 64]) assert.ok(readSigningSecret(`whsec_${base64(bytes)}`))
  const wrong = ['', 'whsec_', 'secret', `whsec_${base64(23)}`, `whsec_${base64(65)}`]
  wrong.push(`whsk_${base64(31)}`, `whsk_${base64(64)}`, 'whsec_not base64 at all, not at all')
  for (const text of wrong) assert.equal(readSigningSecret(text), undefined, text)
})
