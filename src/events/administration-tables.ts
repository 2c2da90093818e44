import { choice, defineTable, key, text } from '#database'
import { duplicateRegistrations, matchingStrategy, noYes, userAuthentication } from './choices.ts'

export const eventadministrationTable = defineTable({
  name: 'msevtmgt_eventadministration',
  set: 'msevtmgt_eventadministration',
  label: 'Event administration',
  pluralLabel: 'Event administration',
  ownership: 'user',
  primaryName: 'msevtmgt_name',
  columns: {
    msevtmgt_eventadministrationid: key('Event administration'),
    msevtmgt_contactmatchingstrategy: choice('Match contact based on', matchingStrategy, {
      default: 100000002,
    }),
    msevtmgt_emailtemplateforattendee: text('Email template for attendee', { max: 200 }),
    msevtmgt_emailtemplateforpurchaser: text('Email template for purchaser', { max: 200 }),
    msevtmgt_enablefinalizationendpoints: choice('Enable demo payment confirmation', noYes, {
      default: 100000001,
    }),
    msevtmgt_name: text('Name', { max: 100, required: true }),
    // Yes, unlike in Dynamics, where journeys write the letters: see decision 0025.
    msevtmgt_sendmailtoeventattendee: choice('Send mail to event attendee', noYes, {
      default: 100000002,
    }),
    msevtmgt_sendmailtopurchaser: choice('Send mail to purchaser', noYes, { default: 100000002 }),
    gr_duplicateregistrations: choice(
      'Duplicate registrations of one contact',
      duplicateRegistrations,
      { default: 100000000 },
    ),
  },
})

export const webapplicationTable = defineTable({
  name: 'msevtmgt_webapplication',
  set: 'msevtmgt_webapplications',
  label: 'Web application',
  ownership: 'organization',
  primaryName: 'msevtmgt_name',
  columns: {
    msevtmgt_webapplicationid: key('Web application'),
    msevtmgt_aadclientid: text('Microsoft Entra Client ID', { max: 300 }),
    msevtmgt_aadmetadataendpoint: text('Microsoft Entra metadata endpoint', { max: 300 }),
    msevtmgt_learnmorelink: text('Learn more', { max: 300 }),
    msevtmgt_name: text('Name', { max: 100, required: true }),
    msevtmgt_origin: text('Origin', { max: 100, required: true }),
    msevtmgt_publicendpoint: text('Outbound Marketing Endpoint', { max: 300 }),
    msevtmgt_publicendpointv2_api: text('Endpoint (Preview)', { max: 300 }),
    msevtmgt_publicendpointv2_app: text('Sample web application (Preview)', { max: 300 }),
    msevtmgt_publicendpointv2_docs: text('Endpoint documentation (Preview)', { max: 300 }),
    msevtmgt_token: text('Token', { max: 300 }),
    msevtmgt_userauthenticationtype: choice('User Authentication Type', userAuthentication),
  },
})
