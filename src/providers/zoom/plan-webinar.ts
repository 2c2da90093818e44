/** Creating and changing a meeting or webinar at Zoom, with those who present. */
import type { Account, Person, Webinar, WebinarPlan } from '../contract.ts'
import { allPages } from '../pages.ts'
import { ProviderError } from '../provider-error.ts'
import * as client from './client.ts'
import { changesOf, referenceOf, toMeetingBody, toWebinar } from './mapping.ts'
import { refuseOtherDates, toZoomTime } from './recurrence.ts'
import { choicesOf, type Kind } from './settings.ts'
import type { ListedMeeting, MeetingBody, MeetingReply } from './wire.ts'

/** A licensed user, who alone may be an alternative host. */
const licensed = 2

/** As many panelists as Zoom takes at once. */
const mostPanelists = 30

/**
 * Zoom makes another meeting of every POST. So what the host has is looked through first: an
 * earlier attempt whose answer was lost is found by its reference.
 */
export async function createWebinar(account: Account, plan: WebinarPlan): Promise<Webinar> {
  const choices = choicesOf(account)
  const { kind } = choices
  const body = toMeetingBody(kind, plan, choices, await hostsOf(account, kind, plan))
  const earlier = await findEarlier(account, kind, plan)
  if (earlier !== undefined)
    return await updateWebinar(account, { kind, id: String(earlier.id) }, plan)
  const reply = client.readMeeting(await client.askNewMeeting(account, kind, body))
  const meeting = { kind, id: String(reply.id) }
  await takeBackUnless(account, meeting, () => refuseOtherDates(plan, reply, account.clock.now()))
  await matchPanelists(account, meeting, plan)
  return toWebinar(kind, reply)
}

/** A meeting on other dates than people are told must not stay. */
async function takeBackUnless(
  account: Account,
  meeting: client.Meeting,
  check: () => void,
): Promise<void> {
  try {
    check()
  } catch (error) {
    client.readDeletion(await client.askDeletion(account, meeting))
    throw error
  }
}

export async function updateWebinar(
  account: Account,
  meeting: client.Meeting,
  plan: WebinarPlan,
): Promise<Webinar> {
  const { kind } = meeting
  const body = toMeetingBody(kind, plan, choicesOf(account), await hostsOf(account, kind, plan))
  const found = client.readMeeting(await client.askMeeting(account, meeting))
  const changes = changesOf(found, body)
  const reply = await change(account, meeting, found, changes)
  if (changes.start_time !== undefined) refuseOtherDates(plan, reply, account.clock.now())
  await matchPanelists(account, meeting, plan)
  return toWebinar(kind, reply)
}

/** A change is answered without content; another password is in another join link. */
async function change(
  account: Account,
  meeting: client.Meeting,
  found: MeetingReply,
  changes: Partial<MeetingBody>,
): Promise<MeetingReply> {
  if (Object.keys(changes).length === 0) return found
  client.readDone(await client.askChange(account, meeting, changes))
  return client.readMeeting(await client.askMeeting(account, meeting))
}

async function findEarlier(
  account: Account,
  kind: Kind,
  plan: WebinarPlan,
): Promise<MeetingReply | undefined> {
  const pages = await allPages(client.providerId, async (cursor) => {
    const reply = client.readMeetings(await client.askMeetings(account, kind, cursor))
    return { items: reply[kind] ?? [], next: reply.next_page_token || undefined }
  })
  const candidates = pages.flatMap(({ items }) => items).filter((item) => mayBe(item, plan))
  for (const { id } of candidates) {
    const found = client.readMeeting(await client.askMeeting(account, { kind, id: String(id) }))
    if (found.agenda?.includes(referenceOf(plan))) return found
  }
  return undefined
}

/** Lists shorten agendas to 250 characters, so a long one is no proof that the reference is missing. */
const listedAgenda = 250

function mayBe({ topic, start_time, agenda = '' }: ListedMeeting, plan: WebinarPlan): boolean {
  if (agenda.includes(referenceOf(plan))) return true
  if (agenda.length < listedAgenda) return false
  return topic === plan.title || start_time === toZoomTime(plan.start)
}

const teamOf = ({ producer, presenters }: WebinarPlan): readonly Person[] =>
  producer === undefined ? presenters : [producer, ...presenters]

/**
 * Meetings know alternative hosts only, and refuse the whole meeting for one that is no licensed
 * user of the account. So each is looked up, and the others join like everybody.
 */
async function hostsOf(account: Account, kind: Kind, plan: WebinarPlan): Promise<string[]> {
  if (kind === 'webinars') return []
  const hosts: string[] = []
  for (const email of new Set(teamOf(plan).map((person) => person.email.toLowerCase()))) {
    if (email === choicesOf(account).host.toLowerCase()) continue
    if (await isLicensed(account, email)) hosts.push(email)
  }
  return hosts
}

async function isLicensed(account: Account, email: string): Promise<boolean> {
  try {
    return client.readUser(await client.askUser(account, email)).type === licensed
  } catch (error) {
    if (!isOfAnotherAccount(error)) throw error
    account.log.info('A presenter is no user of the Zoom account and joins like an attendee')
    return false
  }
}

/** 1010: Zoom knows the person, but not in this account. */
const isOfAnotherAccount = (error: unknown) =>
  error instanceof ProviderError && (error.kind === 'not-found' || error.vendorCode === '1010')

/** Those of the plan and nobody else: who does not present any more loses the link. */
async function matchPanelists(
  account: Account,
  meeting: client.Meeting,
  plan: WebinarPlan,
): Promise<void> {
  if (meeting.kind === 'meetings') return
  const team = new Map(teamOf(plan).map((person) => [person.email.toLowerCase(), person]))
  const { panelists } = client.readPanelists(await client.askPanelists(account, meeting))
  const known = new Set(panelists.map(({ email }) => email.toLowerCase()))
  const missing = [...team].filter(([email]) => !known.has(email)).map(([, person]) => person)
  for (let from = 0; from < missing.length; from += mostPanelists) {
    const some = missing.slice(from, from + mostPanelists)
    const added = some.map(({ name, email }) => ({ name, email }))
    client.readDone(await client.askNewPanelists(account, meeting, added))
  }
  for (const { id, email } of panelists) {
    if (team.has(email.toLowerCase())) continue
    client.readDeletion(await client.askPanelistRemoval(account, meeting, id))
  }
}
