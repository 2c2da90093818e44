import { defineTable, instant, json, key, lookup, text } from '#database'

/** Answers to registration requests, kept for a day for those who ask again with their key. */
export const registrationanswerTable = defineTable({
  name: 'gr_registrationanswer',
  set: 'gr_registrationanswers',
  label: 'Registration answer',
  ownership: 'none',
  exposed: false,
  columns: {
    gr_registrationanswerid: key('Registration answer'),
    gr_eventid: lookup('Event', 'msevtmgt_event', { required: true, onTargetDelete: 'cascade' }),
    gr_key: text('Idempotency key', { max: 200, required: true }),
    gr_fingerprint: text('Fingerprint of the request', { max: 64, required: true }),
    gr_answer: json('Registrations that were made', { required: true }),
    gr_createdon: instant('Created on', { required: true }),
  },
})
