import { sql } from 'kysely'
import { type Db, withTransaction } from '#database'
import { enqueue } from '#jobs'
import type { Caller } from '#pipeline'
import { accountFacts, obstacleTo } from './account-facts.ts'
import { type Examination, examine } from './examine.ts'
import { tidy, visibleColumns } from './meeting-columns.ts'
import type { MeetingNeeds } from './needs.ts'
import { demand } from './policy.ts'
import { roomRequest } from './reconcile-room.ts'
import { refusals } from './refusals.ts'
import { meetingStatus } from './tables.ts'
import type { AccountFacts, MeetingWish, Remark } from './wish.ts'
import { guestRequests, wantedGuests, writeAll } from './write-guests.ts'

/**
 * Plans a meeting. The UID stands in the row before anybody outside hears of the meeting; the
 * provider is told by a job, and guests are written to once it has the meeting.
 * @throws `meeting-impossible` with the field as `input`, `not-allowed`
 */
export async function createMeeting(
  needs: MeetingNeeds,
  caller: Caller,
  given: MeetingWish,
): Promise<{ readonly id: string }> {
  demand(caller, 'Create')
  const wish = tidy(given)
  const account = await requireAccount(needs, wish.configurationId)
  requirePossible(examine(wish, { now: needs.clock.now(), account }))
  const host = await hostOf(needs.db, caller.userId)
  const id = crypto.randomUUID()
  await withTransaction(needs.db, async (tx) => {
    await needs.pipeline.executeIn(tx, caller, {
      message: 'Create',
      table: 'gr_meeting',
      id,
      internal: true,
      target: {
        ...visibleColumns(wish, []),
        gr_webinarconfigurationid: wish.configurationId,
        // RFC 7986 §5.3: unique, and nothing personal in it.
        gr_uid: `${id}@${new URL(needs.publicUrl).hostname}`,
        gr_sequence: 0,
        gr_status: meetingStatus.waiting.value,
        gr_host: caller.userId,
        gr_hostname: host.name ?? null,
        gr_hostemail: host.email ?? null,
      },
    })
    const guests = guestRequests(id, [], wantedGuests(wish, host))
    await writeAll(needs.pipeline, tx, caller, guests)
    await enqueue(tx, [roomRequest(id)], needs.clock.now())
  })
  return { id }
}

/** Who plans, as letters name them. The hub's own user has no address: its mailbox invites then. */
export async function hostOf(
  db: Db,
  userId: string,
): Promise<{ readonly name: string | undefined; readonly email: string | undefined }> {
  const { rows } = await sql<{ name: string | null; email: string | null }>`
    select fullname as name, internalemailaddress as email from systemuser
    where systemuserid = ${userId}`.execute(db)
  return { name: rows[0]?.name ?? undefined, email: rows[0]?.email ?? undefined }
}

/** An account that cannot be used now is no place for a meeting. */
async function requireAccount(needs: MeetingNeeds, configurationId: string): Promise<AccountFacts> {
  const { account, problems } = await accountOf(needs, configurationId)
  if (account === undefined || problems[0] !== undefined) throw impossible(problems)
  return account
}

/** The account, and why nothing can be planned on it now. */
export async function accountOf(
  needs: MeetingNeeds,
  configurationId: string,
): Promise<{ readonly account: AccountFacts | undefined; readonly problems: readonly Remark[] }> {
  const field = 'configurationId'
  const account = await accountFacts(needs, configurationId)
  if (account === undefined) {
    return { account, problems: [{ field, message: 'There is no such account. Choose another.' }] }
  }
  const message = await obstacleTo(needs.providers, configurationId)
  return { account, problems: message === undefined ? [] : [{ field, message }] }
}

/** @throws `meeting-impossible` */
export function requirePossible({ problems }: Pick<Examination, 'problems'>): void {
  if (problems.length > 0) throw impossible(problems)
}

export function impossible([first]: readonly Remark[]): Error {
  const { field, message } = first ?? { field: 'body', message: 'It cannot be planned.' }
  return refusals['meeting-impossible']({ problem: message }, { input: field })
}
