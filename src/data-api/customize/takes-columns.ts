import type { Table } from '#database'

/** Rows that the hub writes past the pipeline, or that tell what happened. */
const keptByTheHub = new Set([
  'asyncoperation',
  'gr_columnchange',
  'sdkmessage',
  'sdkmessagefilter',
  'plugintype',
  'pluginassembly',
])

/** Whether administrators may add columns of their own to a table. */
export const takesColumns = ({ name, ownership }: Pick<Table, 'name' | 'ownership'>): boolean =>
  ownership !== 'none' && !keptByTheHub.has(name)
