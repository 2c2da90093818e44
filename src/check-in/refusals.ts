import { defineRefusals } from '#errors'

export const refusals = defineRefusals({
  'door-of-unknown-event': {
    status: 404,
    sentence: 'There is no event {id} to check people in for.',
    advice: 'Choose one from the list at /checkin.',
  },
  'door-of-unknown-session': {
    status: 404,
    sentence: 'The event has no session {id}.',
    advice: 'Load the page again; the session may have been cancelled.',
  },
  'nobody-in': {
    status: 409,
    sentence: 'This person is not checked in.',
    advice: 'Load the list again; somebody else may have undone it.',
  },
})
