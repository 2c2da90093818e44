import type { TablesOf } from '../define-table.ts'
import { bigint, defineTable, instant, json, key, memo, text, uuid } from '../define-table.ts'

/** The definitions of custom columns; the columns themselves are columns of their tables. */
const customColumnTable = defineTable({
  name: 'gr_customcolumn',
  set: 'gr_customcolumns',
  label: 'Custom column',
  ownership: 'none',
  exposed: false,
  columns: {
    gr_customcolumnid: key('Custom column'),
    tablename: text('Table', { max: 64, required: true }),
    columnname: text('Column', { max: 64, required: true }),
    /** A `Column` as JSON. */
    definition: json('Definition', { required: true }),
    createdon: instant('Created on', { required: true }),
  },
  keys: { gr_customcolumn_name: ['tablename', 'columnname'] },
})

/** One row: its version goes up with every change of a definition, and its lock orders them. */
const customizationTable = defineTable({
  name: 'gr_customization',
  set: 'gr_customizations',
  label: 'Customization',
  ownership: 'none',
  exposed: false,
  columns: {
    gr_customizationid: key('Customization'),
    version: bigint('Version', { required: true }),
  },
})

/** Who changed which definition, for auditors and for steps; nothing changes or removes a row. */
const columnChangeTable = defineTable({
  name: 'gr_columnchange',
  set: 'gr_columnchanges',
  label: 'Column change',
  ownership: 'organization',
  primaryName: 'gr_name',
  columns: {
    gr_columnchangeid: key('Column change'),
    gr_name: text('Name', { max: 200, required: true, readOnly: true }),
    gr_act: text('Act', { max: 20, required: true, readOnly: true }),
    gr_tablename: text('Table', { max: 64, required: true, readOnly: true }),
    gr_columnname: text('Column', { max: 64, required: true, readOnly: true }),
    gr_customcolumnid: uuid('Custom column', { required: true, readOnly: true }),
    gr_before: memo('Definition before', { max: 1_048_576, readOnly: true }),
    gr_after: memo('Definition after', { max: 1_048_576, readOnly: true }),
  },
})

export const customizationTables = {
  gr_customcolumn: customColumnTable,
  gr_customization: customizationTable,
  gr_columnchange: columnChangeTable,
}

export type CustomizationTables = TablesOf<typeof customizationTables>
