import { defineRefusals } from '#errors'

/** Mistakes in what is registered. Codes of Dataverse where it has one for the case. */
export const refusals = defineRefusals({
  'webhook-contract': {
    status: 400,
    sentence: 'Endpoints with the contract {contract} are not served here.',
    advice: 'Register a webhook (8), a queue (2 or 6), a topic (5) or an event hub (7).',
    dataverse: 0x80040203,
  },
  'webhook-url': {
    status: 400,
    sentence: 'A webhook needs a complete http or https URL: {problem}.',
    advice: 'Give an address such as https://receiver.example/hooks; put keys into authvalue.',
    dataverse: 0x80040203,
  },
  'webhook-port': {
    status: 400,
    sentence: 'A webhook cannot use the port {port} here; allowed are {allowed}.',
    advice: 'Have the receiver listen on one of them, or widen GREENROOM_WEBHOOK_PORTS.',
    dataverse: 0x80040203,
  },
  'webhook-authentication': {
    status: 400,
    sentence: 'A webhook cannot use the authentication {found}.',
    advice: 'Set authtype to 4 (Webhook Key), 5 (Http Header) or 6 (Http Query String).',
    dataverse: 0x80040203,
  },
  'webhook-key-missing': {
    status: 400,
    sentence: 'The authentication by webhook key needs the key in authvalue.',
    advice: 'Send the bare key; the hub calls the URL with ?code=<key>.',
    dataverse: 0x80050204,
  },
  'webhook-headers': {
    status: 400,
    sentence: 'The headers in authvalue cannot be sent: {problem}.',
    advice:
      'Send <settings><setting name="X-Key" value="…"/></settings> with names and values that HTTP allows.',
    dataverse: 0x80050203,
  },
  'webhook-query': {
    status: 400,
    sentence: 'The query pairs in authvalue cannot be sent: {problem}.',
    advice: 'Send <settings><setting name="key" value="…"/></settings>.',
    dataverse: 0x80050204,
  },
  'step-handler': {
    status: 400,
    sentence: 'A step of the table {handler} cannot be registered here.',
    advice:
      'Bind eventhandler_serviceendpoint to a service endpoint, or eventhandler_plugintype to a handler.',
    dataverse: 0x80044187,
  },
  'step-message-closed': {
    status: 400,
    sentence: 'No steps can be registered for {message} of {table}.',
    advice: 'Choose a message filter whose iscustomprocessingstepallowed is true.',
    dataverse: 0x80044187,
  },
  'step-filter-of-other-message': {
    status: 400,
    sentence: 'The message filter {filter} belongs to {other}, not to {message}.',
    advice: 'Choose the filter of that table which belongs to the same message.',
    dataverse: 0x80040203,
  },
  'step-stage': {
    status: 400,
    sentence: 'A step cannot be registered at stage {stage}.',
    advice: 'Choose 10 (pre-validation), 20 (pre-operation) or 40 (post-operation).',
    dataverse: 0x80044187,
  },
  'step-asynchronous-stage': {
    status: 400,
    sentence: 'An asynchronous step runs after the operation, not at stage {stage}.',
    advice: 'Use stage 40 (post-operation), or make the step synchronous (mode 0).',
    dataverse: 0x80044187,
  },
  'step-queue-synchronous': {
    status: 400,
    sentence: 'A synchronous step cannot wait for the queue "{endpoint}".',
    advice:
      'Make the step asynchronous (mode 1, stage 40): what a broker has taken stays there when the operation is rolled back.',
    dataverse: 0x80044187,
  },
  'endpoint-has-synchronous-steps': {
    status: 400,
    sentence:
      'The endpoint cannot become a queue while the synchronous step "{step}" waits for it.',
    advice: 'Make its steps asynchronous first, or register the queue as an endpoint of its own.',
    dataverse: 0x80044187,
  },
  'managed-property': {
    status: 400,
    sentence:
      'The column {column} takes an object with Value true or false, but {found} was given.',
    advice: 'Send its Value, and CanBeChanged if you want; the rest is kept.',
    dataverse: 0x80048d19,
  },
  'step-configuration': {
    status: 400,
    sentence: 'A step of a service endpoint takes no configuration, but {column} has a value.',
    advice: 'Leave {column} out; what the receiver needs goes into its URL or authentication.',
    dataverse: 0x80044187,
  },
  'step-filter-columns-without-table': {
    status: 400,
    sentence: 'Filtering attributes need a table, and this step is for every table.',
    advice: 'Bind sdkmessagefilterid, or leave filteringattributes out.',
    dataverse: 0x80040203,
  },
  'step-unknown-columns': {
    status: 400,
    sentence: 'The table {table} has no column {columns} for {input}.',
    advice: 'List logical names of columns, separated by commas.',
    dataverse: 0x80048d19,
  },
  'step-changed-only': {
    status: 400,
    sentence: 'gr_changedonly is for steps of Update; {message} has no values to compare.',
    advice: 'Leave gr_changedonly out, or register the step for Update.',
    dataverse: 0x80040203,
  },
  'option-of-webhooks': {
    status: 400,
    sentence: 'The option {option} is for webhooks; a queue cannot have it.',
    advice: 'Leave {option} out, or register a webhook: contract 8.',
    dataverse: 0x80040203,
  },
  'image-message': {
    status: 400,
    sentence: 'The message {message} has no images.',
    advice: 'Images can be registered for {known}.',
    dataverse: 0x80044189,
  },
  'image-property': {
    status: 400,
    sentence: '{message} has no property {found} that an image could describe.',
    advice: 'Set messagepropertyname to {known}.',
    dataverse: 0x8004416b,
  },
  'image-pre': {
    status: 400,
    sentence: 'Before {message} there is no row for a pre-image.',
    advice: 'Register a post-image (imagetype 1).',
    dataverse: 0x8004416d,
  },
  'image-post': {
    status: 400,
    sentence: 'There is no post-image for {message} at stage {stage}.',
    advice: 'Register a pre-image (imagetype 0), or a post-image of a step at stage 40.',
    dataverse: 0x8004416e,
  },
  'image-columns-without-table': {
    status: 400,
    sentence: 'An image of a step for every table cannot name columns.',
    advice: 'Leave attributes out: the image then has all columns of its row.',
    dataverse: 0x80040203,
  },
  'messages-are-kept-by-the-hub': {
    status: 400,
    sentence: 'Rows of {table} are kept by the hub.',
    advice: 'They can be read; register steps for them.',
    dataverse: 0x80040203,
  },
})
