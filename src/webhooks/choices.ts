import { option } from '#database'

/** `contract`: what kind of receiver an endpoint is. */
export const contract = {
  oneWay: option(1, 'OneWay'),
  queue: option(2, 'Queue'),
  rest: option(3, 'Rest'),
  twoWay: option(4, 'TwoWay'),
  topic: option(5, 'Topic'),
  persistentQueue: option(6, 'Queue (Persistent)'),
  eventHub: option(7, 'Event Hub'),
  webhook: option(8, 'Webhook'),
  eventGrid: option(9, 'Event Grid'),
  managedDataLake: option(10, 'Managed Data Lake'),
} as const

/** `authtype`: how the receiver recognises the hub. */
export const authenticationType = {
  acs: option(1, 'ACS'),
  sasKey: option(2, 'SAS Key'),
  sasToken: option(3, 'SAS Token'),
  webhookKey: option(4, 'Webhook Key'),
  httpHeader: option(5, 'Http Header'),
  httpQueryString: option(6, 'Http Query String'),
  connectionString: option(7, 'Connection String'),
  accessKey: option(8, 'Access Key'),
} as const

export const connectionMode = {
  normal: option(1, 'Normal'),
  federated: option(2, 'Federated'),
} as const

export const messageFormat = {
  binaryXml: option(1, 'Binary XML'),
  json: option(2, 'Json'),
  textXml: option(3, 'Text XML'),
} as const

export const messageCharset = {
  default: option(0, 'Default'),
  utf8: option(1, 'UTF8'),
} as const

export const userClaim = {
  none: option(1, 'None'),
  userId: option(2, 'UserId'),
  userInfo: option(3, 'UserInfo'),
} as const

export const namespaceFormat = {
  name: option(1, 'Namespace Name'),
  address: option(2, 'Namespace Address'),
} as const

export const schemaType = {
  eventGrid: option(1, 'Event Grid'),
  cloudEvents: option(2, 'Cloud Events'),
} as const

export const componentState = {
  published: option(0, 'Published'),
  unpublished: option(1, 'Unpublished'),
  deleted: option(2, 'Deleted'),
  deletedUnpublished: option(3, 'Deleted Unpublished'),
} as const

/** `stage`: steps can be registered at 10, 20 and 40; the others are the platform's own. */
export const stage = {
  initialPreOperation: option(5, 'Initial Pre-operation (For internal use only)'),
  preValidation: option(10, 'Pre-validation'),
  internalPreBeforeExternal: option(
    15,
    'Internal Pre-operation Before External Plugins (For internal use only)',
  ),
  preOperation: option(20, 'Pre-operation'),
  internalPreAfterExternal: option(
    25,
    'Internal Pre-operation After External Plugins (For internal use only)',
  ),
  mainOperation: option(30, 'Main Operation (For internal use only)'),
  internalPostBeforeExternal: option(
    35,
    'Internal Post-operation Before External Plugins (For internal use only)',
  ),
  postOperation: option(40, 'Post-operation'),
  internalPostAfterExternal: option(
    45,
    'Internal Post-operation After External Plugins (For internal use only)',
  ),
  deprecatedPostOperation: option(50, 'Post-operation (Deprecated)'),
  finalPostOperation: option(55, 'Final Post-operation (For internal use only)'),
  preCommit: option(80, 'Pre-Commit stage fired before transaction commit (For internal use only)'),
  postCommit: option(
    90,
    'Post-Commit stage fired after transaction commit (For internal use only)',
  ),
} as const

/** `mode`: in the caller's transaction, or as a system job after it. */
export const mode = {
  synchronous: option(0, 'Synchronous'),
  asynchronous: option(1, 'Asynchronous'),
} as const

export const supportedDeployment = {
  serverOnly: option(0, 'Server Only'),
  outlookOnly: option(1, 'Microsoft Dynamics 365 Client for Outlook Only'),
  both: option(2, 'Both'),
} as const

export const invocationSource = {
  internal: option(-1, 'Internal'),
  parent: option(0, 'Parent'),
  child: option(1, 'Child'),
} as const

/** `gr_handlerstate`: whether the file behind a plug-in type can run. */
export const handlerState = {
  ready: option(1, 'Ready'),
  missing: option(2, 'Missing'),
  broken: option(3, 'Broken'),
} as const

export const imageType = {
  pre: option(0, 'PreImage'),
  post: option(1, 'PostImage'),
  both: option(2, 'Both'),
} as const

/** `gr_signature`: by which a receiver knows that a request is the hub's (Standard Webhooks). */
export const signature = {
  symmetric: option(1, 'v1 (HMAC-SHA256)'),
  asymmetric: option(2, 'v1a (Ed25519)'),
} as const

/** `gr_envelope`: CloudEvents 1.0 around the context. */
export const envelope = {
  structured: option(1, 'Structured'),
  binary: option(2, 'Binary'),
} as const

export const handshakeState = {
  asked: option(1, 'Asked'),
  allowed: option(2, 'Allowed'),
  refused: option(3, 'Refused'),
} as const

export const circuitState = {
  closed: option(1, 'Closed'),
  open: option(2, 'Open'),
} as const

/** `gr_ordering`: what a delivery that failed for good does to later ones about the same row. */
export const ordering = {
  holdBack: option(1, 'Hold back later ones'),
  letPass: option(2, 'Let later ones pass'),
} as const
