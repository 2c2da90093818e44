import type { Db } from '#database'
import type { OccasionTable } from '#events'

/** One webinar that belongs, or belonged, to an event or session. */
export interface KnownWebinar {
  readonly id: string
  readonly configurationId: string
  /** Id at the provider. */
  readonly webinarId: string
  /** Another one took its place, or it was deleted; the vendor may have it no more. */
  readonly isReplaced: boolean
}

/**
 * What attendance must know of webinars. The module that keeps them stands beside this one, so
 * `compose.ts` hands these functions over.
 */
export interface WebinarDirectory {
  /** Also those that were replaced: people may have been in either. */
  webinarsOf(db: Db, occasionId: string): Promise<readonly KnownWebinar[]>
  /** The event or session that a webinar of this account belongs to. */
  occasionOf(
    db: Db,
    configurationId: string,
    webinarId: string,
  ): Promise<
    | { readonly table: OccasionTable; readonly id: string; readonly webinar: KnownWebinar }
    | undefined
  >
  /** Registration ids by the provider's registrant ids. */
  registrationsOf(
    db: Db,
    webinar: string,
    registrantIds: readonly string[],
  ): Promise<ReadonlyMap<string, string>>
}
