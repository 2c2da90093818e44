import { createHash } from 'node:crypto'
import type { Identity } from '#identity'
import type { Caller } from '#pipeline'
import type { DataRequest } from './exchange.ts'
import { refusals } from './refusals.ts'

/** How long a key that was withdrawn may still read, in milliseconds. */
const rememberedMs = 2000
const mostRemembered = 1000

export type Callers = (headers: DataRequest['headers']) => Promise<Caller>

/**
 * Who sends a request, by API key. A key is looked up once in two seconds: a client that asks
 * thousands of times a second would otherwise double what it costs the database.
 */
export function callersOf(identity: Pick<Identity, 'authenticate'>): Callers {
  const known = new Map<string, { readonly until: number; readonly caller: Promise<Caller> }>()
  const lookUp = (authorization: string | undefined): Promise<Caller> => {
    if (authorization === undefined)
      return identity.authenticate({ authorization, session: undefined })
    const now = performance.now()
    const key = createHash('sha256').update(authorization).digest('base64')
    const found = known.get(key)
    if (found !== undefined && found.until > now) return found.caller
    const caller = identity.authenticate({ authorization, session: undefined })
    if (known.size >= mostRemembered) known.clear()
    known.set(key, { until: now + rememberedMs, caller })
    caller.catch(() => known.delete(key))
    return caller
  }
  return async (headers) => refuseImpersonation(await lookUp(headers.authorization), headers)
}

/** To act as somebody else unnoticed would be worse than an error. */
function refuseImpersonation(caller: Caller, headers: DataRequest['headers']): Caller {
  for (const header of ['mscrmcallerid', 'callerobjectid']) {
    const user = headers[header]
    if (user === undefined || user.toLowerCase() === caller.userId) continue
    throw refusals['impersonation-not-offered']({ user: user.slice(0, 60), header })
  }
  return caller
}
