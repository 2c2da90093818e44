import { createHash, randomBytes } from 'node:crypto'

/** Access tokens begin with it, API keys of the hub's own making do not. */
export const accessTokenPrefix = 'gat_'

/** A random token of 192 bits, for keys, sessions and links. Shown once; only its hash is stored. */
export function newToken(): string {
  return randomBytes(24).toString('base64url')
}

/** Tokens carry enough randomness that an unsalted SHA-256 cannot be searched. */
export function tokenHash(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
