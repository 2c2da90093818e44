/**
 * What queries are refused for. The doors of OData know 0x80060888 for whatever is wrong with a
 * query option; FetchXML has a code for each mistake, so some sentences exist twice.
 */
import { defineRefusals } from '#errors'

export const refusals = defineRefusals({
  // Names, OData
  'unknown-set': {
    status: 404,
    sentence: "Resource not found for the segment '{set}'.",
    advice: 'Use a set name that the service document lists{hint}. Names are case-sensitive.',
    dataverse: 0x8006088a,
  },
  'unknown-property': {
    status: 400,
    sentence:
      "Could not find a property named '{property}' on type 'Microsoft.Dynamics.CRM.{table}' {place}.",
    advice: 'Use a name from $metadata{hint}. Names are case-sensitive.',
    dataverse: 0x80060888,
  },
  'navigation-not-a-column': {
    status: 400,
    sentence:
      "'{property}' on type 'Microsoft.Dynamics.CRM.{table}' is a navigation property, not a value, {place}.",
    advice: 'Name {instead}.',
    dataverse: 0x80060888,
  },
  'not-a-navigation': {
    status: 400,
    sentence: "'{property}' on type 'Microsoft.Dynamics.CRM.{table}' is not a {expected} {place}.",
    advice: 'Use a navigation property from $metadata{hint}.',
    dataverse: 0x80060888,
  },
  'write-only-property': {
    status: 400,
    sentence: "The property '{property}' of {table} is not valid for read {place}.",
    advice: 'It is write-only: leave it out, or ask whether it is set.',
    dataverse: 0x80060888,
  },
  'unknown-variable': {
    status: 400,
    sentence: "There is no '{variable}' to start a path from {place}.",
    advice: 'Use {known}.',
    dataverse: 0x80060888,
  },
  // Names, FetchXML
  'unknown-entity': {
    status: 400,
    sentence: "The entity with a name = '{table}' was not found {place}.",
    advice: 'Use the logical name of a table{hint}.',
    dataverse: 0x80041102,
  },
  'unknown-attribute': {
    status: 400,
    sentence: "'{table}' entity doesn't contain attribute with Name = '{column}' {place}.",
    advice: 'Use the logical name of a column{hint}.',
    dataverse: 0x80041103,
  },
  'write-only-attribute': {
    status: 400,
    sentence: "The attribute '{column}' of '{table}' is not valid for read {place}.",
    advice: 'It is write-only: leave it out, or ask whether it is set.',
    dataverse: 0x80041103,
  },
  'unknown-link-alias': {
    status: 400,
    sentence: "There is no link-entity with the name or alias '{alias}' {place}.",
    advice: 'Use {known}.',
    dataverse: 0x8004110a,
  },
  'repeated-alias': {
    status: 400,
    sentence: "The alias '{alias}' is used twice {place}.",
    advice: 'Give every linked table and every column an alias of its own.',
    dataverse: 0x80041130,
  },
  'unknown-order-alias': {
    status: 400,
    sentence: "No column of the result has the alias '{alias}' {place}.",
    advice: 'Order by one of {known}.',
    dataverse: 0x8004110a,
  },
  'unrelated-tables': {
    status: 400,
    sentence: "{found} lead from '{table}' to '{linked}' {place}.",
    advice: 'Name the columns on both sides with from and to.',
    dataverse: 0x80041111,
  },
  'link-types-differ': {
    status: 400,
    sentence:
      "The columns '{from}' of '{linked}' and '{to}' of '{table}' cannot be compared {place}: {found}.",
    advice: 'Link columns of one type.',
    dataverse: 0x80041104,
  },
  // Values and types
  'wrong-value': {
    status: 400,
    sentence: "{column} takes {expected}, but '{found}' was given {place}.",
    advice: 'Write {example}.',
    dataverse: 0x80060888,
  },
  'incompatible-types': {
    status: 400,
    sentence: '{left} cannot be compared with {right} {place}.',
    advice: 'Compare values of one type; quote text, and leave numbers, dates and ids unquoted.',
    dataverse: 0x80060888,
  },
  'operator-not-for-column': {
    status: 400,
    sentence: "'{operator}' needs {expected}, but {found} was given {place}.",
    advice: 'Use it with {expected}.',
    dataverse: 0x80041120,
  },
  'wrong-aggregate': {
    status: 400,
    sentence: '{problem} {place}.',
    advice: 'Sum and average numbers; take the least and greatest of numbers, dates and texts.',
    dataverse: 0x8004112f,
  },
  'wrong-key': {
    status: 400,
    sentence: 'The key of {table} {place} {problem}.',
    advice: 'Use {expected}.',
    dataverse: 0x80060888,
  },
  'wrong-cursor': {
    status: 400,
    sentence: 'The paging cookie {place} does not belong to this query: {problem}.',
    advice: 'Send the link or cookie of the page before as it came, with the same query.',
    dataverse: 0x8004112a,
  },
  'cursor-of-other-order': {
    status: 400,
    sentence:
      'The paging cookie {place} is of rows ordered by {found}, but the query orders by {expected}.',
    advice:
      'Keep the orders of a query while its pages are read, or begin at page 1 without cookie.',
    dataverse: 0x80041129,
  },
  'wrong-page': {
    status: 400,
    sentence: '{what} must be a whole number from {least} to {most}, but {found} was given.',
    advice: 'Use a number in this range.',
    dataverse: 0x8004110c,
  },
  // Shape of the question
  'query-shape': {
    status: 400,
    sentence: '{problem} {place}.',
    advice: '{advice}',
    dataverse: 0x80060888,
  },
  'too-many-conditions': {
    status: 400,
    sentence: 'The query has {found} conditions and links; {limit} are allowed.',
    advice: 'Ask for less at once; many values of one column fit into one "in".',
    dataverse: 0x8004430c,
  },
  'too-many-links': {
    status: 400,
    sentence: 'The query has {found} {what}; {limit} are allowed.',
    advice: 'Split it into several queries.',
    dataverse: 0x8004430d,
  },
  'too-many-rows-to-aggregate': {
    status: 400,
    sentence: 'The aggregation would read more than {limit} rows.',
    advice: 'Narrow the filter.',
    dataverse: 0x8004e023,
  },
  'query-too-long': {
    status: 414,
    sentence: 'The query is {found} bytes long; {limit} are allowed.',
    advice: 'Send it in a $batch, or ask for less at once.',
    dataverse: 0x80060888,
  },
  'query-too-deep': {
    status: 400,
    sentence: 'The query is nested more than {limit} deep {place}.',
    advice: 'Write it flatter: and, or need no parentheses among themselves.',
    dataverse: 0x80060888,
  },
  'query-too-slow': {
    status: 504,
    sentence: 'The query took too long and was stopped.',
    advice: 'Filter by columns with an index, ask for fewer columns or smaller pages.',
    dataverse: 0x80044151,
  },
  'value-not-computable': {
    status: 400,
    sentence: 'A value in the query cannot be worked out: {problem}.',
    advice: 'Check divisions and large numbers in the filter.',
    dataverse: 0x80060888,
  },
  // Grammar of OData
  'query-syntax': {
    status: 400,
    sentence: 'Syntax error {place}: expected {expected}, found {found}.',
    advice: 'Correct the query option; the grammar is that of OData 4.0.',
    dataverse: 0x80060888,
  },
  'unsupported-option': {
    status: 400,
    sentence: 'The query parameter {option} is not supported.',
    advice: 'Use {known}.',
    dataverse: 0x80060888,
  },
  'repeated-option': {
    status: 400,
    sentence: 'The query parameter {option} was given more than once.',
    advice: 'Give it once.',
    dataverse: 0x80060888,
  },
  'unsupported-function': {
    status: 400,
    sentence: "There is no function '{function}' {place}.",
    advice: 'Use {known}.',
    dataverse: 0x80060888,
  },
  // Queries that are kept
  'saved-query-of-unknown-table': {
    status: 400,
    sentence: "There is no table '{table}' to save a query for.",
    advice: 'Give the logical name of a table in returnedtypecode.',
    dataverse: 0x80041102,
  },
  'saved-query-text': {
    status: 400,
    sentence: 'A saved view holds a query as fetchxml or as gr_odataquery, but {found} was given.',
    advice: 'Give one of them, and null for the other.',
    dataverse: 0x80040203,
  },
  'saved-query-not-of-set': {
    status: 400,
    sentence: "A saved OData query asks a whole set, but '{found}' is none.",
    advice:
      'Write a set and its options, such as contacts?$filter=statecode eq 0. Of one row or a number there is nothing to save; filter a set by its lookup instead of going through a row.',
    dataverse: 0x80060888,
  },
  'saved-query-of-other-table': {
    status: 400,
    sentence: "The query asks {set}, which is the table '{asked}', but is saved for '{table}'.",
    advice: 'Give {asked} in returnedtypecode, or ask another set.',
    dataverse: 0x80060888,
  },
  'saved-query-of-other-user': {
    status: 403,
    sentence: 'The saved view "{name}" belongs to another user.',
    advice: 'Save one of your own; it may have the same query.',
    dataverse: 0x80040220,
  },
})
