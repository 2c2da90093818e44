/** What one query may cost. The numbers are Dataverse's, so that clients which respect them fit. */
export const queryLimits = {
  /** Bytes of a query in an address; in a $batch twice as much. */
  queryBytes: 32 * 1024,
  batchedQueryBytes: 64 * 1024,
  /** Conditions and links together. */
  conditions: 500,
  /** Linked tables, or expands. */
  links: 15,
  /** Rows of one page. */
  pageSize: 5000,
  /** Rows that a total is counted to; beyond, the answer only says "more". */
  total: 5000,
  /** Rows that go into one aggregation. */
  aggregatedRows: 50_000,
  /** Parentheses, nots and lambdas inside each other. */
  depth: 100,
  /** Steps of a path through navigation properties. */
  path: 10,
  /** Milliseconds of a statement; the pool that reads should be connected with this. */
  statementMilliseconds: 30_000,
} as const
