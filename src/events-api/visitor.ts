/**
 * A visitor who signed in at the web application's provider, and the contact they are. The token
 * is a visitor's only means: the hub keeps no session for them.
 */
import { createHash } from 'node:crypto'
import type { JWTPayload } from 'jose'
import type { Db } from '#database'
import type { Caller, Pipeline } from '#pipeline'
import { type Claimant, findVisitor, linkMessage, type Visitor } from './link-visitor.ts'
import { refusals } from './refusals.ts'

/**
 * The claims that Entra B2C and others send: `emails` is B2C's, `preferred_username` the address of
 * people of whom Entra (known by `oid`) keeps no other. Elsewhere people choose that name themselves
 * (Core 1.0 §5.7), also somebody else's address.
 */
export function claimantOf(payload: JWTPayload): Claimant {
  const userName = textOf(payload.oid) === undefined ? undefined : payload.preferred_username
  const email = [payload.email, ...listOf(payload.emails), userName].find(isAddress) ?? ''
  if (email === '') throw refusals['claim-missing']({ claim: 'email' })
  // Whoever may type any address at their provider must not become that person here.
  if (payload.email_verified === false || payload.email_verified === 'false') {
    throw refusals['email-unverified']({ email })
  }
  const [first, ...rest] = textOf(payload.name)?.split(/\s+/) ?? []
  return {
    objectId: objectIdOf(payload),
    email,
    firstName: textOf(payload.given_name) ?? first ?? null,
    lastName: textOf(payload.family_name) ?? (rest.length === 0 ? null : rest.join(' ')),
  }
}

const guid = /^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/i
/** Length of contact.msevtmgt_aadobjectid. */
const longestId = 100

/**
 * Entra's object id stands as it is, for those who look people up by it. Other subjects are unique
 * at their provider only ("1" may be anybody), so the issuer is part of the id.
 */
function objectIdOf({ oid, sub, iss }: JWTPayload): string {
  const own = textOf(oid) ?? String(sub)
  if (guid.test(own)) return own.toLowerCase()
  const issuer = digest(String(iss)).slice(0, 16)
  const id = `${issuer}:${own}`
  return id.length <= longestId ? id : `${issuer}:${digest(own)}`
}

const digest = (text: string): string => createHash('sha256').update(text).digest('hex')

const listOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : [])

function isAddress(value: unknown): value is string {
  return typeof value === 'string' && value.includes('@')
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined
}

/** The contact of a claimant, linked or made at the first sign-in. */
export async function linkVisitor(
  { db, pipeline }: { readonly db: Db; readonly pipeline: Pick<Pipeline, 'execute'> },
  caller: Caller,
  claimant: Claimant,
): Promise<Visitor> {
  const known = await findVisitor(db, claimant.objectId)
  if (known !== undefined) return known
  const request = { message: linkMessage, table: 'contact', input: { ...claimant } }
  return (await pipeline.execute(caller, request)).output as unknown as Visitor
}
