import { defineRefusals } from '#errors'

export const refusals = defineRefusals({
  'check-in-of-unknown': {
    status: 404,
    sentence: 'There is no registration with the id {id}.',
    advice: 'Scan the code again, or look the person up in the list.',
    dataverse: 0x80040217,
  },
  'check-in-of-cancelled': {
    status: 409,
    sentence: 'The registration {id} was cancelled, so it cannot be checked in.',
    advice: 'Register the person again, then check in.',
  },
  'manual-check-in-needs-reason': {
    status: 400,
    sentence: 'A check-in by hand needs a reason.',
    advice: 'Say why this person counts as present, e.g. "Phoned in, confirmed by the host".',
  },
  'check-out-before-check-in': {
    status: 400,
    sentence: 'The check-out lies before the check-in.',
    advice: 'Give the later time as the end.',
  },
  'unknown-check-in': {
    status: 404,
    sentence: 'There is no check-in with the id {id}.',
    advice: 'Load the list again.',
    dataverse: 0x80040217,
  },
  'undo-needs-reason': {
    status: 400,
    sentence: 'Undoing a check-in needs a reason.',
    advice: 'Say what went wrong, e.g. "Scanned the badge of somebody else".',
  },
  'decision-needs-reason': {
    status: 400,
    sentence: 'A decision about somebody whom nobody could match needs a reason.',
    advice: 'Say how you know, e.g. "Called from her own phone, confirmed by the host".',
  },
  'unknown-unmatched-person': {
    status: 404,
    sentence: 'No unmatched person of this event has the key {key}.',
    advice: 'Load the list again: a later report may have said who it was.',
    dataverse: 0x80040217,
  },
  'attendance-of-unknown-event': {
    status: 404,
    sentence: 'There is no event, or no session of this event, with the id {id}.',
    advice: 'Take the id from the list of events.',
    dataverse: 0x80040217,
  },
  'assignment-to-stranger': {
    status: 400,
    sentence: 'The registration "{id}" is none of this event or session.',
    advice: 'Choose a registration from the report of this event or session.',
  },
  'assignment-to-cancelled': {
    status: 409,
    sentence: 'The registration {id} was cancelled, so no stay can be assigned to it.',
    advice: 'Register the person again, then assign.',
  },
})
