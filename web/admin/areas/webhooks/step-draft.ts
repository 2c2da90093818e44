/** A step while it is edited, as the operations take it. */
import { queryOptions, useSuspenseQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Row, readRow, rowsOptions } from '../../api/records.ts'
import { subjectOf } from './step-words.ts'

export interface ImageDraft {
  readonly alias: string
  readonly kind: 'pre' | 'post' | 'both'
  readonly attributes: readonly string[]
}

export interface StepValues {
  readonly message: string
  /** Undefined: the message has no table, or every table is meant. */
  readonly table: string | undefined
  readonly filteringAttributes: readonly string[]
  readonly changedOnly: boolean
  readonly stage: 10 | 20 | 40
  readonly mode: 'synchronous' | 'asynchronous'
  readonly rank: number
  readonly deleteSucceeded: boolean
  readonly images: readonly ImageDraft[]
  /** Empty: the hub makes one of endpoint, message and table. */
  readonly name: string
}

const usual: StepValues = {
  message: 'Update',
  table: 'contact',
  filteringAttributes: [],
  changedOnly: false,
  stage: 40,
  mode: 'asynchronous',
  rank: 1,
  deleteSucceeded: false,
  images: [],
  name: '',
}

export interface StepDraft {
  readonly id: string | undefined
  readonly values: StepValues
  readonly dirty: boolean
  readonly isEnabled: boolean
  /** `W/"…"` of the row that was read, to find out whether somebody else was faster. */
  readonly etag: string | undefined
  set(values: Partial<StepValues>): void
  reset(): void
}

export function useStepDraft(id: string | undefined): StepDraft {
  const { data: row } = useSuspenseQuery(stepOptions(id))
  const stored = row === null ? usual : valuesOf(row)
  const [typed, setTyped] = useState<Partial<StepValues>>({})
  const values = { ...stored, ...typed }
  return {
    id,
    values,
    isEnabled: row === null || row.statecode === 0,
    etag: row?.['@odata.etag'] as string | undefined,
    dirty: JSON.stringify(values) !== JSON.stringify(stored),
    set: (next) => setTyped((before) => settled({ ...stored, ...before }, { ...before, ...next })),
    reset: () => setTyped({}),
  }
}

/** What depends on something else follows it: a message without images has none. */
function settled(before: StepValues, typed: Partial<StepValues>): Partial<StepValues> {
  const next = { ...before, ...typed }
  const isSubjectNew = next.message !== before.message || next.table !== before.table
  const stage = next.mode === 'asynchronous' ? 40 : next.stage
  const kinds = imageKinds(next.message, stage)
  return {
    ...typed,
    stage,
    ...(isSubjectNew ? { filteringAttributes: [], images: [] } : {}),
    ...(next.message === 'Update' ? {} : { changedOnly: false }),
    images: isSubjectNew ? [] : next.images.filter(({ kind }) => kinds.includes(kind)),
  }
}

/** Which snapshots a message has: nothing is before a Create, nothing after a Delete. */
export function imageKinds(message: string, stage: number): readonly ImageDraft['kind'][] {
  const hasPre = ['Update', 'Delete', 'Assign', 'SetState'].includes(message)
  const hasPost = stage === 40 && ['Create', 'Update', 'Assign', 'SetState'].includes(message)
  if (hasPre && hasPost) return ['pre', 'post', 'both']
  return hasPre ? ['pre'] : hasPost ? ['post'] : []
}

/** The body that the operations take. */
export function registrationOf(values: StepValues): object {
  const { table, filteringAttributes, name, images, message, ...rest } = values
  return {
    ...rest,
    message,
    ...(table === undefined ? {} : { table }),
    ...(name.trim() === '' ? {} : { name: name.trim() }),
    ...(message === 'Update' && filteringAttributes.length > 0 ? { filteringAttributes } : {}),
    images: images.map(({ attributes, ...image }) => ({
      ...image,
      ...(attributes.length === 0 ? {} : { attributes }),
    })),
  }
}

const select = [
  'name',
  'stage',
  'mode',
  'rank',
  'asyncautodelete',
  'filteringattributes',
  'gr_changedonly',
  'statecode',
]

const expand = [
  'sdkmessageid($select=name)',
  'sdkmessagefilterid($select=primaryobjecttypecode)',
  'sdkmessageprocessingstepid_sdkmessageprocessingstepimage($select=entityalias,imagetype,attributes)',
].join(',')

const set = 'sdkmessageprocessingsteps'

export const readStep = (id: string, signal?: AbortSignal) =>
  readRow(set, id, { select, expand }, signal)

/** A new step has nothing stored: null. */
const stepOptions = (id: string | undefined) =>
  queryOptions({
    queryKey: ['rows', set, id ?? 'new', 'draft'],
    queryFn: async ({ signal }) => (id === undefined ? null : await readStep(id, signal)),
  })

const imageTypes = ['pre', 'post', 'both'] as const

function valuesOf(row: Row): StepValues {
  const images = row.sdkmessageprocessingstepid_sdkmessageprocessingstepimage as readonly Row[]
  return {
    ...subjectOf(row),
    filteringAttributes: namesIn(row.filteringattributes),
    changedOnly: row.gr_changedonly === true,
    stage: Number(row.stage) as StepValues['stage'],
    mode: row.mode === 0 ? 'synchronous' : 'asynchronous',
    rank: Number(row.rank),
    deleteSucceeded: row.asyncautodelete === true,
    name: String(row.name ?? ''),
    images: images.map((image) => ({
      alias: String(image.entityalias),
      kind: imageTypes[Number(image.imagetype)] ?? 'pre',
      attributes: namesIn(image.attributes),
    })),
  }
}

function namesIn(list: unknown): readonly string[] {
  return String(list ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean)
}

export interface Subject {
  readonly message: string
  readonly table: string | undefined
}

/** Every message and table that steps are open for. */
export function useSubjects(): readonly Subject[] {
  const { data } = useSuspenseQuery({
    ...rowsOptions({
      set: 'sdkmessagefilters',
      select: ['primaryobjecttypecode'],
      filter: 'iscustomprocessingstepallowed eq true',
      expand: 'sdkmessageid($select=name)',
    }),
    staleTime: 300_000,
  })
  return data.map((row) => subjectOf({ sdkmessageid: row.sdkmessageid, sdkmessagefilterid: row }))
}
