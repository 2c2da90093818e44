import type { Visit } from './visit.ts'

export const sections = [
  'Sign-in',
  'Account',
  'Webinars',
  'Registrations',
  'Attendance',
  'Manners',
  'Revocation',
] as const

export type Section = (typeof sections)[number]

/** One promise of the Webinar Extension API, and how it is tried. */
export interface Check {
  readonly id: string
  readonly section: Section
  /** What a service that implements the API does. */
  readonly promise: string
  /** Where that is written: an operation of the document, or a rule of the guide. */
  readonly says: string
  /** Without it a hub cannot run webinars there. */
  readonly isEssential?: boolean
  /** What must be given on the command line; default: a token. */
  readonly needs?: 'nothing' | 'sign-in' | 'attended'
  run(visit: Visit): Promise<void>
}
