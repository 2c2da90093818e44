import { defineRefusals } from '#errors'

export const refusals = defineRefusals({
  'replay-empty': {
    status: 404,
    sentence: 'There is no delivery to send again: none that is kept fits this order.',
    advice:
      'Widen the range. Failed deliveries are kept as long as system jobs are; succeeded ones can be sent again where the endpoint has gr_keepsucceeded.',
  },
  'kept-by-delivery': {
    status: 400,
    sentence: 'Rows of {table} are written by the hub when it delivers.',
    advice: 'They can be read and deleted; order a replay under /api/v1/replays.',
    dataverse: 0x80040203,
  },
})
