import { type EventOnPage, readEventOnPage } from './event-rows.ts'
import { refusals } from './refusals.ts'
import { type RegistrationState, registrationStateOf } from './registration-state.ts'
import type { SiteNeeds } from './site.ts'

/** An event that the public may know of. */
export interface PublicEvent {
  readonly event: EventOnPage
  readonly state: RegistrationState
}

/** @throws `unknown-event-page`, also for events that are not published */
export async function readPublicEvent(
  { db, clock }: Pick<SiteNeeds, 'db' | 'clock'>,
  id: string,
): Promise<PublicEvent> {
  // No name has it, and PostgreSQL takes no text with it.
  if (id.includes('\u0000')) throw refusals['unknown-event-page']()
  const event = await readEventOnPage(db, id)
  if (event === undefined) throw refusals['unknown-event-page']()
  const state = registrationStateOf(event, clock.now())
  if (state.kind === 'hidden') throw refusals['unknown-event-page']()
  return { event, state }
}
