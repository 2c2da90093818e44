/** What a provider's record says, kept beside the record so that it can count once a person decided. */
import type { AttendanceItem } from '#providers'

type Kept = Omit<AttendanceItem, 'joinedAt' | 'leftAt' | 'raw'> & {
  readonly joinedAt: string | undefined
  readonly leftAt: string | undefined
}

export function keepStay({ raw: _raw, joinedAt, leftAt, ...others }: AttendanceItem): string {
  const kept: Kept = {
    ...others,
    joinedAt: joinedAt?.toISOString(),
    leftAt: leftAt?.toISOString(),
  }
  return JSON.stringify(kept)
}

export function keptStay(text: string, raw: unknown): AttendanceItem {
  const kept = JSON.parse(text) as Partial<Kept>
  return {
    ...(kept.stayId === undefined ? {} : { stayId: kept.stayId }),
    registrantId: kept.registrantId,
    externalId: kept.externalId,
    email: kept.email,
    joinedAt: kept.joinedAt === undefined ? undefined : new Date(kept.joinedAt),
    leftAt: kept.leftAt === undefined ? undefined : new Date(kept.leftAt),
    viewingMinutes: kept.viewingMinutes,
    questionsAsked: kept.questionsAsked,
    watchedRecording: kept.watchedRecording === true,
    inWaitingRoom: kept.inWaitingRoom === true,
    raw,
  }
}

/** What a vendor sent; records are a few hundred bytes, and nobody may fill the database. */
export function recordText(raw: unknown): string {
  return JSON.stringify(raw ?? null).slice(0, 100_000)
}
