import type { Execution } from '#pipeline'
import { refusals } from './refusals.ts'
import { initialCustomizable, initialHidden, type ManagedProperty } from './standard-columns.ts'

const initial: Readonly<Record<string, ManagedProperty>> = {
  iscustomizable: initialCustomizable,
  ishidden: initialHidden,
}

/** Clients send as much as they want to change, `{"Value": true}`; rows keep the whole property. */
export async function settleManagedProperties({ target, pre }: Execution): Promise<void> {
  for (const [column, whole] of Object.entries(initial)) {
    if (!Object.hasOwn(target, column)) continue
    const given = read(column, target[column])
    target[column] = { ...whole, ...(pre?.[column] as ManagedProperty | undefined), ...given }
  }
}

function read(column: string, given: unknown): Partial<ManagedProperty> {
  const { Value, CanBeChanged } = (given ?? {}) as Readonly<Record<string, unknown>>
  const isRight =
    typeof Value === 'boolean' && (CanBeChanged === undefined || typeof CanBeChanged === 'boolean')
  if (!isRight) {
    const found = JSON.stringify(given).slice(0, 100)
    throw refusals['managed-property']({ column, found }, { input: column, found })
  }
  return CanBeChanged === undefined ? { Value } : { Value, CanBeChanged }
}
