import { Tooltip } from '@mantine/core'
import type { ReactNode } from 'react'
import { useFormat } from '../../texts/format.ts'
import type { Line, Source, Stay } from './attendance.ts'
import { type AttendanceTextKey, useAttendanceTexts } from './attendance-texts.ts'
import { barsOf, placeOf, type TimeAxis } from './time-axis.ts'

export const sources = [
  ...(['providerReport', 'providerCallback', 'qrScan', 'manual'] as const),
] satisfies readonly Source[]

/** By where it comes from; a wait at the door is told by a provider, and is no stay. */
type Look = Source | 'waitingRoom'

const lookOf = ({ source, inWaitingRoom }: Stay): Look => (inWaitingRoom ? 'waitingRoom' : source)

const patternOf = (look: Look) => `attendance-${look}`

/** Each source has a pattern of its own, for eyes that see no colours. Drawn once per page. */
export function TimeLinePatterns() {
  return (
    <svg width="0" height="0" className="time-line-patterns" aria-hidden="true">
      <defs>
        <Pattern source="providerReport" />
        <Pattern source="providerCallback">
          <path d="M-2 2 L2 -2 M0 8 L8 0 M6 10 L10 6" strokeWidth="2" />
        </Pattern>
        <Pattern source="qrScan">
          <circle cx="2" cy="2" r="1.2" />
          <circle cx="6" cy="6" r="1.2" />
        </Pattern>
        <Pattern source="manual">
          <path d="M0 4 H8 M4 0 V8" strokeWidth="1.4" />
        </Pattern>
        <Pattern source="waitingRoom">
          <path d="M0 2 H8 M0 6 H8" strokeWidth="1" />
        </Pattern>
      </defs>
    </svg>
  )
}

function Pattern({ source, children }: { source: Look; children?: ReactNode }) {
  return (
    <pattern
      id={patternOf(source)}
      width="8"
      height="8"
      patternUnits="userSpaceOnUse"
      className={`stay-${source}`}
    >
      <rect width="8" height="8" className="stay-ground" />
      <g className="stay-marks">{children}</g>
    </pattern>
  )
}

/** What each pattern means, with the planned time. */
export function TimeLineLegend() {
  const t = useAttendanceTexts()
  return (
    <ul className="time-line-legend">
      {([...sources, 'waitingRoom'] as const).map((source) => (
        <li key={source}>
          <svg width="22" height="12" aria-hidden="true">
            <rect width="22" height="12" rx="3" fill={`url(#${patternOf(source)})`} />
          </svg>
          {t(`source.${source}` as AttendanceTextKey)}
        </li>
      ))}
      <li>
        <svg width="12" height="12" aria-hidden="true" className="click-mark">
          <path d="M6 2 L11 11 H1 Z" />
        </svg>
        {t('source.joinLink')}
      </li>
    </ul>
  )
}

interface TimeLineProps {
  readonly line: Pick<Line, 'stays' | 'clicks'>
  readonly axis: TimeAxis
  readonly zone: string
  readonly height?: number
}

const percent = (share: number) => `${(share * 100).toFixed(3)}%`

/** Stays over the planned time; the same in words for those who cannot see it, and on hover. */
export function TimeLine({ line, axis, zone, height = 26 }: TimeLineProps) {
  const words = useStayWords(zone)
  const t = useAttendanceTexts()
  const said = [
    ...line.stays.map(words),
    ...(line.clicks.length === 0 ? [] : [t('line.clicks', { count: line.clicks.length })]),
  ]
  const alternative = said.length === 0 ? t('line.nothing') : said.join('; ')
  const tip = (
    <>
      {said.map((each) => (
        <div key={each}>{each}</div>
      ))}
    </>
  )
  return (
    <Tooltip label={tip} disabled={said.length === 0} multiline maw={420}>
      <svg className="time-line" width="100%" height={height} role="img" aria-label={alternative}>
        {axis.segments.map((segment) => (
          <Ground key={segment.from} segment={segment} height={height} />
        ))}
        {line.stays.map((stay) => (
          <Bars key={stay.evidenceId} stay={stay} axis={axis} height={height} />
        ))}
        {line.clicks.map((click) => (
          <Click key={click} at={placeOf(axis, Date.parse(click))} height={height} />
        ))}
      </svg>
    </Tooltip>
  )
}

interface GroundProps {
  readonly segment: TimeAxis['segments'][number]
  readonly height: number
}

/** The planned time on the ground of what is drawn around it. */
function Ground({ segment, height }: GroundProps) {
  const { left, width, from, to, plannedFrom, plannedTo } = segment
  const share = width / (to - from)
  return (
    <>
      <rect
        x={percent(left)}
        width={percent(width)}
        y="0"
        height={height}
        className="time-ground"
      />
      <rect
        x={percent(left + (plannedFrom - from) * share)}
        width={percent((plannedTo - plannedFrom) * share)}
        y="0"
        height={height}
        className="time-planned"
      />
    </>
  )
}

interface BarsProps {
  readonly stay: Stay
  readonly axis: TimeAxis
  readonly height: number
}

/** A stay without an end is drawn to the end of what is planned; without a start it is not drawn. */
function Bars({ stay, axis, height }: BarsProps) {
  const { from, to } = stay
  if (from === null) return null
  const start = Date.parse(from)
  const end = to === null ? lastPlanned(axis, start) : Date.parse(to)
  return barsOf(axis, start, end).map(({ left, width }) => (
    <rect
      key={left}
      x={percent(left)}
      width={percent(Math.max(width, 0.004))}
      y={height * 0.18}
      height={height * 0.64}
      rx="3"
      className={`stay stay-${lookOf(stay)}`}
      fill={`url(#${patternOf(lookOf(stay))})`}
    />
  ))
}

function lastPlanned({ segments }: TimeAxis, start: number): number {
  return segments.find(({ to }) => start < to)?.plannedTo ?? start
}

function Click({ at, height }: { readonly at: number | undefined; readonly height: number }) {
  if (at === undefined) return null
  return (
    <svg
      x={percent(at)}
      y={height - 9}
      width="8"
      height="9"
      overflow="visible"
      className="click-mark"
      aria-hidden="true"
    >
      <path d="M0 0 L4 8 H-4 Z" />
    </svg>
  )
}

/** "10:02–10:58, provider report, 56 min" */
export function useStayWords(zone: string): (stay: Stay) => string {
  const t = useAttendanceTexts()
  const format = useFormat()
  return ({ source, from, to, minutes, inWaitingRoom }) => {
    const times =
      from === null
        ? undefined
        : to === null
          ? t('line.since', { time: format.time(from, zone) })
          : `${format.time(from, zone)}–${format.time(to, zone)}`
    const name = t(`source.${source}` as AttendanceTextKey)
    const length = minutes === null ? undefined : format.minutes(minutes)
    const door = inWaitingRoom ? t('source.waitingRoom') : undefined
    return [times, door, name, length].filter(Boolean).join(', ')
  }
}
