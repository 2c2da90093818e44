import {
  choice,
  defineTable,
  instant,
  integer,
  json,
  key,
  lookup,
  memo,
  option,
  text,
  uuid,
} from '#database'

/** What came of one attempt to tell an endpoint. */
export const attemptOutcome = {
  delivered: option(1, 'Delivered'),
  refused: option(2, 'Answered with a failure'),
  timedOut: option(3, 'Timed out'),
  notReached: option(4, 'Not reached'),
  notSent: option(5, 'Not sent'),
} as const

const readOnly = true
const required = true

/** One attempt to tell an endpoint; only endpoints whose `gr_logdeliveries` is set have them. */
export const deliveryAttemptTable = defineTable({
  name: 'gr_deliveryattempt',
  set: 'gr_deliveryattempts',
  label: 'Delivery Attempt',
  ownership: 'none',
  primaryName: 'name',
  columns: {
    gr_deliveryattemptid: key('Delivery Attempt'),
    name: text('Name', { max: 300, required, readOnly }),
    serviceendpointid: lookup('Service Endpoint', 'serviceendpoint', {
      readOnly,
      collection: 'gr_serviceendpoint_deliveryattempts',
    }),
    sdkmessageprocessingstepid: lookup('Step', 'sdkmessageprocessingstep', {
      readOnly,
      collection: 'gr_step_deliveryattempts',
    }),
    /** Its payload is the body that was sent, as long as the system job is kept. */
    asyncoperationid: lookup('System Job', 'asyncoperation', {
      readOnly,
      collection: 'gr_systemjob_deliveryattempts',
    }),
    attempt: integer('Attempt', { required, readOnly }),
    outcome: choice('Outcome', attemptOutcome, { required, readOnly }),
    startedon: instant('Started on', { required, readOnly }),
    messagename: text('Message', { max: 160, required, readOnly }),
    primaryentitytype: text('Table', { max: 64, required, readOnly }),
    regardingobjectid: uuid('Row', { readOnly }),
    correlationid: uuid('Correlation Id', { readOnly }),
    method: text('Method', { max: 10, required, readOnly }),
    /** As registered: without what authentication adds. */
    url: text('URL', { max: 2000, required, readOnly }),
    requestheaders: json('Request headers', { required, readOnly }),
    bodybytes: integer('Bytes of the body', { readOnly }),
    bodysha256: text('SHA-256 of the body', { max: 64, readOnly }),
    responsestatus: integer('Response status', { readOnly }),
    responseheaders: json('Response headers', { readOnly }),
    responsestart: memo('First kilobyte of the response', { max: 4096, readOnly }),
    queuems: integer('Milliseconds in the queue', { readOnly }),
    sentms: integer('Milliseconds until a connection was there', { readOnly }),
    firstbytems: integer('Milliseconds until the response began', { readOnly }),
    totalms: integer('Milliseconds altogether', { required, readOnly }),
    errorcode: integer('Error Code', { readOnly }),
    problem: memo('What went wrong', { max: 4000, readOnly }),
  },
})
