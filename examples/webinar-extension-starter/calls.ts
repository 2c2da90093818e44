/** One function per call of the API. */
import { registrant, sinceOf, webinarOrder } from './checks.ts'
import type { Once } from './once.ts'
import { pageOf, stayPage } from './pages.ts'
import { problem } from './problems.ts'
import type { Registration, Vendor, Webinar, WebinarOrder } from './vendor.ts'

export interface Calls {
  readonly vendor: Vendor
  readonly once: Once
  readonly now: () => Date
  readonly pageSize: number
}

export interface Call {
  readonly account: string
  /** Parts of the address: webinar, registration. */
  readonly ids: readonly string[]
  readonly query: URLSearchParams
  readonly body: unknown
  readonly key: string | undefined
}

export interface Answer {
  readonly status: number
  readonly body?: unknown
}

export type Act = (calls: Calls, call: Call) => Promise<Answer>

const ok = (body: unknown): Answer => ({ status: 200, body })
const gone: Answer = { status: 204 }

export const status: Act = async ({ vendor }, { account }) => ok(await vendor.status(account))

export const webinarTypes: Act = async ({ vendor }, { account }) =>
  ok(await vendor.webinarTypes(account))

export const createWebinar: Act = async ({ vendor, once }, { account, key, body }) => {
  const order = webinarOrder(body)
  await refuseImpossible(vendor, account, order)
  const webinar = await once(
    `webinar ${account}`,
    key,
    async (id) => {
      const known = await vendor.readWebinar(account, id)
      return known?.status === 'failed' ? undefined : known
    },
    async () => {
      const thing = await vendor.createWebinar(account, order)
      return { id: thing.webinarId, thing }
    },
  )
  return { status: 201, body: shown(webinar) }
}

export const readWebinar: Act = async (calls, call) => ok(shown(await webinarOf(calls, call)))

export const updateWebinar: Act = async (calls, call) => {
  const { webinarId, order: before } = await webinarOf(calls, call)
  const order = webinarOrder(call.body)
  if (order.externalId !== before.externalId) {
    throw problem('invalid-input', '"externalId" cannot be changed.')
  }
  await refuseImpossible(calls.vendor, call.account, order)
  await calls.vendor.updateWebinar(webinarId, order)
  return ok(shown(await webinarOf(calls, call)))
}

export const deleteWebinar: Act = async (calls, call) => {
  const { webinarId } = await webinarOf(calls, call)
  await calls.vendor.deleteWebinar(webinarId)
  return gone
}

export const listRegistrations: Act = async (calls, call) => {
  const { webinarId } = await webinarOf(calls, call)
  const all = await calls.vendor.registrations(webinarId)
  const { items, ...rest } = pageOf(all, call.query.get('cursor'), calls.pageSize)
  return ok({ items: items.map(listed), ...rest })
}

export const register: Act = async (calls, call) => {
  const { webinarId, status, statusReason } = await webinarOf(calls, call)
  const person = registrant(call.body)
  if (status === 'pending') throw problem('webinar-pending', 'The webinar is still being created.')
  if (status === 'failed') {
    throw problem('webinar-failed', statusReason ?? 'The webinar could not be created.')
  }
  const { vendor } = calls
  const found = await calls.once(
    `registration ${webinarId}`,
    call.key,
    async (id) => {
      const known = (await vendor.registrations(webinarId)).find(
        (each) => each.registrationId === id,
      )
      return known?.status === 'cancelled'
        ? await vendor.setRegistrationStatus(known, 'registered')
        : known
    },
    async () => {
      const thing = await vendor.register(webinarId, person)
      return { id: thing.registrationId, thing }
    },
  )
  return { status: 201, body: place(found) }
}

export const updateRegistration: Act = async (calls, call) => {
  const before = await registrationOf(calls, call)
  const person = registrant(call.body)
  if (before.status === 'cancelled') {
    throw problem('registration-cancelled', 'The registration was cancelled. POST it again.')
  }
  if (person.externalId !== before.registrant.externalId) {
    throw problem('invalid-input', '"externalId" cannot be changed.')
  }
  return ok(place(await calls.vendor.updateRegistration(before, person)))
}

export const cancelRegistration: Act = async (calls, call) => {
  await calls.vendor.setRegistrationStatus(await registrationOf(calls, call), 'cancelled')
  return gone
}

export const listAttendance: Act = async (calls, call) => {
  const { webinarId } = await webinarOf(calls, call)
  const stays = await calls.vendor.stays(webinarId)
  const people = new Map(
    (await calls.vendor.registrations(webinarId)).map((each) => [each.registrationId, each]),
  )
  const query = {
    since: sinceOf(call.query.get('since')),
    cursor: call.query.get('cursor'),
    now: calls.now().toISOString(),
  }
  const { items, ...rest } = stayPage(stays, query, calls.pageSize)
  const records = items.map(({ changedAt: _own, ...stay }) => {
    const externalId = people.get(stay.registrationId ?? '')?.registrant.externalId
    return externalId === undefined ? stay : { ...stay, externalId }
  })
  return ok({ ...rest, items: records })
}

async function webinarOf({ vendor }: Calls, { account, ids }: Call): Promise<Webinar> {
  const [id = ''] = ids
  const found = await vendor.readWebinar(account, id)
  if (found !== undefined) return found
  throw problem('webinar-not-found', `There is no webinar "${id}" in this account.`)
}

async function registrationOf(calls: Calls, call: Call): Promise<Registration> {
  const { webinarId } = await webinarOf(calls, call)
  const id = call.ids[1]
  const all = await calls.vendor.registrations(webinarId)
  const found = all.find(({ registrationId }) => registrationId === id)
  if (found !== undefined) return found
  throw problem('registration-not-found', `There is no registration "${id}" for this webinar.`)
}

async function refuseImpossible(
  vendor: Vendor,
  account: string,
  order: WebinarOrder,
): Promise<void> {
  const { limits } = await vendor.status(account)
  const minutes = (Date.parse(order.end) - Date.parse(order.start)) / 60_000
  if (minutes > limits.maxDurationMinutes) {
    const message = `The webinar lasts ${minutes} minutes; this account allows ${limits.maxDurationMinutes}.`
    throw problem('duration-too-long', message)
  }
  if ((order.maxAttendees ?? 0) > limits.maxAttendees) {
    const message = `This account may invite at most ${limits.maxAttendees} people.`
    throw problem('too-many-attendees', message)
  }
  const { webinarType } = order
  if (webinarType === undefined) return
  const types = await vendor.webinarTypes(account)
  if (types.some(({ value }) => value === webinarType)) return
  throw problem('unknown-webinar-type', `This account has no webinar type "${webinarType}".`)
}

const shown = ({ order: _own, ...webinar }: Webinar) => webinar

const place = ({ registrationId, joinUrl, status }: Registration) => ({
  registrationId,
  joinUrl,
  status,
})

function listed(registration: Registration): object {
  const { externalId, email, firstName, lastName } = registration.registrant
  const { registeredAt } = registration
  return { ...place(registration), externalId, email, firstName, lastName, registeredAt }
}
