export * from './define-table.ts'
export type { Db, NoTables, Tx } from './handles.ts'
