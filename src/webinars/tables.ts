import { defineTable, instant, key, lookup, memo, type TablesOf, text, uuid } from '#database'

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

export const tables = { webinarTable, registrantTable }

export type Tables = TablesOf<typeof tables>
