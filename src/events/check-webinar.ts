import { instantOf } from '#calendar'
import type { Execution, Values } from '#pipeline'
import { yesNo } from './choices.ts'
import { afterwards, isOnline, type OccasionTable, occasionColumns, zoneOf } from './event.ts'
import { readZonedEvent } from './event-rows.ts'
import { describeSessions, proposeSessions } from './propose-sessions.ts'
import { refusals } from './refusals.ts'
import { readWebinarAccount, readWebinarType, type WebinarAccount } from './webinar-account-rows.ts'

/**
 * What takes place online has an account that hosts it (or a pasted URL), a webinar type of that
 * account, and lasts no longer than the account's provider allows. Templates may leave it open.
 */
export async function checkWebinar(execution: Execution): Promise<void> {
  // What the hub notes about a webinar, e.g. that it is gone, is not for this check to hold up.
  if (execution.internal && execution.message === 'Update') return
  const table = execution.table as OccasionTable
  const occasion = afterwards(execution)
  if (!isOnline(occasion[occasionColumns[table].format])) return
  const configurationId = occasion.msevtmgt_webinarconfigurationid
  if (typeof configurationId !== 'string') return requirePastedUrl(table, occasion)
  const account = await readWebinarAccount(execution.db, configurationId)
  const chosen = execution.target.msevtmgt_webinarconfigurationid === configurationId
  if (account === undefined || (chosen && !account.active)) {
    throw refusals['webinar-configuration-unknown'](
      { id: configurationId },
      { input: 'msevtmgt_webinarconfigurationid', found: configurationId },
    )
  }
  await checkType(execution, occasion, configurationId, account)
  await checkLength(execution, table, occasion, account)
}

/** Whether an online occasion can be reached at all; also asked before it goes live. */
export function lacksWebinar(table: OccasionTable, occasion: Values): boolean {
  if (!isOnline(occasion[occasionColumns[table].format])) return false
  return isEmpty(occasion.msevtmgt_webinarconfigurationid) && isEmpty(occasion.gr_webinarurl)
}

function requirePastedUrl(table: OccasionTable, occasion: Values): void {
  if (occasion.msevtmgt_istemplate === yesNo.yes.value || !lacksWebinar(table, occasion)) return
  throw refusals['webinar-configuration-missing'](
    { noun: occasionColumns[table].noun },
    { input: 'msevtmgt_webinarconfigurationid', expected: 'a webinar configuration' },
  )
}

async function checkType(
  execution: Execution,
  occasion: Values,
  configurationId: string,
  account: WebinarAccount,
): Promise<void> {
  if (typeof occasion.msevtmgt_webinartype !== 'string') return
  const type = await readWebinarType(execution.db, occasion.msevtmgt_webinartype)
  if (type === undefined || type.configurationId === configurationId) return
  throw refusals['webinar-type-of-another-account'](
    { type: type.name, account: account.name },
    { input: 'msevtmgt_webinartype', found: type.name },
  )
}

async function checkLength(
  execution: Execution,
  table: OccasionTable,
  occasion: Values,
  account: WebinarAccount,
): Promise<void> {
  const columns = occasionColumns[table]
  const [from, to] = [occasion[columns.start], occasion[columns.end]]
  if (account.mostMinutes <= 0 || typeof from !== 'string' || typeof to !== 'string') return
  const zone = await zoneOfOccasion(execution, table, occasion)
  const window = { start: instantOf(from, zone), end: instantOf(to, zone) }
  const minutes = Math.ceil((window.end.getTime() - window.start.getTime()) / 60_000)
  if (minutes <= account.mostMinutes) return
  const parts = proposeSessions(window, account.mostMinutes, zone)
  throw refusals['webinar-too-long'](
    {
      noun: columns.noun,
      minutes,
      provider: account.provider,
      most: account.mostMinutes,
      count: parts.length,
      parts: describeSessions(parts),
    },
    { input: columns.end, expected: `at most ${account.mostMinutes} minutes`, found: `${minutes}` },
  )
}

async function zoneOfOccasion(
  execution: Execution,
  table: OccasionTable,
  occasion: Values,
): Promise<string> {
  if (table === 'msevtmgt_event') return zoneOf(occasion as never)
  const event = await readZonedEvent(execution.db, String(occasion.msevtmgt_event))
  return event === undefined ? 'UTC' : zoneOf(event)
}

function isEmpty(value: unknown): boolean {
  return value === null || value === undefined || value === ''
}
