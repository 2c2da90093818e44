/** The result columns of a statement while it is written; equal SQL gives one column. */

export interface Columns {
  /** Position in the result row of a value that the inner select knows. */
  inner(sql: string): number
  /** Position of a value that only the outer select knows: one of a related row. */
  outer(sql: string): number
  /** How the outer select names a value of the inner one. */
  reach(sql: string): string
  /** Select lists; the outer one alone where there is one select. */
  innerList(): string
  outerList(): string
  /** How many result columns there are, with those before. */
  width(): number
}

/**
 * With two selects the inner one finds, orders and limits the rows, the outer one joins what is
 * related to them: otherwise PostgreSQL would join 50,000 rows to sort them and keep 50.
 * `before` is the number of columns that come before these.
 */
export function newColumns(before: number, levels: 1 | 2): Columns {
  const found = new Map<string, number>()
  const named = new Map<string, string>()
  const outer = (sql: string): number => {
    const known = found.get(sql)
    if (known !== undefined) return known
    found.set(sql, before + found.size)
    return before + found.size - 1
  }
  const reach = (sql: string): string => {
    if (levels === 1) return sql
    const name = named.get(sql) ?? `c${named.size}`
    named.set(sql, name)
    return `q.${name}`
  }
  return {
    outer,
    reach,
    inner: (sql) => outer(reach(sql)),
    innerList: () => [...named].map(([sql, name]) => `${sql} as ${name}`).join(', '),
    outerList: () => [...found.keys()].join(', '),
    width: () => before + found.size,
  }
}
