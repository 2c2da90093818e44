import { defineTable, instant, key, memo, type TablesOf, text, uuid } from '#database'

/** Engine table: no API shows it, and what it holds cannot be read without the master key. */
export const secretTable = defineTable({
  name: 'gr_secret',
  set: 'gr_secrets',
  label: 'Secret',
  ownership: 'none',
  exposed: false,
  columns: {
    gr_secretid: key('Secret'),
    tablename: text('Table', { max: 128, required: true }),
    rowid: uuid('Row', { required: true }),
    columnname: text('Column', { max: 128, required: true }),
    keyid: text('Master key', { max: 16, required: true }),
    wrappedkey: text('Wrapped data key', { max: 80, required: true }),
    sealed: memo('Sealed value', { max: 100_000, required: true }),
    modifiedon: instant('Modified on', { required: true }),
  },
  keys: { address: ['tablename', 'rowid', 'columnname'] },
})

export const tables = { secretTable }

export type Tables = TablesOf<typeof tables>
