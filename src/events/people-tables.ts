import { choice, defineTable, key, localtime, lookup, memo, money, text } from '#database'
import { memberType, speakerType, teamRole } from './choices.ts'

export const speakerTable = defineTable({
  name: 'msevtmgt_speaker',
  set: 'msevtmgt_speakers',
  label: 'Speaker',
  ownership: 'user',
  primaryName: 'msevtmgt_name',
  columns: {
    msevtmgt_speakerid: key('Speaker'),
    msevtmgt_about: memo('About', { max: 2000 }),
    msevtmgt_accomplishments: memo('Accomplishments', { max: 2000 }),
    msevtmgt_blog: text('Blog', { max: 100 }),
    msevtmgt_contact: lookup('Contact', 'contact'),
    msevtmgt_email: text('Email', { max: 100 }),
    msevtmgt_eventid: lookup('Event', 'msevtmgt_event'),
    msevtmgt_eventregistration: lookup('Event registration', 'msevtmgt_eventregistration'),
    msevtmgt_linkedin: text('LinkedIn', { max: 100 }),
    msevtmgt_name: text('Name', { max: 100, required: true }),
    msevtmgt_publications: memo('Publications', { max: 2000 }),
    msevtmgt_speakercost: money('Speaker cost'),
    msevtmgt_title: text('Title', { max: 100 }),
    msevtmgt_transactioncurrencyid: lookup('Currency', 'transactioncurrency'),
    msevtmgt_twitter: text('Twitter', { max: 100 }),
    msevtmgt_type: choice('Type', speakerType),
    msevtmgt_website: text('Website', { max: 100 }),
    transactioncurrencyid: lookup('Currency', 'transactioncurrency'),
  },
})

export const speakerengagementTable = defineTable({
  name: 'msevtmgt_speakerengagement',
  set: 'msevtmgt_speakerengagements',
  label: 'Speaker Engagement',
  ownership: 'user',
  primaryName: 'msevtmgt_name',
  columns: {
    msevtmgt_speakerengagementid: key('Speaker engagement'),
    msevtmgt_description: memo('Description', { max: 2000 }),
    msevtmgt_endtime: localtime('End time'),
    msevtmgt_event: lookup('Event', 'msevtmgt_event', {
      required: true,
      onTargetDelete: 'cascade',
    }),
    msevtmgt_name: text('Name', { max: 100, required: true }),
    msevtmgt_session: lookup('Session', 'msevtmgt_session'),
    msevtmgt_speaker: lookup('Speaker', 'msevtmgt_speaker', {
      required: true,
      onTargetDelete: 'cascade',
    }),
    msevtmgt_speakercost: money('Speaker cost'),
    msevtmgt_starttime: localtime('Start time'),
    transactioncurrencyid: lookup('Currency', 'transactioncurrency'),
  },
})

export const eventteammemberTable = defineTable({
  name: 'msevtmgt_eventteammember',
  set: 'msevtmgt_eventteammembers',
  label: 'Event Team Member',
  ownership: 'user',
  primaryName: 'msevtmgt_name',
  columns: {
    msevtmgt_eventteammemberid: key('Event team member'),
    msevtmgt_company: text('Company', { max: 100 }),
    msevtmgt_contact: lookup('Contact', 'contact'),
    msevtmgt_description: memo('Description', { max: 2000 }),
    msevtmgt_email: text('Email', { max: 100 }),
    msevtmgt_membertype: choice('Member type', memberType),
    msevtmgt_name: text('Name', { max: 100 }),
    msevtmgt_phone: text('Phone', { max: 100 }),
    msevtmgt_role: choice('Role', teamRole),
    msevtmgt_user: lookup('User', 'systemuser'),
  },
})
