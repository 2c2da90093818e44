import { defineRefusals } from '#errors'

/** Mistakes in what is registered for a queue. Codes of Dataverse where it has one for the case. */
export const registrationRefusals = defineRefusals({
  'queue-address': {
    status: 400,
    sentence: 'The address of the broker cannot be used: {problem}.',
    advice:
      'Set namespaceaddress to amqps://host, amqp://host:port or sb://name.servicebus.windows.net, or solutionnamespace to the name of a Service Bus namespace.',
    dataverse: 0x80081112,
  },
  'queue-path': {
    status: 400,
    sentence: 'A queue, topic or event hub needs its name in path.',
    advice: 'Set path to the address that messages are sent to, e.g. orders or /queue/orders.',
    dataverse: 0x80081112,
  },
  'queue-acs': {
    status: 400,
    sentence: 'ACS authentication does not exist any more.',
    advice: 'Set authtype to 2 with saskeyname and saskey, or to 3 with sastoken.',
    dataverse: 0x80050209,
  },
  'queue-authentication': {
    status: 400,
    sentence: 'An endpoint with the contract {contract} cannot use the authentication {found}.',
    advice: 'Set authtype to {known}.',
    dataverse: 0x80040203,
  },
  'queue-credentials': {
    status: 400,
    sentence: 'The authentication {authtype} needs a value in {column}.',
    advice: 'Send {column} with the endpoint.',
    dataverse: 0x80044176,
  },
  'queue-connection-string': {
    status: 400,
    sentence: 'The connection string in authvalue cannot be used: {problem}.',
    advice: 'Send Endpoint=sb://…;SharedAccessKeyName=…;SharedAccessKey=… as the portal shows it.',
    dataverse: 0x80081112,
  },
  'queue-format': {
    status: 400,
    sentence: 'Messages in .NET binary XML are not made here.',
    advice: 'Set messageformat to 2 (Json) or 3 (Text XML).',
    dataverse: 0x80040203,
  },
})

const look = 'Check address, path and credentials of the endpoint, and that the broker is up.'

/** Why a queue did not take a message. */
export const queueRefusals = defineRefusals({
  'queue-not-reached': {
    status: 400,
    sentence: 'Endpoint unavailable: the queue "{endpoint}" could not be reached: {problem}.',
    advice: look,
    dataverse: 0x80044175,
  },
  'queue-login': {
    status: 400,
    sentence:
      'Endpoint unavailable: the broker of "{endpoint}" did not accept the credentials: {problem}.',
    advice: 'Set saskeyname with saskey, sastoken, or the connection string of the endpoint anew.',
    dataverse: 0x80044178,
  },
  'queue-not-taken': {
    status: 400,
    sentence: 'Endpoint unavailable: the queue "{endpoint}" {outcome} the message: {problem}.',
    advice: 'Look at the limits and the log of the broker.',
    dataverse: 0x80044175,
  },
  'queue-timed-out': {
    status: 400,
    sentence:
      'Endpoint unavailable: the queue "{endpoint}" did not settle the message within {seconds} seconds.',
    advice: look,
    dataverse: 0x80044175,
  },
  'queue-too-large': {
    status: 400,
    sentence:
      'Endpoint unavailable: the context for the queue "{endpoint}" has {size} bytes after trimming, and 196608 are allowed.',
    advice: 'Let the step fire for smaller rows, or read the row in the receiver.',
    dataverse: 0x80050208,
  },
})
