/** Creating and changing a meeting or webinar at Webex, with those who present. */
import type { Account, Webinar, WebinarPlan } from '../contract.ts'
import { allPages } from '../pages.ts'
import * as client from './client.ts'
import {
  changesOf,
  rejected,
  ruleOf,
  type SessionType,
  teamOf,
  toMeetingBody,
  toSessionType,
  toWebinar,
  toWebinarTypes,
} from './mapping.ts'
import { choicesOf } from './settings.ts'
import type { InviteeBody, InviteeReply, MeetingReply } from './wire.ts'

/**
 * Webex makes another meeting of every POST. So an earlier attempt whose answer was lost is looked
 * for by its tag; it gets what has changed since.
 */
export async function createWebinar(account: Account, plan: WebinarPlan): Promise<Webinar> {
  const earlier = await findEarlier(account, plan)
  if (earlier !== undefined) return await updateWebinar(account, earlier.id, plan)
  const body = toMeetingBody(plan, await sessionTypeOf(account, plan), choicesOf(account))
  return toWebinar(client.readMeeting(await client.askNewMeeting(account, body)))
}

/** A webinar needs the number of its session type; the first one is taken where nobody chose. */
async function sessionTypeOf(account: Account, { webinarType }: WebinarPlan): Promise<SessionType> {
  if (webinarType !== undefined) return toSessionType(webinarType)
  const { kind } = choicesOf(account)
  if (kind === 'meeting') return { kind, id: undefined }
  const types = toWebinarTypes(client.readSessionTypes(await client.askSessionTypes(account)))
  const first = types.find(({ value }) => value.startsWith('webinar:'))
  if (first !== undefined) return toSessionType(first.value)
  throw rejected('The Webex user who signed in has no licence for webinars.')
}

const dayMs = 86_400_000

/** From yesterday to a year after the plan: a lost answer is looked for within days. */
async function findEarlier(account: Account, plan: WebinarPlan): Promise<MeetingReply | undefined> {
  const now = account.clock.now().getTime()
  const exchange = await client.askMeetings(account, {
    meetingType: 'meetingSeries',
    integrationTag: plan.idempotencyKey,
    from: new Date(now - dayMs).toISOString(),
    to: new Date(Math.max(now, plan.end.getTime()) + 365 * dayMs).toISOString(),
  })
  return client.readMeetings(exchange).items[0]
}

export async function updateWebinar(
  account: Account,
  webinarId: string,
  plan: WebinarPlan,
): Promise<Webinar> {
  const found = client.readMeeting(await client.askMeeting(account, webinarId))
  const kind = found.scheduledType === 'webinar' ? 'webinar' : 'meeting'
  refuseOtherNature(plan, found, kind)
  const changes = changesOf(plan, found)
  const reply =
    Object.keys(changes).length === 0
      ? found
      : client.readMeeting(await client.askChange(account, webinarId, changes))
  await matchTeam(account, webinarId, teamOf(plan, kind))
  return toWebinar(reply)
}

/** What Webex fixes when a meeting is created. */
function refuseOtherNature(
  plan: WebinarPlan,
  found: MeetingReply,
  kind: SessionType['kind'],
): void {
  if (plan.webinarType !== undefined && toSessionType(plan.webinarType).kind !== kind) {
    throw rejected(`Webex cannot make something else of a ${kind}. Cancel it and publish anew.`)
  }
  if (ruleOf(plan) === undefined || found.recurrence || !found.registration) return
  throw rejected(
    'Webex cannot make a series of a webinar that takes registrations. Cancel it and publish anew.',
  )
}

/** Those of the plan and nobody else may host or present; other invitees are the audience. */
async function matchTeam(
  account: Account,
  webinarId: string,
  team: readonly InviteeBody[],
): Promise<void> {
  const known = await inviteesOf(account, webinarId)
  for (const wanted of team) {
    const found = known.find(({ email }) => isSame(email, wanted.email))
    if (found === undefined) {
      client.readInvitee(await client.askInvitation(account, webinarId, wanted))
    } else if (!hasRoleOf(found, wanted)) {
      client.readInvitee(await client.askInviteeChange(account, found.id, wanted))
    }
  }
  for (const { id, email, coHost, panelist } of known) {
    if (!coHost && !panelist) continue
    if (team.some((wanted) => isSame(email, wanted.email))) continue
    client.readDeletion(await client.askInviteeRemoval(account, id))
  }
}

const hasRoleOf = (found: InviteeReply, wanted: InviteeBody) =>
  Boolean(found.coHost) === wanted.coHost && Boolean(found.panelist) === Boolean(wanted.panelist)

const isSame = (one: string, other: string) => one.toLowerCase() === other.toLowerCase()

export async function inviteesOf(
  account: Account,
  webinarId: string,
): Promise<readonly InviteeReply[]> {
  const pages = await allPages(client.providerId, async (next) => {
    const exchange =
      next === undefined
        ? await client.askInvitees(account, webinarId)
        : await client.askNextPage(account, next)
    return client.pageIn(exchange, client.readInvitees(exchange))
  })
  return pages.flatMap(({ items }) => items)
}
