/**
 * CloudEvents 1.0.2 over HTTP (CloudEvents HTTP Protocol Binding §3.1 binary, §3.2 structured).
 * `id` and `source` together are unique: a repeated delivery has the same ones.
 */
import type { EndpointOptions } from '../endpoint-options.ts'

export interface CloudEvent {
  readonly id: string
  /** Host under which people reach the hub. */
  readonly host: string
  readonly message: string
  readonly table: string
  /** Undefined where the message is about no row. */
  readonly row: string | undefined
  readonly time: Date
  readonly correlationId: string
  /** Place among the deliveries about this row to this endpoint. */
  readonly sequence: number | undefined
}

export interface Enveloped {
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

export function envelop(
  mode: NonNullable<EndpointOptions['envelope']>,
  event: CloudEvent,
  context: string,
): Enveloped {
  const attributes = attributesOf(event)
  if (mode === 'binary') return { headers: headersOf(attributes), body: context }
  const head = JSON.stringify({ ...attributes, datacontenttype: 'application/json' })
  return {
    headers: { 'content-type': 'application/cloudevents+json; charset=utf-8' },
    // The context stays the text it is: neither parsed nor written again.
    body: `${head.slice(0, -1)},"data":${context}}`,
  }
}

function attributesOf(event: CloudEvent): Record<string, string> {
  const { id, host, message, table, row, time, correlationId, sequence } = event
  return {
    specversion: '1.0',
    id,
    source: `https://${host}/`,
    type: `greenroom.${table}.${message}`,
    ...(row === undefined ? {} : { subject: `${table}/${row}` }),
    time: time.toISOString(),
    correlationid: correlationId,
    ...(sequence === undefined ? {} : { sequence: sequenceText(sequence) }),
  }
}

const sequenceDigits = 12

/** The extension "sequence" compares texts, so that all have the same length. */
const sequenceText = (sequence: number): string => String(sequence).padStart(sequenceDigits, '0')

function headersOf(attributes: Readonly<Record<string, string>>): Record<string, string> {
  const headers = Object.entries(attributes).map(([name, value]) => [`ce-${name}`, escaped(value)])
  return { ...Object.fromEntries(headers), 'content-type': 'application/json' }
}

/** §3.1.3.2: blanks, quotes, percent signs and all beyond printable ASCII are percent-encoded. */
function escaped(value: string): string {
  return value.replace(/[^\x21\x23\x24\x26-\x7e]/gu, (character) =>
    [...Buffer.from(character)]
      .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
      .join(''),
  )
}
