import { choice, defineTable, instant, integer, key, lookup, memo, text } from '#database'
import { verdict } from '#registrations'
import { attendanceDecision, evidenceSource } from './choices.ts'

/** One decision about one registration. The newest one stands; none is ever changed. */
export const verdictChangeTable = defineTable({
  name: 'gr_verdictchange',
  set: 'gr_verdictchanges',
  label: 'Verdict change',
  ownership: 'user',
  primaryName: 'name',
  columns: {
    gr_verdictchangeid: key('Verdict change'),
    name: text('Name', { max: 200, required: true }),
    registrationid: lookup('Event registration', 'msevtmgt_eventregistration', {
      required: true,
      onTargetDelete: 'cascade',
    }),
    sessionregistrationid: lookup('Session registration', 'msevtmgt_sessionregistration', {
      onTargetDelete: 'cascade',
    }),
    verdict: choice('Verdict', verdict, { required: true }),
    previousverdict: choice('Previous verdict', verdict),
    attendedminutes: integer('Attended minutes', { required: true }),
    requiredminutes: integer('Required minutes', { required: true }),
    reason: memo('Reason', { max: 2000, required: true }),
    decidedon: instant('Decided on', { required: true }),
  },
})

/** A record that a provider sent and that cannot count: kept and shown, with the reason. */
export const refusedAttendanceTable = defineTable({
  name: 'gr_refusedattendance',
  set: 'gr_refusedattendances',
  label: 'Refused attendance record',
  ownership: 'user',
  primaryName: 'name',
  columns: {
    gr_refusedattendanceid: key('Refused attendance record'),
    name: text('Name', { max: 200, required: true }),
    eventid: lookup('Event', 'msevtmgt_event', { onTargetDelete: 'cascade' }),
    sessionid: lookup('Session', 'msevtmgt_session', { onTargetDelete: 'cascade' }),
    reason: text('Reason', { max: 50, required: true }),
    explanation: text('Explanation', { max: 1000, required: true }),
    email: text('Email', { max: 320 }),
    reference: text('Reference', { max: 200, required: true }),
    record: memo('Record as it came', { max: 100_000, required: true }),
    receivedon: instant('Received on', { required: true }),
    source: choice('Source', evidenceSource),
    webinar: text('Webinar', { max: 100 }),
    /** Set where only the person is unknown: the record itself could count. */
    personkey: text('Person at the provider', { max: 100 }),
    registrantid: text('Registrant at the provider', { max: 300 }),
    stay: memo('What the record says (JSON)', { max: 4000 }),
    supersededon: instant('Superseded on', { readOnly: true }),
  },
})

/** One decision about an unmatched person. The newest one stands; none is ever changed. */
export const attendanceDecisionTable = defineTable({
  name: 'gr_attendancedecision',
  set: 'gr_attendancedecisions',
  label: 'Attendance decision',
  ownership: 'user',
  primaryName: 'name',
  columns: {
    gr_attendancedecisionid: key('Attendance decision'),
    name: text('Name', { max: 200, required: true }),
    eventid: lookup('Event', 'msevtmgt_event', { required: true, onTargetDelete: 'cascade' }),
    sessionid: lookup('Session', 'msevtmgt_session', { onTargetDelete: 'cascade' }),
    personkey: text('Person at the provider', { max: 100, required: true }),
    decision: choice('Decision', attendanceDecision, { required: true }),
    registrationid: lookup('Event registration', 'msevtmgt_eventregistration', {
      onTargetDelete: 'cascade',
    }),
    reason: memo('Reason', { max: 2000, required: true }),
    decidedon: instant('Decided on', { required: true }),
  },
})
