import { type EventRow, picturesOf, type SessionWithSpeakers, type SpeakerRow } from '#events'
import type { Publishing, Standing } from './describe-event.ts'
import type { Visitor } from './link-visitor.ts'
import type { Place } from './place-rows.ts'
import { engagementsOf } from './program-rows.ts'
import type { Context } from './published.ts'
import { pictureAddress } from './route-pictures.ts'
import { ownPlaceAt } from './visitor-rows.ts'
import type { Chosen } from './website-columns.ts'

/** The rows that an answer is about to show. */
export interface Shown {
  readonly events?: readonly EventRow[]
  readonly sessions?: readonly SessionWithSpeakers[]
  readonly speakers?: readonly SpeakerRow[]
  readonly places?: Iterable<Place>
  /** Ids of rows of other tables. */
  readonly others?: Readonly<Record<string, readonly string[]>>
  /** Who asks, where the answer says how they stand to the sessions of an event. */
  readonly visitor?: Visitor | undefined
}

/** Reads what answers show beside the rows themselves. */
export async function preparePublishing(context: Context, shown: Shown): Promise<Publishing> {
  const { db, publicUrl, publishWifiPasswords = false } = context
  const chosen = await context.columns.chosen(db)
  const sessions = shown.sessions ?? []
  const engagements = await engagementIds(context, chosen, sessions)
  return {
    publicUrl,
    wifiPasswords: publishWifiPasswords,
    extras: await chosen.load({
      ...idsOf(shown),
      msevtmgt_speakerengagement: [...engagements.values()],
    }),
    layouts: chosen.has('msevtmgt_layout'),
    engagementOf: (sessionId, speakerId) => engagements.get(`${sessionId} ${speakerId}`),
    pictureOf: await pictureAddresses(context, shown),
    standingOf: await standings(context, shown),
  }
}

function idsOf({ events = [], sessions = [], speakers = [], places = [], others }: Shown) {
  const rows = sessions.map(({ session }) => session)
  const spoken = [...sessions.flatMap((each) => each.speakers), ...speakers]
  const known = [...places]
  return {
    ...others,
    msevtmgt_event: events.map((event) => event.msevtmgt_eventid),
    msevtmgt_session: rows.map((session) => session.msevtmgt_sessionid),
    msevtmgt_speaker: spoken.map((speaker) => speaker.msevtmgt_speakerid),
    msevtmgt_layout: [...events, ...rows].map((row) => row.msevtmgt_layout),
    msevtmgt_building: known.map(({ building }) => idOf(building)),
    msevtmgt_room: known.map(({ room }) => idOf(room)),
  }
}

/** Addresses of what has a picture. */
async function pictureAddresses({ db, publicUrl }: Context, shown: Shown) {
  const {
    msevtmgt_event: events,
    msevtmgt_speaker: speakers,
    msevtmgt_sponsorship,
  } = {
    msevtmgt_sponsorship: [],
    ...idsOf(shown),
  } as Readonly<Record<string, readonly string[]>>
  const paths = new Map([
    ...(events ?? []).map((id) => [id, 'events'] as const),
    ...(speakers ?? []).map((id) => [id, 'speakers'] as const),
    ...(msevtmgt_sponsorship ?? []).map((id) => [id, 'sponsorships'] as const),
  ])
  const fingerprints = await picturesOf(db, [...paths.keys()])
  return (id: string): string | null => {
    const path = paths.get(id)
    const fingerprint = fingerprints.get(id)
    if (path === undefined || fingerprint === undefined) return null
    return pictureAddress(publicUrl, path, id, fingerprint)
  }
}

const idOf = (columns: Place['building']): string | undefined =>
  columns === null ? undefined : String(columns.id)

async function engagementIds(
  { db }: Context,
  chosen: Chosen,
  sessions: readonly SessionWithSpeakers[],
): Promise<Map<string, string>> {
  if (!chosen.has('msevtmgt_speakerengagement') || sessions.length === 0) return new Map()
  const rows = await engagementsOf(
    db,
    sessions.map(({ session }) => session.msevtmgt_sessionid),
  )
  return new Map(rows.map((row) => [`${row.sessionId} ${row.speakerId}`, row.id]))
}

const stranger: Standing = { alreadyRegistered: false, userEligibleToRegister: false }

/** Registered for the event, with a pass that opens the session, and not for the session yet. */
async function standings({ db }: Context, { visitor, sessions = [] }: Shown) {
  const eventId = sessions[0]?.session.msevtmgt_event
  if (visitor === undefined || eventId === undefined) return () => stranger
  const place = await ownPlaceAt(db, visitor.contactId, eventId)
  if (place === undefined) return () => stranger
  return (sessionId: string): Standing => {
    const alreadyRegistered = place.sessionIds.includes(sessionId)
    const isOpen = place.openSessionIds?.includes(sessionId) ?? true
    return { alreadyRegistered, userEligibleToRegister: isOpen && !alreadyRegistered }
  }
}
