/** Where the link of a presenter leads at this moment: as presenter, and earlier than the audience. */
import type { Occasion } from '#events'
import { isCancelled, isStreamed, readOccasion } from '#events'
import type { JoiningRegistrant } from '#providers'
import { enterAs, type JoinDecision, type JoinNeeds, obstacle } from './join.ts'
import { type Presenter, type PresenterPlace, presentersAt } from './presenters.ts'

/** Those who present look after the room before the audience comes. */
const earlyMinutes = 60
const lateMs = 15 * 60_000

export async function decidePresenterJoin(
  needs: JoinNeeds,
  { table, occasionId, personId }: PresenterPlace,
): Promise<JoinDecision> {
  const occasion = await readOccasion(needs.db, table, occasionId)
  if (occasion === undefined || isCancelled(occasion)) return obstacle('event-cancelled', occasion)
  const team = await presentersAt(needs.db, table, occasionId)
  const presenter = team.find(({ id }) => id === personId)
  if (presenter === undefined) return obstacle('registration-cancelled', occasion)
  if (!isStreamed(occasion)) return obstacle('on-site-only', occasion)
  const now = needs.clock.now().getTime()
  if (now > occasion.end.getTime() + lateMs) return obstacle('over', occasion)
  const opens = Math.max(occasion.joinEarlyMinutes, earlyMinutes)
  if (now < occasion.start.getTime() - opens * 60_000) {
    return obstacle('too-early', { ...occasion, joinEarlyMinutes: opens })
  }
  return await enterAs(needs, occasion, asColleague(presenter, occasion))
}

/** The producer hosts; the others get what the vendor has for those who present. */
function asColleague(
  { id, name, email }: Presenter,
  { language, producer }: Occasion,
): JoiningRegistrant {
  const [firstName = name, ...rest] = name.split(' ')
  return {
    idempotencyKey: id,
    firstName,
    lastName: rest.join(' '),
    email,
    company: undefined,
    language: language === undefined ? undefined : String(language),
    role: email.toLowerCase() === producer?.email.toLowerCase() ? 'host' : 'presenter',
    registrantId: undefined,
    joinUrl: undefined,
  }
}
