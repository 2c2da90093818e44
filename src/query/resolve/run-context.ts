/** Who asks, when and where: what a compiled query needs besides its own text. */
export interface RunContext {
  readonly now: Date
  readonly userId: string
  readonly businessUnitId: string
  /** IANA zone of the asking user; days begin at its midnights. */
  readonly timeZone: string
  /** Windows language code, e.g. 1033. */
  readonly languageCode: number
  readonly calendar: FiscalCalendar
  /** Address that links in answers start with, ending in a slash: `https://…/api/data/v9.2/`. */
  readonly root: string
}

export interface FiscalCalendar {
  /** 0 is Sunday. */
  readonly firstDayOfWeek: 0 | 1 | 2 | 3 | 4 | 5 | 6
  /** First day of the fiscal year; it is named after the calendar year of this day. */
  readonly yearStart: { readonly month: number; readonly day: number }
  readonly period: FiscalPeriod
}

export type FiscalPeriod = 'annual' | 'half-year' | 'quarter' | 'month' | 'four weeks'

/** The settings of a new Dataverse organisation. */
export const standardCalendar: FiscalCalendar = {
  firstDayOfWeek: 0,
  yearStart: { month: 1, day: 1 },
  period: 'quarter',
}
