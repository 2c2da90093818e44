import type {
  Account,
  AttendanceReport,
  JoiningRegistrant,
  Provider,
  Recording,
  Registrant,
  RegistrantPlan,
  Webinar,
} from '../contract.ts'
import { ProviderError } from '../provider-error.ts'
import { checkedService } from '../service-check.ts'
import { check } from './check.ts'
import * as client from './client.ts'
import { isGone, isNobody } from './errors.ts'
import {
  keyIn,
  toAttendanceItems,
  toJoinUrl,
  toRecordings,
  toRegistration,
  toWebinar,
  toWebinarTypes,
} from './mapping.ts'
import { changeEvent, createEvent, deleteEvent } from './plan-event.ts'
import { joinAddress } from './settings.ts'

/** Opens one client at ON24. */
export function connect(account: Account): Provider {
  const open = () => client.openClient(account)
  return {
    check: () => checkedService(async () => check(await open())),
    webinarTypes: async () =>
      toWebinarTypes(client.readEventTypes(await client.askEventTypes(await open()))),
    createWebinar: async (plan) => createEvent(await open(), plan),
    readWebinar: async (webinarId) =>
      toWebinar(client.readEvent(await client.askEvent(await open(), webinarId))),
    updateWebinar: async (webinarId, plan) => changeEvent(await open(), webinarId, plan),
    deleteWebinar: async (webinarId) => deleteEvent(await open(), webinarId),
    register: async (webinarId, person) => register(await open(), webinarId, person),
    cancelRegistrant: async (webinarId, registrantId) =>
      cancelRegistrant(await open(), webinarId, registrantId),
    joinUrl: async (webinar, person) => joinUrl(await open(), webinar, person),
    attendance: async (webinarId) => attendance(await open(), webinarId),
    recordings: async (webinarId) => recordings(await open(), webinarId),
    forget: async (email) => forget(await open(), email),
    authorization: undefined,
    callbacks: undefined,
  }
}

/**
 * The same call makes, changes and restores. Somebody who had cancelled is restored by
 * `isDeleted=N`, which ON24 refuses once the event has begun: then the registration goes without.
 */
async function register(
  opened: client.Client,
  eventId: string,
  person: RegistrantPlan,
): Promise<Registrant> {
  const form = toRegistration(person)
  try {
    const exchange = await client.askRegistration(opened, eventId, { ...form, isDeleted: 'N' })
    client.readRegistration(exchange)
  } catch (error) {
    if (!(error instanceof ProviderError && error.kind === 'rejected')) throw error
    client.readRegistration(await client.askRegistration(opened, eventId, form))
  }
  return { registrantId: form.email?.toLowerCase() ?? '', joinUrl: undefined }
}

async function cancelRegistrant(
  opened: client.Client,
  eventId: string,
  email: string,
): Promise<void> {
  const exchange = await client.askCancellation(opened, eventId, email)
  if (!isGone(exchange) && !isNobody(exchange)) client.readCancelled(exchange)
}

/** There is no personal link for presenters: all of them use the one of the presentation manager. */
async function joinUrl(
  opened: client.Client,
  { webinarId, webinarUrl, presentationManagerUrl }: Webinar,
  person: JoiningRegistrant,
): Promise<string> {
  if (person.role === 'host' || person.role === 'presenter') {
    return presentationManagerUrl ?? (await managerUrl(opened, webinarId))
  }
  const audienceUrl = webinarUrl ?? (await readWebinar(opened, webinarId)).webinarUrl ?? ''
  return toJoinUrl(joinAddress(opened.account), webinarId, keyIn(audienceUrl), person)
}

async function managerUrl(opened: client.Client, webinarId: string): Promise<string> {
  const { presentationManagerUrl: url } = await readWebinar(opened, webinarId)
  if (url !== undefined) return url
  const message = 'ON24 gave no link to the presentation manager of this event.'
  throw new ProviderError('not-found', { provider: client.providerId, message })
}

async function readWebinar(opened: client.Client, webinarId: string): Promise<Webinar> {
  return toWebinar(client.readEvent(await client.askEvent(opened, webinarId)))
}

const largePage = 1000
/** What the vendor gives without being asked. */
const usualPage = 100

/**
 * Rows that come late or are corrected keep the times of their stay, so all of them are told every
 * time. A page that is too large for the vendor is no reason to know nothing.
 */
async function attendance(opened: client.Client, eventId: string): Promise<AttendanceReport> {
  const updatedAt = opened.account.clock.now()
  try {
    const sessions = await client.sessionsOf(opened, eventId, largePage)
    return { updatedAt, items: toAttendanceItems(sessions) }
  } catch (error) {
    if (!(error instanceof ProviderError && error.kind === 'rejected')) throw error
    const sessions = await client.sessionsOf(opened, eventId, usualPage)
    return { updatedAt, items: toAttendanceItems(sessions) }
  }
}

async function recordings(opened: client.Client, eventId: string): Promise<readonly Recording[]> {
  const event = client.readEvent(await client.askEvent(opened, eventId))
  return toRecordings(event, opened.account.clock.now())
}

/** 404: ON24 knows nobody by this address, so there is nothing left to forget. */
async function forget(opened: client.Client, email: string): Promise<void> {
  const exchange = await client.askForgetting(opened, email)
  if (!isGone(exchange)) client.readCancelled(exchange)
}
