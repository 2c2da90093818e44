import type { Tx } from '#database'
import type { Caller, Request } from '#pipeline'
import type { Configuration } from './configuration.ts'
import { type WebinarTypeRow, webinarTypesOf } from './configuration-rows.ts'
import type { WebinarType } from './contract.ts'
import type { Needs } from './needs.ts'

const table = 'msevtmgt_webinartype'

/**
 * Makes the rows of a configuration equal to what the provider lists. A type that is listed no more
 * is deactivated and not deleted: events that were planned with it keep it.
 */
export async function synchronizeWebinarTypes(
  { pipeline }: Needs,
  tx: Tx,
  caller: Caller,
  configuration: Configuration,
  listed: readonly WebinarType[],
): Promise<void> {
  const names = new Map(listed.map(({ name, value }) => [value, name.slice(0, 100)]))
  const rows = await webinarTypesOf(tx, configuration.id)
  const known = new Set(rows.map(({ value }) => value))
  const requests = [
    ...rows.flatMap((row) => requestsFor(row, names.get(row.value))),
    ...[...names].filter(([value]) => !known.has(value)).map((type) => create(configuration, type)),
  ]
  for (const request of requests) await pipeline.executeIn(tx, caller, request)
}

function requestsFor(row: WebinarTypeRow, name: string | undefined): Request[] {
  if (name === undefined) return row.active ? [setState(row, 1)] : []
  const renamed: Request = {
    message: 'Update',
    table,
    id: row.id,
    target: { msevtmgt_name: name },
    internal: true,
  }
  return [...(row.active ? [] : [setState(row, 0)]), ...(row.name === name ? [] : [renamed])]
}

const setState = ({ id }: WebinarTypeRow, state: 0 | 1): Request => ({
  message: 'SetState',
  table,
  id,
  input: { State: state, Status: state + 1 },
  internal: true,
})

const create = (
  { id, provider }: Configuration,
  [value, name]: readonly [string, string],
): Request => ({
  message: 'Create',
  table,
  target: {
    msevtmgt_name: name,
    msevtmgt_value: value,
    msevtmgt_webinarconfiguration: id,
    msevtmgt_webinarproviderid: provider.id,
  },
  internal: true,
})
