import type { Db } from '#database'
import { mayDoWith } from '#identity'
import type { JobDefinition, Schedule } from '#jobs'
import type { Caller, MessageDefinition } from '#pipeline'
import type { Happening } from '#providers'
import { type AccountChoice, accountChoices } from './account-facts.ts'
import { admitJob } from './admit-guest.ts'
import { cancelDefinition, cancelMeeting } from './cancel-meeting.ts'
import { cancelDate, type DateChoice, moveDate } from './change-date.ts'
import { type Changed, type ChangeOrder, changeMeeting } from './change-meeting.ts'
import { accountOf, createMeeting, hostOf } from './create-meeting.ts'
import { datesOf, happening } from './dates.ts'
import { datesAfterChange, type ResetDate } from './dates-after-change.ts'
import { type Examination, examine } from './examine.ts'
import { type FoundPerson, findPeople, type PeopleSearch } from './find-people.ts'
import { guestLink } from './guest-link.ts'
import { decideJoin, type MeetingJoin } from './join.ts'
import { lookJob, takeHappening } from './look-after-room.ts'
import { lookAroundJobs, lookAroundSchedule } from './look-around.ts'
import { makeAgain, setRight } from './make-again.ts'
import type { WholeMeeting } from './meeting.ts'
import { tidy, withSeconds } from './meeting-columns.ts'
import { type Listing, listMeetings, readMeeting } from './meeting-rows.ts'
import type { MeetingNeeds } from './needs.ts'
import { demand } from './policy.ts'
import { roomJob } from './reconcile-room.ts'
import type { AccountFacts, MeetingWish } from './wish.ts'

/** Meetings that people plan with a form, at any provider, with calendar mail of the hub's own. */
export interface Meetings {
  readonly jobs: readonly JobDefinition[]
  readonly schedules: readonly Schedule[]
  readonly messages: readonly MessageDefinition[]
  /** Accounts to choose from, what each can do, and who the caller would be there. */
  options(caller: Caller): Promise<readonly AccountChoice[]>
  findPeople(caller: Caller, search: PeopleSearch): Promise<readonly FoundPerson[]>
  /** What is wrong with a wish and what should be known; stores nothing, asks no provider. */
  preview(caller: Caller, wish: MeetingWish, currentId?: string): Promise<Preview>
  create(caller: Caller, wish: MeetingWish): Promise<{ readonly id: string }>
  read(caller: Caller, id: string): Promise<WholeMeeting | undefined>
  list(caller: Caller, wish: ListWish): Promise<readonly WholeMeeting[]>
  change(caller: Caller, order: ChangeOrder): Promise<Changed>
  moveDate(
    caller: Caller,
    order: DateChoice & { readonly start: string; readonly end: string },
  ): Promise<Changed>
  cancelDate(caller: Caller, choice: DateChoice): Promise<Changed>
  cancel(caller: Caller, id: string): Promise<Changed>
  /** Where somebody deleted it at the provider. */
  makeAgain(caller: Caller, id: string): Promise<Changed>
  /** Where somebody changed it at the provider: what stands in the hub counts. */
  setRight(caller: Caller, id: string): Promise<Changed>
  /** What a vendor's callback told of the meeting itself; false: nothing of ours. */
  takeHappening(configurationId: string, happening: Happening): Promise<boolean>
  /** The caller's own way in; undefined where they are not invited. */
  ownLink(caller: Caller, meeting: WholeMeeting): Promise<string | undefined>
  decideJoin(token: string): Promise<MeetingJoin | undefined>
}

export interface Preview extends Examination {
  readonly account: AccountFacts | undefined
  /** Dates to come that were moved or cancelled, and would follow the rule again. */
  readonly resets: readonly ResetDate[]
}

export type ListWish = Omit<Listing, 'now' | 'mine'> & { readonly scope: 'mine' | 'all' }

export function createMeetings(needs: MeetingNeeds): Meetings {
  const { db, clock } = needs
  return {
    jobs: [
      roomJob(needs),
      admitJob(needs),
      lookJob(needs),
      ...lookAroundJobs(needs),
    ] as readonly JobDefinition[],
    schedules: [lookAroundSchedule],
    messages: [cancelDefinition(needs)],
    async options(caller) {
      demand(caller, 'Read', 'Create', 'Update')
      return await accountChoices(needs, caller)
    },
    async findPeople(caller, search) {
      demand(caller, 'Create', 'Update')
      return await findPeople(db, caller, search)
    },
    async preview(caller, wish, currentId) {
      demand(caller, 'Create', 'Update')
      const current = currentId === undefined ? undefined : await readFor(db, caller, currentId)
      return await preview(needs, tidy(wish), current)
    },
    create: (caller, wish) => createMeeting(needs, caller, wish),
    async read(caller, id) {
      demand(caller, 'Read')
      return await readFor(db, caller, id)
    },
    async list(caller, { scope, ...wish }) {
      demand(caller, 'Read')
      const { userId } = caller
      const mine =
        scope === 'mine' ? { userId, email: (await hostOf(db, userId)).email } : undefined
      return await listMeetings(db, caller, { ...wish, mine, now: clock.now() })
    },
    change: (caller, order) => changeMeeting(needs, caller, order),
    moveDate: (caller, order) =>
      moveDate(needs, caller, {
        ...dateOf(order),
        start: withSeconds(order.start),
        end: withSeconds(order.end),
      }),
    cancelDate: (caller, choice) => cancelDate(needs, caller, dateOf(choice)),
    cancel: (caller, id) => cancelMeeting(needs, caller, id),
    makeAgain: (caller, id) => makeAgain(needs, caller, id),
    setRight: (caller, id) => setRight(needs, caller, id),
    takeHappening: (configurationId, happening) => takeHappening(needs, configurationId, happening),
    async ownLink({ userId }, { guests }) {
      const email = (await hostOf(db, userId)).email?.toLowerCase()
      const own = guests.find((guest) => !guest.isRemoved && guest.email.toLowerCase() === email)
      return own && guestLink(needs, own.id)
    },
    decideJoin: (token) => decideJoin(needs, token),
  }
}

const dateOf = ({ id, originalStart, version }: DateChoice): DateChoice => ({
  id,
  originalStart: withSeconds(originalStart),
  version,
})

/** Somebody else's meeting is as good as none for who may read own ones only. */
async function readFor(db: Db, caller: Caller, id: string): Promise<WholeMeeting | undefined> {
  const isReadable = await mayDoWith(db, caller, 'Read', { table: 'gr_meeting', id })
  return isReadable ? await readMeeting(db, id) : undefined
}

/** `current`: the meeting that the form changes; its running series may keep its start. */
async function preview(
  needs: MeetingNeeds,
  wish: MeetingWish,
  current: WholeMeeting | undefined,
): Promise<Preview> {
  const { account, problems } = await accountOf(needs, wish.configurationId)
  if (account === undefined) return { account, problems, notices: [], dates: [], resets: [] }
  const currentStart = current && datesOf(current)[0]?.startsAt
  const now = needs.clock.now()
  const found = examine(wish, { now, account, currentStart })
  const examined = { ...found, account, problems: [...problems, ...found.problems] }
  if (current === undefined || found.dates.length === 0) return { ...examined, resets: [] }
  const { dates, reset } = datesAfterChange(current, wish)
  const resets = reset.filter(({ endsAt }) => endsAt > now)
  return { ...examined, dates: happening(dates), resets }
}
