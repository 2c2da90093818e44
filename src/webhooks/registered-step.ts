import type { Step } from '#pipeline'
import { imageType, mode, stage } from './choices.ts'
import { hasChanged } from './has-changed.ts'
import { noTable } from './message-catalogue.ts'
import type { FiredImage } from './payload/write-context.ts'
import type { ImageRow, StepRow } from './registration-rows.ts'

/** A step row as the hub runs it. */
export interface RegisteredStep {
  readonly id: string
  readonly name: string
  readonly endpointId: string
  readonly message: string
  /** Undefined: every table. */
  readonly table: string | undefined
  readonly filteringColumns: readonly string[]
  readonly stage: 10 | 20 | 40
  readonly synchronous: boolean
  readonly rank: number
  readonly autoDelete: boolean
  /** Fires only when a value became another one. */
  readonly changedOnly: boolean
  /** "Run in User's Context"; undefined: the calling user. */
  readonly runAs: { readonly userId: string; readonly businessUnitId: string } | undefined
  readonly images: readonly FiredImage[]
}

/** Undefined for rows that the checks would refuse today, e.g. from an import. */
export function registeredStep(row: StepRow): RegisteredStep | undefined {
  const at = stageOf(row.stage)
  if (at === undefined) return undefined
  const everyTable = row.primarytable === null || row.primarytable === noTable
  return {
    id: row.id,
    name: row.name,
    endpointId: row.endpoint,
    message: row.message,
    table: everyTable ? undefined : (row.primarytable ?? undefined),
    filteringColumns: row.message === 'Update' ? namesIn(row.filteringattributes) : [],
    stage: at,
    synchronous: row.mode === mode.synchronous.value,
    rank: row.rank,
    autoDelete: row.asyncautodelete,
    changedOnly: row.changedonly && row.message === 'Update',
    runAs: runAsOf(row),
    images: row.images.map(firedImage),
  }
}

export function stageOf(value: unknown): RegisteredStep['stage'] | undefined {
  const { preValidation, preOperation, postOperation } = stage
  const open = [preValidation.value, preOperation.value, postOperation.value]
  return open.find((each) => each === value)
}

/** `firstname, lastname` as columns; null or empty: none. */
export function namesIn(list: string | null | undefined): string[] {
  const names = (list ?? '').split(',').map((name) => name.trim().toLowerCase())
  return [...new Set(names)].filter((name) => name !== '')
}

function runAsOf({ impersonatinguserid, impersonatingunit }: StepRow): RegisteredStep['runAs'] {
  if (impersonatinguserid === null || impersonatingunit === null) return undefined
  return { userId: impersonatinguserid, businessUnitId: impersonatingunit }
}

function firedImage({ alias, type, attributes }: ImageRow): FiredImage {
  const columns = namesIn(attributes)
  return {
    alias,
    pre: type !== imageType.post.value,
    post: type !== imageType.pre.value,
    columns: columns.length === 0 ? undefined : columns,
  }
}

/** The same step, for the pipeline. */
export function pipelineStep(registered: RegisteredStep, run: Step['run']): Step {
  const { name, message, table, filteringColumns, images, changedOnly } = registered
  return {
    name,
    message,
    stage: registered.stage,
    rank: registered.rank,
    needsPreImage: changedOnly || images.some((image) => image.pre),
    run: changedOnly ? whenChanged(filteringColumns, run) : run,
    ...(table === undefined ? {} : { table }),
    ...(filteringColumns.length === 0 ? {} : { filteringColumns }),
  }
}

function whenChanged(columns: readonly string[], run: Step['run']): Step['run'] {
  return async (execution) => {
    if (hasChanged(execution, columns)) await run(execution)
  }
}
