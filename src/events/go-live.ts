import type { Db } from '#database'
import type { Caller, Outcome, Request, Values } from '#pipeline'
import { lacksWebinar } from './check-webinar.ts'
import { publishStatus, yesNo } from './choices.ts'
import {
  eventWindow,
  isOnline,
  type OccasionTable,
  occasionColumns,
  sessionWindow,
  zoneOf,
} from './event.ts'
import { readZonedEvent, type ZonedEvent } from './event-rows.ts'
import { readWebinarAccount } from './webinar-account-rows.ts'

/** One thing that keeps an occasion from going live. */
export interface Shortcoming {
  readonly code: ShortcomingCode
  readonly sentence: string
}

export type ShortcomingCode =
  | 'inactive'
  | 'template'
  | 'already-over'
  | 'webinar-missing'
  | 'webinar-account-inactive'
  | 'webinar-account-signed-out'
  | 'closing-date-missing'
  | 'event-missing'
  | 'event-cancelled'

/** Executes one request; `pipeline.execute` has this shape. */
export type Execute = (caller: Caller, request: Request) => Promise<Outcome>

/** Publishes an event or a session: a plain Update, checked by the same steps as anybody's. */
export async function goLive(
  execute: Execute,
  caller: Caller,
  table: OccasionTable,
  id: string,
): Promise<Outcome> {
  const target = { msevtmgt_publishstatus: publishStatus.live.value }
  return await execute(caller, { message: 'Update', table, id, target })
}

/** Everything that is missing before the occasion can go live, for the checklist of the console. */
export async function goLiveShortcomings(
  db: Db,
  table: OccasionTable,
  occasion: Values,
  now: Date,
): Promise<Shortcoming[]> {
  const found: Shortcoming[] = []
  const add = (code: ShortcomingCode, sentence: string) => found.push({ code, sentence })
  const event = await eventOf(db, table, occasion)
  const { noun } = occasionColumns[table]

  if (occasion.statecode === 1) add('inactive', `the ${noun} is inactive`)
  if (occasion.msevtmgt_istemplate === yesNo.yes.value) add('template', 'it is a template')
  if (event === undefined) add('event-missing', 'it belongs to no event')
  else addEventShortcomings(add, table, occasion, event, now)
  if (lacksWebinar(table, occasion)) {
    add('webinar-missing', 'it takes place online, but has no webinar configuration and no URL')
  }
  await addAccountShortcomings(add, db, table, occasion)
  return found
}

type Add = (code: ShortcomingCode, sentence: string) => unknown

function addEventShortcomings(
  add: Add,
  table: OccasionTable,
  occasion: Values,
  event: ZonedEvent,
  now: Date,
): void {
  const over =
    table === 'msevtmgt_event'
      ? eventWindow(event).end
      : sessionWindow(occasion as never, zoneOf(event)).end
  if (over <= now) add('already-over', `it was over at ${over.toISOString()}`)
  if (
    table === 'msevtmgt_session' &&
    event.msevtmgt_publishstatus === publishStatus.cancelled.value
  ) {
    add('event-cancelled', 'its event is cancelled')
  }
  if (
    occasion.msevtmgt_setregistrationsenddate === true &&
    typeof occasion.msevtmgt_stopwebsiteregistrationson !== 'string'
  ) {
    add('closing-date-missing', 'registration is to close, but it is not said when')
  }
}

/** Numbers of `msevtmgt_authorized` and `msevtmgt_providerservicestatus` that mean: sign in again. */
const tokenExpired = 100000002
const signedOut: readonly (number | null)[] = [100000001, 100000002]

async function addAccountShortcomings(
  add: Add,
  db: Db,
  table: OccasionTable,
  occasion: Values,
): Promise<void> {
  const configurationId = occasion.msevtmgt_webinarconfigurationid
  const online = isOnline(occasion[occasionColumns[table].format])
  if (!online || typeof configurationId !== 'string') return
  const account = await readWebinarAccount(db, configurationId)
  if (account?.active !== true) {
    add('webinar-account-inactive', 'its webinar configuration is not active')
  } else if (account.authorized === tokenExpired || signedOut.includes(account.serviceStatus)) {
    add('webinar-account-signed-out', `"${account.name}" must be signed in at ${account.provider}`)
  }
}

async function eventOf(
  db: Db,
  table: OccasionTable,
  occasion: Values,
): Promise<ZonedEvent | undefined> {
  if (table === 'msevtmgt_event') return occasion as unknown as ZonedEvent
  if (typeof occasion.msevtmgt_event !== 'string') return undefined
  return await readZonedEvent(db, occasion.msevtmgt_event)
}
