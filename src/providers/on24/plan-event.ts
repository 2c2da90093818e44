/** Creating, changing and removing events at ON24. */
import type { Webinar, WebinarPlan } from '../contract.ts'
import { ProviderError } from '../provider-error.ts'
import * as client from './client.ts'
import { isGone, isKept } from './errors.ts'
import {
  chooseLanguage,
  durationOf,
  type LanguageChoice,
  tagOf,
  toEvent,
  toNewEvent,
  toPlannedWebinar,
  toWebinar,
} from './mapping.ts'
import type { EventReply } from './wire.ts'

/** A job that was interrupted is repeated within hours; a day more than that is looked through. */
const lookBackMs = 48 * 3_600_000
const aheadMs = 3_600_000

/** ON24 keeps no key of ours, so the event of an interrupted first time is looked for by its tag. */
export async function createEvent(opened: client.Client, plan: WebinarPlan): Promise<Webinar> {
  durationOf(plan)
  const earlier = await findEvent(opened, tagOf(plan.idempotencyKey))
  if (earlier !== undefined) return toWebinar(earlier)
  const form = toNewEvent(plan, await languageOf(opened, plan))
  return toPlannedWebinar(client.readPlanned(await client.askNewEvent(opened, form)))
}

/** Without subaccounts the list comes whole. */
async function findEvent(opened: client.Client, tag: string): Promise<EventReply | undefined> {
  const now = opened.account.clock.now().getTime()
  const exchange = await client.askEvents(opened, {
    dateFilterMode: 'creation',
    startDate: timeOf(now - lookBackMs),
    endDate: timeOf(now + aheadMs),
    filterOrder: 'desc',
  })
  return client.readEvents(exchange).events.find(({ tags }) => tags?.includes(tag))
}

const timeOf = (milliseconds: number) =>
  `${new Date(milliseconds).toISOString().slice(0, 19)}+00:00`

export async function changeEvent(
  opened: client.Client,
  eventId: string,
  plan: WebinarPlan,
): Promise<Webinar> {
  durationOf(plan)
  const form = toEvent(plan, await languageOf(opened, plan))
  return toPlannedWebinar(client.readPlanned(await client.askChangedEvent(opened, eventId, form)))
}

const english: LanguageChoice = { languageCd: 'en', countryCd: undefined }

/** The console of the audience; a language that ON24 does not have is no reason not to hold it. */
async function languageOf(
  opened: client.Client,
  { language }: WebinarPlan,
): Promise<LanguageChoice> {
  if (language === undefined || language === 'en') return english
  const codes = client.readLanguages(await client.askLanguages(opened))
  return chooseLanguage(language, codes) ?? english
}

/**
 * An event with an audience is not deleted by ON24. Then at least nobody can register there any
 * more, and a person is told to remove it.
 */
export async function deleteEvent(opened: client.Client, eventId: string): Promise<void> {
  const exchange = await client.askEventDeletion(opened, eventId)
  if (isGone(exchange)) return
  if (!isKept(exchange)) return client.readManaged(exchange)
  const closing = await client.askChangedEvent(opened, eventId, { enableRegistration: 'N' })
  client.readManaged(closing)
  throw new ProviderError('rejected', {
    provider: client.providerId,
    status: exchange.response.status,
    message:
      'ON24 does not delete this event, which has begun or has an audience already. Its registration is closed now; remove the event in ON24 by hand.',
  })
}
