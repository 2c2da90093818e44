/** What the form asks for, and what was found wrong with it. */
import type { LocalTime, Recurrence } from '#calendar'
import type { Capabilities, ProviderDefinition } from '#providers'

export interface MeetingWish {
  readonly configurationId: string
  readonly title: string
  readonly description?: string | undefined
  /** Of the first date, on the clocks of the time zone. */
  readonly start: LocalTime
  readonly end: LocalTime
  /** IANA. */
  readonly timeZone: string
  /** `once` when not given. A series has `until` or `count`. */
  readonly recurrence?: Recurrence | undefined
  readonly password?: string | undefined
  /** BCP 47, of the letters; default English. */
  readonly language?: string | undefined
  readonly attendees: readonly PersonWish[]
  readonly cohosts: readonly PersonWish[]
}

export interface PersonWish {
  readonly email: string
  readonly name?: string | undefined
  /** Where they were picked. */
  readonly contactId?: string | undefined
  readonly accountPersonId?: string | undefined
}

/** One sentence about one field, named as in the wish: `recurrence`, `attendees[2].email`. */
export interface Remark {
  readonly field: string
  readonly message: string
}

/** What a configuration lets people plan. */
export interface AccountFacts {
  readonly configurationId: string
  /** Of the configuration. */
  readonly name: string
  /** What people call the provider. */
  readonly provider: string
  readonly capabilities: Capabilities
  readonly mostMinutes: number | undefined
  /** The vendor writes to co-hosts itself, so the hub does not. */
  readonly mailsCohosts: boolean
  readonly planFault: ProviderDefinition['planFault']
}
