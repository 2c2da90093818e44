import type { Db } from '#database'
import type { Execution, Values } from '#pipeline'
import { refuseImage, type StepSubject } from './check-image.ts'
import { mode, stage } from './choices.ts'
import { noTable } from './message-catalogue.ts'
import { isQueueContract } from './queue/broker-address.ts'
import { refusals } from './refusals.ts'
import { namesIn, stageOf } from './registered-step.ts'
import { refuseUnknownColumns, type TablesByName } from './registrable-columns.ts'
import { findEndpoint, findFilter, findHandlerName, findMessage, readImages } from './step-rows.ts'

/** Fills in what is usual and refuses steps that could never run as they say. */
export async function settleStep(execution: Execution, tables: TablesByName): Promise<void> {
  const { target, pre, db } = execution
  settleHandler(target, pre)
  const step = { ...pre, ...target }
  target.eventhandlertypecode = step.eventhandlertype ?? null
  const subject = await findSubject(db, target, step)
  if (subject === undefined) return leaveToColumns(target)
  refuseMoment(step)
  refuseConfiguration(step)
  await refuseWaitingForQueue(db, step)
  refuseFilter(subject, step, tables)
  refuseChangedOnly(subject, step)
  if (pre === undefined) await nameStep(db, target, subject)
  else for (const each of await readImages(db, execution.id)) refuseImage(subject, each, tables)
}

/** The columns refuse a missing or unknown message; a name nobody gave is not what is wrong. */
function leaveToColumns(target: Values): void {
  if ((target.name ?? '') === '') target.name = 'Step without a message'
}

const handlerTables: readonly unknown[] = ['serviceendpoint', 'plugintype']

/** Clients name the type of a handler by either column; both say the same afterwards. */
function settleHandler(target: Values, pre: Values | undefined): void {
  if ((target.eventhandler ?? null) === null && typeof target.plugintypeid === 'string') {
    target.eventhandler = target.plugintypeid
    target.eventhandlertype = 'plugintype'
  }
  const { eventhandler, eventhandlertype } = { ...pre, ...target }
  if (eventhandler === undefined || eventhandler === null) return
  if (!handlerTables.includes(eventhandlertype)) {
    throw refusals['step-handler']({ handler: String(eventhandlertype) })
  }
  if (target.eventhandler === undefined && target.plugintypeid === undefined) return
  target.plugintypeid = eventhandlertype === 'plugintype' ? eventhandler : null
}

/** The filter says which message and table; without one it is every table of the message. */
async function findSubject(db: Db, target: Values, step: Values): Promise<StepSubject | undefined> {
  const { sdkmessagefilterid: filterId, sdkmessageid: messageId } = step
  if (typeof filterId === 'string') return await subjectOfFilter(db, target, step, filterId)
  const message = typeof messageId === 'string' ? await findMessage(db, messageId) : undefined
  if (message === undefined) return undefined
  if (!message.isOpen) throw closed(message.name, 'any table')
  return { message: message.name, table: undefined, stage: step.stage }
}

async function subjectOfFilter(
  db: Db,
  target: Values,
  step: Values,
  filterId: string,
): Promise<StepSubject | undefined> {
  const filter = await findFilter(db, filterId)
  if (filter === undefined) return undefined
  const { messageId, messageName: message, primary, isOpen } = filter
  const given = step.sdkmessageid ?? messageId
  if (given !== messageId) {
    const other = (await findMessage(db, String(given)))?.name ?? String(given)
    throw refusals['step-filter-of-other-message']({
      filter: filterId,
      message: other,
      other: message,
    })
  }
  if (!isOpen) throw closed(message, primary)
  target.sdkmessageid = messageId
  return { message, table: primary === noTable ? undefined : primary, stage: step.stage }
}

function closed(message: string, table: string) {
  return refusals['step-message-closed']({ message, table }, { input: 'sdkmessagefilterid' })
}

function refuseMoment({ stage: at, mode: how }: Values): void {
  if (stageOf(at) === undefined) throw refusals['step-stage']({ stage: String(at) })
  if (how === mode.asynchronous.value && at !== stage.postOperation.value) {
    throw refusals['step-asynchronous-stage']({ stage: String(at) })
  }
}

/** What a broker has taken cannot be taken back when the operation fails. */
async function refuseWaitingForQueue(db: Db, step: Values): Promise<void> {
  if (step.eventhandlertype !== 'serviceendpoint' || step.mode === mode.asynchronous.value) return
  if (typeof step.eventhandler !== 'string') return
  const endpoint = await findEndpoint(db, step.eventhandler)
  if (endpoint === undefined || !isQueueContract(endpoint.contract)) return
  throw refusals['step-queue-synchronous']({ endpoint: endpoint.name }, { input: 'mode' })
}

const configurationColumns = ['configuration', 'sdkmessageprocessingstepsecureconfigid'] as const

function refuseConfiguration(step: Values): void {
  if (step.eventhandlertype === 'plugintype') return
  const column = configurationColumns.find((name) => (step[name] ?? '') !== '')
  if (column !== undefined) throw refusals['step-configuration']({ column })
}

function refuseFilter(
  { message, table: name }: StepSubject,
  { filteringattributes: list }: Values,
  tables: TablesByName,
): void {
  // Other messages have no filter; what is written there does nothing, and the answer says so.
  if (message !== 'Update' || typeof list !== 'string' || list.trim() === '') return
  const table = name === undefined ? undefined : tables.get(name)
  if (table === undefined) throw refusals['step-filter-columns-without-table']()
  refuseUnknownColumns(table, list, 'filteringattributes')
}

function refuseChangedOnly({ message }: StepSubject, { gr_changedonly: wanted }: Values): void {
  if (wanted !== true || message === 'Update') return
  throw refusals['step-changed-only']({ message }, { input: 'gr_changedonly' })
}

/** As the vendor's registration tool names steps. */
async function nameStep(db: Db, target: Values, { message, table }: StepSubject): Promise<void> {
  // A missing handler is refused by the column itself.
  if (typeof target.eventhandler !== 'string') return
  const endpoint = await findHandlerName(db, target.eventhandler)
  const text = `${endpoint ?? 'Webhook'}: ${message} of ${table ?? 'any Entity'}`.slice(0, 256)
  if ((target.name ?? '') === '') target.name = text
  if ((target.description ?? '') === '') target.description = text
}

/** What is not wrong but probably not meant; callers find it in the output `warnings`. */
export async function warnAboutStep({ post, db, output }: Execution): Promise<void> {
  const step = post ?? {}
  const message = await findMessage(db, String(step.sdkmessageid))
  const isFiltered = namesIn(step.filteringattributes as string | null).length > 0
  const warnings: string[] = []
  if (message?.name === 'Update' && !isFiltered) warnings.push(unfilteredWarning)
  if (message?.name !== 'Update' && isFiltered) warnings.push(uselessFilterWarning)
  if (warnings.length > 0) output.warnings = warnings
}

const unfilteredWarning =
  'The step runs at every update, whatever is written. List filtering attributes so that the receiver is only told what it needs.'

const uselessFilterWarning =
  'Filtering attributes narrow updates only; this step runs at every operation of its message.'
