import type { Clock } from '#clock'
import type { MatchingStrategy } from '#contacts'
import { isRefusal } from '#errors'
import { activeMatchingStrategy, lockEvents, lockSessions } from '#events'
import type { Execution, Group, MessageDefinition, MessageOutput } from '#pipeline'
import { allotSeats, type Held, seatsLeft } from './allot-seats.ts'
import { answerFollowers, answerRepeated, leadersOf, rememberAnswers } from './answer-repeated.ts'
import { readRequest } from './read-request.ts'
import { type RegisteredAttendee, type RegisterRequest, registrationTable } from './registration.ts'
import { writeRegistrations } from './write-registrations.ts'

export interface RegisterNeeds {
  readonly clock: Clock
  /** Address at which a registration's contact takes part. */
  readonly joinLink: (registrationId: string) => string
}

/** One request of a batch on its way. */
export interface Entry {
  readonly execution: Execution
  readonly request: RegisterRequest
}

export interface Registered {
  readonly registrations: readonly RegisteredAttendee[]
  readonly repeated: boolean
}

/** What each execution of the batch comes to. */
export type Results = Map<Execution, Registered | Error>

/**
 * Registers attendees for an event: all attendees of a request or none. A whole batch of requests
 * is worked off by about ten statements, none of them per attendee. The event's row is held from
 * the start to the commit, so that nobody else hands out its seats meanwhile.
 */
export function registerMessage(needs: RegisterNeeds): MessageDefinition {
  return {
    name: 'gr_Register',
    table: registrationTable,
    privilege: 'Create',
    async run(executions, group) {
      const results = await registerBatch(executions, group, needs.clock.now())
      return executions.map((execution) => {
        const result = results.get(execution) as Registered | Error
        return result instanceof Error ? result : answer(result, needs)
      })
    },
  }
}

async function registerBatch(
  executions: readonly Execution[],
  group: Group,
  now: Date,
): Promise<Results> {
  const results: Results = new Map()
  const strategy = await activeMatchingStrategy(group.tx)
  const { leaders, followers } = leadersOf(readEntries(executions, strategy, results))
  const held = await hold(group, leaders)
  await answerRepeated(group.tx, leaders, now, results)
  const open = leaders.filter(({ execution }) => !results.has(execution))
  const admitted = admit(open, held, now, results)
  await writeRegistrations(admitted, group, { strategy, events: held.events }, results)
  await rememberAnswers(group.tx, admitted, now, results)
  answerFollowers(followers, results)
  return results
}

function readEntries(
  executions: readonly Execution[],
  strategy: MatchingStrategy,
  results: Results,
): Entry[] {
  return executions.flatMap((execution) => {
    try {
      return [{ execution, request: readRequest(execution.input, strategy) }]
    } catch (error) {
      if (!isRefusal(error)) throw error
      results.set(execution, error)
      return []
    }
  })
}

async function hold({ tx }: Group, entries: readonly Entry[]): Promise<Held> {
  const requests = entries.map(({ request }) => request)
  const sessionIds = requests.flatMap(({ attendees }) => attendees.flatMap((a) => a.sessionIds))
  const events = await lockEvents(
    tx,
    requests.map(({ eventId }) => eventId),
  )
  return { events, sessions: await lockSessions(tx, sessionIds) }
}

/** First come, first served: the requests that get their seats. */
function admit(entries: readonly Entry[], held: Held, now: Date, results: Results): Entry[] {
  const seats = seatsLeft(held, now)
  return entries.filter(({ execution, request }) => {
    const refusal = allotSeats(request, held, seats, now)
    if (refusal !== undefined) results.set(execution, refusal)
    return refusal === undefined
  })
}

function answer(
  { registrations, repeated }: Registered,
  { joinLink }: RegisterNeeds,
): MessageOutput {
  const withLinks = registrations.map((each) => ({
    ...each,
    joinLink: joinLink(each.registrationId),
  }))
  const id = registrations[0]?.registrationId as string
  return { id, output: { registrations: withLinks, repeated } }
}
