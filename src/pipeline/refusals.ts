import { defineRefusals } from '#errors'

/**
 * Dataverse codes: https://learn.microsoft.com/power-apps/developer/data-platform/reference/web-service-error-codes
 */
export const refusals = defineRefusals({
  'unknown-table': {
    status: 400,
    sentence: 'There is no table {table}.',
    advice: 'Use the logical name of a table that the Data API lists{hint}.',
    dataverse: 0x80041102,
  },
  'unknown-message': {
    status: 400,
    sentence: 'The table {table} does not support the message {message}.',
    advice: 'Use one of {known}.',
    dataverse: 0x80040800,
  },
  'wrong-parameter': {
    status: 400,
    sentence: 'The parameter {parameter} of {message} takes {expected}, but {found} was given.',
    advice: 'Correct the parameter {parameter} and send the request again.',
    dataverse: 0x80040203,
  },
  'depth-too-high': {
    status: 400,
    sentence:
      '{message} of {table} was cancelled: it is number {depth} in a chain of writes that start each other, and {limit} are allowed.',
    advice:
      'Look for steps or webhook receivers that write what they react to; narrow their columns.',
    dataverse: 0x80044182,
  },
  'unknown-columns': {
    status: 400,
    sentence: 'The table {table} has no column {columns}.',
    advice: 'Correct or remove the named columns; nothing was written.',
    dataverse: 0x80048d19,
  },
  'read-only-column': {
    status: 400,
    sentence: 'The column {column} of {table} cannot be written.',
    advice: 'Leave it out: the hub keeps it.',
    dataverse: 0x80040203,
  },
  'required-column': {
    status: 400,
    sentence: 'The column {column} ({label}) of {table} must have a value.',
    advice: 'Give {column} a value.',
    dataverse: 0x80040203,
  },
  'wrong-type': {
    status: 400,
    sentence: 'The column {column} of {table} takes {expected}, but {found} was given.',
    advice: 'Send {expected}.',
    dataverse: 0x80048d19,
  },
  'unstorable-text': {
    status: 400,
    sentence: 'The column {column} of {table} takes {expected}, but {found} was given.',
    advice: 'Remove NUL characters and broken surrogate pairs from the text.',
    dataverse: 0x80040203,
  },
  'text-too-long': {
    status: 400,
    sentence: 'The column {column} of {table} takes {expected}, but {found} was given.',
    advice: 'Shorten the text.',
    dataverse: 0x80044331,
  },
  'whole-number-out-of-range': {
    status: 400,
    sentence: 'The column {column} of {table} takes {expected}, but {found} was given.',
    advice: 'Send a number inside the range.',
    dataverse: 0x8004432f,
  },
  'value-out-of-range': {
    status: 400,
    sentence: 'The column {column} of {table} takes {expected}, but {found} was given.',
    advice: 'Send a value inside the range.',
    dataverse: 0x80044330,
  },
  'unknown-choice': {
    status: 400,
    sentence: 'The column {column} of {table} takes {expected}, but {found} was given.',
    advice: 'Send the number of one of the options.',
    dataverse: 0x8004431a,
  },
  'wrong-state': {
    status: 400,
    sentence: 'Rows of {table} cannot have {found}.',
    advice: 'These go together: {expected}.',
    dataverse: 0x80048408,
  },
  'lookup-target-missing': {
    status: 400,
    sentence: 'The column {column} of {table} points to a row of {target} that does not exist.',
    advice: 'Give the id of an existing row of {target}.',
    dataverse: 0x80040217,
  },
  'row-cannot-be-stored': {
    status: 400,
    sentence: 'The values do not fit a row of {table}: {problem}.',
    advice: 'Shorten or correct the values.',
    dataverse: 0x80040203,
  },
  'duplicate-row': {
    status: 412,
    sentence: 'There is already a row of {table} with the same {columns}.',
    advice: 'Change that row instead, or choose another value.',
    dataverse: 0x80040237,
  },
  'duplicate-key': {
    status: 412,
    sentence: 'There is already a row of {table} with the same {columns} (key {key}).',
    advice: 'Change that row instead, or choose another value.',
    dataverse: 0x80060892,
  },
  'unknown-key': {
    status: 400,
    sentence: 'The columns {columns} are no key of {table}.',
    advice: 'Use the id or one of these keys: {known}.',
    dataverse: 0x80060888,
  },
  'no-row-with-key': {
    status: 404,
    sentence: 'There is no row of {table} with the given {columns}.',
    advice: 'Check the values; the row may have been deleted.',
    dataverse: 0x80060891,
  },
  'version-changed': {
    status: 412,
    sentence:
      'The row {id} of {table} was changed by somebody else: its version is {actual}, not {expected}.',
    advice: 'Read the row again and repeat the change on what it holds now.',
    dataverse: 0x80060882,
  },
  'row-is-held': {
    status: 409,
    sentence:
      'The row of {table} cannot be deleted: rows of {holder} still point to it ({column}).',
    advice: 'Delete or change those rows of {holder} first.',
    dataverse: 0x80040227,
  },
  'id-mismatch': {
    status: 400,
    sentence: 'The request is for the row {id}, but its values name the row {found}.',
    advice: 'Leave {column} out of the values.',
    dataverse: 0x80040203,
  },
  'unknown-relationship': {
    status: 400,
    sentence: 'There is no relationship {relationship} between {table} and {related}.',
    advice: 'Use one of {known}.',
    dataverse: 0x80040203,
  },
})
