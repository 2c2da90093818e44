/**
 * What the Data API itself refuses; what is wrong inside a query or a value is refused by #query
 * and #pipeline. The codes are those that clients of Dataverse compare with.
 */
import { defineRefusals } from '#errors'

export const refusals = defineRefusals({
  'segment-not-found': {
    status: 404,
    sentence: "Resource not found for the segment '{segment}'.",
    advice: 'Use a name from the service document or $metadata{hint}. Names are case-sensitive.',
    dataverse: 0x8006088a,
  },
  'api-version-unknown': {
    status: 404,
    sentence: 'There is no Data API {version}.',
    advice: 'Use v9.0, v9.1 or v9.2.',
    dataverse: 0x8006088a,
  },
  'method-not-allowed': {
    status: 405,
    sentence: 'The method {method} is not allowed for this address.',
    advice: 'Use {allowed}.',
    dataverse: 0x8006088a,
  },
  'row-not-found': {
    status: 404,
    sentence: '{table} With Id = {id} Does Not Exist.',
    advice: 'Check the address; the row may have been deleted.',
    dataverse: 0x80040217,
  },
  'row-with-key-not-found': {
    status: 404,
    sentence: 'A record with the specified key values does not exist in {table} entity.',
    advice: 'Check the address; the row may have been deleted.',
    dataverse: 0x80060891,
  },
  'row-exists-already': {
    status: 412,
    sentence: 'A record with matching key values already exists.',
    advice: 'Leave If-None-Match out to change that row.',
    dataverse: 0x80060892,
  },
  'malformed-payload': {
    status: 400,
    sentence: 'The request body is not a valid JSON object: {problem}.',
    advice: 'Send a JSON object in UTF-8.',
    dataverse: 0x80048d19,
  },
  'undeclared-property': {
    status: 400,
    sentence:
      "Error identified in Payload provided by the user for Entity :'{table}': the property '{property}' does not exist on type 'Microsoft.Dynamics.CRM.{table}'.",
    advice: 'Correct or remove the property{hint}. Names are case-sensitive.',
    dataverse: 0x80048d19,
  },
  'lookup-value-written': {
    status: 400,
    sentence:
      "Entity reference properties such as '{property}' cannot be updated directly; use navigation properties instead.",
    advice: 'Write "{instead}@odata.bind": "/set(id)".',
    dataverse: 0x80048d19,
  },
  'wrong-link': {
    status: 400,
    sentence: "'{found}' given for '{property}' does not lead to a row of {expected}.",
    advice:
      'Write the address of a row, such as "/contacts(01234567-89ab-4cde-8f01-23456789abcd)".',
    dataverse: 0x80048d19,
  },
  'wrong-payload-member': {
    status: 400,
    sentence: "The property '{property}' takes {expected}, but {found} was given.",
    advice: 'Send {expected}.',
    dataverse: 0x80048d19,
  },
  'payload-too-deep': {
    status: 400,
    sentence: 'The rows in the request are nested more than {limit} deep.',
    advice: 'Create related rows with requests of their own, in one change set of a $batch.',
    dataverse: 0x80048d19,
  },
  'wrong-version': {
    status: 400,
    sentence:
      'The header {header} takes * or a version such as W/"12345", but \'{found}\' was given.',
    advice: 'Send the @odata.etag of the row as it came.',
    dataverse: 0x80060888,
  },
  'wrong-batch': {
    status: 400,
    sentence: 'The batch cannot be read: {problem}.',
    advice: 'Send multipart/mixed as OData 4.0 Protocol, section 11.7, describes it.',
    dataverse: 0x80060888,
  },
  'too-many-operations': {
    status: 400,
    sentence: 'The batch has more than {limit} operations.',
    advice: 'Send several batches.',
    dataverse: 0x80060888,
  },
  'content-id-unknown': {
    status: 400,
    sentence: "Content-ID Reference: '{reference}' does not exist in the batch context.",
    advice: 'Refer to the Content-ID of an earlier request of the same change set.',
    dataverse: 0x80060888,
  },
  'operation-unknown': {
    status: 404,
    sentence: "Resource not found for the segment '{operation}'.",
    advice: 'Use a function or action of $metadata{hint}.',
    dataverse: 0x8006088a,
  },
  'wrong-operation-input': {
    status: 400,
    sentence: 'The parameter {parameter} of {operation} takes {expected}, but {found} was given.',
    advice: 'Correct the parameter {parameter}.',
    dataverse: 0x80048d19,
  },
  'definitions-query': {
    status: 400,
    sentence: 'The query of EntityDefinitions cannot be answered: {problem}.',
    advice: 'Use $select, $filter with eq, ne, and, or, not over columns, $expand=Attributes.',
    dataverse: 0x80060888,
  },
  'query-not-offered': {
    status: 400,
    sentence: 'The query parameter {option} is not supported.',
    advice: 'Write the query itself, with $filter and the other options or as fetchXml.',
    dataverse: 0x80060888,
  },
  'fetchxml-with-options': {
    status: 400,
    sentence: 'The query parameter {option} cannot be combined with fetchXml.',
    advice: 'Say it inside the FetchXML.',
    dataverse: 0x80060888,
  },
  'saved-query-with-options': {
    status: 400,
    sentence: 'The query parameter {option} cannot be combined with {kind}.',
    advice: 'Say it in the saved query, or ask the set without {kind}.',
    dataverse: 0x80060888,
  },
  'saved-query-of-other-set': {
    status: 400,
    sentence: "The {kind} asks '{set}', but '{found}' was addressed.",
    advice: 'Ask {set}?{kind}=….',
    dataverse: 0x80060888,
  },
  'too-many-requests': {
    status: 429,
    sentence: 'Number of requests exceeded the limit of {limit} in {seconds} seconds.',
    advice: 'Send the next request in {wait} seconds.',
    dataverse: 0x80072322,
  },
  'too-much-execution': {
    status: 429,
    sentence: 'Combined execution time of requests exceeded {limit} seconds in {seconds} seconds.',
    advice: 'Send the next request in {wait} seconds, and ask for less at once.',
    dataverse: 0x80072321,
  },
  'too-many-at-once': {
    status: 429,
    sentence: 'Number of concurrent requests exceeded the limit of {limit}.',
    advice: 'Send the next request when one has been answered, {wait} second from now.',
    dataverse: 0x80072326,
  },
  'too-busy': {
    status: 503,
    sentence: 'All connections for reading are busy with other queries.',
    advice: 'Try again in a few seconds. Make queries cheaper, or raise GREENROOM_READ_POOL.',
    dataverse: 0x80072326,
  },
})
