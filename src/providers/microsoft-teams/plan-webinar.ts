/** Webinars of Teams (virtual events), with those who present. */

import { cut } from '../answer.ts'
import type { Account, Person, Webinar, WebinarPlan } from '../contract.ts'
import { ProviderError } from '../provider-error.ts'
import { rejected, teamOf, toWebinar } from './mapping.ts'
import { toWebinarId } from './place.ts'
import { findUser } from './plan-meeting.ts'
import { seriesOf, toZonedTime } from './recurrence.ts'
import { readDeletion, readDone } from './send.ts'
import { choicesOf, providerId } from './settings.ts'
import { followWebinar, forgetNotifications } from './subscriptions.ts'
import * as client from './webinar-client.ts'
import type { PresenterBody, WebinarBody, WebinarReply } from './wire.ts'

/** The people of a plan: members of the directory can help to organise, guests only present. */
interface Team {
  readonly coOrganizers: WebinarBody['coOrganizers']
  readonly presenters: ReadonlyMap<string, PresenterBody>
}

/**
 * Every POST makes another webinar. So those of the organiser are looked through first: an earlier
 * attempt has our key, or is a draft of the same name and time that did not get as far.
 */
export async function createWebinar(account: Account, plan: WebinarPlan): Promise<Webinar> {
  refuseWhatTeamsCannot(account, plan)
  const team = await teamIn(account, plan)
  const earlier = (await client.ownWebinars(account)).find((each) => isEarlier(each, plan))
  const found = earlier ?? (await newDraft(account, plan, team))
  return await bringInStep(account, found, plan, team)
}

function refuseWhatTeamsCannot(account: Account, plan: WebinarPlan): void {
  const { hasWebinars } = choicesOf(account)
  if (seriesOf(plan) !== undefined) {
    throw rejected('A webinar of Teams takes place once. Plan single events, or a meeting.')
  }
  if (!hasWebinars) {
    throw rejected(
      'Teams lets only somebody who is signed in create webinars, in the global cloud. Choose the authorization "User", or plan a meeting.',
    )
  }
}

function isEarlier(found: WebinarReply, plan: WebinarPlan): boolean {
  if (found.status === 'canceled') return false
  const keys = (found.externalEventInformation ?? []).map(({ externalEventId }) => externalEventId)
  if (keys.length > 0) return keys.includes(plan.idempotencyKey)
  const isSameStart = timeIn(found.startDateTime) === toText(plan.start, plan)
  return found.status === 'draft' && found.displayName === nameOf(plan) && isSameStart
}

const nameOf = ({ title }: WebinarPlan) => cut(title, 255)

/** Times of webinars stay in the zone in which they were written. */
const timeIn = ({ dateTime, timeZone }: WebinarReply['startDateTime']) =>
  `${dateTime.slice(0, 19)} ${timeZone}`

function toText(time: Date, { timeZone }: WebinarPlan): string {
  const zoned = toZonedTime(time, timeZone)
  return `${zoned.dateTime} ${zoned.timeZone}`
}

function toBody(plan: WebinarPlan, team: Team): WebinarBody {
  return {
    displayName: nameOf(plan),
    description: { contentType: 'text', content: cut(plan.description ?? '', 4_000) },
    startDateTime: toZonedTime(plan.start, plan.timeZone),
    endDateTime: toZonedTime(plan.end, plan.timeZone),
    coOrganizers: team.coOrganizers,
  }
}

async function newDraft(account: Account, plan: WebinarPlan, team: Team): Promise<WebinarReply> {
  const body = { ...toBody(plan, team), audience: choicesOf(account).audience }
  const draft = client.readWebinar(await client.askNewWebinar(account, body))
  readDone(await client.askExternalId(account, draft.id, plan.idempotencyKey))
  return draft
}

export async function updateWebinar(
  account: Account,
  webinarId: string,
  plan: WebinarPlan,
): Promise<Webinar> {
  refuseWhatTeamsCannot(account, plan)
  const found = client.readWebinar(await client.askWebinar(account, webinarId))
  if (found.status === 'canceled') {
    throw rejected('Somebody has canceled the webinar in Teams, which cannot be taken back')
  }
  return await bringInStep(account, found, plan, await teamIn(account, plan))
}

/** What differs is changed, who presents is matched, and a draft is published. */
async function bringInStep(
  account: Account,
  found: WebinarReply,
  plan: WebinarPlan,
  team: Team,
): Promise<Webinar> {
  const changes = changesOf(found, plan, team)
  if (Object.keys(changes).length > 0) {
    client.readWebinar(await client.askWebinarChange(account, found.id, changes))
  }
  await matchPresenters(account, found.id, team)
  if (found.status === 'draft') readDone(await client.askPublication(account, found.id))
  await followWebinar(account, { webinarId: toWebinarId(found.id), plan }, found.id)
  return toWebinar({ ...found, status: 'published' }, await joinUrlOf(account, found.id))
}

function changesOf(found: WebinarReply, plan: WebinarPlan, team: Team): Partial<WebinarBody> {
  const wanted = toBody(plan, team)
  const ids = (list: readonly { id?: string | null }[]) =>
    list
      .map(({ id }) => id)
      .sort()
      .join()
  const isMoved =
    timeIn(found.startDateTime) !== toText(plan.start, plan) ||
    timeIn(found.endDateTime) !== toText(plan.end, plan)
  const { startDateTime, endDateTime, displayName, description, coOrganizers } = wanted
  return {
    ...(found.displayName !== displayName && { displayName }),
    ...((found.description?.content ?? '') !== description.content && { description }),
    ...(isMoved && { startDateTime, endDateTime }),
    ...(ids(found.coOrganizers ?? []) !== ids(coOrganizers) && { coOrganizers }),
  }
}

/** A member by id, anybody else as a guest by e-mail; the producer helps to organise if a member. */
async function teamIn(account: Account, plan: WebinarPlan): Promise<Team> {
  const { tenantId } = choicesOf(account)
  const coOrganizers: WebinarBody['coOrganizers'][number][] = []
  const presenters = new Map<string, PresenterBody>()
  for (const person of teamOf(plan)) {
    const member = await findUser(account, person.email)
    if (member !== undefined && person.email === plan.producer?.email) {
      const type = '#microsoft.graph.communicationsUserIdentity' as const
      coOrganizers.push({ '@odata.type': type, id: member.id, tenantId })
    } else {
      presenters.set(person.email.toLowerCase(), presenterOf(person, member?.id))
    }
  }
  return { coOrganizers, presenters }
}

function presenterOf({ name, email }: Person, memberId: string | undefined): PresenterBody {
  if (memberId !== undefined) {
    const type = '#microsoft.graph.communicationsUserIdentity'
    return { identity: { '@odata.type': type, id: memberId } }
  }
  const type = '#microsoft.graph.communicationsGuestIdentity'
  return { email, identity: { '@odata.type': type, displayName: cut(name, 200), email } }
}

/** Those of the plan and nobody else. */
async function matchPresenters(account: Account, webinarId: string, team: Team): Promise<void> {
  const known = await client.presentersOf(account, webinarId)
  const named = known.map(({ id, email, identity }) => ({
    id,
    names: [email, identity?.email, identity?.id].map((name) => name?.toLowerCase()),
  }))
  const isOf = (names: readonly (string | undefined)[], email: string, body: PresenterBody) =>
    names.includes(email) || names.includes(body.identity.id ?? 'nobody')
  for (const [email, body] of team.presenters) {
    if (named.some(({ names }) => isOf(names, email, body))) continue
    readDone(await client.askNewPresenter(account, webinarId, body))
  }
  for (const { id, names } of named) {
    if ([...team.presenters].some(([email, body]) => isOf(names, email, body))) continue
    readDeletion(await client.askPresenterRemoval(account, webinarId, id))
  }
}

/** @throws ProviderError 'unavailable' as long as Teams has not made it */
async function joinUrlOf(account: Account, webinarId: string): Promise<string> {
  const [session] = await client.sessionsOf(account, webinarId)
  if (session?.joinWebUrl) return session.joinWebUrl
  throw new ProviderError('unavailable', {
    provider: providerId,
    message: 'Teams has not made the join address of the webinar yet.',
    retryAfterSeconds: 10,
  })
}

export async function readWebinar(account: Account, webinarId: string): Promise<Webinar> {
  const found = client.readWebinar(await client.askWebinar(account, webinarId))
  const [session] = await client.sessionsOf(account, webinarId)
  return toWebinar(found, session?.joinWebUrl ?? undefined)
}

/** There is no deletion; a cancellation cannot be taken back. */
export async function cancelWebinar(account: Account, webinarId: string): Promise<void> {
  const exchange = await client.askWebinarCancellation(account, webinarId)
  if (exchange.response.status === 400) {
    const { status } = client.readWebinar(await client.askWebinar(account, webinarId))
    if (status !== 'canceled') readDone(exchange)
  } else {
    readDeletion(exchange)
  }
  await forgetNotifications(account, toWebinarId(webinarId))
}
