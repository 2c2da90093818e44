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
  'selected-fields-unreadable': {
    status: 400,
    sentence: 'Selected fields is no list of column names: {problem}.',
    advice: 'Write a JSON list of logical names, e.g. ["statuscode","msevtmgt_eventtype"].',
    dataverse: 0x80040203,
  },
  'column-not-publishable': {
    status: 400,
    sentence: 'The column {column} of {table} cannot be shown to the public: {reason}.',
    advice: 'Take it out of the selected fields.',
    dataverse: 0x80040203,
  },
  'sign-in-needed': {
    status: 401,
    sentence: 'This needs a signed-in visitor.',
    advice: 'Send "Authorization: Bearer <id token>" of the web application\'s identity provider.',
  },
  'sign-in-not-set-up': {
    status: 401,
    sentence: 'Visitors of the web application "{name}" cannot sign in.',
    advice: 'Enter the client id and the metadata address of its identity provider in its record.',
  },
  'id-token-invalid': {
    status: 401,
    sentence: 'The id token is refused: {problem}.',
    advice: 'Sign in again; the token has to come from the provider of the web application record.',
  },
  'claim-missing': {
    status: 401,
    sentence: 'The id token says no {claim} of the visitor.',
    advice: 'Let the identity provider put it into id tokens (scopes openid, profile and email).',
  },
  'email-unverified': {
    status: 403,
    sentence: 'The identity provider has not verified the address {email}.',
    advice: 'Verify the address there, then sign in again.',
  },
  'identity-provider-unavailable': {
    status: 503,
    sentence: 'The identity provider cannot be asked for its keys: {problem}.',
    advice:
      'Try again in a few seconds; the metadata address stands in the web application record.',
  },
  'own-registration-unknown': {
    status: 404,
    sentence: 'The signed-in visitor has no registration {id}.',
    advice: "The visitor's own ones are listed under users/authenticated/registrations.",
  },
  'event-registration-needed': {
    status: 409,
    sentence: 'The signed-in visitor is not registered for the event "{name}".',
    advice: 'Register for the event first, then add the session.',
  },
  'account-required': {
    status: 401,
    sentence: 'The event "{name}" takes registrations of signed-in visitors only.',
    advice: 'Sign in at the website, then register.',
  },
  'session-not-in-own-pass': {
    status: 409,
    sentence: 'The pass of the signed-in visitor does not open the session "{session}".',
    advice: 'Sessions that it opens are listed under events/…/passes.',
  },
  'calendar-data-unreadable': {
    status: 400,
    sentence: 'The query parameter data cannot be read: {problem}.',
    advice: 'Send a URL-encoded JSON list of objects with readableEventId, sessionId and data.',
  },
  'registration-number-unknown': {
    status: 404,
    sentence: 'No registration has this number.',
    advice: 'Numbers look like ER-7F3K2M9Q and stand in the confirmation.',
  },
  'check-in-not-now': {
    status: 409,
    sentence: 'Checking in is not possible: {reason}.',
    advice: 'The page of the registration says when and where the event is.',
  },
  'redirect-not-allowed': {
    status: 400,
    sentence: 'Nobody is sent on to {address}.',
    advice: 'Give an address of this hub, of a registered web application, or of the webinar.',
  },
  'picture-unknown': {
    status: 404,
    sentence: 'There is no picture of {id}.',
    advice: 'Addresses of pictures stand in the answers about events, speakers and sponsors.',
  },
  'picture-missing': {
    status: 400,
    sentence: 'The request has no picture as its body.',
    advice: 'Send the file itself with its Content-Type, e.g. image/png.',
  },
})
