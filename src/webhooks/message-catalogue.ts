/** Messages that steps can be registered for: those of the pipeline, for each of its tables. */
import type { Table } from '#database'
import type { KnownMessage } from '#pipeline'
import { nameUuid } from './name-uuid.ts'
import { endpointMessages } from './pacing/endpoint-messages.ts'

export interface CataloguedMessage {
  readonly id: string
  readonly name: string
  /** The tables it exists for; empty for messages that nothing here raises. */
  readonly filters: readonly CataloguedFilter[]
}

export interface CataloguedFilter {
  readonly id: string
  /** Logical name, or `none` where the message is registered without a table. */
  readonly primary: string
  readonly stepsAllowed: boolean
}

export const noTable = 'none'

/** Messages of Dataverse that clients look for; nothing in the hub raises them. */
const messagesByNameOnly = [
  'CreateMultiple',
  'Execute',
  'GrantAccess',
  'Merge',
  'ModifyAccess',
  'RemoveRelated',
  'Retrieve',
  'RetrieveMultiple',
  'RevokeAccess',
  'Route',
  'Send',
  'SetRelated',
  'SetStateDynamicEntity',
  'UpdateMultiple',
  'UpsertMultiple',
] as const

/** Between tables, so that their steps have no table. */
const withoutTable: ReadonlySet<string> = new Set(['Associate', 'Disassociate'])

/** The hub's own bookkeeping: a step there could change what decides which steps run. */
const closedTables: ReadonlySet<string> = new Set([
  'asyncoperation',
  'pluginassembly',
  'plugintype',
  'sdkmessage',
  'sdkmessagefilter',
  'sdkmessageprocessingstep',
  'sdkmessageprocessingstepimage',
  'sdkmessageprocessingstepsecureconfig',
  'serviceendpoint',
])

/** Of closed tables: they tell what became of an endpoint, and change no step. */
const openMessages: ReadonlySet<string> = new Set(Object.values(endpointMessages))

export function isOpenToSteps(table: string): boolean {
  return !closedTables.has(table)
}

export const messageId = (name: string): string => nameUuid(`sdkmessage:${name}`)

export const filterId = (message: string, primary: string): string =>
  nameUuid(`sdkmessagefilter:${message}:${primary}`)

export function catalogueMessages(
  known: readonly KnownMessage[],
  tables: readonly Table[],
): CataloguedMessage[] {
  const exposed = tables.filter((table) => table.exposed)
  const raised = known.map((message) => cataloguedMessage(message, exposed))
  const names = new Set(raised.map(({ name }) => name))
  const others = messagesByNameOnly
    .filter((name) => !names.has(name))
    .map((name) => ({ id: messageId(name), name, filters: [] }))
  return [...raised, ...others]
}

function cataloguedMessage(message: KnownMessage, tables: readonly Table[]): CataloguedMessage {
  const { name } = message
  const primaries = withoutTable.has(name) ? [noTable] : tablesOf(message, tables)
  const filters = primaries.map((primary) => ({
    id: filterId(name, primary),
    primary,
    stepsAllowed: isOpenToSteps(primary) || openMessages.has(name),
  }))
  return { id: messageId(name), name, filters }
}

function tablesOf({ name, table }: KnownMessage, tables: readonly Table[]): string[] {
  if (table !== undefined) return [table]
  const fitting = name === 'Assign' ? tables.filter((each) => each.ownership === 'user') : tables
  return fitting.map((each) => each.name)
}

/**
 * Messages with images, and the request property that an image may describe; the first is the
 * usual one.
 */
const imageProperties: Readonly<Record<string, readonly string[]>> = {
  Create: ['Target', 'id', 'Id'],
  Update: ['Target'],
  Delete: ['Target'],
  Assign: ['Target'],
  SetState: ['EntityMoniker'],
}

/** Undefined where the message has no images. */
export function imagePropertiesOf(message: string): readonly string[] | undefined {
  return Object.hasOwn(imageProperties, message) ? imageProperties[message] : undefined
}
