/** Everything that a letter is made from, as it was read. */

export interface EventFacts {
  readonly id: string
  readonly name: string
  readonly readableId: string | null
  readonly description: string | null
  /** Wall-clock times in the zone of the event. */
  readonly start: string
  readonly end: string
  readonly zone: string
  readonly zoneName: string | null
  readonly format: number | null
  readonly publishStatus: number | null
  /** The option of `msevtmgt_language`. */
  readonly language: number | null
  readonly place: string | null
}

export interface Recipient {
  readonly email: string | null
  readonly firstName: string | null
  readonly fullName: string | null
  /** BCP 47. */
  readonly language: string | null
}

export interface SessionFacts {
  readonly name: string
  readonly start: string
  readonly end: string
  /** Room and building, where it has its own. */
  readonly place: string | null
}

export interface RegistrationFacts {
  readonly id: string
  readonly number: string
  readonly canceled: boolean
  /** Of its calendar entry. */
  readonly sequence: number
  readonly sessions: readonly SessionFacts[]
}

export interface WaitlistFacts {
  readonly itemId: string
  readonly active: boolean
  /** What is waited for: the event or one of its sessions. */
  readonly name: string
  readonly invited: boolean
  readonly until: string | null
}

export interface PurchaseFacts {
  /** Null: nothing was to pay. */
  readonly id: string | null
  readonly number: string | null
  readonly state: number | null
  readonly total: string | null
  readonly currency: string | null
  readonly until: string | null
  readonly attendees: readonly { readonly name: string; readonly pass: string | null }[]
}

export interface Subject {
  readonly event: EventFacts
  readonly recipient: Recipient
  readonly registration?: RegistrationFacts
  readonly waitlist?: WaitlistFacts
  readonly purchase?: PurchaseFacts
  readonly presenter?: { readonly link: string }
}

export type RegistrationSubject = Subject & { readonly registration: RegistrationFacts }
