/** A context as a message of AMQP 1.0, as Dataverse sends it to Service Bus. */
import { randomUUID } from 'node:crypto'
import rhea, { type Message } from 'rhea'
import type { FittedContext } from '../fit-context.ts'
import type { Announcement } from '../post.ts'
import { contextXml } from './context-xml.ts'
import { largestQueueBody } from './limits.ts'
import type { QueueEndpoint } from './queue-endpoint.ts'

export interface Person {
  readonly name: string | null
  readonly email: string | null
}

export interface MessageParts {
  readonly endpoint: QueueEndpoint
  readonly context: FittedContext
  readonly announcement: Announcement
  /** The host under which people reach the hub. */
  readonly host: string
  readonly at: Date
  /** Where the endpoint numbers its deliveries. */
  readonly sequence?: number | undefined
  /** Of the user in whose name the step runs; asked for with `userclaim` 3 only. */
  readonly person: Person | undefined
}

export interface QueueMessage {
  readonly message: Message
  readonly size: number
  readonly text: string
}

type Json = Readonly<Record<string, unknown>>

/** Undefined where the context is too large even without the four properties. */
export function queueMessage(parts: MessageParts): QueueMessage | undefined {
  const { endpoint, context, announcement, at } = parts
  if (context.body === undefined) return undefined
  const read = JSON.parse(context.body) as Json
  const fitted = fit(endpoint, context.body, read)
  if (fitted === undefined) return undefined
  const message = {
    durable: true,
    message_id: textIn(read.OperationId) ?? randomUUID(),
    correlation_id: announcement.correlationId,
    content_type: endpoint.format === 'json' ? 'application/json' : 'application/xml',
    subject: announcement.message,
    creation_time: at,
    application_properties: propertiesOf(parts, read, context.exceeded || fitted.isTrimmed),
    body: rhea.message.data_section(fitted.bytes),
  }
  const { bytes, text } = fitted
  return { message: message as unknown as Message, size: bytes.length, text }
}

interface Fitted {
  readonly text: string
  readonly bytes: Buffer
  readonly isTrimmed: boolean
}

/** Contexts are written for 256 KB, what a webhook may get; a queue takes 192. */
function fit({ format }: QueueEndpoint, body: string, read: Json): Fitted | undefined {
  const whole = format === 'json' ? body : contextXml(read)
  const bytes = Buffer.from(whole)
  if (bytes.length <= largestQueueBody) return { text: whole, bytes, isTrimmed: false }
  const { ParentContext, InputParameters, PreEntityImages, PostEntityImages, ...rest } = read
  // A slash is only ever part of a string, where receivers expect it escaped.
  const text = format === 'json' ? JSON.stringify(rest).replaceAll('/', '\\/') : contextXml(rest)
  const smaller = Buffer.from(text)
  return smaller.length <= largestQueueBody ? { text, bytes: smaller, isTrimmed: true } : undefined
}

const claims = 'http://schemas.microsoft.com/xrm/2011/Claims/'

/** The names of Dataverse, word for word, and short ones for filters that take no slashes. */
function propertiesOf(parts: MessageParts, read: Json, exceeded: boolean): Record<string, unknown> {
  const { announcement, host } = parts
  const parent = read.ParentContext as Json | null | undefined
  const properties: Record<string, unknown> = {
    [`${claims}Organization`]: host,
    [`${claims}User`]: textIn(read.UserId),
    [`${claims}InitiatingUser`]: textIn(read.InitiatingUserId),
    [`${claims}EntityLogicalName`]: announcement.table,
    [`${claims}RequestName`]: announcement.message,
    [`${claims}ParentEntityLogicalName`]: textIn(parent?.PrimaryEntityName),
    organization: host,
    table: announcement.table,
    message: announcement.message,
    replay: announcement.replay,
    sequence: parts.sequence,
    ...userProperties(parts, read),
    MessageMaxSizeExceeded: exceeded ? true : undefined,
  }
  return Object.fromEntries(Object.entries(properties).filter(([, value]) => value !== undefined))
}

function userProperties({ endpoint, person }: MessageParts, read: Json): Record<string, unknown> {
  if (endpoint.claims === 'none') return {}
  return {
    user: textIn(read.UserId),
    username: person?.name ?? undefined,
    useremail: person?.email ?? undefined,
  }
}

function textIn(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
