/**
 * Where a join link leads at this moment. Nothing is fixed when the mail goes out: the link is
 * the registration's, and the answer is made from what the event and its provider are like now.
 */
import type { Clock } from '#clock'
import type { Db } from '#database'
import { isCancelled, isLive, isStreamed, type Occasion, readOccasion, readSessions } from '#events'
import { type JoiningRegistrant, type Provider, ProviderError, type Providers } from '#providers'
import { planOf } from './plan.ts'
import {
  type PushableRegistration,
  readPushable,
  sessionRegistrationsOf,
} from './registration-rows.ts'
import * as rows from './webinar-rows.ts'

export type JoinDecision =
  | { readonly kind: 'redirect'; readonly url: string; readonly occasion: Occasion }
  | {
      readonly kind: 'page'
      readonly reason: JoinObstacle
      readonly occasion: Occasion | undefined
      /** What the provider said, for `not-admitted`. */
      readonly message?: string
    }

export type JoinObstacle =
  | 'registration-cancelled'
  | 'event-cancelled'
  | 'not-live'
  | 'too-early'
  | 'over'
  | 'on-site-only'
  | 'being-prepared'
  | 'provider-down'
  | 'not-admitted'

export interface JoinNeeds {
  readonly db: Db
  readonly providers: Providers
  readonly clock: Clock
}

/** People who were cut off near the end may come back in for a quarter of an hour. */
const lateMs = 15 * 60_000

export async function decideJoin(
  needs: JoinNeeds,
  eventRegistrationId: string,
): Promise<JoinDecision> {
  const registration = await readPushable(
    needs.db,
    'msevtmgt_eventregistration',
    eventRegistrationId,
  )
  if (registration === undefined || !registration.active) return obstacle('registration-cancelled')
  const event = await readOccasion(needs.db, 'msevtmgt_event', registration.occasionId)
  if (event === undefined || isCancelled(event)) return obstacle('event-cancelled', event)
  const choice = await chooseOccasion(needs, event, registration)
  if (choice === undefined) return obstacle('on-site-only', event)
  const now = needs.clock.now().getTime()
  const { occasion } = choice
  if (isCancelled(occasion)) return obstacle('event-cancelled', occasion)
  if (!isLive(occasion)) return obstacle('not-live', occasion)
  if (now > occasion.end.getTime() + lateMs) return obstacle('over', occasion)
  if (now < occasion.start.getTime() - occasion.joinEarlyMinutes * 60_000) {
    return obstacle('too-early', occasion)
  }
  return await enter(needs, occasion, choice.registration)
}

interface Choice {
  readonly occasion: Occasion
  readonly registration: PushableRegistration
}

/** The streamed session that the person has now or next, else the event itself. */
async function chooseOccasion(
  needs: JoinNeeds,
  event: Occasion,
  registration: PushableRegistration,
): Promise<Choice | undefined> {
  const own = isStreamed(event) ? { occasion: event, registration } : undefined
  const sessions = (await readSessions(needs.db, event.id)).filter(
    (session) => isStreamed(session) && session.configurationId !== undefined,
  )
  if (sessions.length === 0) return own
  const booked = await sessionRegistrationsOf(needs.db, registration.id)
  const now = needs.clock.now().getTime()
  const choices = sessions.flatMap((occasion) => {
    const found = booked.find((each) => each.occasionId === occasion.id && each.active)
    return found === undefined ? [] : [{ occasion, registration: found }]
  })
  const next = choices.find(({ occasion }) => occasion.end.getTime() + lateMs >= now)
  if (own !== undefined && event.configurationId !== undefined) {
    const isOn =
      next !== undefined &&
      next.occasion.start.getTime() - next.occasion.joinEarlyMinutes * 60_000 <= now
    return isOn ? next : own
  }
  return next ?? choices.at(-1) ?? own
}

async function enter(
  needs: JoinNeeds,
  occasion: Occasion,
  registration: PushableRegistration,
): Promise<JoinDecision> {
  const webinar = await rows.currentWebinar(needs.db, occasion.id)
  const known =
    webinar === undefined
      ? undefined
      : await rows.registrantOf(needs.db, registration.id, webinar.gr_webinarid)
  return await enterAs(needs, occasion, {
    ...registration,
    registrantId: known?.registrantid,
    joinUrl: known?.joinurl ?? undefined,
  })
}

/** Asks the provider for the way in of one person. Presenters need not be known to it before. */
export async function enterAs(
  needs: JoinNeeds,
  occasion: Occasion,
  person: JoiningRegistrant,
): Promise<JoinDecision> {
  const webinar = await rows.currentWebinar(needs.db, occasion.id)
  if (webinar === undefined || webinar.state !== 'created') {
    return obstacle(webinar?.state === 'failed' ? 'provider-down' : 'being-prepared', occasion)
  }
  const { provider, definition } = await needs.providers.openAccount(webinar.configurationid, {
    actingUserId: webinar.actinguserid ?? undefined,
    webinarId: webinar.webinarid,
  })
  const { join } = definition.capabilities
  const presents = person.role === 'host' || person.role === 'presenter'
  if (person.registrantId === undefined && join !== 'shared' && !presents) {
    return obstacle('being-prepared', occasion)
  }
  try {
    const managerUrl =
      presents && join === 'personal' ? await managerUrlOf(provider, webinar) : undefined
    if (managerUrl !== undefined) return { kind: 'redirect', url: managerUrl, occasion }
    // Rooms that open at the first click are made from what the event is like now.
    const plan = await planOf(needs.db, occasion, webinar.creationkey)
    const url = await provider.joinUrl(rows.webinarOf(webinar), person, plan)
    return { kind: 'redirect', url, occasion }
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error
    if (error.kind !== 'rejected') return obstacle('provider-down', occasion)
    return { ...obstacle('not-admitted', occasion), message: error.message }
  }
}

/** Personal links are made for registrants; those who present may have one that is the webinar's. */
async function managerUrlOf(
  provider: Provider,
  { webinarid, presentationmanagerurl }: rows.WebinarRow,
): Promise<string | undefined> {
  const { presentationManagerUrl } = await provider.readWebinar(webinarid)
  return presentationManagerUrl ?? presentationmanagerurl ?? undefined
}

export function obstacle(
  reason: JoinObstacle,
  occasion?: Occasion,
): Extract<JoinDecision, { kind: 'page' }> {
  return { kind: 'page', reason, occasion }
}
