/**
 * Who has to be written to, and what: the difference between what each guest was told and what is
 * so now. Pure. Whoever is asked twice gets the same answer, so nobody is written to twice.
 */
import { createHash } from 'node:crypto'
import { datesOf, type MeetingDate } from './dates.ts'
import { exceptionText, type Guest, type Told, type WholeMeeting } from './meeting.ts'

export type LetterKind =
  | 'invitation'
  | 'change'
  | 'dateMoved'
  | 'dateCancelled'
  | 'cancellation'
  | 'removal'

export interface DueLetter {
  readonly kind: LetterKind
  readonly guest: Guest
  /** The one date it is about; undefined: the whole meeting. */
  readonly date: MeetingDate | undefined
  /** What the guest has been told once it is written; undefined: it takes the meeting away. */
  readonly told: Told | undefined
}

export interface Around {
  /** The provider has the meeting as it is now: before, only what is off is told. */
  readonly isReady: boolean
  /** The vendor writes to co-hosts itself. */
  readonly mailsCohosts: boolean
}

export function dueLetters(meeting: WholeMeeting, around: Around): DueLetter[] {
  return meeting.guests
    .filter(({ role }) => !(role === 'cohost' && around.mailsCohosts))
    .flatMap((guest) => lettersTo(guest, meeting, around))
}

function lettersTo(guest: Guest, meeting: WholeMeeting, { isReady }: Around): DueLetter[] {
  const isOff = meeting.status === 'cancelled'
  if (isOff || guest.isRemoved) {
    // Nobody takes out of a calendar what was never put in.
    if (guest.told === undefined) return []
    const kind = isOff ? 'cancellation' : 'removal'
    return [{ kind, guest, date: undefined, told: undefined }]
  }
  if (!isReady) return []
  const whole = toldOfAll(meeting, guest)
  if (guest.told === undefined) return [{ kind: 'invitation', guest, date: undefined, told: whole }]
  if (guest.told.fingerprint !== whole.fingerprint || isAsUsualAgain(guest.told, whole)) {
    return [{ kind: 'change', guest, date: undefined, told: whole }]
  }
  return dateLetters(guest, guest.told, meeting)
}

/** A date that differed is like the others again: only the whole series says that. */
const isAsUsualAgain = (before: Told, now: Told) =>
  Object.keys(before.exceptions).some((originalStart) => !(originalStart in now.exceptions))

/** Dates that became different since the guest was told, each a letter of its own. */
function dateLetters(guest: Guest, before: Told, meeting: WholeMeeting): DueLetter[] {
  const news = meeting.exceptions.filter(
    (each) => before.exceptions[each.originalStart] !== exceptionText(each),
  )
  if (news.length === 0) return []
  const dates = new Map(
    datesOf(meeting, meeting.exceptions).map((date) => [date.originalStart, date]),
  )
  let told = before
  return news.map((exception) => {
    const { originalStart, moved } = exception
    told = {
      ...told,
      exceptions: { ...told.exceptions, [originalStart]: exceptionText(exception) },
    }
    const date = dates.get(originalStart)
    return { kind: moved ? 'dateMoved' : 'dateCancelled', guest, date, told }
  })
}

function toldOfAll(meeting: WholeMeeting, guest: Guest): Told {
  const exceptions = meeting.exceptions.map((each) => [each.originalStart, exceptionText(each)])
  return { fingerprint: fingerprintFor(meeting, guest), exceptions: Object.fromEntries(exceptions) }
}

/** Who else comes is no news to a guest, and neither is what stands at the provider. */
function fingerprintFor(meeting: WholeMeeting, { role }: Guest): string {
  const { title, description, start, end, zone, recurrence, password, host } = meeting
  const seen = [title, description, start, end, zone, recurrence, password, host.email, role]
  return createHash('sha256').update(JSON.stringify(seen)).digest('hex').slice(0, 32)
}
