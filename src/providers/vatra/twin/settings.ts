/** What the company behind the twin is like. Every value can be changed while it runs. */
export interface TwinSettings {
  /** Of one account, on the twin's clock. */
  requestsPerMinute: number
  /** The most rows that a list gives at once. */
  pageSize: number
  /** How long after a leave the lists know of it. Twin's clock. */
  attendanceLagSeconds: number
  /** The path in front of everything of the API. */
  root: string
  /** Names of fields that this server spells otherwise: ours → its own. */
  spelling: Readonly<Record<string, string>>
  /** Calls that this server does not have: `GET /webinars/:id`. */
  missing: readonly string[]
}

export const defaultSettings = (): TwinSettings => ({
  requestsPerMinute: 300,
  pageSize: 100,
  attendanceLagSeconds: 0,
  root: '/api/v1',
  spelling: {},
  missing: [],
})
