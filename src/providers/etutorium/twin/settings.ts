/** What the company behind the twin is like, where two clients of it leave a doubt. */
export interface TwinSettings {
  /** Failures come with status 200 and `ok: false`, or with a status of their own. */
  failures: 'envelope' | 'status'
  /** Whether "my account" and creating answer in the envelope as well. */
  wrapsAll: boolean
  /** The calls that nobody has documented. */
  hasUnconfirmedCalls: boolean
  /** What an invitation after the start does. */
  lateInvitations: 'ignored' | 'taken'
  /** What inviting somebody again does. */
  secondInvitations: 'kept' | 'refused'
  /** Whether the list of participants knows people by their user name. */
  answersParticipants: boolean
  /** Of one account, on the twin's clock. */
  requestsPerMinute: number
  /** How long after a leave the list of participants knows of it. Twin's clock. */
  attendanceLagSeconds: number
}

export const defaultSettings = (): TwinSettings => ({
  failures: 'envelope',
  wrapsAll: false,
  hasUnconfirmedCalls: true,
  lateInvitations: 'ignored',
  secondInvitations: 'kept',
  answersParticipants: true,
  requestsPerMinute: 300,
  attendanceLagSeconds: 0,
})
