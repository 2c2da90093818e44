/**
 * What endpoints and steps can be given beyond what Dataverse has. Without them nothing on the wire
 * differs from it; `docs/reference/webhook-options.md` says what each one does.
 */
import { boolean, choice, instant, integer, secret, text } from '#database'
import { circuitState, envelope, handshakeState, ordering, signature } from './choices.ts'

const readOnly = true

export const endpointExtras = {
  gr_signature: choice('Signature', signature),
  gr_signingsecret: secret('Signing Secret', { max: 256 }),
  gr_issigningsecretset: boolean('Is Signing Secret Set', { readOnly }),
  gr_signingpublickey: text('Public Key of Signatures', { max: 128, readOnly }),
  gr_signingoverlap: integer('Hours an Earlier Secret Stays Valid', { min: 0, max: 8_760 }),
  gr_earliersecretuntil: instant('Earlier Secret Valid Until', { readOnly }),
  gr_envelope: choice('CloudEvents Envelope', envelope),
  gr_handshake: boolean('Ask the Receiver First'),
  gr_handshakestate: choice('Answer of the Receiver', handshakeState, { readOnly }),
  gr_handshakeproblem: text('Why the Receiver Did Not Agree', { max: 1_000, readOnly }),
  gr_allowedrate: integer('Deliveries per Minute the Receiver Allows', { readOnly }),
  gr_attempts: integer('Attempts', { min: 1, max: 100 }),
  gr_retrydelay: integer('Seconds Before the Second Attempt', { min: 1, max: 86_400 }),
  gr_retryminutes: integer('Minutes of Waiting for All Attempts', { min: 1, max: 43_200 }),
  gr_disableongone: boolean('Disable at 410 Gone'),
  gr_disabledon: instant('Disabled On', { readOnly }),
  gr_disabledreason: text('Why It Is Disabled', { max: 1_000, readOnly }),
  gr_circuitfailures: integer('Failures in a Row That Open the Circuit', { min: 1, max: 1_000 }),
  gr_circuitshare: integer('Percent of Failures That Opens the Circuit', { min: 1, max: 100 }),
  gr_circuitpause: integer('Seconds Until an Open Circuit Is Probed', { min: 1, max: 3_600 }),
  gr_circuit: choice('Circuit', circuitState, { readOnly }),
  gr_circuitchangedon: instant('Circuit Opened or Closed On', { readOnly }),
  gr_circuitreason: text('Why the Circuit Is Open', { max: 1_000, readOnly }),
  gr_rate: integer('Deliveries per Minute', { min: 1, max: 1_000_000 }),
  gr_concurrency: integer('Deliveries Under Way', { min: 1, max: 1_000 }),
  gr_ordering: choice('Order per Row', ordering),
  gr_sequencenumbers: boolean('Number Deliveries per Row'),
}

export const stepExtras = {
  gr_changedonly: boolean('Only When a Value Changed'),
}
