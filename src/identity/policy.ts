/** Which role may do what, as a table. A caller has the rights of all its roles together. */
import type { Caller } from '#pipeline'
import type { RoleName } from './well-known.ts'

export type Privilege = 'Create' | 'Read' | 'Update' | 'Delete'

type Area = 'events' | 'people' | 'attendance' | 'accounts' | 'settings' | 'jobs' | 'identity'

/** Tables that are not named here belong to `events`. */
const areas: Readonly<Record<string, Area>> = {
  contact: 'people',
  account: 'people',
  msevtmgt_checkin: 'attendance',
  msevtmgt_eventregistration: 'attendance',
  msevtmgt_sessionregistration: 'attendance',
  msevtmgt_webinarprovider: 'accounts',
  msevtmgt_webinarconfiguration: 'accounts',
  msevtmgt_webinartype: 'accounts',
  msevtmgt_webinarconsent: 'accounts',
  msevtmgt_eventadministration: 'settings',
  msevtmgt_webapplication: 'settings',
  serviceendpoint: 'settings',
  sdkmessageprocessingstep: 'settings',
  sdkmessageprocessingstepimage: 'settings',
  sdkmessageprocessingstepsecureconfig: 'settings',
  sdkmessage: 'settings',
  sdkmessagefilter: 'settings',
  plugintype: 'settings',
  pluginassembly: 'settings',
  gr_mail: 'attendance',
  gr_verdictchange: 'attendance',
  gr_refusedattendance: 'attendance',
  asyncoperation: 'jobs',
  organization: 'identity',
  businessunit: 'identity',
  systemuser: 'identity',
  team: 'identity',
  role: 'identity',
  transactioncurrency: 'settings',
}

type Grants = Partial<Record<Area, readonly Privilege[]>>

const all: readonly Privilege[] = ['Create', 'Read', 'Update', 'Delete']
const write: readonly Privilege[] = ['Create', 'Read', 'Update']
const read: readonly Privilege[] = ['Read']

const readEverything: Grants = {
  events: read,
  people: read,
  attendance: read,
  accounts: read,
  settings: read,
  jobs: read,
  identity: read,
}

const grants: Readonly<Record<Exclude<RoleName, 'System Administrator'>, Grants>> = {
  'Event Manager': { ...readEverything, events: all, people: all, attendance: all, settings: all },
  'Event Planner': { ...readEverything, events: write, people: write, attendance: write },
  'Webinar Curator': { ...readEverything, events: write, accounts: all },
  'Check-in Staff': { events: read, people: read, attendance: write },
  Reader: { events: read, people: read, attendance: read, jobs: read },
  Integration: { ...readEverything, events: all, people: all, attendance: all },
}

/** Whether one of the caller's roles holds the privilege for the table. */
export function mayDo(caller: Caller, privilege: Privilege, table: string): boolean {
  const area = areas[table] ?? 'events'
  return caller.roles.some((role) => {
    if (role === 'System Administrator') return true
    return grants[role as keyof typeof grants]?.[area]?.includes(privilege) ?? false
  })
}
