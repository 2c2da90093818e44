/** Writes what the provider answered to the rows that people see, through the pipeline. */
import type { Tx } from '#database'
import type { Occasion, OccasionTable } from '#events'
import { systemCaller } from '#identity'
import type { Pipeline, Request } from '#pipeline'
import type { Registrant, Webinar } from '#providers'
import { noYes, publishingState } from '#registrations'
import {
  type RegistrationTable,
  registrationTableOf,
  waitingRegistrations,
} from './registration-rows.ts'

export interface WebinarOutcome {
  readonly operation: 'Create' | 'Update' | 'Delete'
  readonly status: 'Created' | 'Pending' | 'Failed' | 'Deleted'
  /** Why, in the provider's words. */
  readonly reason: string | null
  /** Undefined: nothing is known about it, or it is gone. */
  readonly webinar: Webinar | undefined
}

/** Lengths of the URL columns as Dataverse has them; the whole address stands in `gr_webinarurl`. */
const urlLengths: Readonly<Record<OccasionTable, number>> = {
  msevtmgt_event: 200,
  msevtmgt_session: 100,
}

export async function writeWebinarColumns(
  pipeline: Pipeline,
  tx: Tx,
  occasion: Occasion,
  outcome: WebinarOutcome,
): Promise<void> {
  await pipeline.executeIn(tx, systemCaller, {
    message: 'Update',
    table: occasion.table,
    id: occasion.id,
    internal: true,
    target: {
      msevtmgt_webinaroperation: outcome.operation,
      msevtmgt_webinarstatus: outcome.status,
      msevtmgt_webinarstatusreason: outcome.reason?.slice(0, 5000) ?? null,
      ...addressColumns(occasion, outcome),
    },
  })
}

function addressColumns(occasion: Occasion, outcome: WebinarOutcome): Record<string, unknown> {
  const { webinar, status } = outcome
  if (status === 'Deleted') {
    return {
      msevtmgt_webinarid: null,
      msevtmgt_webinarurl: null,
      gr_webinarurl: null,
      msevtmgt_presentationmanagerurl: null,
      msevtmgt_webinarnotificationseen: false,
    }
  }
  if (webinar === undefined) return {}
  return {
    msevtmgt_webinarid: fitting(webinar.webinarId, 100),
    msevtmgt_webinarurl: fitting(webinar.webinarUrl, urlLengths[occasion.table]),
    gr_webinarurl: fitting(webinar.webinarUrl, 2000),
    msevtmgt_presentationmanagerurl: fitting(webinar.presentationManagerUrl, 200),
    msevtmgt_webinarnotificationseen: false,
  }
}

/** Half a URL leads nowhere: one that does not fit is left out. */
function fitting(value: string | undefined, length: number): string | null {
  return value === undefined || value.length > length ? null : value
}

/** All registrations that wait for the webinar of this occasion get the state and the reason. */
export async function markRegistrations(
  pipeline: Pipeline,
  tx: Tx,
  occasion: Occasion,
  state: number,
  message: string | undefined,
): Promise<void> {
  const table = registrationTableOf(occasion)
  const ids = await waitingRegistrations(tx, occasion)
  for (const id of ids) {
    await pipeline.executeIn(tx, systemCaller, publishing(table, id, state, message))
  }
}

export function publishing(
  table: RegistrationTable,
  id: string,
  state: number,
  message: string | undefined,
): Request {
  return {
    message: 'Update',
    table,
    id,
    internal: true,
    target: { msevtmgt_publishingstate: state, gr_publishmessage: message?.slice(0, 2000) ?? null },
  }
}

export function published(table: RegistrationTable, id: string, registrant: Registrant): Request {
  return {
    message: 'Update',
    table,
    id,
    internal: true,
    target: {
      msevtmgt_publishingstate: publishingState.published.value,
      msevtmgt_syncedwithprovider: noYes.yes.value,
      msevtmgt_registrationoperation: 'Create',
      msevtmgt_registrationstatus: 'Registered',
      msevtmgt_webinarregistrationid: fitting(registrant.registrantId, 100),
      gr_joinurl: fitting(registrant.joinUrl, 2000),
      gr_publishmessage: null,
    },
  }
}

export function withdrawn(table: RegistrationTable, id: string): Request {
  return {
    message: 'Update',
    table,
    id,
    internal: true,
    target: {
      msevtmgt_registrationoperation: 'Delete',
      msevtmgt_registrationstatus: 'Cancelled',
      gr_joinurl: null,
    },
  }
}
