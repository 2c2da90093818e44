import { Select } from '@mantine/core'
import { useQueryTexts } from './query-texts.ts'
import { type SavedQuery, useSavedQueries } from './saved-query.ts'

export interface OpenSavedProps {
  readonly opened: SavedQuery | undefined
  /** What is being written stays where it is the same query, unless it is to be loaded. */
  readonly open: (query: SavedQuery | undefined, o?: { readonly load: boolean }) => void
}

export function OpenSaved({ opened, open }: OpenSavedProps) {
  const t = useQueryTexts()
  const { mine, views } = useSavedQueries()
  const all = [...mine, ...views]
  const entries = (queries: readonly SavedQuery[]) =>
    queries.map(({ id, name }) => ({ value: id, label: name }))
  return (
    <Select
      aria-label={t('saved.open')}
      placeholder={t('saved.open')}
      searchable
      clearable
      nothingFoundMessage={t('saved.none')}
      w={{ base: '100%', xs: 260 }}
      data={[
        { group: t('saved.mine'), items: entries(mine) },
        { group: t('saved.views'), items: entries(views) },
      ]}
      value={opened?.id ?? null}
      onChange={(id) => open(all.find((each) => each.id === id))}
    />
  )
}
