/**
 * THE SEAM. Everything that is yours is behind `Vendor`: replace `createVendor` by one that calls
 * your product, and keep the rest of the service as it is. What is here is a vendor that keeps
 * everything in memory, so that the service can be tried as it stands.
 */
import { randomUUID } from 'node:crypto'

export interface Vendor {
  /** The account that this name and password belong to; undefined: wrong. */
  signIn(name: string, password: string): Promise<string | undefined>
  status(account: string): Promise<Status>
  webinarTypes(account: string): Promise<readonly WebinarType[]>

  /** Status `pending` if it takes time: the hub then reads the webinar until it is there. */
  createWebinar(account: string, order: WebinarOrder): Promise<Webinar>
  /** Undefined: this account has no such webinar, or no longer. */
  readWebinar(account: string, webinarId: string): Promise<Webinar | undefined>
  updateWebinar(webinarId: string, order: WebinarOrder): Promise<void>
  deleteWebinar(webinarId: string): Promise<void>

  register(webinarId: string, registrant: Registrant): Promise<Registration>
  updateRegistration(registration: Registration, registrant: Registrant): Promise<Registration>
  /** The join address stops working, or works again. */
  setRegistrationStatus(
    registration: Registration,
    status: Registration['status'],
  ): Promise<Registration>
  /** All of a webinar in the order of registering, cancelled ones too. */
  registrations(webinarId: string): Promise<readonly Registration[]>
  /** Every unbroken presence of somebody in the room, as far as you know by now. */
  stays(webinarId: string): Promise<readonly Stay[]>

  /**
   * What the service itself has to keep over a restart: hashed tokens and Idempotency-Keys. A table
   * with a text key and a JSON value is enough. `undefined` forgets.
   */
  note(key: string): Promise<unknown>
  keepNote(key: string, value: unknown): Promise<void>
}

export interface Status {
  readonly status: 'healthy' | 'degraded' | 'unhealthy'
  /** For people. */
  readonly message?: string
  readonly accountName?: string
  readonly limits: { readonly maxDurationMinutes: number; readonly maxAttendees: number }
  readonly capabilities: readonly string[]
}

export interface WebinarType {
  readonly name: string
  readonly value: string
}

export interface Person {
  readonly name: string
  readonly email: string
}

/** What the hub wants. Times are UTC with a Z; `timeZone` is where people see them. */
export interface WebinarOrder {
  readonly externalId: string
  readonly kind: 'event' | 'session'
  readonly title: string
  readonly description?: string
  readonly start: string
  readonly end: string
  readonly timeZone: string
  readonly language?: string
  readonly webinarType?: string
  readonly maxAttendees?: number
  readonly producer?: Person
  readonly presenters?: readonly (Person & { readonly externalId: string })[]
}

export interface Webinar {
  readonly webinarId: string
  /** At most 100 characters. */
  readonly webinarUrl: string
  /** At most 200 characters. */
  readonly presentationManagerUrl: string
  readonly status: 'created' | 'pending' | 'failed'
  /** Why it failed: the organiser reads it. */
  readonly statusReason?: string
  /** As it was ordered; the service compares `externalId`. */
  readonly order: WebinarOrder
}

export interface Registrant {
  /** The hub's id of the registration. */
  readonly externalId: string
  readonly role: 'attendee' | 'presenter'
  readonly firstName: string
  readonly lastName: string
  readonly email: string
  readonly company?: string
  readonly language?: string
}

export interface Registration {
  readonly registrationId: string
  readonly webinarId: string
  /** Personal: whoever opens it is this person. */
  readonly joinUrl: string
  readonly status: 'registered' | 'cancelled'
  readonly registeredAt: string
  readonly registrant: Registrant
}

export interface Stay {
  /** Undefined: somebody who came without a registration. */
  readonly registrationId?: string
  readonly email: string
  readonly joinTime: string
  readonly leaveTime?: string
  readonly viewingMinutes: number
  readonly questionsAsked?: number
  /** When you came to know this, or corrected it. */
  readonly changedAt: string
}

interface Account {
  readonly password: string
  readonly webinars: Map<string, Webinar>
}

/** One account, `demo` with the password `demo`, that has held one webinar: `demo-webinar`. */
export function createVendor(now: () => Date = () => new Date()): Vendor {
  const accounts = new Map<string, Account>([['demo', { password: 'demo', webinars: new Map() }]])
  const registrations = new Map<string, Registration>()
  const stays = new Map<string, Stay[]>()
  const notes = new Map<string, unknown>()
  const holderOf = (webinarId: string) =>
    [...accounts.values()].find(({ webinars }) => webinars.has(webinarId))
  const keep = (registration: Registration) => {
    registrations.set(registration.registrationId, registration)
    return registration
  }

  const vendor: Vendor = {
    signIn: async (name, password) =>
      accounts.get(name)?.password === password ? name : undefined,
    status: async (account) => ({
      status: 'healthy',
      accountName: account,
      limits: { maxDurationMinutes: 480, maxAttendees: 1000 },
      capabilities: ['update', 'presenters', 'attendance'],
    }),
    webinarTypes: async () => [{ name: 'Live webinar', value: 'live' }],

    async createWebinar(account, order) {
      const webinar = webinarFor(randomUUID(), order)
      accounts.get(account)?.webinars.set(webinar.webinarId, webinar)
      return webinar
    },
    readWebinar: async (account, id) => accounts.get(account)?.webinars.get(id),
    async updateWebinar(id, order) {
      holderOf(id)?.webinars.set(id, webinarFor(id, order))
    },
    async deleteWebinar(id) {
      holderOf(id)?.webinars.delete(id)
    },

    register: async (webinarId, registrant) =>
      keep({
        registrationId: randomUUID(),
        webinarId,
        joinUrl: `https://webinars.example/join/${randomUUID()}`,
        status: 'registered',
        registeredAt: now().toISOString(),
        registrant,
      }),
    updateRegistration: async (before, registrant) => keep({ ...before, registrant }),
    setRegistrationStatus: async (before, status) => keep({ ...before, status }),
    registrations: async (webinarId) =>
      [...registrations.values()].filter((each) => each.webinarId === webinarId),
    stays: async (webinarId) => stays.get(webinarId) ?? [],

    note: async (key) => notes.get(key),
    async keepNote(key, value) {
      if (value === undefined) notes.delete(key)
      else notes.set(key, value)
    },
  }
  const demo = demoWebinar(now())
  accounts.get('demo')?.webinars.set(demo.webinar.webinarId, demo.webinar)
  stays.set(demo.webinar.webinarId, demo.stays)
  return vendor
}

function webinarFor(webinarId: string, order: WebinarOrder): Webinar {
  return {
    webinarId,
    webinarUrl: `https://webinars.example/room/${webinarId}`,
    presentationManagerUrl: `https://webinars.example/present/${webinarId}`,
    status: 'created',
    order,
  }
}

/** Took place before the service was started, so that attendance can be tried at once. */
function demoWebinar(now: Date): { webinar: Webinar; stays: Stay[] } {
  const at = (minutes: number) => new Date(now.getTime() + minutes * 60_000).toISOString()
  const webinar = webinarFor('demo-webinar', {
    externalId: 'demo-webinar',
    kind: 'event',
    title: 'A webinar that is over',
    start: at(-120),
    end: at(-60),
    timeZone: 'Europe/Paris',
  })
  const stays = [15, 30, 60].map((minutes, index) => ({
    email: `guest.${index}@example.org`,
    joinTime: at(-120),
    leaveTime: at(-120 + minutes),
    viewingMinutes: minutes,
    changedAt: at(-50 + index),
  }))
  return { webinar, stays }
}
