/** Webinars: making, changing and showing them. */
import { instantOf, isZone } from '#calendar'
import { invalid } from './failure.ts'
import type { TwinWebinar, Vendor } from './state.ts'

export type Fields = Readonly<Record<string, unknown>>

export function createWebinar(vendor: Vendor, body: Fields): TwinWebinar {
  const webinar = {
    id: vendor.nextId++,
    ...planIn(body),
    archiveUrl: undefined,
    endedAt: undefined,
  }
  vendor.webinars.set(String(webinar.id), webinar)
  return webinar
}

export function changeWebinar(webinar: TwinWebinar, body: Fields): TwinWebinar {
  return Object.assign(webinar, planIn(body))
}

type Plan = Omit<TwinWebinar, 'id' | 'archiveUrl' | 'endedAt'>

const localTime = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/

function planIn(body: Fields): Plan {
  const problems: Record<string, string> = {}
  const text = (name: string, isGood: (value: string) => boolean, problem: string): string => {
    const value = body[name]
    if (typeof value === 'string' && isGood(value)) return value
    problems[name] = `${name} ${problem}`
    return ''
  }
  const plan = {
    title: text('title', (value) => value.trim() !== '', 'is required'),
    timezone: text('timezone', isZone, 'is not a time zone'),
    start_time: text('start_time', (value) => localTime.test(value), 'is not a time'),
    finish_time: text('finish_time', (value) => localTime.test(value), 'is not a time'),
  }
  if (plan.finish_time <= plan.start_time) problems.finish_time = 'finish_time is before start_time'
  text('language', (value) => /^[a-z]{2}$/.test(value), 'is unknown')
  if (!Number.isInteger(body.stream_places)) problems.stream_places = 'stream_places is required'
  if (Object.keys(problems).length > 0) throw invalid(problems)
  const local = plan.start_time.replace(' ', 'T')
  return { ...plan, startsAt: instantOf(local, plan.timezone).getTime() }
}

export const showWebinar = (webinar: TwinWebinar): object => ({
  id: webinar.id,
  title: webinar.title,
  timezone: webinar.timezone,
  start_time: webinar.start_time,
  finish_time: webinar.finish_time,
  ...(webinar.archiveUrl === undefined ? {} : { archive_url: webinar.archiveUrl }),
})

/** `YYYY-MM-DD HH:MM:SS` in UTC, as the Moodle module reads the vendor's lists. */
export const utcTime = (at: number) => new Date(at).toISOString().slice(0, 19).replace('T', ' ')
