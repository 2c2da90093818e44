/** What is refused about definitions of columns. */
import { defineRefusals } from '#errors'

export const refusals = defineRefusals({
  'customizing-not-allowed': {
    status: 403,
    sentence: 'Only a System Administrator may {act} columns.',
    advice: 'Use the API key of a System Administrator.',
    dataverse: 0x80040220,
  },
  'customizing-together': {
    status: 400,
    sentence: 'Definitions of columns cannot be changed inside a change set.',
    advice: 'Send the request by itself, or in a batch outside change sets.',
    dataverse: 0x80060888,
  },
  'table-not-customizable': {
    status: 400,
    sentence: 'The table {table} takes no custom columns.',
    advice: 'Add the column to another table: the hub itself keeps the rows of this one.',
    dataverse: 0x80048403,
  },
  'column-type-not-offered': {
    status: 400,
    sentence: 'A column of type {found} cannot be added.',
    advice: 'Set @odata.type to one of {known}. Lookups are made by POST RelationshipDefinitions.',
    dataverse: 0x80048403,
  },
  'wrong-definition': {
    status: 400,
    sentence: 'The definition takes {expected} as {member}, but {found} was given.',
    advice: 'Correct {member}.',
    dataverse: 0x80048403,
  },
  'wrong-column-name': {
    status: 400,
    sentence: '{name} cannot be the name of a custom column: {problem}.',
    advice:
      "Begin with your publisher's prefix of 2 to 8 letters and an underscore, such as new_colour; go on with letters, digits and underscores; at most 50 characters.",
    dataverse: 0x80047001,
  },
  'column-exists-already': {
    status: 400,
    sentence: 'The table {table} has {name} already, as {what}.',
    advice: 'Choose another name.',
    dataverse: 0x80047013,
  },
  'too-many-columns': {
    status: 400,
    sentence: 'The table {table} cannot take more columns; {limit} are possible.',
    advice: 'Remove columns that nobody needs, or keep the values in a table of their own.',
    dataverse: 0x80048403,
  },
  'built-in-column': {
    status: 400,
    sentence: 'The column {column} of {table} belongs to Greenroom; its definition cannot change.',
    advice: 'Add a custom column of your own.',
    dataverse: 0x80048403,
  },
  'definition-stays': {
    status: 400,
    sentence: 'The {member} of {column} cannot be changed from {from} to {to}: {why}.',
    advice: 'Leave {member} as it is, or add another column and copy the values.',
    dataverse: 0x80048403,
  },
  'option-in-use': {
    status: 400,
    sentence: 'The option {value} of {column} cannot be removed: rows of {table} have it.',
    advice: 'Give those rows another value first, or rename the option.',
    dataverse: 0x80048403,
  },
  'option-unknown': {
    status: 400,
    sentence: 'The column {column} has no option {value}.',
    advice: 'Use one of {known}.',
    dataverse: 0x80048403,
  },
  'column-in-use': {
    status: 400,
    sentence: 'The column {column} of {table} is used by {uses}.',
    advice: 'Take it out of these first; then remove it.',
    dataverse: 0x8004f01f,
  },
  'column-holds-values': {
    status: 400,
    sentence: 'Rows of {table} have values in {column}, which would be gone.',
    advice: 'Export what you need, then send the request again with ?confirm=true.',
    dataverse: 0x8004f01f,
  },
  'definition-not-found': {
    status: 404,
    sentence: 'There is no {what} {name}.',
    advice: 'EntityDefinitions lists tables, their columns and relationships.',
    dataverse: 0x80040217,
  },
  'table-is-in-use': {
    status: 503,
    sentence: 'The table {table} is in use by transactions that do not end.',
    advice: 'Send the request again in some seconds; nothing was changed.',
    dataverse: 0x80072522,
  },
})
