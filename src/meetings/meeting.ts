/**
 * Words of this module. *Meeting*: what somebody plans with the form, once or as a *series*. *Date*:
 * one time a series takes place, named for ever by its *original start* on the clocks of its zone.
 * *Exception*: a date that was moved or does not take place. *Host*: who plans it. *Guest*: host,
 * co-host or attendee. *Room*: the meeting at the provider. *Told*: what the last letters to a guest
 * said, so that nobody is written to when nothing changed for them.
 */
import type { LocalTime, Recurrence } from '#calendar'

export type Role = 'host' | 'cohost' | 'attendee'

export type Status = 'waiting' | 'scheduled' | 'failed' | 'cancelled' | 'deleted'

export interface Meeting {
  readonly id: string
  /** A user or a team; at first who planned it. */
  readonly ownerId: string | null
  readonly configurationId: string
  readonly title: string
  readonly description: string | undefined
  /** Of the first date. */
  readonly start: LocalTime
  readonly end: LocalTime
  /** IANA. */
  readonly zone: string
  /** Undefined: takes place once. */
  readonly recurrence: Recurrence | undefined
  readonly password: string | undefined
  /** BCP 47, of the letters. */
  readonly language: string
  readonly uid: string
  readonly sequence: number
  readonly status: Status
  readonly statusReason: string | undefined
  readonly host: {
    readonly userId: string | undefined
    readonly name: string | undefined
    readonly email: string | undefined
  }
  readonly webLink: string | undefined
  /** When somebody deleted it at the provider, as far as the hub was told; for `deleted`. */
  readonly goneOn: Date | undefined
  /** What somebody changed at the provider, past the hub. */
  readonly difference: Difference | undefined
  readonly createdOn: Date
  /** For `If-Match`. */
  readonly version: number
}

/** As the meeting stands at the provider, of what differs from the hub's. */
export interface Difference {
  readonly noticedOn: Date
  readonly title?: string | undefined
  readonly start?: LocalTime | undefined
  readonly end?: LocalTime | undefined
  /** Single dates of a series, the next ones first; none: they are as they should be. */
  readonly dates?: readonly DateDifference[] | undefined
  /** How many more than these differ. */
  readonly moreDates?: number | undefined
}

export interface DateDifference {
  /** Undefined: the hub has no such date. */
  readonly originalStart?: LocalTime
  /** As it stands there; undefined: it does not take place there. */
  readonly start?: LocalTime
  readonly end?: LocalTime
}

export interface Exception {
  readonly id: string
  readonly originalStart: LocalTime
  /** Undefined: it does not take place. */
  readonly moved: { readonly start: LocalTime; readonly end: LocalTime } | undefined
}

/** What is told of an exception, to compare it with what was told before. */
export const exceptionText = ({ moved }: Pick<Exception, 'moved'>) =>
  moved ? `${moved.start}/${moved.end}` : 'cancelled'

export interface Guest {
  readonly id: string
  readonly name: string | undefined
  readonly email: string
  readonly role: Role
  readonly contactId: string | undefined
  readonly accountPersonId: string | undefined
  readonly isRemoved: boolean
  /** Undefined: no letter has put the meeting into their calendar, or the last took it out. */
  readonly told: Told | undefined
  readonly registration: Registration | undefined
}

/** The guest as the provider knows them. */
export interface Registration {
  readonly roomId: string
  readonly registrantId: string
  readonly joinUrl: string | undefined
}

export interface Told {
  /** Of what stood in the letter about the whole meeting. */
  readonly fingerprint: string
  /** Of each date that differs, by its original start. */
  readonly exceptions: Readonly<Record<LocalTime, string>>
}

/** A meeting with all that belongs to it. */
export interface WholeMeeting extends Meeting {
  readonly exceptions: readonly Exception[]
  readonly guests: readonly Guest[]
}
