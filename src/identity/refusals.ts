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
  'expiry-out-of-range': {
    status: 400,
    sentence: 'What begins now cannot end on {found}.',
    advice: 'Give a day that is still to come, up to {latest}.',
  },
  'key-has-ended': {
    status: 409,
    sentence: 'The API key {name} has ended, so there is nothing to go on from.',
    advice: 'Create a new key.',
  },
  'may-not-act-for-others': {
    status: 403,
    sentence: 'This user may not act in the name of {user}.',
    advice: 'Leave the header {header} out, or give this user the role Delegate.',
    dataverse: 0x80040220,
  },
  'user-to-act-for-unknown': {
    status: 403,
    sentence: 'There is no enabled user {user} to act for.',
    advice: 'Send a systemuserid in MSCRMCallerID, or an Entra object id in CallerObjectId.',
    dataverse: 0x80040217,
  },
})
