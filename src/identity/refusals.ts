import { defineRefusals } from '#errors'

export const refusals = defineRefusals({
  'sign-in-failed': {
    status: 401,
    sentence: 'This e-mail and password do not belong together.',
    advice: 'Try again, or ask an administrator for a one-time sign-in link.',
  },
  'sign-in-link-used': {
    status: 401,
    sentence: 'This sign-in link was used already or is too old.',
    advice: 'Ask for a new one: `npx greenroom doctor` prints one on the machine of the hub.',
  },
  'key-not-accepted': {
    status: 401,
    sentence: 'The API key or session is not known, or it has ended.',
    advice: 'Send a valid key as "Authorization: Bearer <key>", or sign in again.',
    dataverse: 0x80040220,
  },
})
