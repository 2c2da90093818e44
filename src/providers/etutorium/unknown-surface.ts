/**
 * What is not known of eTutorium's API. The vendor publishes no reference; what its own clients and
 * those of an LMS call is in `client.ts`. Everything else that the hub would like to call is here and
 * nowhere else, as a description: correct a line when the vendor tells you more.
 *
 * Every entry is off until an administrator names it in the setting "Unconfirmed calls", and what is
 * off is no capability of the account.
 */
import type { Capabilities } from '../contract.ts'

export interface UnconfirmedCall {
  /** Completes "was asked to …". */
  readonly act: string
  readonly method: 'GET' | 'PUT' | 'DELETE'
  /** With {webinar} and {participant}. */
  readonly path: string
  /** Why it may be so. */
  readonly basis: string
  /** What an account can where it is on. */
  readonly gives: Partial<Capabilities>
}

export const unconfirmedCalls = {
  update: {
    act: 'change the webinar',
    method: 'PUT',
    path: '/rest/webinar/{webinar}',
    basis:
      'the method that goes with the known POST and GET; a wiki warns that another time locks out those who are invited',
    gives: { update: true },
  },
  delete: {
    act: 'delete the webinar',
    method: 'DELETE',
    path: '/rest/webinar/{webinar}',
    basis: 'the method that goes with the known POST and GET',
    gives: { delete: true },
  },
  cancel: {
    act: 'remove the participant',
    method: 'DELETE',
    path: '/rest/participant/{participant}',
    basis: 'the method that goes with the known list of participants',
    gives: { cancel: true },
  },
  attendance: {
    act: 'list the participants',
    method: 'GET',
    path: '/rest/participant?webinar_id={webinar}',
    basis: 'the known question for one participant, without the name; the times are a guess',
    gives: { attendance: 'query' },
  },
  recordings: {
    act: 'tell the address of the archive',
    method: 'GET',
    path: '/rest/webinar/{webinar}',
    basis: 'the known call; that it names an archive is a guess from `archive_access`',
    gives: { recordings: true },
  },
} as const satisfies Readonly<Record<string, UnconfirmedCall>>

export type UnconfirmedName = keyof typeof unconfirmedCalls

/** Names of fields in answers of these calls. */
export const unconfirmedFields = {
  entered: 'enter_time',
  left: 'leave_time',
  archive: 'archive_url',
} as const

/**
 * In which zone answers tell times, as an IANA name. Creating takes local times; the vendor's own
 * Moodle module treats those of its list of webinars as UTC.
 */
export const zoneOfAnswers = 'UTC'

export const unconfirmedNames = Object.keys(unconfirmedCalls) as readonly UnconfirmedName[]

export type SwitchReading =
  | { readonly kind: 'switches'; readonly on: ReadonlySet<UnconfirmedName> }
  /** Completes "takes …". */
  | { readonly kind: 'fault'; readonly expected: string }

/** Reads the setting: names with commas between them, none for none. */
export function readSwitches(typed = ''): SwitchReading {
  const names = typed
    .split(/[\s,;]+/)
    .map((name) => name.toLowerCase())
    .filter((name) => name !== '')
  const strange = names.find((name) => !isName(name))
  if (strange === undefined) return { kind: 'switches', on: new Set(names.filter(isName)) }
  return {
    kind: 'fault',
    expected: `names out of ${unconfirmedNames.join(', ')}, with commas between them; "${strange.slice(0, 30)}" is none`,
  }
}

const isName = (name: string): name is UnconfirmedName =>
  (unconfirmedNames as readonly string[]).includes(name)

/** Where the call goes for these ids. */
export const pathOf = (
  { path }: UnconfirmedCall,
  ids: { readonly webinar?: string; readonly participant?: string },
): string =>
  path.replace(/\{(webinar|participant)\}/g, (_all, name: 'webinar' | 'participant') =>
    encodeURIComponent(ids[name] ?? ''),
  )
