export { announceChange, ChangeListener } from './change-listener.ts'
export { type ConnectionTarget, type ConnectOptions, connect, type Database } from './connect.ts'
export {
  addColumn,
  addIndex,
  countColumns,
  dropColumn,
  widenColumn,
} from './custom-columns/alter-column.ts'
export type {
  CustomColumn,
  CustomFacts,
  Labels,
  RequiredLevel,
} from './custom-columns/custom-column.ts'
export {
  createTableCatalogue,
  customizationChannel,
  readCustomColumns,
  type TableCatalogue,
} from './custom-columns/table-catalogue.ts'
export { type CustomizationTables, customizationTables } from './custom-columns/tables.ts'
export * from './define-table.ts'
export { type EmbeddedServer, startEmbedded } from './embedded/start-embedded.ts'
export type { Db, NoTables, Tx } from './handles.ts'
export { migrate, migrationFiles } from './migrate.ts'
export { type Read, shareReads } from './share-reads.ts'
export { sqlState, withTransaction } from './transaction.ts'
