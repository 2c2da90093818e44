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
  'passes-not-offered': {
    status: 400,
    sentence: 'Registering with a pass is not possible in this hub yet.',
    advice: 'Leave out passId.',
  },
  'waitlist-not-offered': {
    status: 400,
    sentence: 'The waitlist is not available in this hub yet, so nobody was registered.',
    advice: 'Send waitlisted and autoRegister as false; full events and sessions refuse.',
  },
  'questions-not-offered': {
    status: 400,
    sentence: 'Answers to custom registration fields are not taken by this hub yet.',
    advice: 'Leave out responses.',
  },
  'captcha-not-offered': {
    status: 400,
    sentence: 'This hub asks for no captcha, so it cannot check the answer in hipObject.',
    advice: 'Leave out hipObject.',
  },
  'one-attendee-only': {
    status: 409,
    sentence: 'The event "{name}" takes one attendee in each registration, not {count}.',
    advice: 'Register each attendee in a request of their own.',
  },
})
