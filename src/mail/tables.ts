import {
  choice,
  defineTable,
  instant,
  key,
  lookup,
  memo,
  option,
  type TablesOf,
  text,
  uuid,
} from '#database'
import { mailKind } from './kinds.ts'

export const mailState = {
  waiting: option(100000000, 'Waiting'),
  sent: option(100000001, 'Sent'),
  /** No mail server is set: the mail is shown in the console instead. */
  kept: option(100000002, 'Kept'),
  /** The mail server refused it, or was away for too long. */
  failed: option(100000003, 'Failed'),
} as const

export const mailTable = defineTable({
  name: 'gr_mail',
  set: 'gr_mails',
  label: 'Mail',
  ownership: 'user',
  primaryName: 'name',
  columns: {
    gr_mailid: key('Mail'),
    name: text('Subject', { max: 300, required: true }),
    kind: text('Kind', { max: 50, required: true }),
    reference: text('Reference', { max: 200, required: true }),
    recipient: text('Recipient', { max: 320, required: true }),
    recipientname: text('Recipient name', { max: 200 }),
    textbody: memo('Text', { max: 1_048_576, required: true }),
    htmlbody: memo('HTML', { max: 1_048_576, required: true }),
    calendar: memo('Calendar file', { max: 1_048_576 }),
    calendarmethod: text('Calendar method', { max: 20 }),
    state: choice('State', mailState, { required: true }),
    messageid: text('Message id', { max: 200, required: true }),
    registrationid: lookup('Registration', 'msevtmgt_eventregistration'),
    senton: instant('Sent on'),
    eventid: lookup('Event', 'msevtmgt_event'),
    language: text('Language (BCP 47)', { max: 35 }),
    qrcode: text('Content of the QR code', { max: 200 }),
    problem: memo('Why it was not sent', { max: 4000, readOnly: true }),
  },
})

export const mailtemplateTable = defineTable({
  name: 'gr_mailtemplate',
  set: 'gr_mailtemplates',
  label: 'Mail template',
  ownership: 'user',
  primaryName: 'gr_name',
  columns: {
    gr_mailtemplateid: key('Mail template'),
    gr_name: text('Name', { max: 200, required: true }),
    gr_kind: choice('Kind', mailKind, { required: true }),
    gr_language: text('Language (BCP 47)', { max: 35, required: true }),
    /** Empty: for all events. */
    gr_event: lookup('Event', 'msevtmgt_event', { onTargetDelete: 'cascade' }),
    gr_subject: text('Subject', { max: 300, required: true }),
    gr_bodyhtml: memo('Body (HTML)', { max: 100_000, required: true }),
    gr_bodytext: memo('Body (plain text)', { max: 100_000, readOnly: true }),
  },
})

/** The last change of an event or session that attendees must hear of; the key is its id. */
const occasionChangeTable = defineTable({
  name: 'gr_occasionchange',
  set: 'gr_occasionchanges',
  label: 'Change of an event or session',
  ownership: 'none',
  exposed: false,
  columns: {
    gr_occasionchangeid: key('Event or session'),
    eventid: uuid('Event', { required: true }),
    changedon: instant('Changed on', { required: true }),
  },
})

export const tables = { mailTable, mailtemplateTable, occasionChangeTable }

export type Tables = TablesOf<typeof tables>
