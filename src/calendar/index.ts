/**
 * Calendar: time zones, wall-clock arithmetic, iCalendar text, recurrence and intervals. Pure; "now"
 * and zones are arguments. Words: a *local time* is what clocks show, without offset; an *instant*
 * is a `Date`; a *zone* is an IANA name; an *index* is Dataverse's number for one.
 */
export type {
  Attendee,
  CalendarEvent,
  CalendarPerson,
  EventStatus,
  Invitation,
  Reminder,
} from './calendar-event.ts'
export { clip, type Interval, totalMinutes, uniteIntervals } from './intervals.ts'
export {
  addMinutes,
  durationMinutes,
  instantOf,
  isZone,
  type LocalDate,
  type LocalTime,
  localOf,
  offsetMinutes,
  type ResolvedLocal,
  resolveLocal,
} from './local-time.ts'
export {
  type Ending,
  nextOccurrence,
  occurrencesOf,
  type Recurrence,
  type RepeatRule,
  type Weekday,
  type WeekOfMonth,
  weekdays,
} from './recurrence.ts'
export { fromRRule, toRRule } from './recurrence-rule.ts'
export {
  type Calendar,
  calendarContentType,
  type Method,
  renderCalendar,
} from './render-calendar.ts'
export {
  indexOfZone,
  indexOfZoneName,
  windowsNameOf,
  type Zone,
  zoneName,
  zoneOfIndex,
  zoneOfWindowsName,
  zones,
} from './zones.ts'
