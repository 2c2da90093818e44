/** One event at a glance: its webinar, counts, links, and what is missing before it goes live. */
import { general } from '#errors'
import {
  type EventRow,
  eventWindow,
  format,
  goLiveShortcomings,
  isOnline,
  publishStatus,
  readEvent,
  zoneOf,
} from '#events'
import { mayDoWith } from '#identity'
import type { Caller } from '#pipeline'
import { serviceStatus } from '#providers'
import { refusalOfEvent } from '#registrations'
import { failedJobsOfEvent } from './console-rows.ts'
import type { OverviewAnswer } from './event-answers.ts'
import { countsOf, factsOf, type OverviewFacts } from './event-overview-rows.ts'
import type { ConsoleNeeds } from './needs.ts'

/** As the caller may see it. @throws `not-found` */
export async function overviewOf(
  o: Pick<ConsoleNeeds, 'db' | 'clock' | 'publicUrl'>,
  caller: Caller,
  id: string,
): Promise<OverviewAnswer> {
  const now = o.clock.now()
  const event = await readEvent(o.db, id)
  const facts = await factsOf(o.db, id)
  if (event === undefined || facts === undefined) {
    throw general['not-found']({ what: 'event', id })
  }
  // Who opens that link is the host: it is for those who may change the event.
  const mayHost = await mayDoWith(o.db, caller, 'Update', { table: 'msevtmgt_event', id })
  const { start, end } = eventWindow(event)
  const failedJobs = (await failedJobsOfEvent(o.db, id)).length
  return {
    id,
    zone: zoneOf(event),
    start: start.toISOString(),
    end: end.toISOString(),
    publicLink: event.msevtmgt_publiceventurl,
    checkInLink: `${o.publicUrl}/checkin/${event.msevtmgt_readableeventid ?? id}`,
    webinar: { ...webinarOf(event, facts, failedJobs), hostUrl: mayHost ? facts.hostUrl : null },
    counts: await countsOf(o.db, id),
    missing: isSettled(event)
      ? []
      : await goLiveShortcomings(o.db, 'msevtmgt_event', { ...event }, now),
    advice: isSettled(event) ? [] : adviceOn(event, facts),
    registration: registrationOf(event, id, now),
  }
}

/** Of what is live or cancelled nothing is missing before it is published. */
function isSettled({ msevtmgt_publishstatus: status }: EventRow): boolean {
  return status === publishStatus.live.value || status === publishStatus.cancelled.value
}

function webinarOf(
  event: EventRow,
  facts: OverviewFacts,
  failedJobs: number,
): Omit<OverviewAnswer['webinar'], 'hostUrl'> {
  return {
    wanted: isOnline(event.msevtmgt_eventformat) && event.msevtmgt_webinarconfigurationid !== null,
    operation: facts.webinarOperation,
    status: facts.webinarStatus,
    reason: facts.webinarReason,
    joinUrl: facts.joinUrl,
    accountName: facts.accountName,
    accountStatus: statusLabel(facts.accountStatus),
    accountMessage: facts.accountMessage,
    failedJobs,
  }
}

function statusLabel(status: number | null): string | null {
  return Object.values(serviceStatus).find(({ value }) => value === status)?.label ?? null
}

function registrationOf(event: EventRow, id: string, now: Date): OverviewAnswer['registration'] {
  const refusal = refusalOfEvent({ ...event, sellsPasses: false, asksQuestions: false }, id, now)
  return { open: refusal === undefined, refusal: refusal?.sentence ?? null }
}

const noWebsite = 192350003

/** Nothing here keeps an event from going live; people ask for it afterwards. */
function adviceOn(event: EventRow, facts: OverviewFacts): OverviewAnswer['advice'] {
  const found: { code: string; sentence: string }[] = []
  const add = (when: boolean, code: string, sentence: string) => {
    if (when) found.push({ code, sentence })
  }
  add(facts.draftSessions > 0, 'draft-sessions', `${facts.draftSessions} sessions are drafts`)
  add(!event.msevtmgt_description, 'no-description', 'it has no description')
  add(event.msevtmgt_maximumeventcapacity === null, 'no-capacity', 'it has no limit of seats')
  add(facts.speakers === 0, 'no-speakers', 'nobody is named as a speaker')
  add(!facts.hasPicture, 'no-picture', 'it has no picture')
  add(
    event.msevtmgt_eventformat !== format.webinar.value &&
      event.msevtmgt_building === null &&
      event.msevtmgt_primaryvenue === null,
    'no-place',
    'it takes place on site, but no building or venue is named',
  )
  add(
    event.msevtmgt_websitepreference === noWebsite,
    'no-website',
    'the public site does not show it',
  )
  return found
}
