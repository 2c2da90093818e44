import { defineRefusals } from '#errors'

export const refusals = defineRefusals({
  'application-token-missing': {
    status: 400,
    sentence: 'The query parameter emApplicationtoken is missing.',
    advice: 'Add ?emApplicationtoken= with the token of your web application record.',
  },
  'application-origin-missing': {
    status: 400,
    sentence: 'The header Origin is missing.',
    advice: 'Call from a page of the registered web application; browsers add Origin themselves.',
  },
  'application-unknown': {
    status: 401,
    sentence: 'No active web application has this token and the origin {origin}.',
    advice: 'Compare token and origin (scheme, host and port) with the web application record.',
  },
  'published-event-unknown': {
    status: 404,
    sentence: 'There is no published event {id}.',
    advice: 'The published ones are listed under events/published.',
  },
  'published-session-unknown': {
    status: 404,
    sentence: 'There is no published session {id}.',
    advice: 'Take the id from events/…/sessions.',
  },
  'published-track-unknown': {
    status: 404,
    sentence: 'There is no published track {id}.',
    advice: 'Take the id from events/…/tracks.',
  },
  'captcha-unsolved': {
    status: 400,
    sentence: 'The event asks for a captcha, and there is no right answer: {problem}.',
    advice: 'Ask for events/…/captcha and send its answer as hipObject.',
  },
  'purchase-unknown': {
    status: 404,
    sentence: 'This event has no purchase {id}.',
    advice: 'Take the purchaseId from the answer to the registration.',
  },
  'paid-without-seat': {
    status: 409,
    sentence: 'The purchase {number} was paid too late: its seats were given to others.',
    advice: 'The organiser sees it among the recovery items and decides.',
  },
  'demo-payment-off': {
    status: 403,
    sentence: 'Visitors cannot say themselves that a purchase is paid.',
    advice:
      'Only for trying it out: "Enable demo payment confirmation" in the event administration.',
  },
  'demo-payment-not-allowed': {
    status: 403,
    sentence: 'The event administration wants demo payment, but this hub does not allow it.',
    advice: 'Set GREENROOM_DEMO_PAYMENT=allowed, on a hub that sells nothing real.',
  },
  'one-attendee-only': {
    status: 409,
    sentence: 'The event "{name}" takes one attendee in each registration, not {count}.',
    advice: 'Register each attendee in a request of their own.',
  },
})
