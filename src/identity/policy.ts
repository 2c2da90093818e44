/** Which role may do what, as a table. A caller has the rights of all its roles together. */
import type { Caller } from '#pipeline'
import { ownRights } from './own-role.ts'
import { type Extent, type Privilege, privileges } from './privilege.ts'
import type { RoleName } from './well-known.ts'

export type { Extent, Privilege } from './privilege.ts'

type Area =
  | 'events'
  | 'meetings'
  | 'people'
  | 'attendance'
  | 'letters'
  | 'door'
  | 'sales'
  | 'accounts'
  | 'settings'
  | 'jobs'
  | 'identity'
  | 'views'
  | 'own views'

/** Tables that are not named here belong to `events`. */
const areas: Readonly<Record<string, Area>> = {
  // They tell who meets whom, and hold passwords: for those who plan, and those who read all.
  gr_meeting: 'meetings',
  gr_meetingexception: 'meetings',
  gr_meetingattendee: 'meetings',
  contact: 'people',
  account: 'people',
  msevtmgt_checkin: 'door',
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
  // They hold links that change and cancel registrations: for those who may do that anyway.
  gr_mail: 'letters',
  gr_mailtemplate: 'events',
  gr_verdictchange: 'attendance',
  gr_refusedattendance: 'attendance',
  gr_attendancedecision: 'attendance',
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

const all = privileges
const write: readonly Privilege[] = ['Create', 'Read', 'Update']
const read: readonly Privilege[] = ['Read']

const readEverything: Grants = {
  events: read,
  meetings: read,
  people: read,
  attendance: read,
  door: read,
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
    meetings: all,
    people: all,
    attendance: all,
    letters: all,
    door: all,
    sales: all,
    settings: all,
    views: all,
  },
  'Event Planner': {
    ...readEverything,
    events: write,
    meetings: write,
    people: write,
    attendance: write,
    letters: write,
    door: write,
    sales: write,
  },
  'Webinar Curator': { ...readEverything, events: write, meetings: write, accounts: all },
  'Check-in Staff': {
    events: read,
    people: read,
    // At the door it is seen who is registered and whether somebody paid, not said.
    attendance: read,
    door: write,
    sales: read,
    views: read,
    'own views': all,
  },
  Reader: {
    events: read,
    meetings: read,
    people: read,
    attendance: read,
    door: read,
    sales: read,
    jobs: read,
    views: read,
    'own views': all,
  },
  Integration: {
    ...readEverything,
    events: all,
    meetings: all,
    people: all,
    attendance: all,
    letters: all,
    door: all,
    sales: all,
  },
  Delegate: {},
}

/**
 * Whether one of the caller's roles holds the privilege for all rows of the table. Who asks here
 * need not look at owners: callers with a right to their own rows only are refused.
 */
export function mayDo(caller: Caller, privilege: Privilege, table: string): boolean {
  return extentOf(caller, privilege, table) === 'all'
}

/** For which rows the caller holds the privilege; undefined: for none. */
export function extentOf(caller: Caller, privilege: Privilege, table: string): Extent | undefined {
  const extents = caller.roles.map((role) => extentOfRole(role, privilege, table))
  return extents.includes('all') ? 'all' : extents.find((each) => each !== undefined)
}

/** Stands between two roles that hold only together. */
const within = ' within '

function extentOfRole(role: string, privilege: Privilege, table: string): Extent | undefined {
  const extents = role.split(within).map((each) => {
    if (each === 'System Administrator') return 'all'
    const own = ownRights(each, privilege, table)
    if (own !== 'built in') return own
    const area = areas[table] ?? 'events'
    return grants[each as keyof typeof grants]?.[area]?.includes(privilege) ? 'all' : undefined
  })
  if (extents.includes(undefined)) return undefined
  return extents.includes('own') ? 'own' : 'all'
}

/** Who may come in is for System Administrators: roles of one's own may read such tables only. */
export function mayBeGranted(privilege: Privilege, table: string): boolean {
  return privilege === 'Read' || areas[table] !== 'identity'
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
