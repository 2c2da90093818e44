import {
  type Candidate,
  type MatchingStrategy,
  matchBy,
  matchContacts,
  type Person,
} from '#contacts'
import type { RegistrableEvent } from '#events'
import type { Execution, Group } from '#pipeline'
import type { Admitted } from './register.ts'

interface Surroundings {
  readonly strategy: MatchingStrategy
  readonly events: ReadonlyMap<string, RegistrableEvent>
}

/** Somebody who is to be a contact. */
export interface Appearing {
  readonly execution: Execution
  readonly eventId: string
  readonly person: Person
}

/**
 * Contact ids by person, for everybody of the requests who has to be a contact now. Whoever buys for
 * others is one, those others only when they are paid for (event-management.md §4.1).
 */
export async function contactsOf(
  entries: readonly Admitted[],
  group: Group,
  around: Surroundings,
  refused: Map<Execution, Error>,
): Promise<Map<Person, string>> {
  const appearing = entries.flatMap((entry) =>
    everyone(entry).map((person) => ({
      execution: entry.execution,
      eventId: entry.request.eventId,
      person,
    })),
  )
  return await makeContacts(appearing, group, around, refused)
}

function everyone({ request, seated, waiting, buying }: Admitted): readonly Person[] {
  const purchaser = request.purchaser ?? buying[0]
  return purchaser === undefined ? [...seated, ...waiting] : [purchaser, ...seated, ...waiting]
}

/** Matches or creates contacts. A contact that is refused refuses everybody who would have been it. */
export async function makeContacts(
  people: readonly Appearing[],
  group: Group,
  { strategy, events }: Surroundings,
  refused: Map<Execution, Error>,
): Promise<Map<Person, string>> {
  const candidates = people.map((each) => candidate(each, strategy, events))
  const refusedContacts = new Map<string, Error>()
  const ids = await matchContacts(group.tx, strategy, candidates, async (contacts) => {
    const outcomes = await group.executeAll(
      contacts.map(({ id, values, place }) => ({
        execution: people[place]?.execution as Execution,
        request: { message: 'Create', table: 'contact', id, target: values, internal: true },
      })),
    )
    for (const [at, outcome] of outcomes.entries()) {
      if (outcome instanceof Error) refusedContacts.set(contacts[at]?.id as string, outcome)
    }
  })
  for (const [at, { execution }] of people.entries()) {
    const error = refusedContacts.get(ids[at] as string)
    if (error !== undefined) refused.set(execution, error)
  }
  return new Map(people.map(({ person }, at) => [person, ids[at] as string]))
}

/** How a person is looked for. */
export function candidate(
  { eventId, person }: Pick<Appearing, 'eventId' | 'person'>,
  strategy: MatchingStrategy,
  events: Surroundings['events'],
): Candidate {
  // Only this strategy looks at owners; else new contacts belong to whoever registers them, which
  // saves the pipeline a look-up per row.
  const byOwner = strategy === matchBy.emailAndOwner
  const ownerId = byOwner ? (events.get(eventId)?.ownerid ?? undefined) : undefined
  return { ...person, ownerId, originatingEventId: eventId }
}
