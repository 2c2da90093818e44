export { createMetadata, type MetadataInput } from './metadata/create-metadata.ts'
export type {
  CollectionNavigation,
  CustomColumns,
  ManyToManyNavigation,
  Metadata,
  Navigation,
  QueryableColumn,
  QueryColumn,
  QueryTable,
  SingleNavigation,
} from './metadata/metadata.ts'
export { type Family, type ValueKind, valueKinds } from './metadata/value-kind.ts'
export * from './plan/plan.ts'
