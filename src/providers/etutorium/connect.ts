import type {
  Account,
  AttendanceReport,
  CheckStep,
  JoiningRegistrant,
  Provider,
  Recording,
  ServiceCheck,
  Webinar,
  WebinarPlan,
} from '../contract.ts'
import { unsupported } from '../provider-error.ts'
import { checkedService } from '../service-check.ts'
import * as client from './client.ts'
import { readDeletion, readDone } from './errors.ts'
import { adjustTeam, invite, inviteTeam } from './invite.ts'
import {
  toAttendanceItem,
  toParticipantBody,
  toRecordings,
  toWebinar,
  toWebinarBody,
} from './mapping.ts'
import { type UnconfirmedName, unconfirmedCalls, unconfirmedNames } from './unknown-surface.ts'

/** Opens one account at eTutorium. */
export function connect(account: Account): Provider {
  const open = () => client.openCabinet(account)
  return {
    check: () => checkedService(async () => check(await open())),
    createWebinar: async (plan) => createWebinar(await open(), plan),
    readWebinar: async (webinarId) => {
      client.readWebinar(await client.askWebinar(await open(), webinarId))
      return toWebinar(webinarId)
    },
    updateWebinar: async (webinarId, plan) => updateWebinar(await open(), webinarId, plan),
    deleteWebinar: async (webinarId) => {
      const cabinet = await confirmed(await open(), 'delete', 'delete webinars')
      readDeletion(await client.askUnconfirmed(cabinet, 'delete', { webinar: webinarId }))
    },
    register: async (webinarId, person) =>
      invite(await open(), webinarId, toParticipantBody(person)),
    cancelRegistrant: async (_webinarId, participant) => {
      const cabinet = await confirmed(await open(), 'cancel', 'cancel registrations')
      readDeletion(await client.askUnconfirmed(cabinet, 'cancel', { participant }))
    },
    joinUrl: async (webinar, person) => joinUrl(await open(), webinar, person),
    attendance: async (webinarId) => attendance(await open(), webinarId),
    recordings: async (webinarId) => recordings(await open(), webinarId),
    webinarTypes: () => Promise.reject(unsupported(client.providerId, 'list webinar types')),
    authorization: undefined,
    callbacks: undefined,
  }
}

/** @throws ProviderError 'rejected' unless an administrator has named the call as confirmed */
async function confirmed(
  cabinet: client.Cabinet,
  name: UnconfirmedName,
  what: string,
): Promise<client.Cabinet> {
  if (cabinet.unconfirmed.has(name)) return cabinet
  throw unsupported(client.providerId, `${what} by a call that the vendor has confirmed`)
}

async function check(cabinet: client.Cabinet): Promise<ServiceCheck> {
  client.readAccount(await client.askAccount(cabinet))
  const steps: readonly CheckStep[] = [
    { name: 'account', result: 'passed', message: 'eTutorium accepts the API token' },
    ...unconfirmedNames.map((name) => ({
      name,
      result: 'skipped' as const,
      message: cabinet.unconfirmed.has(name)
        ? `${unconfirmedCalls[name].method} ${unconfirmedCalls[name].path} is switched on; it cannot be tried without changing something`
        : 'switched off, because nobody has confirmed the call',
    })),
  ]
  const named = (isOn: boolean) =>
    unconfirmedNames.filter((name) => cabinet.unconfirmed.has(name) === isOn).join(', ') || 'none'
  return {
    status: 'healthy',
    message: `eTutorium answers and accepts the API token. Unconfirmed calls that are on: ${named(true)}; off: ${named(false)}.`,
    steps,
  }
}

/** Exactly one call can fail here: nothing finds a webinar again that an earlier attempt has made. */
async function createWebinar(cabinet: client.Cabinet, plan: WebinarPlan): Promise<Webinar> {
  const exchange = await client.askNewWebinar(cabinet, toWebinarBody(plan))
  const webinarId = String(client.readWebinar(exchange).id)
  await inviteTeam(cabinet, webinarId, plan)
  return toWebinar(webinarId)
}

async function updateWebinar(
  cabinet: client.Cabinet,
  webinarId: string,
  plan: WebinarPlan,
): Promise<Webinar> {
  await confirmed(cabinet, 'update', 'change webinars')
  const body = toWebinarBody(plan)
  readDone(await client.askUnconfirmed(cabinet, 'update', { webinar: webinarId }, body))
  await adjustTeam(cabinet, webinarId, plan)
  return toWebinar(webinarId)
}

/** The link that is known; who has none, like a host at the click, is invited now. */
async function joinUrl(
  cabinet: client.Cabinet,
  webinar: Webinar,
  person: JoiningRegistrant,
): Promise<string> {
  if (person.joinUrl !== undefined) return person.joinUrl
  const registrant = await invite(cabinet, webinar.webinarId, toParticipantBody(person))
  return registrant.joinUrl ?? cabinet.rooms
}

/** Nothing tells what has changed since, so all rows are told every time. */
async function attendance(cabinet: client.Cabinet, webinarId: string): Promise<AttendanceReport> {
  await confirmed(cabinet, 'attendance', 'tell who was there')
  const updatedAt = cabinet.account.clock.now()
  const exchange = await client.askUnconfirmed(cabinet, 'attendance', { webinar: webinarId })
  const rows = client.readParticipantList(exchange)
  return { updatedAt, items: rows.flatMap((row) => toAttendanceItem(row) ?? []) }
}

async function recordings(
  cabinet: client.Cabinet,
  webinarId: string,
): Promise<readonly Recording[]> {
  await confirmed(cabinet, 'recordings', 'list recordings')
  const exchange = await client.askUnconfirmed(cabinet, 'recordings', { webinar: webinarId })
  return toRecordings(webinarId, client.readAnything(exchange))
}
