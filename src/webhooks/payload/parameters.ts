/** InputParameters of each message, as Dataverse names and types them. */
import type { ContextSource } from './context-source.ts'
import { sentEntity, targetEntity } from './entity.ts'
import { entry } from './json-text.ts'
import type { TableColumns } from './table-columns.ts'
import { isReference, optionValue, plainValue, reference, relationship } from './typed-value.ts'

export interface ParameterOptions {
  readonly columns: TableColumns
  readonly zone: string
  /** The surrounding main operation: its target is what the caller sent. */
  readonly asSent: boolean
  /** Seen in captures: synchronous updates also name their row. */
  readonly synchronous: boolean
}

export function inputParameters(source: ContextSource, options: ParameterOptions): string {
  const write = parametersOf[source.message] ?? ownParameters
  return `[${write(source, options).join(',')}]`
}

type Write = (source: ContextSource, options: ParameterOptions) => readonly string[]

const parametersOf: Readonly<Record<string, Write>> = {
  Create: writeParameters,
  Update: writeParameters,
  Upsert: writeParameters,
  Delete: (source) => [entry('Target', rowOf(source))],
  SetState: ({ target, input, ...source }) => [
    entry('EntityMoniker', rowOf(source)),
    entry('State', choiceOf(target.statecode ?? input.State)),
    entry('Status', choiceOf(target.statuscode ?? input.Status)),
  ],
  Assign: (source) => [
    entry('Target', rowOf(source)),
    entry('Assignee', plainValue(source.input.Assignee)),
  ],
  Associate: linkParameters,
  Disassociate: linkParameters,
}

function writeParameters(source: ContextSource, options: ParameterOptions): string[] {
  const { columns, zone, asSent, synchronous } = options
  if (asSent) {
    return [
      entry('Target', sentEntity(source, columns)),
      entry('SuppressDuplicateDetection', 'false'),
    ]
  }
  const target = entry('Target', targetEntity(source, columns, zone))
  const namesRow = synchronous && source.message === 'Update'
  return namesRow ? [target, entry('TargetReference', rowOf(source))] : [target]
}

function linkParameters(source: ContextSource): string[] {
  const { Relationship, RelatedEntities } = source.input
  const related = Array.isArray(RelatedEntities) ? RelatedEntities.filter(isReference) : []
  return [
    entry('Target', rowOf(source)),
    entry('Relationship', relationship(String(Relationship))),
    entry('RelatedEntities', `[${related.map(reference).join(',')}]`),
  ]
}

/** A message of the hub's own: its target, where it has one, and its parameters by name. */
function ownParameters(source: ContextSource, { columns, zone, asSent }: ParameterOptions) {
  const { target, input } = source
  const written = asSent ? sentEntity(source, columns) : targetEntity(source, columns, zone)
  return [
    ...(Object.keys(target).length === 0 ? [] : [entry('Target', written)]),
    ...Object.entries(input).map(([name, value]) => entry(name, plainValue(value))),
  ]
}

function rowOf({ table, id }: Pick<ContextSource, 'table' | 'id'>): string {
  return reference({ table, id })
}

function choiceOf(value: unknown): string {
  return typeof value === 'number' ? optionValue(value) : plainValue(value)
}

export function outputParameters({ output, stage }: ContextSource): string {
  if (stage !== 40) return '[]'
  const entries = Object.entries(output).map(([name, value]) => entry(name, plainValue(value)))
  return `[${entries.join(',')}]`
}
