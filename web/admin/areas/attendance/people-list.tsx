import { Box, Skeleton, Text, UnstyledButton } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useQueries } from '@tanstack/react-query'
import { useVirtualizer } from '@tanstack/react-virtual'
import { useEffect, useMemo, useRef, useState } from 'react'
import { EmptyState } from '../../components/empty-state.tsx'
import { fromServer } from '../../server-words/server-words.ts'
import { useFormat } from '../../texts/format.ts'
import {
  type Filter,
  type Line,
  pageSize,
  type Report,
  reportOptions,
  type Scope,
} from './attendance.ts'
import { useAttendanceTexts } from './attendance-texts.ts'
import { PersonDrawer } from './person-drawer.tsx'
import { axisOf, type TimeAxis } from './time-axis.ts'
import { TimeLine, TimeLineLegend } from './time-line.tsx'
import { VerdictBadge } from './verdict-badge.tsx'

interface PeopleListProps {
  readonly scope: Scope
  readonly filter: Filter
  /** The first page, which has the numbers. */
  readonly report: Report
}

/** A line on wide windows, and the three lines of a phone. */
const lineHeight = 62
const phoneHeight = 118

/** Everybody by name: only the pages that are looked at are asked for, only what is seen is drawn. */
export function PeopleList({ scope, filter, report }: PeopleListProps) {
  const t = useAttendanceTexts()
  const [opened, setOpened] = useState<Line>()
  const axis = useMemo(() => axisOf(report.event.planned, report.event.real), [report.event])
  const count = report.counts.matching
  if (count === 0) {
    const isEmpty = report.counts.registered === 0
    return (
      <Box className="sheet">
        <EmptyState
          title={t(isEmpty ? 'people.empty' : 'people.noMatch')}
          text={t(isEmpty ? 'people.empty.text' : 'people.noMatch.text')}
        />
      </Box>
    )
  }
  return (
    <Box className="sheet attendance-list">
      <div className="attendance-head">
        <Text size="sm" role="status">
          {t('people.count', { count })}
        </Text>
        <TimeLineLegend />
      </div>
      <Lines
        scope={scope}
        filter={filter}
        axis={axis}
        count={count}
        zone={report.event.timeZone}
        open={setOpened}
      />
      <PersonDrawer
        scope={scope}
        line={opened}
        event={report.event}
        axis={axis}
        close={() => setOpened(undefined)}
      />
    </Box>
  )
}

interface LinesProps {
  readonly scope: Scope
  readonly filter: Filter
  readonly axis: TimeAxis
  readonly count: number
  readonly zone: string
  readonly open: (line: Line) => void
}

function Lines({ scope, filter, axis, count, zone, open }: LinesProps) {
  const t = useAttendanceTexts()
  const place = useRef<HTMLDivElement>(null)
  const isPhone = useMediaQuery('(max-width: 48em)') ?? false
  const height = isPhone ? phoneHeight : lineHeight
  const virtual = useVirtualizer({
    count,
    getScrollElement: () => place.current,
    estimateSize: () => height,
    overscan: 8,
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: a turned phone has lines of another height
  useEffect(() => virtual.measure(), [height])
  const seen = virtual.getVirtualItems()
  const lineAt = useLines(scope, filter, seen.at(0)?.index ?? 0, seen.at(-1)?.index ?? 0)
  return (
    <section
      ref={place}
      className="attendance-scroll"
      style={{ height: `min(${count * height + 2}px, 62dvh)` }}
      aria-label={t('people.label')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
      tabIndex={0}
    >
      <ul className="attendance-lines" style={{ height: virtual.getTotalSize() }}>
        {seen.map(({ index, start }) => {
          const line = lineAt(index)
          return (
            <li
              key={index}
              className="attendance-line"
              aria-posinset={index + 1}
              aria-setsize={count}
              style={{ height, transform: `translateY(${start}px)` }}
            >
              {line === undefined ? (
                <Skeleton height={28} />
              ) : (
                <PersonLine line={line} axis={axis} zone={zone} open={() => open(line)} />
              )}
            </li>
          )
        })}
      </ul>
    </section>
  )
}

/** Lines by their place, from the pages that are in sight. */
function useLines(scope: Scope, filter: Filter, from: number, to: number) {
  const first = Math.floor(from / pageSize) + 1
  const last = Math.floor(to / pageSize) + 1
  const pages = Array.from({ length: last - first + 1 }, (_, at) => first + at)
  const answers = useQueries({
    queries: pages.map((page) => reportOptions(scope, filter, page)),
  })
  return (index: number): Line | undefined => {
    const page = Math.floor(index / pageSize) + 1
    return answers[page - first]?.data?.lines[index % pageSize]
  }
}

interface PersonLineProps {
  readonly line: Line
  readonly axis: TimeAxis
  readonly zone: string
  readonly open: () => void
}

function PersonLine({ line, axis, zone, open }: PersonLineProps) {
  const t = useAttendanceTexts()
  const format = useFormat()
  const name = line.fullName ?? line.email ?? line.registrationName
  const reason = line.reason === null ? t('person.undecided') : fromServer(line.reason)
  return (
    <>
      <div className="attendance-who">
        <UnstyledButton className="attendance-name" onClick={open}>
          {name}
        </UnstyledButton>
        <Text size="xs" c="dimmed" truncate>
          {line.canceled ? t('person.canceled') : line.email}
        </Text>
      </div>
      <TimeLine line={line} axis={axis} zone={zone} />
      <Text size="sm" className="attendance-minutes">
        {line.attendedMinutes === null ? '—' : format.minutes(line.attendedMinutes)}
      </Text>
      <div className="attendance-verdict">
        <VerdictBadge line={line} />
      </div>
      <Text size="xs" c="dimmed" className="attendance-reason" title={reason}>
        {reason}
      </Text>
    </>
  )
}
