import { savedqueryTable, userqueryTable } from './saved-queries/saved-query-tables.ts'

export const tables = { savedqueryTable, userqueryTable }
