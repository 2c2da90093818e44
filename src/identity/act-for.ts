import type { Db } from '#database'
import type { Caller } from '#pipeline'
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

export function createActFor(db: Db): ActingFor {
  return async (caller, { header, user: wanted }) => {
    const user = wanted.slice(0, 60)
    const id = uuid.exec(wanted.trim())?.[1]?.toLowerCase()
    if (header === 'MSCRMCallerID' && id === caller.userId) return caller
    if (!mayActForOthers(caller)) throw refusals['may-not-act-for-others']({ user, header })
    const column = header === 'MSCRMCallerID' ? 'systemuserid' : 'azureactivedirectoryobjectid'
    const found = id === undefined ? undefined : await rows.userOfId(db, column, id)
    if (found === undefined) throw refusals['user-to-act-for-unknown']({ user }, { input: header })
    const own = rows.callerOf(found)
    if (own.userId === caller.userId) return caller
    return {
      ...own,
      initiatingUserId: caller.userId,
      roles: intersectRoles(own.roles, caller.roles),
    }
  }
}
