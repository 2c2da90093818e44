/** Queries that are kept: views of everybody, and those of one user. */
import { boolean, defineTable, integer, key, memo, text } from '#database'

/** Characters; as long as a query may be in a batch. */
const longestText = 65_536

const queryColumns = {
  name: text('Name', { max: 200, required: true }),
  description: memo('Description', { max: 2000 }),
  /** Logical name of the table that it asks. */
  returnedtypecode: text('Entity name', { max: 64, required: true }),
  fetchxml: memo('FetchXML', { max: longestText, required: true }),
  layoutxml: memo('Layout', { max: longestText }),
  /** 0 for views, as Dataverse has it; other kinds mean something to its own pages only. */
  querytype: integer('Query type', { required: true, default: 0, min: 0 }),
} as const

export const savedqueryTable = defineTable({
  name: 'savedquery',
  set: 'savedqueries',
  label: 'View',
  ownership: 'organization',
  primaryName: 'name',
  typeCode: 1039,
  columns: {
    savedqueryid: key('View'),
    ...queryColumns,
    isdefault: boolean('Default view', { default: false }),
    isquickfindquery: boolean('Quick find query', { default: false }),
  },
})

export const userqueryTable = defineTable({
  name: 'userquery',
  set: 'userqueries',
  label: 'Saved view',
  ownership: 'user',
  primaryName: 'name',
  typeCode: 4230,
  columns: {
    userqueryid: key('Saved view'),
    ...queryColumns,
    /** One of the two; Dataverse keeps no OData queries. */
    fetchxml: memo('FetchXML', { max: longestText }),
    gr_odataquery: memo('OData query', { max: longestText }),
  },
})
