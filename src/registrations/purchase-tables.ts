import {
  boolean,
  choice,
  defineTable,
  instant,
  key,
  localtime,
  lookup,
  memo,
  money,
  text,
} from '#database'
import { area, companySize, industry, purchaseState, years } from './choices.ts'

export const eventpurchaseTable = defineTable({
  name: 'msevtmgt_eventpurchase',
  set: 'msevtmgt_eventpurchases',
  label: 'Event Purchase',
  ownership: 'user',
  primaryName: 'msevtmgt_name',
  columns: {
    msevtmgt_eventpurchaseid: key('Event purchase'),
    msevtmgt_area: choice('Area', area),
    msevtmgt_companysize: choice('Company size', companySize),
    msevtmgt_eventid: lookup('Event', 'msevtmgt_event', {
      required: true,
      onTargetDelete: 'cascade',
    }),
    msevtmgt_industry: choice('Industry', industry),
    msevtmgt_name: text('Name', { max: 100, required: true }),
    msevtmgt_paid: boolean('Paid', { default: false }),
    msevtmgt_processed: boolean('Processed', { default: false }),
    msevtmgt_purchasingcontactid: lookup('Purchasing contact', 'contact', { required: true }),
    msevtmgt_yearsinindustry: choice('Years in industry', years),
    msevtmgt_totalprice: money('Total price'),
    transactioncurrencyid: lookup('Currency', 'transactioncurrency'),
    gr_state: choice('State', purchaseState, { readOnly: true, default: 100000000 }),
    gr_expireson: instant('Expires on', { readOnly: true }),
    gr_settledon: instant('Settled on', { readOnly: true }),
    gr_settledby: text('Settled by', { max: 100, readOnly: true }),
    gr_returnurl: text('Return URL', { max: 1000 }),
    gr_language: text('Language (BCP 47)', { max: 35 }),
  },
})

export const eventpurchasecontactTable = defineTable({
  name: 'msevtmgt_eventpurchasecontact',
  set: 'msevtmgt_eventpurchasecontacts',
  label: 'Event Purchase Contact',
  ownership: 'user',
  primaryName: 'msevtmgt_fullname',
  columns: {
    msevtmgt_eventpurchasecontactid: key('Event purchase contact'),
    msevtmgt_emailaddress1: text('Email', { max: 100, required: true }),
    msevtmgt_firstname: text('First name', { max: 50 }),
    msevtmgt_fullname: text('Name', {
      max: 160,
      generated: `nullif(btrim(coalesce(msevtmgt_firstname, '') || ' ' || coalesce(msevtmgt_lastname, '')), '')`,
    }),
    msevtmgt_lastname: text('Last name', { max: 50 }),
  },
})

export const eventpurchaseattendeeTable = defineTable({
  name: 'msevtmgt_eventpurchaseattendee',
  set: 'msevtmgt_eventpurchaseattendees',
  label: 'Event Purchase Attendee',
  ownership: 'user',
  primaryName: 'msevtmgt_name',
  columns: {
    msevtmgt_eventpurchaseattendeeid: key('Event purchase attendee'),
    msevtmgt_attendeecontactid: lookup('Attendee contact', 'contact'),
    msevtmgt_eventpurchasecontactid: lookup(
      'Event purchase contact',
      'msevtmgt_eventpurchasecontact',
      { required: true },
    ),
    msevtmgt_eventregistrationid: lookup('Event registration', 'msevtmgt_eventregistration'),
    msevtmgt_name: text('Name', { max: 100, required: true }),
    msevtmgt_purchaseid: lookup('Purchase', 'msevtmgt_eventpurchase', {
      required: true,
      onTargetDelete: 'cascade',
    }),
    gr_company: text('Company', { max: 160 }),
    gr_language: text('Language (BCP 47)', { max: 35 }),
    gr_sessions: memo('Sessions (JSON)', { max: 8000 }),
    gr_responses: memo('Answers (JSON)', { max: 100000 }),
  },
})

export const eventpurchasepassTable = defineTable({
  name: 'msevtmgt_eventpurchasepass',
  set: 'msevtmgt_eventpurchasepasses',
  label: 'Event Purchase Pass',
  pluralLabel: 'Event Purchase Passes',
  ownership: 'user',
  primaryName: 'msevtmgt_name',
  columns: {
    msevtmgt_eventpurchasepassid: key('Event purchase pass'),
    msevtmgt_attendeeid: lookup('Attendee', 'msevtmgt_eventpurchaseattendee', {
      required: true,
      onTargetDelete: 'cascade',
    }),
    msevtmgt_attendeepassid: lookup('Attendee pass', 'msevtmgt_attendeepass'),
    msevtmgt_name: text('Name', { max: 100, required: true }),
    msevtmgt_passid: lookup('Pass', 'msevtmgt_pass', { required: true, onTargetDelete: 'cascade' }),
  },
})

export const eventregistrationticketTable = defineTable({
  name: 'msevtmgt_eventregistrationticket',
  set: 'msevtmgt_eventregistrationtickets',
  label: 'Event Registration Ticket',
  ownership: 'user',
  primaryName: 'msevtmgt_name',
  columns: {
    msevtmgt_eventregistrationticketid: key('Event Registration Ticket'),
    msevtmgt_eventid: lookup('Event', 'msevtmgt_event', {
      required: true,
      onTargetDelete: 'cascade',
    }),
    msevtmgt_formsubmittedvalues: text('Registration Form Submitted values', { max: 4000 }),
    msevtmgt_name: text('Name', { max: 100 }),
    msevtmgt_originaltimestamp: localtime('Original timestamp'),
  },
})
