import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import fc from 'fast-check'
import { systemClock } from '#clock'
import { createVault, type Vault } from '#vault'
import { type LinkPurpose, linkToken, readLinkToken } from './link-token.ts'

const joinToken = (signing: Vault, id: string) => linkToken(signing, 'join-link', id)
const readJoinToken = (signing: Vault, token: string) => readLinkToken(signing, 'join-link', token)
const oldKey = randomBytes(32)
const vault = createVault({ masterKeys: [oldKey], clock: systemClock })

test('a token leads back to its registration and fits an address', () => {
  fc.assert(
    fc.property(fc.uuid(), (id) => {
      const token = joinToken(vault, id)
      assert.match(token, /^[\w-]{64}$/)
      assert.equal(readJoinToken(vault, token), id)
    }),
  )
})

test('a token with any other character is nobody’s', () => {
  fc.assert(
    fc.property(
      fc.uuid(),
      fc.nat(63),
      fc.constantFrom('A', 'z', '0', '-', '_', '=', '/', ' '),
      (id, at, character) => {
        const token = joinToken(vault, id)
        const other = `${token.slice(0, at)}${character}${token.slice(at + 1)}`
        assert.equal(readJoinToken(vault, other), other === token ? id : undefined)
      },
    ),
  )
})

test('anything else is no token', () => {
  fc.assert(fc.property(fc.string(), (text) => readJoinToken(vault, text) === undefined))
  const token = joinToken(vault, '01234567-89ab-4cde-8f01-23456789abcd')
  for (const text of [`${token}=`, `${token} `, token.slice(0, -1), `${token}A`]) {
    assert.equal(readJoinToken(vault, text), undefined)
  }
})

test('a token of another hub, or signed for another purpose, is refused', () => {
  const id = '01234567-89ab-4cde-8f01-23456789abcd'
  const other = createVault({ masterKeys: [randomBytes(32)], clock: systemClock })
  assert.equal(readJoinToken(vault, joinToken(other, id)), undefined)
  const bytes = Buffer.from(id.replaceAll('-', ''), 'hex')
  const unsubscribe = Buffer.concat([bytes, vault.sign('unsubscribe', bytes)])
  assert.equal(readJoinToken(vault, unsubscribe.toString('base64url')), undefined)
})

test('whoever has a join link cannot change or cancel with it', () => {
  const id = '01234567-89ab-4cde-8f01-23456789abcd'
  const purposes: readonly LinkPurpose[] = ['join-link', 'personal-link']
  for (const made of purposes) {
    for (const read of purposes) {
      const found = readLinkToken(vault, read, linkToken(vault, made, id))
      assert.equal(found, made === read ? id : undefined)
    }
  }
})

test('links in mails outlive a change of the master key', () => {
  const id = '01234567-89ab-4cde-8f01-23456789abcd'
  const token = joinToken(vault, id)
  const rotated = createVault({ masterKeys: [randomBytes(32), oldKey], clock: systemClock })
  assert.equal(readJoinToken(rotated, token), id)
})
