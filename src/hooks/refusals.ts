import { defineRefusals } from '#errors'

export const refusals = defineRefusals({
  'callbacks-not-taken': {
    status: 404,
    sentence: 'No account here takes callbacks of {provider} at this address.',
    advice: 'Copy the callback address from the webinar configuration into the vendor’s settings.',
  },
  'callback-signature': {
    status: 401,
    sentence: 'The signature of the callback is missing, wrong or too old: {problem}',
    advice: 'Check that the secret at the vendor and the one of the configuration are the same.',
  },
})
