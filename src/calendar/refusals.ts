import { defineRefusals } from '#errors'

/** What this module refuses: all of them name the value that was given. */
export const refusals = defineRefusals({
  'unknown-time-zone': {
    status: 400,
    sentence: 'There is no time zone "{zone}" in the IANA database.',
    advice: 'Give an IANA name such as Europe/Berlin; an offset such as +02:00 is not a time zone.',
  },
  'unknown-time-zone-index': {
    status: 400,
    sentence: 'There is no time zone with the number {index}.',
    advice: 'Use one of the Dataverse time zone codes, for example 4 (Pacific) or 110 (W. Europe).',
  },
  'invalid-local-time': {
    status: 400,
    sentence: '"{value}" is not a local time.',
    advice: 'Write it as YYYY-MM-DDTHH:MM:SS, without offset, on a day that exists.',
  },
  'invalid-local-date': {
    status: 400,
    sentence: '"{value}" is not a date.',
    advice: 'Write it as YYYY-MM-DD, a day that exists.',
  },
  'invalid-recurrence': {
    status: 400,
    sentence: 'The recurrence is not valid: {problem}.',
    advice: 'Correct the named part.',
  },
  'unsupported-recurrence-rule': {
    status: 400,
    sentence: 'The recurrence rule "{rule}" cannot be used: {problem}.',
    advice:
      'Use FREQ (MINUTELY, HOURLY, DAILY, WEEKLY, MONTHLY), INTERVAL, COUNT or UNTIL, BYDAY and one BYMONTHDAY.',
  },
  'invalid-calendar-event': {
    status: 400,
    sentence: 'The calendar event {uid} is not valid: {problem}.',
    advice: 'Correct the named part of the event.',
  },
})
