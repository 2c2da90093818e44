import type { CalendarPerson } from '#calendar'
import type { Clock } from '#clock'
import type { Db, Tx } from '#database'
import type { Pipeline } from '#pipeline'
import type { Providers } from '#providers'
import type { MeetingLetter } from './write-letter.ts'

/** Parts of the vault: a signature made for one purpose is worthless for another. */
export interface Signing {
  sign(purpose: string, content: string | Uint8Array): Uint8Array
  verify(purpose: string, content: string | Uint8Array, signature: Uint8Array): boolean
}

export interface MeetingNeeds {
  readonly db: Db
  readonly pipeline: Pipeline
  readonly providers: Providers
  readonly clock: Clock
  readonly vault: Signing
  /** Without slash at the end. */
  readonly publicUrl: string
  /** The hub's own, which sends the letters. */
  readonly mailbox: CalendarPerson
  /** Keeps a letter in the transaction; `mail` sends it afterwards. */
  post(tx: Tx, letter: MeetingLetter): Promise<unknown>
}
