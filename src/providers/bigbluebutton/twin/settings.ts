export type Algorithm = 'sha1' | 'sha256' | 'sha384' | 'sha512'

/** What the server behind the twin is like. Every value can be changed while it runs. */
export interface TwinSettings {
  /** `supportedChecksumAlgorithms` of bbb-web. */
  algorithms: readonly Algorithm[]
  /** What bbb-webhooks knows; before 3.0 SHA-1 only. */
  hookAlgorithms: readonly Algorithm[]
  /** Whether bbb-webhooks is there. */
  hooksInstalled: boolean
  /** How it signs what it sends. */
  hookSignature: Algorithm | 'auth2_0'
  /** Old versions send one event, newer ones a list. */
  eventShape: 'list' | 'single'
  /** Whether the analytics script is installed, and how long after the end it runs. Twin's clock. */
  analyticsInstalled: boolean
  analyticsDelaySeconds: number
  /** 3.5 tells a leave for everybody who is inside when a room ends; older versions do not. */
  leavesAtEnd: boolean
  /** What `<userID>` of an attendee holds: the id that was passed, or one of the server's own. */
  userIds: 'passed' | 'own'
  /** How long a recording is processed after the end. Twin's clock. */
  processingSeconds: number
  /** How long a room that was ended answers under its id. Twin's clock. */
  lingerSeconds: number
  /** Real milliseconds before each repetition of a webhook; then the hook is deleted. */
  hookDelaysMs: readonly number[]
  /** The same for the recording-ready callback, which is only given up. */
  recordingDelaysMs: readonly number[]
}

const second = 1000

export function defaultSettings(): TwinSettings {
  return {
    algorithms: ['sha1', 'sha256', 'sha384', 'sha512'],
    hookAlgorithms: ['sha1', 'sha256', 'sha384', 'sha512'],
    hooksInstalled: true,
    hookSignature: 'sha1',
    eventShape: 'list',
    analyticsInstalled: true,
    analyticsDelaySeconds: 30,
    leavesAtEnd: true,
    userIds: 'passed',
    processingSeconds: 120,
    lingerSeconds: 60,
    hookDelaysMs: [0.1, 0.5, 1, 2, 4, 8, 10, 30, 60, 60, 60, 60].map((each) => each * second),
    recordingDelaysMs: [1, 5, 30, 60, 300].map((each) => each * second),
  }
}
