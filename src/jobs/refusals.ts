import { defineRefusals } from '#errors'

export const refusals = defineRefusals({
  'job-cannot': {
    status: 400,
    sentence: 'The system job {id} cannot {act}: its status is {status}.',
    advice: 'This is possible for a system job whose status is {allowed}. Read it again first.',
    dataverse: 0x80040203,
  },
  'job-not-writable': {
    status: 400,
    sentence: 'The system job {id} cannot be set to {found}.',
    advice:
      'Write statecode 3 with statuscode 32 to cancel, 0 to resume, 1 with postponeuntil to postpone, 1 alone to pause.',
    dataverse: 0x80040203,
  },
  'job-unstorable': {
    status: 400,
    sentence: 'The job "{name}" ({kind}) cannot be stored: {problem}.',
    advice: 'Give the job a payload and names that PostgreSQL can keep as text.',
  },
  'job-time-limit': {
    status: 504,
    sentence: 'The job did not end within {seconds} seconds and was stopped.',
    advice: 'Try again; if it stays, raise the time limit of its kind or give it less to do.',
  },
  'job-payload-unreadable': {
    status: 500,
    sentence: 'What was stored for this job cannot be read: {problem}',
    advice: 'Remove the job. If it came from an older version, let the hub make a new one.',
  },
  'job-lost': {
    status: 500,
    sentence: 'The worker disappeared {times} times while it ran this job.',
    advice: 'Look for a crash in the log at the times the job names, then retry the job.',
  },
  'schedule-without-next': {
    status: 400,
    sentence: 'The rule "{rule}" of the schedule "{name}" has no occurrence after {after}.',
    advice: 'Give a rule of RFC 5545 that goes on, e.g. FREQ=DAILY;BYHOUR=3;BYMINUTE=0.',
  },
})
