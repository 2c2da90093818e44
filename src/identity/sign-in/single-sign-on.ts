/**
 * Single sign-on with OpenID Connect: authorization code with PKCE (RFC 7636), state, nonce
 * (Core 1.0 §3.1). An account is found by issuer and subject once it is linked; before that by an
 * e-mail that the provider confirms.
 */
import { createHash, randomUUID } from 'node:crypto'
import type { Clock } from '#clock'
import { type Db, type Tx, withTransaction } from '#database'
import type { Outbound } from '#outbound'
import type { Pipeline } from '#pipeline'
import type { Audit } from '../audit/audit.ts'
import { createPerson } from '../create-person.ts'
import { refusals } from '../refusals.ts'
import { newToken } from '../token.ts'
import { type RoleName, roleIds, systemCaller } from '../well-known.ts'
import { createIdentityProvider, type Person } from './identity-provider.ts'
import type { SignedIn, SignInSessions } from './sessions.ts'
import * as rows from './single-sign-on-rows.ts'

export interface SingleSignOnSettings {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** On the button: "Sign in with …". */
  readonly name: string
  /** Role of users who come for the first time; undefined: only users that exist may come in. */
  readonly newUserRole: string | undefined
  /** The provider's e-mails count as confirmed though it does not say so. */
  readonly trustsEmails: boolean
}

interface Needs {
  readonly db: Db
  readonly clock: Clock
  readonly pipeline: Pipeline
  readonly outbound: Pick<Outbound, 'request'>
  readonly audit: Audit
  readonly sessions: SignInSessions
  readonly publicUrl: string
  readonly settings: SingleSignOnSettings
}

/** What the browser that went away must bring back with it. */
export interface SingleSignOnStart {
  readonly url: string
  /** For a cookie: nobody else can finish this sign-in. */
  readonly state: string
}

export interface SingleSignOnAnswer {
  readonly code?: string
  readonly state?: string
  readonly iss?: string
  readonly error?: string
  readonly error_description?: string
}

export type SingleSignOn = ReturnType<typeof createSingleSignOn>

/** Of the column. */
const longestEmail = 100
const awayMs = 10 * 60_000

export function createSingleSignOn(o: Needs) {
  const redirectUri = `${o.publicUrl}/admin/sign-in/callback`
  const provider = createIdentityProvider({ ...o, redirectUri })

  async function findOrMake(tx: Tx, person: Person): Promise<string> {
    const linked = await rows.linkedUser(tx, person)
    if (linked !== undefined) {
      if (linked.enabled) return linked.userId
      throw refusals['single-sign-on-unknown-user']({ email: person.email ?? person.subject })
    }
    const email = confirmedEmail(person, o.settings)
    const known = await rows.personByEmail(tx, email)
    const role = o.settings.newUserRole
    if (known?.enabled === false || (known === undefined && role === undefined)) {
      throw refusals['single-sign-on-unknown-user']({ email })
    }
    const userId =
      known?.userId ??
      (await createPerson(tx, o.pipeline, systemCaller, {
        ...{ email, firstName: person.firstName, lastName: person.lastName ?? email },
        roleIds: [roleIds[role as RoleName]],
      }))
    await rows.insertLink(tx, { ...person, id: randomUUID(), userId, now: o.clock.now() })
    const changes = [{ column: 'identity', old: null, new: `${person.issuer} ${person.subject}` }]
    await o.audit.note(tx, {
      ...{ action: 'link identity', caller: { userId }, changes },
      ...{ table: 'systemuser', recordId: userId },
    })
    return userId
  }

  return {
    name: o.settings.name,

    /** @throws `single-sign-on-unavailable` */
    async start(returnTo: string | undefined): Promise<SingleSignOnStart> {
      const begun = { state: newToken(), nonce: newToken(), verifier: newToken() + newToken() }
      const challenge = createHash('sha256').update(begun.verifier).digest('base64url')
      const url = await provider.authorizationUrl({ ...begun, challenge })
      const now = o.clock.now()
      const expires = new Date(now.getTime() + awayMs)
      await withTransaction(o.db, (tx) =>
        rows.insertStart(tx, { ...begun, id: randomUUID(), returnTo, now, expires }),
      )
      return { url, state: begun.state }
    },

    /**
     * @param browserState what the cookie holds
     * @throws `single-sign-on-failed`, `single-sign-on-unknown-user`, `single-sign-on-unavailable`
     */
    async finish(
      answer: SingleSignOnAnswer,
      browserState: string | undefined,
    ): Promise<SignedIn & { returnTo: string | undefined }> {
      const begun = await takeStart(o, answer, browserState)
      const person = await provider.personOf(answer, begun)
      const signedIn = await withTransaction(o.db, async (tx) =>
        o.sessions.open(tx, await findOrMake(tx, person), 'single-sign-on'),
      )
      return { ...signedIn, returnTo: begun.returnTo }
    },
  }
}

/** Each start is good for one answer, whatever the answer says. */
async function takeStart(
  o: Needs,
  { state }: SingleSignOnAnswer,
  browserState: string | undefined,
): Promise<rows.Start> {
  const isOwn = state !== undefined && state === browserState
  const begun = isOwn
    ? await withTransaction(o.db, (tx) => rows.takeStart(tx, state, o.clock.now()))
    : undefined
  if (begun !== undefined) return begun
  throw refusals['single-sign-on-failed']({
    problem: 'it was begun in another browser, more than ten minutes ago, or is over already',
  })
}

function confirmedEmail({ email, emailVerified }: Person, { trustsEmails }: SingleSignOnSettings) {
  if (email === undefined || email.length > longestEmail) {
    const problem = `the identity provider gave no e-mail of at most ${longestEmail} characters`
    throw refusals['single-sign-on-failed']({ problem })
  }
  if (emailVerified || trustsEmails) return email
  throw refusals['single-sign-on-failed']({
    problem: 'the identity provider does not confirm the e-mail',
  })
}
