import type { Clock } from '#clock'
import { eventWindow, readEvent } from '#events'
import type { Execution, Group, MessageDefinition, MessageOutput } from '#pipeline'
import { readId } from './read-request.ts'
import { refusals } from './refusals.ts'
import { registrationTable, sessionRegistrationTable, takesSeat } from './registration.ts'
import {
  type RegistrationRow,
  readRegistration,
  readSessionRegistration,
  type SessionRegistrationRow,
} from './registration-rows.ts'

/**
 * gr_CancelRegistration and gr_CancelSessionRegistration. The row stays and becomes inactive, its
 * seat is free again (and those of its sessions); cancelling twice is no mistake.
 *
 * Input `by: 'attendee'`: only until the event is over. `contactId`: only if it is this contact's
 * registration; anybody else's does not exist for them.
 */
export function cancelMessages(clock: Clock): readonly MessageDefinition[] {
  return [
    {
      name: 'gr_CancelRegistration',
      table: registrationTable,
      privilege: 'Update',
      offer,
      run: (executions, group) => cancelEach(executions, group, clock.now(), findRegistration),
    },
    {
      name: 'gr_CancelSessionRegistration',
      table: sessionRegistrationTable,
      privilege: 'Update',
      offer,
      run: (executions, group) =>
        cancelEach(executions, group, clock.now(), findSessionRegistration),
    },
  ]
}

const offer = {
  on: 'row',
  takes: { by: 'String?', contactId: 'Guid?' },
  gives: { alreadyCancelled: 'Boolean' },
} as const

type Find = (execution: Execution) => Promise<Found | undefined>

interface Found {
  readonly row: RegistrationRow | SessionRegistrationRow
  readonly eventId: string | null
}

async function cancelEach(
  executions: readonly Execution[],
  group: Group,
  now: Date,
  find: Find,
): Promise<(MessageOutput | Error)[]> {
  const results = new Map<Execution, MessageOutput | Error>()
  for (const execution of executions) {
    results.set(execution, await checkOne(execution, now, await find(execution)))
  }
  const cancelling = executions.filter((execution) => {
    const result = results.get(execution) as MessageOutput | Error
    return !(result instanceof Error) && result.output.alreadyCancelled === false
  })
  const outcomes = await group.executeAll(
    cancelling.map((execution) => ({
      execution,
      request: {
        message: 'Update',
        table: execution.table,
        id: execution.id,
        target: { msevtmgt_iscanceled: true },
        internal: true,
      },
    })),
  )
  for (const [at, outcome] of outcomes.entries()) {
    if (outcome instanceof Error) results.set(cancelling[at] as Execution, outcome)
  }
  return executions.map((execution) => results.get(execution) as MessageOutput | Error)
}

async function checkOne(
  execution: Execution,
  now: Date,
  found: Found | undefined,
): Promise<MessageOutput | Error> {
  const { id, input } = execution
  const contactId = input.contactId === undefined ? undefined : readId(input.contactId, 'contactId')
  if (
    found === undefined ||
    (contactId ?? found.row.msevtmgt_contactid) !== found.row.msevtmgt_contactid
  ) {
    return refusals['unknown-registration']({ id })
  }
  const alreadyCancelled = !takesSeat(found.row)
  if (!alreadyCancelled && input.by === 'attendee') {
    const late = await refusalOfTime(execution, found.eventId, now)
    if (late !== undefined) return late
  }
  return { id, output: { alreadyCancelled } }
}

async function refusalOfTime(
  { db }: Execution,
  eventId: string | null,
  now: Date,
): Promise<Error | undefined> {
  const event = eventId === null ? undefined : await readEvent(db, eventId)
  if (event === undefined || now < eventWindow(event).end) return undefined
  return refusals['too-late-to-cancel']({
    name: event.msevtmgt_name,
    end: event.msevtmgt_eventenddate,
  })
}

async function findRegistration({ db, id }: Execution): Promise<Found | undefined> {
  const found = await readRegistration(db, id)
  return found && { row: found.registration, eventId: found.registration.msevtmgt_eventid }
}

async function findSessionRegistration({ db, id }: Execution): Promise<Found | undefined> {
  const row = await readSessionRegistration(db, id)
  return row && { row, eventId: row.msevtmgt_event }
}
