import { defineRefusals } from '#errors'

export const refusals = defineRefusals({
  'meeting-impossible': {
    status: 400,
    sentence: '{problem}',
    advice: 'Correct the named field; POST /api/v1/meetings/preview lists everything at once.',
    dataverse: 0x80040203,
  },
  'meeting-cancelled': {
    status: 409,
    sentence: '"{title}" is cancelled.',
    advice: 'Schedule a new meeting.',
    dataverse: 0x80040203,
  },
  'meeting-over': {
    status: 409,
    sentence: '"{title}" is over.',
    advice: 'Schedule a new meeting.',
    dataverse: 0x80040203,
  },
  'meeting-resets-dates': {
    status: 409,
    sentence:
      'Dates of "{title}" that were moved or cancelled would follow the rule again: {dates}.',
    advice:
      'Ask whoever changes it, then save again with resetDates: true. POST /api/v1/meetings/preview lists what becomes of each.',
    dataverse: 0x80040203,
  },
  'meeting-changed-meanwhile': {
    status: 412,
    sentence: '"{title}" was changed by somebody else meanwhile.',
    advice: 'Read the meeting again and repeat the change.',
    dataverse: 0x80060882,
  },
  'meeting-date-unknown': {
    status: 404,
    sentence: '"{title}" has no date that was planned for {found}.',
    advice:
      'Name the date by its original start, as GET /api/v1/meetings/{id} lists it: {example}.',
    dataverse: 0x80040217,
  },
})
