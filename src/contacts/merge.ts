import type { RowReference, Values } from '#pipeline'
import { refusals } from './refusals.ts'

/** What the message Merge is asked for. */
export interface Merge {
  /** The contact that is kept. */
  readonly targetId: string
  readonly subordinateId: string
  /** Columns that the master gets. */
  readonly content: Values
  /** Refuse where both belong to a company, and not to the same. */
  readonly checkParents: boolean
}

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/

/**
 * The parameters as the SDK names them: Target (a reference; the row of the request stands for it),
 * SubordinateId, UpdateContent, PerformParentingChecks.
 * @throws refusals that name the parameter
 */
export function readMerge(request: {
  readonly id: string
  readonly input: Readonly<Record<string, unknown>>
}): Merge {
  const { Target, SubordinateId, UpdateContent = null, PerformParentingChecks } = request.input
  const targetId = readContact(Target ?? { table: 'contact', id: request.id }, 'Target')
  const subordinateId = readContact({ table: 'contact', id: SubordinateId }, 'SubordinateId')
  if (targetId === subordinateId) throw refusals['merge-with-itself']({})
  if (typeof UpdateContent !== 'object' || Array.isArray(UpdateContent)) {
    throw wrong('UpdateContent', 'an object with columns of a contact')
  }
  return {
    targetId,
    subordinateId,
    content: { ...UpdateContent } as Values,
    checkParents: PerformParentingChecks === true,
  }
}

function readContact(value: unknown, input: string): string {
  const { table, id } = (value ?? {}) as Partial<RowReference>
  const text = typeof id === 'string' ? id.toLowerCase() : ''
  if (table === 'contact' && uuid.test(text) && !/^[0-]+$/.test(text)) return text
  throw wrong(input, 'a contact')
}

function wrong(input: string, expected: string) {
  return refusals['merge-parameter']({ input, expected }, { input, expected })
}
