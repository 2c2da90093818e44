import type { Expand, QueryPlan, QueryTable, Selection } from '#query'

/** `…/$metadata#contacts(fullname,parentcustomerid_account(name))`, as OData 4.0 Protocol, 10, has it. */
export function contextUrl(
  root: string,
  table: QueryTable,
  plan: Pick<QueryPlan, 'selection' | 'expands'>,
  single: boolean,
): string {
  const columns = projection(plan.selection, plan.expands)
  return `${root}$metadata#${table.set}${columns}${single ? '/$entity' : ''}`
}

function projection(selection: Selection, expands: readonly Expand[]): string {
  const names = [
    ...(selection.all && selection.columns.length === 0 ? [] : selected(selection)),
    ...expands.map(({ navigation, selection: inner, expands: deeper, reference }) => {
      return `${navigation}${reference ? '/$ref' : projection(inner, deeper) || '()'}`
    }),
  ]
  return names.length === 0 ? '' : `(${names.join(',')})`
}

const selected = ({ all, columns }: Selection): readonly string[] => [
  ...(all ? ['*'] : []),
  ...columns.map(({ name, alias }) => alias ?? name),
]
