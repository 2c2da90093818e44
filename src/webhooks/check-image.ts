import type { Execution } from '#pipeline'
import { imageType, stage } from './choices.ts'
import { imagePropertiesOf, noTable } from './message-catalogue.ts'
import { refusals } from './refusals.ts'
import { refuseUnknownColumns, type TablesByName } from './registrable-columns.ts'
import { findStep, type ImageSubject } from './step-rows.ts'

/** What a step is registered for, as its images see it. */
export interface StepSubject {
  readonly message: string
  /** Undefined: every table. */
  readonly table: string | undefined
  readonly stage: unknown
}

/** Fills in what is usual and refuses images that could never be taken. */
export async function settleImage(execution: Execution, tables: TablesByName): Promise<void> {
  const { target, pre, db } = execution
  target.name ??= pre === undefined ? target.entityalias : undefined
  const image = { ...pre, ...target }
  const stepId = image.sdkmessageprocessingstepid
  const row = typeof stepId === 'string' ? await findStep(db, stepId) : undefined
  // A missing or unknown step is refused by the column itself.
  if (row === undefined) return
  const step = {
    message: row.message,
    table: row.primary === noTable ? undefined : (row.primary ?? undefined),
    stage: row.stage,
  }
  if (image.messagepropertyname === undefined) {
    target.messagepropertyname = imagePropertiesOf(step.message)?.[0]
  }
  const { imagetype, attributes } = image
  const { messagepropertyname = target.messagepropertyname } = image
  refuseImage(step, { imagetype, messagepropertyname, attributes }, tables)
}

export function refuseImage(step: StepSubject, image: ImageSubject, tables: TablesByName): void {
  refuseProperty(step, image)
  refuseMoment(step, image)
  const names = image.attributes
  if (typeof names !== 'string' || names.trim() === '') return
  const table = step.table === undefined ? undefined : tables.get(step.table)
  if (table === undefined) throw refusals['image-columns-without-table']()
  refuseUnknownColumns(table, names, 'attributes')
}

function refuseProperty({ message }: StepSubject, { messagepropertyname }: ImageSubject): void {
  const known = imagePropertiesOf(message)
  if (known === undefined) throw noImages(message)
  if (known.some((name) => name === messagepropertyname)) return
  const found = String(messagepropertyname)
  throw refusals['image-property'](
    { message, found, known: known.join(' or ') },
    { input: 'messagepropertyname', expected: known.join(' or '), found },
  )
}

function noImages(message: string) {
  return refusals['image-message']({ message, known: 'Create, Update, Delete, Assign, SetState' })
}

function refuseMoment(step: StepSubject, { imagetype }: ImageSubject): void {
  const { message } = step
  const hasPre = imagetype !== imageType.post.value
  const hasPost = imagetype !== imageType.pre.value
  if (hasPre && message === 'Create') throw refusals['image-pre']({ message })
  if (!hasPost) return
  if (message !== 'Delete' && step.stage === stage.postOperation.value) return
  throw refusals['image-post']({ message, stage: String(step.stage) })
}
