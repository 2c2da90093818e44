import { defineRefusals } from '#errors'

/** 0x80040265 is what Dataverse answers when an extension raised an error. */
const aborted = 0x80040265

export const handlerRefusals = defineRefusals({
  'handler-failed': {
    status: 400,
    sentence: '{problem}',
    advice: 'The step "{step}" refused this; its handler is {handler}.',
    dataverse: aborted,
  },
  'handler-timed-out': {
    status: 400,
    sentence: 'The handler {handler} of the step "{step}" did not end within {seconds} seconds.',
    advice: 'Make the handler quicker, or register its step as asynchronous.',
    dataverse: aborted,
  },
  'handler-ended': {
    status: 400,
    sentence: 'The thread of the handler {handler} of the step "{step}" ended: {problem}.',
    advice: 'Look into the log of the hub; it is started again for the next run.',
    dataverse: aborted,
  },
  'handler-missing': {
    status: 400,
    sentence: 'The handler {handler} of the step "{step}" cannot run: {problem}.',
    advice: 'Put its file back and start the hub again, or disable the step.',
    dataverse: aborted,
  },
  'handlers-hold-the-database': {
    status: 503,
    sentence:
      'The hub is busy: {limit} writes already wait for slow handlers, which is half of its database connections.',
    advice: 'Try again in a few seconds. Make the handlers quicker or their steps asynchronous.',
    dataverse: 0x80072326,
  },
})
