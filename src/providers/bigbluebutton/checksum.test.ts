import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import {
  type Algorithm,
  algorithmOf,
  algorithms,
  checksumOf,
  queryOf,
  signedQuery,
} from './checksum.ts'

/** The public secret of the vendor's documentation; its create/sha1 line is the vendor's own example. */
const secret = '639259d4-9dd8-4b25-bf01-95f9567eaf4b'

const vectors: readonly {
  readonly call: string
  readonly parameters: Readonly<Record<string, string>>
  readonly query: string
  readonly checksums: Partial<Record<Algorithm, string>>
}[] = [
  {
    call: 'create',
    parameters: {
      name: 'Test Meeting',
      meetingID: 'abc123',
      attendeePW: '111222',
      moderatorPW: '333444',
    },
    query: 'name=Test+Meeting&meetingID=abc123&attendeePW=111222&moderatorPW=333444',
    checksums: {
      sha1: '1fcbb0c4fc1f039f73aa6d697d2db9ba7f803f17',
      sha256: 'da9185f7f333cfdfcd6eeac32dca3777510c4c436020d8b887ba5515bd1d189e',
      sha384:
        '891ac633df39d0a1b4f8d597f3e190833216c4b29c4fb51ea3ca72757eeb958d6e7b49a845cf29f5c6019c7d29d029d1',
      sha512:
        'de73ad61d11a5c801b68d4bd6ec5248546085cefb0b25c85f3c46249ea93a3a4b120f92c0a8a58d7512cb77821884951a3b01245f3435dbbef49fff3cc3988b4',
    },
  },
  {
    call: 'getMeetings',
    parameters: {},
    query: '',
    checksums: {
      sha1: '2027baa7771026e9e93392f55031535d1444c41f',
      sha256: 'a5370c5f3d97d56d53b435684cdbc429c2898a3bf9f435518b4279e1e0dbfc8c',
      sha384:
        'a2caf6ab7a9296f621a58d55f299b6dbd023afcf7ccf4ddfb4245a04eb87a0bc7797ea193baa41f81346330145bd3199',
      sha512:
        '456defa5035a4194b8590216805aa0f3b7a7508c2cb74a28bd750d4d2f43d851467acd9b8961cb7f6ffdab0c27e4e83655be9108d4a20ad8702958d6b01a48f4',
    },
  },
  {
    call: 'join',
    parameters: { fullName: 'Anna Šmite', meetingID: 'abc123', role: 'VIEWER', userID: 'u-42' },
    query: 'fullName=Anna+%C5%A0mite&meetingID=abc123&role=VIEWER&userID=u-42',
    checksums: {
      sha1: '86d56b14263eff18e3f0d4b0a166870b85e5bf0c',
      sha256: '1eb2f4f20e6c21b2ede85ac6b08cfc963e6a72bc3148a91a7d547487ed6542df',
    },
  },
]

for (const { call, parameters, query, checksums } of vectors) {
  for (const algorithm of algorithms.filter((each) => checksums[each] !== undefined)) {
    test(`${call} is signed with ${algorithm} as the reference's test vector says`, () => {
      assert.equal(queryOf(parameters), query)
      const signed = new URLSearchParams(signedQuery(call, parameters, { secret, algorithm }))
      assert.equal(signed.get('checksum'), checksums[algorithm])
      assert.equal(algorithmOf(checksums[algorithm] ?? ''), algorithm)
    })
  }
}

test('the checksum is the last parameter, and what is left without it is what was signed', () => {
  const names = fc.stringMatching(/^[a-zA-Z_-]{1,12}$/).filter((name) => name !== 'checksum')
  const values = fc.oneof(fc.string({ unit: 'grapheme' }), fc.boolean(), fc.nat())
  const algorithm = fc.constantFrom(...algorithms)
  fc.assert(
    fc.property(fc.dictionary(names, values), algorithm, (parameters, which) => {
      const signed = signedQuery('create', parameters, { secret, algorithm: which })
      const [query, checksum] = [
        signed.replace(/&?checksum=[^&]*$/, ''),
        /[^=]*$/.exec(signed)?.[0],
      ]
      const expected = createHash(which).update(`create${query}${secret}`).digest('hex')
      assert.equal(checksum, expected)
      assert.doesNotMatch(decodeURIComponent(query), /\p{Cc}/u)
    }),
  )
})

test('the address, the bytes of the body and the secret sign a webhook, as the vector says', () => {
  const address = 'https://hub.example/hooks/bbb?t=1'
  const body = Buffer.from(
    'domain=bbb.example&event=%5B%7B%22data%22%3A%7B%22type%22%3A%22event%22%2C%22id%22%3A%22meeting-ended%22%2C%22attributes%22%3A%7B%22meeting%22%3A%7B%22internal-meeting-id%22%3A%22int-1%22%2C%22external-meeting-id%22%3A%22abc123%22%7D%7D%2C%22event%22%3A%7B%22ts%22%3A1700000000000%7D%7D%7D%5D&timestamp=1700000000001',
  )
  const parts = [address, body, secret]
  assert.equal(checksumOf('sha1', parts), 'de504a303eb2e12984123e1042c5fe28c59126be')
  assert.equal(
    checksumOf('sha256', parts),
    '2db52cf832910175cc571f307a14142b8e65861120184d6196862c6453d5206f',
  )
})

test('what is no hash of a known length is no checksum', () => {
  for (const text of ['', 'abc', 'g'.repeat(40), 'a'.repeat(41), 'a'.repeat(63)]) {
    assert.equal(algorithmOf(text), undefined)
  }
})
