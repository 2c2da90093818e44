import {
  boolean,
  defineTable,
  instant,
  integer,
  json,
  key,
  memo,
  type TablesOf,
  text,
  uuid,
} from '#database'

/**
 * The token is kept as it is, because the page must show the address again: whoever knows it can
 * only put something in; seeing what is inside takes a sign-in.
 */
const requestBinTable = defineTable({
  name: 'gr_requestbin',
  set: 'gr_requestbins',
  label: 'Request Bin',
  ownership: 'none',
  exposed: false,
  columns: {
    gr_requestbinid: key('Request Bin'),
    name: text('Name', { max: 100, required: true }),
    token: text('Token', { max: 64, required: true }),
    answerstatus: integer('Answer: status', { required: true }),
    answerdelayms: integer('Answer: delay', { required: true }),
    answerretryafter: text('Answer: Retry-After', { max: 100 }),
    /** Null: every request is answered so; else after so many it is 200 again. */
    answersleft: integer('Answers left'),
    createdby: uuid('Created by'),
    createdon: instant('Created on', { required: true }),
    expireson: instant('Expires on', { required: true }),
  },
})

const binRequestTable = defineTable({
  name: 'gr_binrequest',
  set: 'gr_binrequests',
  label: 'Request in a Bin',
  ownership: 'none',
  exposed: false,
  columns: {
    gr_binrequestid: key('Request'),
    gr_requestbinid: uuid('Request Bin', { required: true }),
    receivedon: instant('Received on', { required: true }),
    method: text('Method', { max: 20, required: true }),
    target: memo('Path and query', { max: 100_000, required: true }),
    headers: json('Headers', { required: true }),
    body: memo('Body', { max: 1_048_576, required: true }),
    isbase64: boolean('Body is base64', { required: true }),
    bodybytes: integer('Bytes of the body', { required: true }),
    verdicts: json('Verdicts', { required: true }),
    answerstatus: integer('Answered', { required: true }),
  },
})

export const tables = { requestBinTable, binRequestTable }

export type Tables = TablesOf<typeof tables>
