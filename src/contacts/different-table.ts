import { defineTable, instant, key, lookup } from '#database'

/** Two contacts that look like one person, and of whom somebody said that they are two. */
export const differentcontactsTable = defineTable({
  name: 'gr_differentcontacts',
  set: 'gr_differentcontacts',
  label: 'Different contacts',
  ownership: 'none',
  exposed: false,
  columns: {
    gr_differentcontactsid: key('Different contacts'),
    // The smaller id, so that a pair is there once.
    gr_one: lookup('One', 'contact', { required: true, onTargetDelete: 'cascade' }),
    gr_other: lookup('Other', 'contact', { required: true, onTargetDelete: 'cascade' }),
    gr_declaredby: lookup('Declared by', 'systemuser'),
    gr_declaredon: instant('Declared on', { required: true }),
  },
})
