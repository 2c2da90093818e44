/** Who did what, when and from where: found, read, carried away. */
import { Alert, Box, Button } from '@mantine/core'
import { IconDownload, IconHistory } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useAppTexts } from '../../app/app-texts.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { Page } from '../../components/page.tsx'
import { PageLoading } from '../../components/page-loading.tsx'
import { useFormat } from '../../texts/format.ts'
import { type AuditRow, auditOptions, exportAddress, type RecordNames } from './audit.ts'
import { AuditDetails } from './audit-details.tsx'
import { AuditFilters } from './audit-filters.tsx'
import { AuditRows } from './audit-rows.tsx'
import { useAuditTexts } from './audit-texts.ts'
import { Retention } from './retention.tsx'
import { useAuditFilter } from './use-audit-filter.ts'

export function AuditPage() {
  const t = useAuditTexts()
  const app = useAppTexts()
  const used = useAuditFilter()
  const list = useInfiniteQuery({ ...auditOptions(used.filter), throwOnError: true })
  const [shown, setShown] = useState<AuditRow>()
  const rows = list.data?.pages.flatMap((page) => page.value) ?? []
  const names = useMemo<RecordNames>(
    () => Object.assign({}, ...(list.data?.pages.map((page) => page.names) ?? [])),
    [list.data],
  )
  const searchedFrom = list.data?.pages[0]?.searchedFrom ?? null
  const more = () => {
    if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage()
  }
  return (
    <Page
      fill
      title={t('audit.title')}
      note={t('audit.note')}
      actions={
        <>
          <Retention />
          <Button
            component="a"
            href={exportAddress(used.filter)}
            download
            variant="default"
            leftSection={<IconDownload size={16} />}
          >
            {app('act.download')}
          </Button>
        </>
      }
    >
      <Box
        className="sheet"
        display="flex"
        flex={1}
        mih={320}
        style={{ flexDirection: 'column', overflow: 'hidden' }}
      >
        <AuditFilters used={used} />
        {searchedFrom !== null && <SearchedFrom when={searchedFrom} />}
        {list.isPending && <PageLoading />}
        {list.isSuccess && rows.length === 0 && (
          <EmptyState
            icon={<IconHistory size={26} stroke={1.5} />}
            title={t('audit.empty')}
            text={t('audit.empty.text')}
          />
        )}
        {rows.length > 0 && <AuditRows {...{ rows, names, more }} show={setShown} />}
      </Box>
      <AuditDetails
        row={shown}
        names={names}
        close={() => setShown(undefined)}
        all={(id) => {
          used.set.record(id)
          setShown(undefined)
        }}
      />
    </Page>
  )
}

/** Texts are looked for row by row, so the hub stops after 90 days unless it is told since when. */
function SearchedFrom({ when }: { readonly when: string }) {
  const t = useAuditTexts()
  const format = useFormat()
  return (
    <Alert color="blue" radius={0} py={6}>
      {t('audit.searchedFrom', { when: format.date(when) })}
    </Alert>
  )
}
