/** Whose page it is: what the token of an address names. */
import { Type } from 'typebox'
import { isRefusal } from '#errors'
import { refusals } from './refusals.ts'
import type { RegistrationView } from './registration-page.ts'
import { type RegistrationOnPage, readRegistrationOnPage } from './registration-rows.ts'
import type { Site } from './site.ts'

export const byToken = Type.Object({ token: Type.String() })

/** The registration of a token that this hub made, in a letter or as a receipt. */
export function registrationOf({ registrations, links }: Site, token: string): string {
  const id = registrations.readPersonalToken(token) ?? links.readReceiptToken(token)
  if (id === undefined) throw refusals['unknown-personal-link']()
  return id
}

export async function readView(site: Site, token: string): Promise<RegistrationView> {
  const id = registrationOf(site, token)
  const registration = await readRegistrationOnPage(site.db, id)
  // It can have been erased since the link was sent.
  if (registration === undefined) throw refusals['unknown-personal-link']()
  return {
    registration,
    token,
    byLetter: site.registrations.readPersonalToken(token) !== undefined,
    joinLink: site.registrations.joinLink(id),
    waitlistTokenOf: site.links.waitlistToken,
    changeable: await isChangeable(site, registration),
  }
}

/** Sessions to choose, or questions to answer, while the event has a page. */
async function isChangeable(site: Site, { event }: RegistrationOnPage): Promise<boolean> {
  try {
    const { event: shown } = await site.publicEvent(event.id)
    const chooses = shown.msevtmgt_allowcustomagenda === true && shown.sessions.length > 0
    return chooses || shown.questions.length > 0
  } catch (error) {
    if (isRefusal(error) && error.code === 'unknown-event-page') return false
    throw error
  }
}
