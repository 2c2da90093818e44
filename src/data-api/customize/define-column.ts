import { randomUUID } from 'node:crypto'
import {
  addColumn,
  type Column,
  type CustomColumn,
  type CustomFacts,
  countColumns,
  type Table,
} from '#database'
import { enqueue } from '#jobs'
import type { Caller } from '#pipeline'
import type { JsonObject } from '../read-json.ts'
import { columnName, type NewNames, refuseTaken, refuseTakenRelationship } from './column-name.ts'
import { insertDefinition, recordChange } from './column-rows.ts'
import { readType, type TypeFacts } from './column-types.ts'
import { type Act, type Customizing, runAct } from './customizing.ts'
import { customizableTable } from './find-definition.ts'
import { indexRequest } from './make-index.ts'
import { labelsMember, requiredLevel, shownLabel, textMember, truthMember } from './read-members.ts'
import { refusals } from './refusals.ts'

/** Of PostgreSQL's 1,600, so that columns of later versions still fit. */
const mostColumns = 1_400

/** A lookup's other end. */
export interface WantedRelationship {
  readonly name: string
  readonly target: string
  readonly navigation: string
  readonly collection: string
  readonly onTargetDelete: NonNullable<Column['onTargetDelete']>
}

/** `POST EntityDefinitions(…)/Attributes`. */
export async function defineColumn(
  customizing: Customizing,
  caller: Caller,
  table: string,
  body: JsonObject,
): Promise<CustomColumn> {
  const column = { ...readType(body), ...common(body) }
  return await define(customizing, caller, { table, name: nameOf(body), column }, undefined)
}

/** The lookup of `POST RelationshipDefinitions`. */
export async function defineLookup(
  customizing: Customizing,
  caller: Caller,
  table: string,
  body: JsonObject,
  relationship: WantedRelationship,
): Promise<CustomColumn> {
  const { target, onTargetDelete, navigation, collection } = relationship
  const facts = common(body, { id: randomUUID(), name: relationship.name })
  const required = facts.required && onTargetDelete === 'clear'
  const lookup = { kind: 'lookup', targets: [target], navigation, collection } as const
  const column = { ...lookup, ...facts, onTargetDelete: required ? 'restrict' : onTargetDelete }
  const wanted = { table, name: nameOf(body), column } satisfies CustomColumn
  return await define(customizing, caller, wanted, relationship)
}

function nameOf(body: JsonObject): string {
  return columnName(schemaNameOf(body))
}

const schemaNameOf = (body: JsonObject): string =>
  textMember(body, 'SchemaName') ?? textMember(body, 'LogicalName') ?? ''

/** What columns of every type have. */
function common(
  body: JsonObject,
  relationship?: CustomFacts['relationship'],
): Omit<CustomColumn['column'], keyof TypeFacts> {
  const schemaName = schemaNameOf(body)
  const labels = labelsMember(body, 'DisplayName') ?? { 1033: schemaName }
  const level = requiredLevel(body) ?? 'None'
  return {
    label: shownLabel(labels),
    required: level === 'ApplicationRequired',
    readOnly: false,
    hidden: false,
    custom: {
      id: randomUUID(),
      schemaName,
      labels,
      descriptions: labelsMember(body, 'Description') ?? {},
      requiredLevel: level,
      // A lookup's index also serves whoever deletes the row it points to.
      indexed: relationship !== undefined || truthMember(body, 'IsFilterable') === true,
      ...(relationship === undefined ? {} : { relationship }),
    },
  }
}

async function define(
  customizing: Customizing,
  caller: Caller,
  wanted: CustomColumn,
  relationship: WantedRelationship | undefined,
): Promise<CustomColumn> {
  await runAct(customizing, caller, wanted.table, async (act) => {
    const found = customizableTable(act.catalogue, wanted.table)
    const target = relationship && targetTable(act, relationship)
    refuseTaken(act.catalogue.tables(), found, newNames(wanted, relationship))
    if (target !== undefined && relationship !== undefined) {
      const { name, collection } = relationship
      const names = { relationship: name, collection }
      refuseTakenRelationship(act.catalogue.tables(), target, names)
    }
    await refuseTooMany(act, found)
    await insertDefinition(act.tx, wanted, act.clock.now())
    await recordChange(act, 'add', undefined, wanted)
    if (wanted.column.custom.indexed) await requestIndex(act, wanted)
    // Last, because nobody else gets at the table from here to the commit.
    await addColumn(act.tx, { ...wanted, table: found }, target)
  })
  return wanted
}

function newNames({ name }: CustomColumn, relationship: WantedRelationship | undefined): NewNames {
  if (relationship === undefined) return { column: name }
  const { navigation, collection } = relationship
  return { column: name, navigation, collection }
}

function targetTable({ catalogue }: Act, { target }: WantedRelationship): Table {
  const found = catalogue.tables().find(({ name, exposed }) => exposed && name === target)
  if (found !== undefined) return found
  throw refusals['definition-not-found'](
    { what: 'table', name: target.slice(0, 100) },
    { input: 'ReferencedEntity' },
  )
}

async function refuseTooMany({ tx }: Act, table: Table): Promise<void> {
  if ((await countColumns(tx, table)) < mostColumns) return
  throw refusals['too-many-columns']({ table: table.name, limit: mostColumns })
}

/** The index is made when the act has committed. */
export async function requestIndex(
  { tx, clock }: Act,
  { table, name }: Pick<CustomColumn, 'table' | 'name'>,
): Promise<void> {
  await enqueue(tx, [indexRequest(table, name)], clock.now())
}
