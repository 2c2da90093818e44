import { defineRefusals } from '#errors'

export const refusals = defineRefusals({
  'bin-unknown': {
    status: 404,
    sentence: 'There is no request bin at this address; it may have expired.',
    advice: 'Create a new one under /admin/request-bins and point the endpoint at its address.',
  },
  'bin-full': {
    status: 409,
    sentence: 'There are {limit} request bins already.',
    advice: 'Delete one that is not needed any more, or wait until one expires.',
  },
  'bin-busy': {
    status: 429,
    sentence: 'A request bin takes {limit} requests per second.',
    advice: 'Send more slowly; a bin is for trying, not for load.',
  },
})
