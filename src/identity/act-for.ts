import type { Clock } from '#clock'
import type { Db } from '#database'
import type { Caller } from '#pipeline'
import type { Audit } from './audit/audit.ts'
import { wasNoted } from './audit/audit-rows.ts'
import * as rows from './identity-rows.ts'
import { intersectRoles, mayActForOthers } from './policy.ts'
import { refusals } from './refusals.ts'

/** The user that a caller wants to act for, as its headers name it. */
export interface ActedFor {
  readonly header: 'MSCRMCallerID' | 'CallerObjectId'
  readonly user: string
}

/**
 * The caller that acts in the name of that user: what it writes is the user's, and it may do what
 * both may do. @throws where the caller may not, or there is no such enabled user
 */
export type ActingFor = (caller: Caller, wanted: ActedFor) => Promise<Caller>

const uuid = /^\{?([\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12})\}?$/i

interface Needs {
  readonly db: Db
  readonly clock: Clock
  readonly audit: Audit
}

export function createActFor(o: Needs): ActingFor {
  const note = createNote(o)
  return async (caller, { header, user: wanted }) => {
    const user = wanted.slice(0, 60)
    const id = uuid.exec(wanted.trim())?.[1]?.toLowerCase()
    if (header === 'MSCRMCallerID' && id === caller.userId) return caller
    if (!mayActForOthers(caller)) throw refusals['may-not-act-for-others']({ user, header })
    const column = header === 'MSCRMCallerID' ? 'systemuserid' : 'azureactivedirectoryobjectid'
    const found = id === undefined ? undefined : await rows.userOfId(o.db, column, id)
    if (found === undefined) throw refusals['user-to-act-for-unknown']({ user }, { input: header })
    const own = rows.callerOf(found)
    if (own.userId === caller.userId) return caller
    await note(caller.userId, own.userId)
    return {
      ...own,
      initiatingUserId: caller.userId,
      roles: intersectRoles(own.roles, caller.roles),
    }
  }
}

const action = 'act for user'
/** Each write says for whom it was done; that somebody does so at all is said once an hour. */
const saidForMs = 3600_000

function createNote(o: Needs) {
  const said = new Map<string, number>()
  return async (initiatingUserId: string, userId: string): Promise<void> => {
    const now = o.clock.now()
    const pair = `${initiatingUserId} ${userId}`
    if ((said.get(pair) ?? Number.NEGATIVE_INFINITY) > now.getTime() - saidForMs) return
    if (said.size >= mostPairs) said.clear()
    said.set(pair, now.getTime())
    const since = new Date(now.getTime() - saidForMs)
    if (await wasNoted(o.db, { action, initiatingUserId, recordId: userId, since })) return
    const about = { table: 'systemuser', recordId: userId }
    await o.audit.noteAlone({ action, caller: { userId, initiatingUserId }, ...about })
  }
}

const mostPairs = 10_000
