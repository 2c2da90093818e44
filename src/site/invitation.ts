/** An invitation from a waitlist: the seat is held for the person whom its token names. */
import type { Answers, FormValues } from './form-values.ts'
import { emptyPerson } from './form-values.ts'
import { type PlaceInLine, readPlacesInLine } from './registration-rows.ts'
import type { Site } from './site.ts'

/** The place in the event's waitlist that is invited now; undefined for anything else. */
export async function findInvitation(
  { db, clock, links }: Pick<Site, 'db' | 'clock' | 'links'>,
  token: string,
): Promise<PlaceInLine | undefined> {
  const id = links.readWaitlistToken(token)
  if (id === undefined) return undefined
  const [place] = await readPlacesInLine(db, [id])
  return place !== undefined && isInvited(place, clock.now()) && place.session === null
    ? place
    : undefined
}

export function isInvited({ active, invitedUntil }: PlaceInLine, now: Date): boolean {
  return active && invitedUntil !== null && now < invitedUntil
}

/** The form of somebody who was invited, as they filled it in when they joined the waitlist. */
export function invitedForm(place: PlaceInLine, token: string): FormValues {
  const { firstName, lastName, email, company, sessionsOnHold, responses } = place
  const person = {
    ...emptyPerson,
    firstName: firstName ?? '',
    lastName: lastName ?? '',
    email: email ?? '',
    company: company ?? '',
    sessions: sessionsOnHold === null ? [] : (JSON.parse(sessionsOnHold) as string[]),
    answers: storedAnswers(responses),
  }
  return { people: [person], invitation: token }
}

interface StoredAnswer {
  readonly id: string
  readonly value?: unknown
  readonly values?: unknown
}

function storedAnswers(responses: string | null): Answers {
  const stored = responses === null ? [] : (JSON.parse(responses) as StoredAnswer[])
  return Object.fromEntries(
    stored.map(({ id, value, values }) => [
      id.toLowerCase(),
      Array.isArray(values) ? values.map(String) : [String(value ?? '')],
    ]),
  )
}
