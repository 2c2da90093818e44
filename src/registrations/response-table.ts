import { boolean, defineTable, key, lookup, text } from '#database'

export const registrationresponseTable = defineTable({
  name: 'msevtmgt_registrationresponse',
  set: 'msevtmgt_registrationresponses',
  label: 'Registration Response',
  ownership: 'user',
  primaryName: 'msevtmgt_response',
  columns: {
    msevtmgt_registrationresponseid: key('Registration response'),
    msevtmgt_createdfromapi: boolean('createdFromApi', { default: false }),
    msevtmgt_customregistrationfield: lookup(
      'Custom registration field',
      'msevtmgt_customregistrationfield',
      { required: true },
    ),
    msevtmgt_eventpurchaseattendee: lookup(
      'Event purchase attendee',
      'msevtmgt_eventpurchaseattendee',
      { onTargetDelete: 'cascade' },
    ),
    msevtmgt_eventregistration: lookup('Event registration', 'msevtmgt_eventregistration', {
      onTargetDelete: 'cascade',
    }),
    msevtmgt_response: text('Response', { max: 4000 }),
    msevtmgt_waitlistitem: lookup('Waitlist item', 'msevtmgt_waitlistitem', {
      onTargetDelete: 'cascade',
    }),
  },
})
