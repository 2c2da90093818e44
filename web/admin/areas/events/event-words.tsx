/** Numbers of choices in words and colours, and times as clocks at the event show them. */
import { Badge } from '@mantine/core'
import type { Row } from '../../api/records.ts'
import { useFormat } from '../../texts/format.ts'
import { type EventTextKey, useEventTexts } from './event-texts.ts'

export const publishStatus = {
  draft: 100000000,
  readyToGoLive: 100000001,
  inProgress: 100000002,
  live: 100000003,
  cancelled: 100000004,
  goingLive: 100000005,
} as const

export const format = { onSite: 100000001, webinar: 100000002, hybrid: 100000003 } as const

interface Word {
  readonly text: EventTextKey
  readonly color: string
}

const statusWords: Readonly<Record<number, Word>> = {
  [publishStatus.draft]: { text: 'status.draft', color: 'gray' },
  [publishStatus.readyToGoLive]: { text: 'status.ready', color: 'blue' },
  [publishStatus.inProgress]: { text: 'status.inProgress', color: 'blue' },
  [publishStatus.live]: { text: 'status.live', color: 'green' },
  [publishStatus.cancelled]: { text: 'status.cancelled', color: 'red' },
  [publishStatus.goingLive]: { text: 'status.goingLive', color: 'blue' },
}

/** What `gr_ended` says of an event that took place. */
export const held = 100000001

/** Held and not held say more than "live" once an event is over. */
const outcomeWords: Readonly<Record<number, Word>> = {
  [held]: { text: 'status.held', color: 'teal' },
  100000002: { text: 'status.notHeld', color: 'orange' },
}

export function StatusBadge({ row }: { row: Row }) {
  const t = useEventTexts()
  const status = Number(row.msevtmgt_publishstatus ?? publishStatus.draft)
  const ended = status === publishStatus.cancelled ? undefined : outcomeWords[Number(row.gr_ended)]
  const word = ended ?? statusWords[status]
  if (word === undefined) return null
  return <WordBadge word={word} label={t(word.text)} />
}

const verdictWords: Readonly<Record<number, Word>> = {
  100000000: { text: 'verdict.pending', color: 'gray' },
  100000001: { text: 'verdict.completed', color: 'green' },
  100000002: { text: 'verdict.failed', color: 'orange' },
}

export function VerdictBadge({ verdict }: { verdict: unknown }) {
  const t = useEventTexts()
  const word = verdictWords[Number(verdict ?? 100000000)]
  if (word === undefined) return null
  return <WordBadge word={word} label={t(word.text)} />
}

const publishingWords: Readonly<Record<number, Word>> = {
  100000000: { text: 'publishing.pending', color: 'gray' },
  100000001: { text: 'publishing.published', color: 'green' },
  100000002: { text: 'publishing.webinarFailed', color: 'red' },
  100000003: { text: 'publishing.failed', color: 'red' },
  100000004: { text: 'publishing.providerError', color: 'red' },
}

export function PublishingBadge({ state }: { state: unknown }) {
  const t = useEventTexts()
  const word = publishingWords[Number(state ?? 100000000)]
  if (word === undefined) return null
  return <WordBadge word={word} label={t(word.text)} />
}

const purchaseWords: Readonly<Record<number, Word>> = {
  100000000: { text: 'purchase.waiting', color: 'yellow' },
  100000001: { text: 'purchase.paid', color: 'green' },
  100000002: { text: 'purchase.cancelled', color: 'gray' },
  100000003: { text: 'purchase.expired', color: 'gray' },
  100000004: { text: 'purchase.paidLate', color: 'red' },
}

export function PurchaseBadge({ state }: { state: unknown }) {
  const t = useEventTexts()
  const word = purchaseWords[Number(state ?? 100000000)]
  if (word === undefined) return null
  return <WordBadge word={word} label={t(word.text)} />
}

function WordBadge({ word, label }: { word: Word; label: string }) {
  return (
    <Badge className={`word-badge word-${word.color}`} variant="light" color={word.color}>
      {label}
    </Badge>
  )
}

const formatTexts: Readonly<Record<number, EventTextKey>> = {
  [format.onSite]: 'format.onSite',
  [format.webinar]: 'format.webinar',
  [format.hybrid]: 'format.hybrid',
}

export function useFormatName(): (value: unknown) => string {
  const t = useEventTexts()
  return (value) => {
    const text = formatTexts[Number(value)]
    return text === undefined ? '' : t(text)
  }
}

/**
 * The Data API gives wall-clock times with a Z behind: shown as UTC they are what clocks at the
 * event show.
 */
export function useWallClock() {
  const show = useFormat()
  return {
    dateTime: (value: unknown) => (value ? show.dateTime(String(value), 'UTC') : ''),
    date: (value: unknown) => (value ? show.date(String(value), 'UTC') : ''),
    time: (value: unknown) => (value ? show.time(String(value), 'UTC') : ''),
    /** "12 Mar 2027, 09:00–17:00", or both dates where it ends on another day. */
    range(from: unknown, to: unknown): string {
      const [start, end] = [String(from ?? ''), String(to ?? '')]
      if (start === '') return ''
      if (end === '') return show.dateTime(start, 'UTC')
      const sameDay = start.slice(0, 10) === end.slice(0, 10)
      return sameDay
        ? `${show.dateTime(start, 'UTC')} – ${show.time(end, 'UTC')}`
        : `${show.dateTime(start, 'UTC')} – ${show.dateTime(end, 'UTC')}`
    },
  }
}

/** "Berlin" of "Europe/Berlin": what people call their zone. */
/** Minutes cut off: lists that ask for "now" keep their question for a while. */
export function nowForLists(): string {
  return new Date(Math.floor(Date.now() / 300_000) * 300_000).toISOString()
}
