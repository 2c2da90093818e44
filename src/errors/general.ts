import { defineRefusals } from './refusal.ts'

/** Refusals that every door needs and that belong to no single module. */
export const general = defineRefusals({
  'malformed-json': {
    status: 400,
    sentence: 'The body is not valid JSON: {problem}.',
    advice: 'Send a UTF-8 JSON document with Content-Type: application/json.',
    dataverse: 0x80060888,
  },
  'invalid-input': {
    status: 400,
    sentence: '{problem}',
    advice: 'Correct the named input and send the request again.',
    dataverse: 0x80040203,
  },
  'not-signed-in': {
    status: 401,
    sentence: 'This needs a signed-in user or an API key.',
    advice: 'Send "Authorization: Bearer <API key>" or sign in first.',
    dataverse: 0x80040220,
  },
  'not-allowed': {
    status: 403,
    sentence: '{who} may not {act} rows of {table}.',
    advice: 'Ask an administrator for a role with this privilege.',
    dataverse: 0x80040220,
  },
  'not-found': {
    status: 404,
    sentence: 'There is no {what} with the id {id}.',
    advice: 'Check the address; the row may have been deleted.',
    dataverse: 0x80040217,
  },
  'unknown-address': {
    status: 404,
    sentence: 'Nothing answers {method} {path}.',
    advice: 'The addresses are listed in /openapi.json.',
  },
  'too-large': {
    status: 413,
    sentence: 'The request is larger than {limit} bytes.',
    advice: 'Send less in one request.',
  },
  'unexpected-failure': {
    status: 500,
    sentence: 'The hub could not finish this request.',
    advice: 'Try again; if it stays, give the request id {requestId} to the administrator.',
    dataverse: 0x80040216,
  },
  busy: {
    status: 503,
    sentence: 'The hub is busy: {why}.',
    advice: 'Try again in a few seconds.',
  },
})
