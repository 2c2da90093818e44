/** What makes this module act: changes of events, sessions, presenters and registrations. */

import {
  isOccasionStreamed,
  isStreamed,
  type OccasionTable,
  readOccasion,
  readSessions,
} from '#events'
import type { Execution, Step } from '#pipeline'
import { registrantRequest, webinarRequest } from './reconcile-webinar.ts'
import type { RegistrationTable } from './registration-rows.ts'

/** Columns that the provider is told about, or that decide whether there is a webinar. */
const eventColumns = [
  'statecode',
  'msevtmgt_publishstatus',
  'msevtmgt_eventformat',
  'msevtmgt_webinarconfigurationid',
  'msevtmgt_name',
  'msevtmgt_description',
  'msevtmgt_eventstartdate',
  'msevtmgt_eventenddate',
  'msevtmgt_eventtimezone',
  'gr_timezone',
  'msevtmgt_language',
  'msevtmgt_webinartype',
  'msevtmgt_producer',
  'msevtmgt_maximumeventcapacity',
  'msevtmgt_recurrencepattern',
  'gr_webinarpassword',
] as const

const sessionColumns = [
  'statecode',
  'msevtmgt_publishstatus',
  'msevtmgt_sessionformat',
  'msevtmgt_webinarconfigurationid',
  'msevtmgt_name',
  'msevtmgt_sessionsummary',
  'msevtmgt_detaileddescription',
  'msevtmgt_starttime',
  'msevtmgt_endtime',
  'msevtmgt_language',
  'msevtmgt_webinartype',
  'msevtmgt_producer',
  'msevtmgt_sessionmaxcapacity',
  'msevtmgt_recurrencepattern',
  'gr_webinarpassword',
] as const

const after = { stage: 40, rank: 500 } as const

export function webinarSteps(): Step[] {
  return [
    ...occasionSteps('msevtmgt_event', eventColumns),
    ...occasionSteps('msevtmgt_session', sessionColumns),
    {
      ...after,
      name: 'Webinars: an event takes its sessions along',
      message: 'Update',
      table: 'msevtmgt_event',
      filteringColumns: ['statecode', 'msevtmgt_publishstatus', 'gr_timezone'],
      run: followWithSessions,
    },
    ...registrationSteps('msevtmgt_eventregistration'),
    ...registrationSteps('msevtmgt_sessionregistration'),
  ]
}

function occasionSteps(table: OccasionTable, columns: readonly string[]): Step[] {
  const run = async (execution: Execution) => {
    execution.enqueue(webinarRequest({ table, id: execution.id }))
  }
  return [
    {
      ...after,
      name: `Webinars: ${table} created`,
      message: 'Create',
      table,
      run: runIfStreamed(table),
    },
    {
      ...after,
      name: `Webinars: ${table} changed`,
      message: 'Update',
      table,
      filteringColumns: columns,
      run,
    },
    {
      ...after,
      name: `Webinars: ${table} activated or deactivated`,
      message: 'SetState',
      table,
      run,
    },
    { ...after, name: `Webinars: ${table} deleted`, message: 'Delete', table, run },
  ]
}

function runIfStreamed(table: OccasionTable) {
  return async (execution: Execution) => {
    const occasion = await readOccasion(execution.tx, table, execution.id)
    if (occasion !== undefined && isStreamed(occasion)) {
      execution.enqueue(webinarRequest({ table, id: execution.id }))
    }
  }
}

async function followWithSessions(execution: Execution): Promise<void> {
  for (const session of await readSessions(execution.tx, execution.id)) {
    if (isStreamed(session)) execution.enqueue(webinarRequest(session))
  }
}

function registrationSteps(table: RegistrationTable): Step[] {
  return [
    {
      ...after,
      name: `Webinars: make ${table} known to the provider`,
      message: 'Create',
      table,
      run: async (execution) => {
        if (await isForWebinar(execution, table))
          execution.enqueue(registrantRequest({ table, id: execution.id }))
      },
    },
    {
      ...after,
      name: `Webinars: ${table} cancelled or restored`,
      message: 'Update',
      table,
      filteringColumns: [
        'statecode',
        'msevtmgt_iscanceled',
        'msevtmgt_contactid',
        occasionColumn[table].column,
      ],
      run: async (execution) => {
        execution.enqueue(registrantRequest({ table, id: execution.id }))
      },
    },
    {
      ...after,
      name: `Webinars: ${table} activated or deactivated`,
      message: 'SetState',
      table,
      run: async (execution) => {
        execution.enqueue(registrantRequest({ table, id: execution.id }))
      },
    },
  ]
}

const occasionColumn = {
  msevtmgt_eventregistration: { table: 'msevtmgt_event', column: 'msevtmgt_eventid' },
  msevtmgt_sessionregistration: { table: 'msevtmgt_session', column: 'msevtmgt_sessionid' },
} as const

/** A rush puts hundreds of registrations of one event in one transaction: it is read once. */
const streamedInTransaction = new WeakMap<object, Map<string, Promise<boolean>>>()

function isForWebinar(execution: Execution, table: RegistrationTable): Promise<boolean> {
  const { tx } = execution
  const { table: occasionTable, column } = occasionColumn[table]
  const id = String(execution.target[column])
  const known = streamedInTransaction.get(tx) ?? new Map<string, Promise<boolean>>()
  streamedInTransaction.set(tx, known)
  const answer = known.get(id) ?? isOccasionStreamed(tx, occasionTable, id)
  known.set(id, answer)
  return answer
}
