/** Making people known, and their links. */
import type { Registrant, WebinarPlan } from '../contract.ts'
import { ProviderError } from '../provider-error.ts'
import * as client from './client.ts'
import { isNotFound, readDeletion, readDone } from './errors.ts'
import { teamOf, toRegistrant, toTeamMember } from './mapping.ts'
import type { ParticipantBody, ParticipantReply } from './wire.ts'

/**
 * Asks first whether the person is known: what a second invitation does is not. The hub's own letter
 * carries the hub's link, so the vendor sends none.
 */
export async function invite(
  cabinet: client.Cabinet,
  webinarId: string,
  person: ParticipantBody,
): Promise<Registrant> {
  const { username } = person
  const earlier = await find(cabinet, webinarId, username)
  if (earlier !== undefined) return toRegistrant(earlier, username, cabinet.rooms)
  await send(cabinet, webinarId, [person])
  const found = await find(cabinet, webinarId, username)
  if (found !== undefined) return toRegistrant(found, username, cabinet.rooms)
  return await inviteByMoodle(cabinet, webinarId, person)
}

async function find(
  cabinet: client.Cabinet,
  webinarId: string,
  username: string,
): Promise<ParticipantReply | undefined> {
  try {
    const exchange = await client.askParticipant(cabinet, webinarId, username)
    return client.readParticipants(exchange)[0]
  } catch (error) {
    if (isNotFound(error)) return undefined
    throw error
  }
}

async function send(
  cabinet: client.Cabinet,
  webinarId: string,
  participants: readonly ParticipantBody[],
): Promise<void> {
  const role = participants[0]?.role ?? 'listener'
  const body = { webinarID: webinarId, participants, role, send_notification: 0 } as const
  readDone(await client.askInvitation(cabinet, body))
}

/** @throws ProviderError 'rejected' where there is no other way */
async function inviteByMoodle(
  cabinet: client.Cabinet,
  webinarId: string,
  person: ParticipantBody,
): Promise<Registrant> {
  const key = (await cabinet.account.secret('gr_clientsecret'))?.trim() ?? ''
  if (key === '') {
    const message =
      'eTutorium took the invitation and does not know the person. It takes nobody after the webinar has started.'
    throw new ProviderError('rejected', { provider: client.providerId, message })
  }
  const exchange = await client.askMoodleParticipant(cabinet, key, webinarId, person)
  const { authurl } = client.readMoodleParticipant(exchange)
  return { registrantId: person.username, joinUrl: authurl }
}

/**
 * With the webinar just made, a failure must not make another one: who could not be invited now gets
 * the link at the click.
 */
export async function inviteTeam(
  cabinet: client.Cabinet,
  webinarId: string,
  plan: WebinarPlan,
): Promise<void> {
  const team = teamOf(plan)
  if (team.length === 0) return
  try {
    await send(cabinet, webinarId, team)
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error
    cabinet.account.log.warn({ err: error }, 'eTutorium has not invited the presenters yet')
  }
}

/** Invites who is new; who has left the team goes where the calls for that are switched on. */
export async function adjustTeam(
  cabinet: client.Cabinet,
  webinarId: string,
  plan: WebinarPlan,
): Promise<void> {
  const team = teamOf(plan)
  for (const member of team) await invite(cabinet, webinarId, member)
  const { unconfirmed } = cabinet
  if (!unconfirmed.has('attendance') || !unconfirmed.has('cancel')) return
  const exchange = await client.askUnconfirmed(cabinet, 'attendance', { webinar: webinarId })
  const names = new Set(team.map(({ username }) => username))
  for (const row of client.readParticipantList(exchange)) {
    const member = toTeamMember(row)
    if (member === undefined || names.has(member.username)) continue
    readDeletion(await client.askUnconfirmed(cabinet, 'cancel', { participant: member.id }))
  }
}
