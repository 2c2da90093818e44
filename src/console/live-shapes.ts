/** Words of the first page: the hub tells them, `web/admin` draws them. Types only. */

export interface LiveWebinar {
  readonly id: string
  readonly name: string
  readonly start: string
  readonly end: string
  readonly zone: string
  readonly format: number | null
  readonly publishStatus: number
  readonly webinarStatus: string | null
  readonly webinarReason: string | null
  readonly accountId: string | null
  readonly accountName: string | null
  readonly accountHealthy: boolean | null
  readonly registrations: number
  readonly capacity: number | null
  readonly joined: number
  readonly refused: number
  readonly failedSessions: number
}

export interface LiveEndpoint {
  readonly id: string
  readonly name: string
  readonly trouble: 'disabled' | 'paused' | 'failing'
  readonly reason: string | null
  readonly since: string | null
  readonly toRetry: number
  readonly waiting: number
}

export interface LiveAccount {
  readonly id: string
  readonly name: string
  readonly provider: string
  readonly trouble: 'not-authenticated' | 'forbidden' | 'unhealthy' | 'token-expired'
  readonly message: string | null
}

export interface FirstSteps {
  readonly account: boolean
  readonly event: boolean
  readonly published: boolean
  readonly registered: boolean
  readonly webhook: boolean
  /** The newest event that is not published, and the public name of the newest that is. */
  readonly draftEventId: string | null
  readonly publicEventId: string | null
}
