/** Columns of an endpoint that people set, in the groups of the form. */
export const optionGroups = {
  records: ['gr_logdeliveries', 'gr_logdays', 'gr_keepsucceeded'],
  retry: ['gr_attempts', 'gr_retrydelay', 'gr_retryminutes', 'gr_disableongone'],
  circuit: ['gr_circuitfailures', 'gr_circuitshare', 'gr_circuitpause'],
  pace: ['gr_rate', 'gr_concurrency', 'gr_ordering', 'gr_sequencenumbers'],
  signature: ['gr_signature', 'gr_signingsecret', 'gr_signingoverlap'],
  envelope: ['gr_envelope', 'gr_handshake'],
} as const

export type OptionGroup = keyof typeof optionGroups

/** What the body and headers of HTTP carry: queues have neither. */
export const webhookOnly: ReadonlySet<string> = new Set([
  'gr_disableongone',
  'gr_signature',
  'gr_signingsecret',
  'gr_signingoverlap',
  'gr_envelope',
  'gr_handshake',
])

export const endpointColumns: readonly string[] = [
  'name',
  'url',
  'description',
  'contract',
  'authtype',
  'authvalue',
  'isauthvalueset',
  'path',
  'namespaceaddress',
  'saskeyname',
  'saskey',
  'issaskeyset',
  'sastoken',
  'issastokenset',
  'messageformat',
  'gr_issigningsecretset',
  'gr_signingpublickey',
  ...Object.values(optionGroups).flat(),
]

export const authentication = {
  sasKey: 2,
  sasToken: 3,
  webhookKey: 4,
  httpHeader: 5,
  httpQueryString: 6,
  connectionString: 7,
} as const
