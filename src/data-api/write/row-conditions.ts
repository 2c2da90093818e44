/** `If-Match` and `If-None-Match` of writes. */

import type { DataRequest } from '../exchange.ts'
import { refusals } from '../refusals.ts'

export interface RowConditions {
  /** The row must exist. */
  readonly update: boolean
  /** The row must not exist. */
  readonly create: boolean
  /** The version that the caller saw. */
  readonly ifVersion: number | undefined
}

export function rowConditions({ headers }: DataRequest): RowConditions {
  const match = headers['if-match']?.trim()
  const noneMatch = headers['if-none-match']?.trim()
  const ifVersion = match === undefined || match === '*' ? undefined : version('If-Match', match)
  return { update: match !== undefined, create: noneMatch === '*', ifVersion }
}

function version(header: string, text: string): number {
  const digits = /^(?:W\/)?"?(\d{1,15})"?$/.exec(text)?.[1]
  if (digits !== undefined) return Number(digits)
  const found = text.slice(0, 40)
  throw refusals['wrong-version']({ header, found }, { input: header, found })
}
