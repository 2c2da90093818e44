export { type CompiledQuery, compile } from './compile/compile.ts'
export {
  type Answer,
  type Asking,
  createQueries,
  type Queries,
  type QueriesOptions,
  type Ready,
} from './create-queries.ts'
export { type FetchXmlAnnotations, fetchXmlAnnotations } from './fetchxml/answer-annotations.ts'
export { type FetchXmlOptions, parseFetchXml } from './fetchxml/parse-fetchxml.ts'
export { queryLimits } from './limits.ts'
export { createMetadata, type MetadataInput } from './metadata/create-metadata.ts'
export type {
  CollectionNavigation,
  ManyToManyNavigation,
  Metadata,
  Navigation,
  QueryColumn,
  QueryTable,
  SingleNavigation,
} from './metadata/metadata.ts'
export { type Family, type ValueKind, valueKinds } from './metadata/value-kind.ts'
export { parseAddress, type Segment } from './odata/parse-address.ts'
export { type ODataInput, type ODataQuestion, parseOData } from './odata/parse-odata.ts'
export { type QueryOptions, readQueryOptions } from './odata/query-options.ts'
export { writeSkipToken } from './odata/skip-token.ts'
export * from './plan/plan.ts'
export { resolve } from './resolve/resolve.ts'
export type { ResolvedQuery } from './resolve/resolved.ts'
export {
  type FiscalCalendar,
  type FiscalPeriod,
  type RunContext,
  standardCalendar,
} from './resolve/run-context.ts'
export type { CursorPart, RowCursor } from './run/read-rows.ts'
export {
  type QueryResult,
  type Reader,
  type RunOptions,
  run,
  type TransactionReader,
} from './run/run.ts'
export type { StreamEnd, StreamedResult } from './run/stream.ts'
export { type TypedRow, typedRow } from './run/typed-rows.ts'
export { ensureViews } from './saved-queries/ensure-views.ts'
export {
  findSavedQuery,
  type SavedQuery,
  type SavedQueryKind,
} from './saved-queries/find-saved-query.ts'
export { type KeptAddress, keptAddress } from './saved-queries/kept-odata.ts'
export { savedQuerySteps } from './saved-queries/saved-query-steps.ts'
export { tables } from './tables.ts'
