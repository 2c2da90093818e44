/** Which role may do what, as a table. A caller has the rights of all its roles together. */
import type { Caller } from '#pipeline'
import type { RoleName } from './well-known.ts'

export type Privilege = 'Create' | 'Read' | 'Update' | 'Delete'

type Area =
  | 'events'
  | 'people'
  | 'attendance'
  | 'sales'
  | 'accounts'
  | 'settings'
  | 'jobs'
  | 'identity'
  | 'views'
  | 'own views'

/** Tables that are not named here belong to `events`. */
const areas: Readonly<Record<string, Area>> = {
  contact: 'people',
  account: 'people',
  msevtmgt_checkin: 'attendance',
  msevtmgt_eventregistration: 'attendance',
  msevtmgt_sessionregistration: 'attendance',
  msevtmgt_attendeepass: 'attendance',
  msevtmgt_waitlistitem: 'attendance',
  msevtmgt_registrationresponse: 'attendance',
  msevtmgt_eventpurchase: 'sales',
  msevtmgt_eventpurchaseattendee: 'sales',
  msevtmgt_eventpurchasecontact: 'sales',
  msevtmgt_eventpurchasepass: 'sales',
  msevtmgt_eventregistrationticket: 'sales',
  gr_recoveryitem: 'sales',
  msevtmgt_paymentprovider: 'settings',
  msevtmgt_websiteentityconfiguration: 'settings',
  msevtmgt_webinarprovider: 'accounts',
  msevtmgt_webinarconfiguration: 'accounts',
  msevtmgt_webinartype: 'accounts',
  msevtmgt_webinarconsent: 'accounts',
  gr_accountperson: 'accounts',
  gr_accountmeeting: 'accounts',
  gr_synchronization: 'accounts',
  gr_synchronizationerror: 'accounts',
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
  gr_mailtemplate: 'events',
  gr_verdictchange: 'attendance',
  gr_refusedattendance: 'attendance',
  asyncoperation: 'jobs',
  organization: 'identity',
  businessunit: 'identity',
  systemuser: 'identity',
  team: 'identity',
  role: 'identity',
  transactioncurrency: 'settings',
  gr_columnchange: 'identity',
  gr_deliveryattempt: 'settings',
  gr_replay: 'settings',
  gr_jobretention: 'settings',
  savedquery: 'views',
  userquery: 'own views',
}

type Grants = Partial<Record<Area, readonly Privilege[]>>

const all: readonly Privilege[] = ['Create', 'Read', 'Update', 'Delete']
const write: readonly Privilege[] = ['Create', 'Read', 'Update']
const read: readonly Privilege[] = ['Read']

const readEverything: Grants = {
  events: read,
  people: read,
  attendance: read,
  sales: read,
  accounts: read,
  settings: read,
  jobs: read,
  identity: read,
  views: read,
  'own views': all,
}

const grants: Readonly<Record<Exclude<RoleName, 'System Administrator'>, Grants>> = {
  'Event Manager': {
    ...readEverything,
    events: all,
    people: all,
    attendance: all,
    sales: all,
    settings: all,
    views: all,
  },
  'Event Planner': {
    ...readEverything,
    events: write,
    people: write,
    attendance: write,
    sales: write,
  },
  'Webinar Curator': { ...readEverything, events: write, accounts: all },
  'Check-in Staff': {
    events: read,
    people: read,
    attendance: write,
    // At the door it is seen whether somebody paid, not said.
    sales: read,
    views: read,
    'own views': all,
  },
  Reader: {
    events: read,
    people: read,
    attendance: read,
    sales: read,
    jobs: read,
    views: read,
    'own views': all,
  },
  Integration: { ...readEverything, events: all, people: all, attendance: all, sales: all },
  Delegate: {},
}

/** Whether one of the caller's roles holds the privilege for the table. */
export function mayDo(caller: Caller, privilege: Privilege, table: string): boolean {
  const area = areas[table] ?? 'events'
  return caller.roles.some((role) => grantsRight(role, privilege, area))
}

/** Stands between two roles that hold only together. */
const within = ' within '

function grantsRight(role: string, privilege: Privilege, area: Area): boolean {
  return role.split(within).every((each) => {
    if (each === 'System Administrator') return true
    return grants[each as keyof typeof grants]?.[area]?.includes(privilege) ?? false
  })
}

/**
 * Roles that allow what both lists allow, and nothing else: who acts in the name of another user
 * gets neither more than that user nor more than itself. As pairs, because what is allowed by any
 * role of one list and any of the other is allowed by some pair of them.
 */
export function intersectRoles(
  theirs: readonly string[],
  ours: readonly string[],
): readonly string[] {
  const pairs = theirs.flatMap((one) =>
    ours.map((other) => {
      if (one === other || other === 'System Administrator') return one
      return one === 'System Administrator' ? other : `${one}${within}${other}`
    }),
  )
  return [...new Set(pairs)].sort()
}

/** As in Dataverse, where the role Delegate holds prvActOnBehalfOfAnotherUser. */
export function mayActForOthers({ roles }: Caller): boolean {
  return roles.includes('System Administrator') || roles.includes('Delegate')
}

export function mayAdministrate({ roles }: Caller): boolean {
  return roles.includes('System Administrator')
}
