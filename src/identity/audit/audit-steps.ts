/** Every write to a table that administrators keep is noted, from whichever door it came. */
import type { Table } from '#database'
import type { Execution, Step } from '#pipeline'
import { secretIsSet } from '#pipeline'
import { systemCaller } from '../well-known.ts'
import type { Audit } from './audit.ts'
import type { AuditChange } from './audit-shapes.ts'

const audited = [
  ...['systemuser', 'team', 'role', 'businessunit', 'organization', 'transactioncurrency'],
  ...['msevtmgt_webinarprovider', 'msevtmgt_webinarconfiguration', 'msevtmgt_webinarconsent'],
  ...['msevtmgt_eventadministration', 'msevtmgt_webapplication', 'msevtmgt_paymentprovider'],
  ...['msevtmgt_websiteentityconfiguration', 'gr_mailtemplate', 'gr_jobretention'],
  ...['serviceendpoint', 'sdkmessageprocessingstep', 'sdkmessageprocessingstepimage'],
  ...['sdkmessageprocessingstepsecureconfig', 'plugintype', 'pluginassembly', 'savedquery'],
  ...['gr_columnchange', 'gr_recoveryitem', 'gr_attendancedecision'],
]

const writes = ['Create', 'Update', 'SetState', 'Assign', 'Delete'] as const
const links = ['Associate', 'Disassociate'] as const

export function auditSteps(audit: Pick<Audit, 'note'>, tables: readonly Table[]): readonly Step[] {
  return tables
    .filter(({ name, exposed }) => exposed && audited.includes(name))
    .flatMap(({ name: table }) =>
      [...writes, ...links].map((message) => ({
        name: `Audit: ${message} of ${table}`,
        message,
        table,
        stage: 40 as const,
        // After all others: what they refuse did not happen.
        rank: 9000,
        needsPreImage: message !== 'Create' && !isLink(message),
        run: async (execution: Execution) => noteExecution(audit, execution),
      })),
    )
}

const isLink = (message: string) => links.some((each) => each === message)

async function noteExecution(audit: Pick<Audit, 'note'>, execution: Execution): Promise<void> {
  if (isOwnUpkeep(execution)) return
  const { message, caller, table, id, correlationId } = execution
  const changes = changesOf(execution)
  if (changes.length === 0 && message === 'Update') return
  await audit.note(execution.tx, {
    action: message,
    caller,
    table,
    recordId: id,
    recordName: nameOf(execution),
    changes,
    correlationId,
  })
}

/**
 * The hub writes health, times and results by itself; nobody administrates then. Its own caller is
 * known by its list of roles: a key that acts as the user SYSTEM has another one.
 */
function isOwnUpkeep({ internal, caller }: Execution): boolean {
  return internal && caller.roles === systemCaller.roles
}

function nameOf({ declaration, pre, post, target }: Execution): string {
  const { primaryName } = declaration
  if (primaryName === undefined) return ''
  return String(post?.[primaryName] ?? target[primaryName] ?? pre?.[primaryName] ?? '')
}

function changesOf(execution: Execution): AuditChange[] {
  const { message, input, target, pre = {} } = execution
  if (isLink(message)) return [linkChange(message, input)]
  const isDeletion = message === 'Delete'
  const names = Object.keys(isDeletion ? pre : target)
  return names.flatMap((column) => {
    const change = columnChange(execution, column)
    return change === undefined ? [] : [change]
  })
}

function linkChange(message: string, input: Execution['input']): AuditChange {
  const { Relationship, RelatedEntities } = input
  const [old, now] = message === 'Associate' ? [null, RelatedEntities] : [RelatedEntities, null]
  return { column: String(Relationship), old, new: now }
}

/** Stamps say nothing that the row of the log does not say itself. */
const stamps = new Set([
  ...['createdon', 'createdby', 'modifiedon', 'modifiedby', 'versionnumber', 'owningbusinessunit'],
  ...['createdonbehalfby', 'modifiedonbehalfby', 'owneridtype'],
])

function columnChange(
  { declaration, target, pre, message }: Execution,
  name: string,
): AuditChange | undefined {
  const column = declaration.allColumns[name]
  if (column === undefined || stamps.has(name)) return undefined
  const old = pre?.[name] ?? null
  const now = message === 'Delete' ? null : (target[name] ?? null)
  if (column.kind === 'secret' || now === secretIsSet) return { column: name, secret: true }
  if (same(old, now)) return undefined
  return column.hidden
    ? { column: name, secret: true }
    : { column: name, old: shown(old), new: shown(now) }
}

const same = (one: unknown, other: unknown) =>
  JSON.stringify(shown(one)) === JSON.stringify(shown(other))

const longest = 2000

function shown(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString()
  if (typeof value === 'string' && value.length > longest) return `${value.slice(0, longest)}…`
  return value
}
