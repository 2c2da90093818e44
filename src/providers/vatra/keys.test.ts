import assert from 'node:assert/strict'
import { generateKeyPairSync } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { isPair, readPrivateKey, readPublicKey } from './keys.ts'
import { examine } from './settings.ts'
import { keys } from './test-server.ts'
import { newKeys } from './twin/index.ts'

const others = newKeys()

const faultOf = async (values: Readonly<Record<string, string>>) => {
  const fault = await examine(async (name) => values[name])
  return fault && `${fault.setting} ${fault.expected}`
}

const pairOf = (gr_jwtpublickey: string, gr_jwtprivatekey: string) => ({
  gr_jwtpublickey,
  gr_jwtprivatekey,
})

const rsa = (type: 'pkcs1', more = {}) =>
  generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type, format: 'pem' },
    privateKeyEncoding: { type, format: 'pem', ...more },
  })

test('a pair is accepted, as is one key alone until the other one is entered', async () => {
  assert.equal(await faultOf(pairOf(keys.publicKey, keys.privateKey)), undefined)
  assert.equal(await faultOf({ gr_jwtpublickey: keys.publicKey }), undefined)
  assert.equal(await faultOf({}), undefined)
})

test('keys of the older form (PKCS #1) are a pair like others', async () => {
  const old = rsa('pkcs1')
  assert.equal(await faultOf(pairOf(old.publicKey, old.privateKey)), undefined)
})

const elliptic = generateKeyPairSync('ec', {
  namedCurve: 'P-256',
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})

const short = generateKeyPairSync('rsa', {
  modulusLength: 1024,
  publicKeyEncoding: { type: 'spki', format: 'pem' },
  privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
})

const locked = rsa('pkcs1', { cipher: 'aes-128-cbc', passphrase: 'secret' })

for (const [what, values, expected] of [
  ['keys of two pairs', pairOf(keys.publicKey, others.privateKey), /^gr_jwtprivatekey .*no pair/],
  [
    'the private key in the place of the public one',
    pairOf(keys.privateKey, keys.privateKey),
    /^gr_jwtpublickey the public key; this is the private one/,
  ],
  [
    'the public key in the place of the private one',
    pairOf(keys.publicKey, keys.publicKey),
    /^gr_jwtprivatekey the private key; this is the public one/,
  ],
  ['no key at all', pairOf('abc', keys.privateKey), /^gr_jwtpublickey the key as PEM text/],
  [
    'a key that is cut',
    pairOf(keys.publicKey, keys.privateKey.replace(/^([\s\S]{200})[\s\S]*(?=-----END)/, '$1\n')),
    /^gr_jwtprivatekey a private key that can be read/,
  ],
  [
    'a key with a passphrase',
    pairOf(locked.publicKey, locked.privateKey),
    /^gr_jwtprivatekey a private key without a passphrase/,
  ],
  [
    'keys of another kind',
    pairOf(elliptic.publicKey, elliptic.privateKey),
    /^gr_jwtpublickey an RSA key, for RS256; this one is of the kind ec/,
  ],
  [
    'keys that are too short for RS256',
    pairOf(short.publicKey, short.privateKey),
    /^gr_jwtpublickey an RSA key of 2048 bits or more; this one has 1024/,
  ],
] as const) {
  test(`${what}: the refusal names the field and what it takes, and repeats no key`, async () => {
    const fault = (await faultOf(values)) ?? assert.fail('It was accepted.')
    assert.match(fault, expected)
    assert.ok(!fault.includes(keys.privateKey.slice(40, 80)))
  })
}

const white = fc.constantFrom(' ', '\n', '\r\n', '\\n', '\\r\\n', '\t', '', '  \n')

test('a key is read however its lines were broken on the way', () => {
  const bodyOf = (pem: string) => pem.replace(/-----[^-]+-----|\s/g, '')
  const [publicBody, privateBody] = [bodyOf(keys.publicKey), bodyOf(keys.privateKey)]
  fc.assert(
    fc.property(
      fc.array(white, { minLength: 3, maxLength: 40 }),
      fc.integer({ min: 1, max: 200 }),
      (breaks, length) => {
        const broken = (body: string, label: string) => {
          const lines = body.match(new RegExp(`.{1,${length}}`, 'g')) ?? []
          const text = lines.map((line, at) => line + breaks[at % breaks.length]).join('')
          return `${breaks[0]}-----BEGIN ${label}-----${breaks[1]}${text}-----END ${label}-----${breaks[2]}`
        }
        const publicKey = readPublicKey(broken(publicBody, 'PUBLIC KEY'))
        const privateKey = readPrivateKey(broken(privateBody, 'PRIVATE KEY'))
        assert.ok(publicKey.kind === 'key' && privateKey.kind === 'key')
        assert.ok(isPair({ publicKey: publicKey.key, privateKey: privateKey.key }))
      },
    ),
    { numRuns: 60 },
  )
})

test('whatever is typed into the fields of the keys, it is told in words and nothing fails', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.base64String({ maxLength: 400 })), (text) => {
      const wrapped = `-----BEGIN PRIVATE KEY-----${text}-----END PRIVATE KEY-----`
      for (const pasted of [text, wrapped]) {
        assert.equal(readPublicKey(pasted).kind, 'fault')
        assert.equal(readPrivateKey(pasted).kind, 'fault')
      }
    }),
  )
})
