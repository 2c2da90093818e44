import './home.css'
import { Badge, SimpleGrid, Skeleton, Stack } from '@mantine/core'
import { lazy, Suspense } from 'react'
import { Page } from '../../components/page.tsx'
import { Attention } from './attention.tsx'
import { useBoard } from './board.ts'
import { FirstStepsSheet } from './first-steps.tsx'
import { useHomeTexts } from './home-texts.ts'
import { WebinarsSheet } from './webinars-sheet.tsx'

/** The library of the charts is larger than the rest of the page: it comes afterwards. */
const Charts = lazy(async () => ({ default: (await import('./charts.tsx')).Charts }))

export function HomePage() {
  const t = useHomeTexts()
  const { board, live } = useBoard()
  const badge = (
    <Badge
      variant="dot"
      size="lg"
      color={live ? 'green' : 'gray'}
      className="home-live"
      role="status"
    >
      {t(live ? 'live.on' : 'live.off')}
    </Badge>
  )
  return (
    <Page title={t('home.title')} note={t('home.note')} badge={badge}>
      <Stack gap="md">
        {board.steps !== null && <FirstStepsSheet steps={board.steps} />}
        <Attention board={board} />
        {board.webinars !== null && <WebinarsSheet webinars={board.webinars} />}
        <Suspense fallback={<ChartsLoading />}>
          <Charts />
        </Suspense>
      </Stack>
    </Page>
  )
}

function ChartsLoading() {
  return (
    <SimpleGrid cols={{ base: 1, md: 3 }} spacing="md">
      <Skeleton h={236} radius="lg" />
      <Skeleton h={236} radius="lg" />
      <Skeleton h={236} radius="lg" />
    </SimpleGrid>
  )
}
