import { defineTable, instant, json, key, lookup, memo, text, uuid } from '#database'

/** Somebody in the directory of an account at a provider. */
export const accountPersonTable = defineTable({
  name: 'gr_accountperson',
  set: 'gr_accountpeople',
  label: 'Person of an account',
  ownership: 'organization',
  primaryName: 'gr_name',
  columns: {
    gr_accountpersonid: key('Person of an account'),
    gr_name: text('Name', { max: 300, required: true }),
    gr_providerid: text('ID at the provider', { max: 300, required: true }),
    gr_webinarconfigurationid: lookup('Webinar configuration', 'msevtmgt_webinarconfiguration', {
      required: true,
      onTargetDelete: 'cascade',
    }),
    gr_email: text('Email', { max: 320 }),
    gr_state: text('State at the provider', { max: 100 }),
    gr_changedon: instant('Changed at the provider on'),
    gr_loadedon: instant('Loaded on', { required: true }),
  },
})

/** A meeting in the calendar of an account, whoever planned it. */
export const accountMeetingTable = defineTable({
  name: 'gr_accountmeeting',
  set: 'gr_accountmeetings',
  label: 'Meeting of an account',
  ownership: 'organization',
  primaryName: 'gr_name',
  columns: {
    gr_accountmeetingid: key('Meeting of an account'),
    gr_name: text('Title', { max: 300, required: true }),
    gr_providerid: text('ID at the provider', { max: 300, required: true }),
    gr_webinarconfigurationid: lookup('Webinar configuration', 'msevtmgt_webinarconfiguration', {
      required: true,
      onTargetDelete: 'cascade',
    }),
    gr_start: instant('Start'),
    gr_end: instant('End'),
    gr_timezone: text('Time zone', { max: 100 }),
    gr_hostemail: text('Email of the host', { max: 320 }),
    gr_state: text('State at the provider', { max: 100 }),
    gr_weblink: text('Web link', { max: 2000 }),
    gr_changedon: instant('Changed at the provider on'),
    gr_loadedon: instant('Loaded on', { required: true }),
  },
})

/** What is loaded of an account, when, and how far it is. The run under way is the engine's. */
export const synchronizationTable = defineTable({
  name: 'gr_synchronization',
  set: 'gr_synchronizations',
  label: 'Synchronization',
  ownership: 'organization',
  primaryName: 'gr_name',
  columns: {
    gr_synchronizationid: key('Synchronization'),
    gr_name: text('Name', { max: 200, required: true }),
    gr_webinarconfigurationid: lookup('Webinar configuration', 'msevtmgt_webinarconfiguration', {
      required: true,
      onTargetDelete: 'cascade',
    }),
    /** people or meetings. */
    gr_entity: text('Entity', { max: 20, required: true }),
    gr_filter: memo('Row filter', { max: 4000 }),
    gr_fullrule: text('Schedule of full loads', { max: 300 }),
    gr_incrementalrule: text('Schedule of incremental loads', { max: 300 }),
    gr_lastfullon: instant('Last full load', { readOnly: true }),
    gr_lastincrementalon: instant('Last incremental load', { readOnly: true }),
    gr_progress: text('Progress', { max: 1000, readOnly: true }),
    gr_runjob: uuid('Job of the run', { hidden: true }),
    gr_runmode: text('Mode of the run', { max: 20, hidden: true }),
    gr_runbeganon: instant('Run began on', { hidden: true }),
    gr_runcursor: memo('Next page of the run', { max: 8000, hidden: true }),
    gr_runcounts: json('Counts of the run', { hidden: true }),
  },
})

/** A row that could not be loaded in the last run. */
export const synchronizationErrorTable = defineTable({
  name: 'gr_synchronizationerror',
  set: 'gr_synchronizationerrors',
  label: 'Synchronization error',
  ownership: 'organization',
  primaryName: 'gr_name',
  columns: {
    gr_synchronizationerrorid: key('Synchronization error'),
    gr_name: text('Message', { max: 1000, required: true }),
    gr_synchronizationid: lookup('Synchronization', 'gr_synchronization', {
      required: true,
      onTargetDelete: 'cascade',
    }),
    gr_providerid: text('ID at the provider', { max: 300 }),
    gr_occurredon: instant('Occurred on', { required: true }),
  },
})

/** Engine table: what a full load under way has seen. */
export const synchronizationSeenTable = defineTable({
  name: 'gr_synchronizationseen',
  set: 'gr_synchronizationseens',
  label: 'Seen in a full load',
  ownership: 'none',
  exposed: false,
  columns: {
    gr_synchronizationid: key('Synchronization'),
    providerid: text('ID at the provider', { max: 300, required: true }),
  },
})
