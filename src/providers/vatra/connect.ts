import type {
  Account,
  AttendanceReport,
  Provider,
  Recording,
  Webinar,
  WebinarPlan,
} from '../contract.ts'
import { unsupported } from '../provider-error.ts'
import { checkedService } from '../service-check.ts'
import { checkServer } from './check-server.ts'
import * as client from './client.ts'
import { readDeletion, readDone } from './errors.ts'
import { joinLink } from './join-link.ts'
import { planValues, toAttendanceItem, toRecording, toWebinar } from './mapping.ts'
import { pick } from './template.ts'

/** Opens one account at a Vatra server. */
export function connect(account: Account): Provider {
  const open = () => client.openServer(account)
  return {
    check: () => checkedService(() => checkServer(account)),
    createWebinar: async (plan) => createWebinar(await open(), plan),
    readWebinar: async (webinarId) => readWebinar(await open(), webinarId),
    updateWebinar: async (webinarId, plan) => updateWebinar(await open(), webinarId, plan),
    deleteWebinar: async (webinarId) => deleteWebinar(await open(), webinarId),
    joinUrl: async (webinar, person) => joinLink(await open(), webinar.webinarId, person),
    attendance: async (webinarId) => attendance(await open(), webinarId),
    recordings: async (webinarId) => recordings(await open(), webinarId),
    webinarTypes: () => Promise.reject(cannot('list webinar types')),
    register: () => Promise.reject(cannot('take registrations')),
    cancelRegistrant: () => Promise.reject(cannot('cancel registrations')),
    authorization: undefined,
    callbacks: undefined,
  }
}

const cannot = (what: string) => unsupported(client.providerId, what)

/** Where no call creates, rooms open by themselves: our key names the room. */
async function createWebinar(server: client.Server, plan: WebinarPlan): Promise<Webinar> {
  const { create } = server.surface.calls
  if (create === undefined) return toWebinar(plan.idempotencyKey)
  const earlier = await findEarlier(server, plan.idempotencyKey)
  if (earlier !== undefined) return toWebinar(earlier)
  const exchange = await client.ask(server, 'create', create, planValues(plan))
  return toWebinar(client.readId(exchange, server.surface, create.answer.id))
}

/** A server that ignores the filter lists others too, so the key is compared. */
async function findEarlier(server: client.Server, key: string): Promise<string | undefined> {
  const { find } = server.surface.calls
  if (find === undefined) return undefined
  const items = await client.allItems(server, 'find', find, { key })
  const earlier = items.find((item) => String(pick(item, find.item.key)) === key)
  return client.idAt(earlier, find.item.id)
}

async function readWebinar(server: client.Server, webinarId: string): Promise<Webinar> {
  const { read } = server.surface.calls
  if (read !== undefined) {
    const exchange = await client.ask(server, 'read', read, { id: webinarId })
    client.readAnswer(exchange, server.surface)
  }
  return toWebinar(webinarId)
}

async function updateWebinar(
  server: client.Server,
  webinarId: string,
  plan: WebinarPlan,
): Promise<Webinar> {
  const { create, update } = server.surface.calls
  if (update !== undefined) {
    const values = { ...planValues(plan), id: webinarId }
    readDone(await client.ask(server, 'update', update, values), server.surface.errors)
  } else if (create !== undefined) throw cannot('change a webinar')
  return toWebinar(webinarId)
}

async function deleteWebinar(server: client.Server, webinarId: string): Promise<void> {
  const { create, delete: remove } = server.surface.calls
  if (remove !== undefined) {
    const exchange = await client.ask(server, 'delete', remove, { id: webinarId })
    readDeletion(exchange, server.surface.errors)
  } else if (create !== undefined) throw cannot('delete a webinar')
}

/** Nothing tells what has changed since, so all rows are told every time. */
async function attendance(server: client.Server, webinarId: string): Promise<AttendanceReport> {
  const { participants } = server.surface.calls
  if (participants === undefined) throw cannot('tell who was there')
  const updatedAt = server.account.clock.now()
  const rows = await client.allItems(server, 'participants', participants, { id: webinarId })
  return { updatedAt, items: rows.map(toAttendanceItem(participants.item)) }
}

async function recordings(server: client.Server, webinarId: string): Promise<readonly Recording[]> {
  const call = server.surface.calls.recordings
  if (call === undefined) throw cannot('list recordings')
  const rows = await client.allItems(server, 'recordings', call, { id: webinarId })
  return rows
    .flatMap((row) => toRecording(call.item)(row) ?? [])
    .toSorted((a, b) => (b.startedAt?.getTime() ?? 0) - (a.startedAt?.getTime() ?? 0))
}
