/** What a step would tell, for a row that nobody has: to look at, and to send as a test. */
import { randomUUID } from 'node:crypto'
import type { Clock } from '#clock'
import type { Table } from '#database'
import { general } from '#errors'
import type { Caller, Values } from '#pipeline'
import { fitContext } from './fit-context.ts'
import { operationToCome } from './operation-id.ts'
import type { ContextSource } from './payload/context-source.ts'
import { type SampleRow, sampleId, sampleRow } from './payload/sample-row.ts'
import type { ContextWriter, Firing } from './payload/write-context.ts'
import type { StepRegistration } from './register.ts'

export interface Sample {
  /** The RemoteExecutionContext as it would be sent. */
  readonly body: string
  readonly bytes: number
  /** Too large for one request: four properties are left out, and a header says so. */
  readonly exceeded: boolean
}

interface SampleNeeds {
  readonly writer: ContextWriter
  readonly tables: ReadonlyMap<string, Table>
  readonly clock: Clock
}

/** @throws the refusal `not-found` where there is no such table */
export function sampleContext(
  { writer, tables, clock }: SampleNeeds,
  caller: Caller,
  step: StepRegistration,
): Sample {
  const name = step.table ?? 'contact'
  const table = tables.get(name)
  if (table === undefined) throw general['not-found']({ what: 'table', id: name })
  const source = sourceOf(step, table, caller, clock.now())
  const { body = '', size, exceeded } = fitContext(writer, source, firingOf(step, source))
  return { body, bytes: size, exceeded }
}

function sourceOf(step: StepRegistration, table: Table, caller: Caller, now: Date): ContextSource {
  const { message } = step
  const row = sampleRow(table, now)
  const sent = sentBy(step, row)
  const { userId, businessUnitId } = caller
  const stamps = message === 'Update' ? { modifiedon: now, modifiedby: userId } : {}
  const isKnownBefore = message !== 'Create'
  return {
    message,
    stage: step.stage ?? 40,
    table: table.name,
    id: sampleId,
    depth: 1,
    correlationId: randomUUID(),
    requestId: randomUUID(),
    operationCreatedOn: now,
    userId,
    initiatingUserId: caller.initiatingUserId ?? userId,
    businessUnitId,
    target: { ...sent, ...stamps },
    sent,
    input: inputOf(message, table.name),
    output: message === 'Create' ? { id: sampleId } : {},
    pre: isKnownBefore ? row.before : null,
    post: message === 'Delete' ? null : row.after,
    shared: {},
    parent: null,
  }
}

/** As many columns as a form would send at once. */
const usualColumns = 6

function sentBy({ message, filteringAttributes = [] }: StepRegistration, row: SampleRow): Values {
  const filtered = filteringAttributes.filter((name) => Object.hasOwn(row.after, name))
  const usual = row.writable.slice(0, message === 'Update' ? 2 : usualColumns)
  if (message === 'SetState') return { statecode: 1, statuscode: 2 }
  if (message !== 'Create' && message !== 'Update') return {}
  const names = message === 'Update' && filtered.length > 0 ? filtered : usual
  return Object.fromEntries(names.map((name) => [name, row.after[name]]))
}

function inputOf(message: string, table: string): ContextSource['input'] {
  if (message === 'Assign') return { Assignee: { table: 'systemuser', id: sampleId } }
  if (message !== 'Associate' && message !== 'Disassociate') return {}
  return { Relationship: 'sample_relationship', RelatedEntities: [{ table, id: sampleId }] }
}

function firingOf(step: StepRegistration, source: ContextSource): Firing {
  const synchronous = step.mode === 'synchronous'
  return {
    synchronous,
    inTransaction: synchronous && source.stage !== 10,
    stepId: operationToCome,
    stepName: step.name ?? '',
    operationId: synchronous ? source.requestId : randomUUID(),
    depth: 1,
    userId: source.userId,
    businessUnitId: source.businessUnitId,
    images: (step.images ?? []).map(({ alias, kind, attributes }) => ({
      alias,
      pre: kind !== 'post',
      post: kind !== 'pre',
      columns: attributes,
    })),
  }
}
