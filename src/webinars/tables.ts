import {
  defineTable,
  instant,
  integer,
  key,
  lookup,
  memo,
  type TablesOf,
  text,
  uuid,
} from '#database'

/** A webinar at a provider that belongs, or belonged, to an event or session. */
export const webinarTable = defineTable({
  name: 'gr_webinar',
  set: 'gr_webinars',
  label: 'Webinar',
  ownership: 'none',
  exposed: false,
  columns: {
    gr_webinarid: key('Webinar'),
    occasiontable: text('Table of the event or session', { max: 64, required: true }),
    occasionid: uuid('Event or session', { required: true }),
    configurationid: lookup('Configuration', 'msevtmgt_webinarconfiguration', { required: true }),
    /** Who planned it under their own name; none: the account did. */
    actinguserid: uuid('Planned by'),
    webinarid: text('Id at the provider', { max: 500, required: true }),
    creationkey: text('Key it was created under', { max: 200, required: true }),
    state: text('State', { max: 20, required: true }),
    statereason: memo('State reason', { max: 5000 }),
    webinarurl: text('Webinar URL', { max: 2000 }),
    presentationmanagerurl: text('Presentation manager URL', { max: 2000 }),
    planfingerprint: text('Fingerprint of what the provider was last told', {
      max: 64,
      required: true,
    }),
    createdon: instant('Created on', { required: true }),
    /** Why it is gone though the hub did not delete it. */
    gonereason: text('Why it is gone', { max: 1000 }),
    deletedon: instant('Deleted on'),
  },
})

/** A registration as one webinar knows it. */
export const registrantTable = defineTable({
  name: 'gr_registrant',
  set: 'gr_registrants',
  label: 'Registrant',
  ownership: 'none',
  exposed: false,
  columns: {
    gr_registrantid: key('Registrant'),
    registrationtable: text('Table of the registration', { max: 64, required: true }),
    registrationid: uuid('Registration', { required: true }),
    webinar: lookup('Webinar', 'gr_webinar', { required: true, onTargetDelete: 'cascade' }),
    registrantid: text('Id at the provider', { max: 500, required: true }),
    joinurl: text('Personal join URL', { max: 4000 }),
    createdon: instant('Created on', { required: true }),
    cancelledon: instant('Cancelled on'),
  },
})

/** What can be watched afterwards. */
export const recordingTable = defineTable({
  name: 'gr_webinarrecording',
  set: 'gr_webinarrecordings',
  label: 'Webinar recording',
  ownership: 'organization',
  primaryName: 'gr_name',
  columns: {
    gr_webinarrecordingid: key('Webinar recording'),
    gr_name: text('Title', { max: 300, required: true }),
    gr_providerid: text('ID at the provider', { max: 500, required: true }),
    gr_event: lookup('Event', 'msevtmgt_event', { onTargetDelete: 'cascade' }),
    gr_session: lookup('Session', 'msevtmgt_session', { onTargetDelete: 'cascade' }),
    gr_startedon: instant('Started on'),
    gr_minutes: integer('Minutes'),
    gr_playurl: text('Address for watching', { max: 2000 }),
    gr_downloadurl: text('Address for downloading', { max: 2000 }),
  },
})

export const tables = { webinarTable, registrantTable, recordingTable }

export type Tables = TablesOf<typeof tables>
