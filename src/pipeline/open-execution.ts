/** From a request to an execution: which message, table and row, how deep, with which values. */
import { randomUUID } from 'node:crypto'
import { asUuid } from './column-kinds.ts'
import { describeValue } from './describe-value.ts'
import type { Caller, Request, Values } from './execution.ts'
import type { Message } from './message.ts'
import { nearestName } from './nearest-name.ts'
import { refusals } from './refusals.ts'
import { findIdByKey } from './rows.ts'
import { type Engine, RunningExecution, type Scope } from './running-execution.ts'
import { type Secrets, takeSecrets } from './secrets.ts'
import type { TablePlan } from './table-plan.ts'
import { validateValues } from './validate.ts'

export interface Opening {
  readonly engine: Engine
  readonly caller: Caller
  readonly request: Request
  readonly parent?: RunningExecution | undefined
  readonly scope?: Scope | undefined
  readonly sameDepth?: boolean | undefined
}

/** An own message without a row is about this one, as PrimaryEntityId is in Dataverse. */
const noRow = '00000000-0000-0000-0000-000000000000'

export async function openExecution(opening: Opening): Promise<RunningExecution> {
  const { engine, caller, request, parent, scope } = opening
  const depth = depthOf(opening)
  const plan = findPlan(engine, request.table)
  const action = findMessage(opening, plan)
  const target = definedValues(request.target)
  const secrets: Secrets = new Map()
  takeSecrets(plan, target, secrets)
  const key = readKey(plan, request.key)
  return new RunningExecution({
    engine,
    action,
    plan,
    id: await findId(opening, { plan, action, target, key }),
    target,
    sent: { ...target },
    secrets,
    key,
    input: request.input ?? {},
    shared: sharedOf(request, parent),
    depth,
    correlationId: parent?.correlationId ?? caller.correlationId ?? randomUUID(),
    requestId: parent?.requestId ?? randomUUID(),
    operationCreatedOn: engine.clock.now(),
    parent,
    caller,
    internal: request.internal ?? false,
    ifVersion: request.ifVersion,
    scope,
  })
}

function depthOf({ engine, parent, caller, request, sameDepth }: Opening): number {
  const { depthLimit } = engine
  const above = parent?.depth ?? caller.depth ?? 0
  const depth = parent !== undefined && sameDepth === true ? above : above + 1
  if (depth <= depthLimit) return depth
  const { message, table } = request
  throw refusals['depth-too-high'](
    { message, table, depth, limit: depthLimit },
    { expected: `at most ${depthLimit}`, found: `${depth}` },
  )
}

function findPlan({ plans }: Engine, table: string): TablePlan {
  const plan = plans.get(table)
  if (plan !== undefined) return plan
  const nearest = nearestName(table, plans.keys())
  const hint = nearest === undefined ? '' : ` (did you mean ${nearest}?)`
  throw refusals['unknown-table']({ table, hint }, { input: table })
}

function findMessage({ engine, request }: Opening, { table }: TablePlan): Message {
  const { messages } = engine
  const message = messages.get(request.message)
  const owned = request.message !== 'Assign' || table.ownership === 'user'
  const fits = message?.table === undefined || message.table === table.name
  if (message !== undefined && owned && fits) return message
  const known = [...messages.values()]
    .filter((each) => each.table === undefined || each.table === table.name)
    .map(({ name }) => name)
    .join(', ')
  throw refusals['unknown-message'](
    { table: table.name, message: request.message, known },
    { input: request.message, expected: known },
  )
}

/** A copy without the properties that are there but undefined. */
function definedValues(values: Values | undefined): Values {
  const copy: Values = { ...values }
  for (const name of Object.keys(copy)) if (copy[name] === undefined) delete copy[name]
  return copy
}

function sharedOf({ shared }: Request, parent: RunningExecution | undefined) {
  const map = new Map(parent?.shared)
  for (const [name, value] of Object.entries(shared ?? {})) map.set(name, value)
  return map
}

/** The values of an alternate key as rows hold them. */
function readKey(plan: TablePlan, key: Readonly<Values> | undefined): Values | undefined {
  if (key === undefined) return undefined
  const values = { ...key }
  const names = Object.keys(values)
  validateValues({ plan, target: values, secrets: new Map(), names, internal: true })
  const keys = Object.entries(plan.table.keys)
  const isKey = keys.some(([, columns]) => {
    return columns.length === names.length && columns.every((name) => names.includes(name))
  })
  if (isKey) return values
  const known = keys.map(([name, columns]) => `${name} (${columns.join(', ')})`).join('; ')
  throw refusals['unknown-key'](
    { table: plan.table.name, columns: names.join(', '), known: known || 'none' },
    { input: names.join(', ') },
  )
}

interface Located {
  readonly plan: TablePlan
  readonly action: Message
  readonly target: Values
  readonly key: Values | undefined
}

async function findId(opening: Opening, located: Located): Promise<string> {
  const { plan, action, target, key } = located
  const { request } = opening
  const named = namedId(request, plan, target)
  if (named !== undefined) return named
  const found = key === undefined ? undefined : await findByKey(opening, located, key)
  if (found !== undefined) return found
  if (action.needsRow) throw idMissing(request, plan)
  return action.table === undefined ? randomUUID() : noRow
}

function namedId(request: Request, plan: TablePlan, target: Values): string | undefined {
  const column = plan.table.primaryKey
  const inTarget = target[column] ?? undefined
  const given = request.id ?? inTarget
  if (given === undefined) return undefined
  const id = asUuid(given)
  if (id === undefined) throw wrongId(request, given)
  if (inTarget === undefined || asUuid(inTarget) === id) return id
  throw refusals['id-mismatch']({ id, found: String(inTarget), column }, { input: column })
}

async function findByKey(
  { engine, scope, request }: Opening,
  { plan, action }: Located,
  key: Values,
): Promise<string | undefined> {
  const id = await findIdByKey(scope?.tx ?? engine.db, plan, key)
  if (id !== undefined || !action.needsRow) return id
  const columns = Object.keys(key).join(', ')
  const details = { input: columns, expected: `a key of a row of ${request.table}` }
  throw refusals['no-row-with-key']({ table: plan.table.name, columns }, details)
}

function wrongId({ message }: Request, value: unknown) {
  const expected = 'an id such as 01234567-89ab-4cde-8f01-23456789abcd'
  const found = describeValue(value)
  return refusals['wrong-parameter'](
    { parameter: 'id', message, expected, found },
    { input: 'id', expected, found },
  )
}

function idMissing({ message }: Request, { table }: TablePlan) {
  const expected = `the id of a row of ${table.name}`
  return refusals['wrong-parameter'](
    { parameter: 'id', message, expected, found: 'nothing' },
    { input: 'id', expected, found: 'nothing' },
  )
}
