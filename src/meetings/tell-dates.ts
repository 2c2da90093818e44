/** Single dates of a series that the provider does not know yet as they are now. */
import { instantOf } from '#calendar'
import { type Provider, ProviderError } from '#providers'
import { type Exception, exceptionText, type WholeMeeting } from './meeting.ts'
import type { RoomRow } from './room-rows.ts'

/** By original start: what the provider was told, `start/end` or `cancelled`. */
export type ToldDates = Readonly<Record<string, string>>

/** In front of what was told before the series was changed: the provider may have forgotten it. */
const doubt = '?'

/** None where the provider is told of the series only. */
export function datesDue(
  { tolddates }: { readonly tolddates: unknown },
  { exceptions }: WholeMeeting,
): readonly Exception[] {
  if (tolddates === null || tolddates === undefined) return []
  const told = tolddates as ToldDates
  return exceptions.filter((each) => told[each.originalStart] !== exceptionText(each))
}

/** What was told, to be told again after a change of the whole series. */
export function unverified({ tolddates }: Pick<RoomRow, 'tolddates'>): ToldDates {
  const told = Object.entries((tolddates ?? {}) as ToldDates)
  return Object.fromEntries(
    told.map(([start, text]) => [start, text.startsWith(doubt) ? text : `${doubt}${text}`]),
  )
}

/** One call for each date; repeated after a crash, what is done already stays. */
export async function tellDates(
  { dates }: Provider,
  room: RoomRow,
  meeting: WholeMeeting,
): Promise<ToldDates> {
  const told: Record<string, string> = { ...(room.tolddates as ToldDates | null) }
  for (const exception of datesDue(room, meeting)) {
    const { originalStart, moved } = exception
    const date = {
      original: instantOf(originalStart, meeting.zone),
      movedTo: movedTo(told[originalStart], meeting.zone),
    }
    await unlessOver(async () => {
      if (moved === undefined) return await dates?.cancel(room.webinarid ?? '', date)
      const [start, end] = [moved.start, moved.end].map((time) => instantOf(time, meeting.zone))
      if (start && end) await dates?.move(room.webinarid ?? '', date, { start, end })
    })
    told[originalStart] = exceptionText(exception)
  }
  return told
}

function movedTo(told: string | undefined, zone: string): Date | undefined {
  const [start = ''] = told?.replace(doubt, '').split('/') ?? []
  return start === '' || start === 'cancelled' ? undefined : instantOf(start, zone)
}

/** A date that the provider does not list, because it began meanwhile, must not hold up the others. */
async function unlessOver(call: () => Promise<void>): Promise<void> {
  try {
    await call()
  } catch (error) {
    if (!(error instanceof ProviderError) || error.kind !== 'not-found') throw error
  }
}
