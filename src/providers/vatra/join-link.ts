/** The way in: a token for one person, one room and one click, signed here. */
import { randomUUID } from 'node:crypto'
import { calculateJwkThumbprint, exportJWK, SignJWT } from 'jose'
import type { Account, JoiningRegistrant } from '../contract.ts'
import { ProviderError } from '../provider-error.ts'
import type { Server } from './client.ts'
import { isPair, type KeyPair, readPrivateKey, readPublicKey } from './keys.ts'
import { personValues } from './mapping.ts'
import { fill, fillAddress } from './template.ts'

/** Clocks of servers differ by seconds; a token that is not valid yet would lock somebody out. */
const clockDifferenceSeconds = 60

/** @throws ProviderError 'auth' where a key is missing, cannot be read, or belongs to another one */
export async function readKeys(account: Account): Promise<KeyPair> {
  const publicKey = readPublicKey((await account.secret('gr_jwtpublickey')) ?? '')
  if (publicKey.kind === 'fault') throw unusable(`The JWT public key is not ${publicKey.expected}.`)
  const privateKey = readPrivateKey((await account.secret('gr_jwtprivatekey')) ?? '')
  if (privateKey.kind === 'fault') {
    throw unusable(`The JWT private key is not ${privateKey.expected}.`)
  }
  const pair = { publicKey: publicKey.key, privateKey: privateKey.key }
  if (isPair(pair)) return pair
  throw unusable('The two JWT keys are no pair. Enter both anew.')
}

const unusable = (message: string) => new ProviderError('auth', { provider: 'vatra', message })

/**
 * A token cannot be revoked: it lives for the click only, and every return goes through the hub.
 * Nothing is asked of the vendor, so a crowd at the door costs its limit nothing.
 */
export async function joinLink(
  { account, surface }: Server,
  webinarId: string,
  person: JoiningRegistrant,
): Promise<string> {
  const { publicKey, privateKey } = await readKeys(account)
  const { issuer, audience, subject, minutes, claims, roles } = surface.token
  const values = personValues(person, webinarId, hubAddress(account), roles)
  const text = (template: string) => String(fill(template, values) ?? '')
  const now = Math.floor(account.clock.now().getTime() / 1000)
  const jwt = await new SignJWT(fill(claims, values) as Record<string, unknown>)
    .setProtectedHeader({
      alg: 'RS256',
      typ: 'JWT',
      kid: await calculateJwkThumbprint(await exportJWK(publicKey)),
    })
    .setIssuer(text(issuer))
    .setAudience(text(audience))
    .setSubject(text(subject))
    .setIssuedAt(now)
    .setNotBefore(now - clockDifferenceSeconds)
    .setExpirationTime(now + minutes * 60)
    .setJti(randomUUID())
    .sign(privateKey)
  const room = surface.room.replace('{server}', () => account.baseUrl)
  return fillAddress(room, { id: webinarId, jwt })
}

/** The public address of the hub, which names who signed. */
const hubAddress = ({ callbackUrl }: Account) => callbackUrl.replace(/\/hooks\/.*$/, '')
