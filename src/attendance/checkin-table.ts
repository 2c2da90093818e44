import { choice, defineTable, float, instant, integer, key, lookup, memo, text } from '#database'
import { audience, checkinType, evidenceSource, sessionType } from './choices.ts'

export const checkinTable = defineTable({
  name: 'msevtmgt_checkin',
  set: 'msevtmgt_checkins',
  label: 'Check-in',
  ownership: 'user',
  primaryName: 'msevtmgt_name',
  columns: {
    msevtmgt_checkinid: key('Check-in'),
    msdynmkt_attendancepercentage: float('Attendance percentage'),
    msevtmgt_audiencetype: choice('Audience type', audience),
    msevtmgt_checkintime: instant('Check-in time'),
    msevtmgt_checkintype: choice('Check-in type', checkinType, {
      required: true,
      default: 100000000,
    }),
    msevtmgt_checkouttime: instant('Check-out time'),
    msevtmgt_contact: lookup('Attendee', 'contact'),
    msevtmgt_event: lookup('Event', 'msevtmgt_event'),
    msevtmgt_name: text('Name', { max: 100 }),
    msevtmgt_numberofquestionsasked: integer('Number of interactions'),
    msevtmgt_purchasedpassesid: lookup('Purchased passes', 'msevtmgt_attendeepass'),
    msevtmgt_registrationid: lookup('Event registration', 'msevtmgt_eventregistration', {
      required: true,
      onTargetDelete: 'cascade',
    }),
    msevtmgt_registrationidfromqr: text('Registration ID', { max: 100 }),
    msevtmgt_sessionattended: lookup('Session attended', 'msevtmgt_session'),
    msevtmgt_sessioncode: text('Session code', { max: 100 }),
    msevtmgt_sessionregistration: lookup('Session registration', 'msevtmgt_sessionregistration'),
    msevtmgt_sessiontype: choice('Session type', sessionType),
    msevtmgt_transactioncurrencyid: lookup('Currency', 'transactioncurrency'),
    msevtmgt_viewingdurationinmins: integer('Viewing duration in minutes'),
    gr_source: choice('Source', evidenceSource, { default: 100000004 }),
    gr_reference: text('Source reference', { max: 300 }),
    gr_reason: memo('Reason', { max: 2000 }),
    gr_record: memo('Record as it came', { max: 100_000, readOnly: true }),
    gr_personkey: text('Person at the provider', { max: 100, readOnly: true }),
    gr_supersededon: instant('Superseded on', { readOnly: true }),
    gr_supersededby: lookup('Superseded by', 'msevtmgt_checkin', { readOnly: true }),
  },
})
