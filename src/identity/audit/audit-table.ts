import { defineTable, instant, json, key, text, uuid } from '#database'

/** No door writes it; triggers keep rows from being changed, or deleted before their time. */
export const auditTable = defineTable({
  name: 'gr_audit',
  set: 'gr_audits',
  label: 'Audit',
  ownership: 'none',
  exposed: false,
  columns: {
    gr_auditid: key('Audit'),
    createdon: instant('Created on', { required: true }),
    /** Ids without lookups: rows of the log outlive users and records. */
    userid: uuid('User'),
    username: text('Name of the user', { max: 320 }),
    initiatinguserid: uuid('Acting user'),
    action: text('Action', { max: 40, required: true }),
    tablename: text('Table', { max: 128 }),
    recordid: uuid('Record'),
    recordname: text('Name of the record', { max: 500 }),
    changes: json('Changes'),
    address: text('Address', { max: 45 }),
    useragent: text('Browser', { max: 400 }),
    request: text('Request', { max: 300 }),
    correlationid: uuid('Correlation'),
  },
})
