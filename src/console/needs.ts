import type { Attendance } from '#attendance'
import type { Clock } from '#clock'
import type { Db, Relationship, TableCatalogue } from '#database'
import type { Identity } from '#identity'
import type { Mail } from '#mail'
import type { Meetings } from '#meetings'
import type { Pipeline } from '#pipeline'
import type { Providers } from '#providers'
import type { Recovery, Registrations } from '#registrations'
import type { Webhooks } from '#webhooks'
import type { Webinars } from '#webinars'
import type { Sessions } from './session.ts'

export interface ConsoleNeeds {
  readonly db: Db
  readonly clock: Clock
  readonly pipeline: Pipeline
  readonly identity: Identity
  readonly providers: Providers
  readonly registrations: Registrations
  readonly recovery: Recovery
  readonly attendance: Attendance
  readonly mail: Pick<
    Mail,
    'preview' | 'sendTest' | 'resendConfirmation' | 'sendAgain' | 'transport'
  >
  readonly meetings: Meetings
  readonly webinars: Pick<Webinars, 'presenterLinks'>
  readonly sessions: Sessions
  readonly webhooks: Pick<
    Webhooks,
    'register' | 'addStep' | 'changeStep' | 'testEndpoint' | 'sample' | 'sendSample' | 'replays'
  >
  readonly publicUrl: string
  /** Tables with the columns that administrators added. */
  readonly catalogue: Pick<TableCatalogue, 'tables'>
  readonly relationships: readonly Relationship[]
}
