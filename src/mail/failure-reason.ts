/** Why a mail was not taken, as far as the server's words tell; pages say what to do about each. */
export type FailureReason =
  | 'address'
  | 'mailboxFull'
  | 'policy'
  | 'signIn'
  | 'unreachable'
  | 'encryption'
  | 'other'

/**
 * Enhanced status codes come first, they are exact (RFC 3463 §3); then reply codes (RFC 5321 §4.2.3)
 * and the codes of nodemailer and Node for what happens before the server says a word.
 */
const reasons: readonly (readonly [RegExp, FailureReason])[] = [
  [/\b[45]\.1\.\d/, 'address'],
  [/\b[45]\.2\.2/, 'mailboxFull'],
  [/\b[45]\.7\.8/, 'signIn'],
  [/\b[45]\.7\.\d/, 'policy'],
  [/\b(EAUTH|530|534|535)\b|invalid login/i, 'signIn'],
  [/certificate|\b(ESOCKET|ETLS)\b|wrong version number|self[- ]signed/i, 'encryption'],
  [
    /\b(ECONNREFUSED|ETIMEDOUT|ECONNECTION|ENOTFOUND|EDNS|ECONNRESET|EHOSTUNREACH)\b/,
    'unreachable',
  ],
  [/\b(timeout|timed out|421)\b/i, 'unreachable'],
  [/\b(550|551|553)\b|user unknown|no such user|mailbox unavailable/i, 'address'],
  [/\b(452|552)\b/, 'mailboxFull'],
  [/\b(554|521|571)\b|spam|blocked/i, 'policy'],
]

export function failureReasonOf(problem: string): FailureReason {
  return reasons.find(([pattern]) => pattern.test(problem))?.[1] ?? 'other'
}
