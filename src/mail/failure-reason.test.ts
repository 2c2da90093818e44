import assert from 'node:assert/strict'
import { test } from 'node:test'
import { failureReasonOf } from './failure-reason.ts'

test('the words of mail servers lead to what can be done', () => {
  const said = [
    ["Can't send mail - all recipients were rejected: 550 5.1.1 No such user here", 'address'],
    ['550 Mailbox unavailable', 'address'],
    ['552 5.2.2 Mailbox full', 'mailboxFull'],
    ['554 5.7.1 Message rejected as spam', 'policy'],
    ['Invalid login: 535 5.7.8 Authentication credentials invalid', 'signIn'],
    ['connect ECONNREFUSED 127.0.0.1:25', 'unreachable'],
    ['getaddrinfo ENOTFOUND smtp.example', 'unreachable'],
    ['Greeting never received: Connection timeout', 'unreachable'],
    ['self-signed certificate in certificate chain', 'encryption'],
    ['The dog ate it', 'other'],
  ] as const
  for (const [problem, reason] of said) assert.equal(failureReasonOf(problem), reason, problem)
})
