import { boolean, defineTable, instant, key, lookup, memo, text, uuid } from '#database'

export const waitlistitemTable = defineTable({
  name: 'msevtmgt_waitlistitem',
  set: 'msevtmgt_waitlistitems',
  label: 'Waitlist Item',
  ownership: 'user',
  primaryName: 'msevtmgt_name',
  columns: {
    msevtmgt_waitlistitemid: key('Waitlist item'),
    msevtmgt_addedby: lookup('Added by', 'contact'),
    msevtmgt_autoregister: boolean('Automatically register', { default: false }),
    msevtmgt_contact: lookup('Contact', 'contact', { required: true }),
    msevtmgt_event: lookup('Event', 'msevtmgt_event', { onTargetDelete: 'cascade' }),
    msevtmgt_invited: boolean('Invited', { default: false }),
    msevtmgt_name: text('Name', { max: 100 }),
    msevtmgt_pregeneratedregistrationid: text('Pregenerated Registration Id', { max: 100 }),
    msevtmgt_reserved: boolean('Reserved', { default: false }),
    msevtmgt_session: lookup('Session', 'msevtmgt_session', { onTargetDelete: 'cascade' }),
    gr_eventregistration: lookup('Event registration', 'msevtmgt_eventregistration'),
    gr_company: text('Company', { max: 160 }),
    gr_language: text('Language (BCP 47)', { max: 35 }),
    gr_sessions: memo('Sessions on hold (JSON)', { max: 8000 }),
    gr_responses: memo('Answers (JSON)', { max: 100000 }),
    gr_invitationslot: uuid('Invitation slot', { readOnly: true }),
    gr_invitedon: instant('Invited on', { readOnly: true }),
    gr_invitationends: instant('Invitation ends', { readOnly: true }),
  },
})
