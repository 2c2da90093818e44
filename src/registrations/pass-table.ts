import { defineTable, key, lookup, money, text } from '#database'

export const attendeepassTable = defineTable({
  name: 'msevtmgt_attendeepass',
  set: 'msevtmgt_attendeepasses',
  label: 'Attendee Pass',
  pluralLabel: 'Attendee Passes',
  ownership: 'user',
  primaryName: 'msevtmgt_name',
  columns: {
    msevtmgt_attendeepassid: key('Attendee pass'),
    msevtmgt_contact: lookup('Contact', 'contact'),
    msevtmgt_eventid: lookup('Event', 'msevtmgt_event'),
    msevtmgt_eventregistrationid: lookup('Event registration ID', 'msevtmgt_eventregistration', {
      required: true,
      onTargetDelete: 'cascade',
    }),
    msevtmgt_name: text('Name', { max: 100, required: true }),
    msevtmgt_pass: lookup('Pass', 'msevtmgt_pass', { required: true, onTargetDelete: 'cascade' }),
    msevtmgt_passprice: money('Pass price'),
    msevtmgt_transactioncurrencyid: lookup('Currency', 'transactioncurrency'),
    transactioncurrencyid: lookup('Currency', 'transactioncurrency'),
  },
})
