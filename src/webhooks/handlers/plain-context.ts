import type { ExecutionRecord, PlainValues } from '#pipeline'
import type { FiredImage } from '../payload/write-context.ts'
import type { Json, Row } from './handler.ts'
import type { HandlerStep } from './handler-steps.ts'
import type { PlainContext } from './thread-messages.ts'

/** The record of an execution as a handler sees it. */
export function plainContext(
  step: HandlerStep,
  record: ExecutionRecord,
  secureConfiguration: string | null,
): PlainContext {
  const { runAs, registered } = step
  return {
    message: record.message,
    table: record.table,
    id: record.id,
    stage: record.stage as PlainContext['stage'],
    mode: registered.synchronous ? 'synchronous' : 'asynchronous',
    depth: record.depth,
    correlationId: record.correlationId,
    userId: runAs?.userId ?? record.userId,
    initiatingUserId: record.initiatingUserId,
    businessUnitId: runAs?.businessUnitId ?? record.businessUnitId,
    operationCreatedOn: record.operationCreatedOn,
    step: { id: registered.id, name: registered.name },
    configuration: step.configuration,
    secureConfiguration,
    target: { ...record.target } as Record<string, Json>,
    input: record.input as Row,
    output: record.output as Row,
    preImages: imagesOf(registered.images, ({ pre }) => pre, record.pre),
    postImages: imagesOf(registered.images, ({ post }) => post, record.post),
    shared: { ...record.shared } as Record<string, Json>,
  }
}

function imagesOf(
  images: readonly FiredImage[],
  wanted: (image: FiredImage) => boolean,
  row: PlainValues | null,
): Record<string, Row> {
  if (row === null) return {}
  return Object.fromEntries(
    images.filter(wanted).map(({ alias, columns }) => [alias, columnsOf(row, columns)]),
  )
}

function columnsOf(row: PlainValues, columns: readonly string[] | undefined): Row {
  const shown = Object.entries(row).filter(([name]) => columns?.includes(name) ?? true)
  return Object.fromEntries(shown) as Row
}
