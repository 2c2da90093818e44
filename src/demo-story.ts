/** The story that the demo plays: over HTTP where a person would, with the clock moved forward. */
import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import { localOf } from '#calendar'
import { systemClock } from '#clock'
import type { Settings } from '#config'
import { format, goLive } from '#events'
import { systemCaller } from '#identity'
import { verdict } from '#registrations'
import {
  afternoonIn,
  connectTwin,
  create,
  localAddress,
  minute,
  readRow,
  type Stage,
  until,
  zone,
} from './demo-acts.ts'
import { holdSideEvents, planSideEvents, tellSideVerdicts } from './demo-side-events.ts'
import type { RunningHub } from './serve.ts'

const people = [
  { firstName: 'Ada', lastName: 'Lovelace', email: 'ada@example.org', did: 'stayed to the end' },
  {
    firstName: 'Grace',
    lastName: 'Hopper',
    email: 'grace@example.org',
    did: 'stayed for ten minutes',
  },
  { firstName: 'Alan', lastName: 'Turing', email: 'alan@example.org', did: 'did not come' },
] as const

export async function playStory(stage: Stage, start: Date): Promise<void> {
  const configurationId = await connectAccount(stage)
  const event = await publishEvent(stage, configurationId, start)
  const sideEvents = await planSideEvents(stage, event)
  const registrations = await registerEverybody(stage, event)
  await readMail(stage, registrations)
  await joinTooEarly(stage, registrations)
  await holdWebinar(stage, event, registrations)
  await holdSideEvents(stage, event, sideEvents)
  await decide(stage, event, registrations)
  await correctLater(stage, event, registrations)
  await tellSideVerdicts(stage, sideEvents)
  stage.clock.moveTo(systemClock.now())
  await inviteReader(stage, configurationId)
}

async function connectAccount(stage: Stage): Promise<string> {
  const { twins, settings, tell } = stage
  const [twin] = twins.all
  if (twin === undefined) throw new Error('No simulator is running.')
  const { configurationId, check } = await connectTwin(stage, twin, {
    provider: 'Example Webinars',
    configuration: 'Our account',
  })
  const page = `${settings.publicUrl}/admin/configurations/${configurationId}`
  tell.step('A provider record: a vendor that speaks the Webinar Extension API', twin.url)
  tell.step('Consent to its terms is recorded, and a configuration is made', page)
  tell.step(`Authenticate and Verify: ${check}`, page)
  return configurationId
}

interface DemoEvent {
  readonly id: string
  readonly readableId: string
  readonly start: Date
  readonly end: Date
}

async function publishEvent(
  { hub, settings, tell }: Stage,
  configurationId: string,
  start: Date,
): Promise<DemoEvent> {
  const end = new Date(start.getTime() + 45 * minute)
  const id = await create(hub, 'msevtmgt_event', {
    msevtmgt_name: 'Attendance you can defend',
    msevtmgt_description:
      'How evidence becomes a verdict: one hour after the end, everybody knows.',
    msevtmgt_eventstartdate: localOf(start, zone),
    msevtmgt_eventenddate: localOf(end, zone),
    gr_timezone: zone,
    msevtmgt_eventformat: format.webinar.value,
    msevtmgt_webinarconfigurationid: configurationId,
    msevtmgt_maximumeventcapacity: 100,
    gr_attendanceminutes: 30,
  })
  await goLive(hub.pipeline.execute, systemCaller, 'msevtmgt_event', id)
  const row = await until('the webinar to be created', async () => {
    const found = await readRow(hub, 'msevtmgt_event', id)
    return found.msevtmgt_webinarstatus === 'Created' ? found : undefined
  })
  const readableId = String(row.msevtmgt_readableeventid)
  tell.step(
    'An event goes live; the provider creates the webinar',
    `${settings.publicUrl}/e/${readableId}`,
  )
  return { id, readableId, start, end }
}

/** One more event that is still to come, for whoever reads the story. */
async function inviteReader(
  { hub, clock, settings, tell }: Stage,
  configurationId: string,
): Promise<void> {
  const start = afternoonIn(clock.now(), 7)
  const id = await create(hub, 'msevtmgt_event', {
    msevtmgt_name: 'Your turn',
    msevtmgt_description:
      'Register here, find your mail in the console, and follow your own registration.',
    msevtmgt_eventstartdate: localOf(start, zone),
    msevtmgt_eventenddate: localOf(new Date(start.getTime() + 60 * minute), zone),
    gr_timezone: zone,
    msevtmgt_eventformat: format.webinar.value,
    msevtmgt_webinarconfigurationid: configurationId,
    msevtmgt_maximumeventcapacity: 100,
  })
  await goLive(hub.pipeline.execute, systemCaller, 'msevtmgt_event', id)
  const row = await readRow(hub, 'msevtmgt_event', id)
  tell.step(
    'Your turn: an event that is still to come',
    `${settings.publicUrl}/e/${row.msevtmgt_readableeventid}`,
  )
}

interface DemoRegistration {
  readonly id: string
  readonly person: (typeof people)[number]
  readonly joinLink: string
}

async function registerEverybody(
  { hub, settings, tell }: Stage,
  event: DemoEvent,
): Promise<DemoRegistration[]> {
  const registrations: DemoRegistration[] = []
  for (const person of people) {
    const id = await registerOnSite(hub, settings, event, person)
    registrations.push({ id, person, joinLink: hub.registrations.joinLink(id) })
  }
  const first = registrations[0] as DemoRegistration
  tell.step(
    `${people.map((each) => each.firstName).join(', ')} register on the event site; each gets one join link`,
    `${settings.publicUrl}/r/${hub.registrations.personalToken(first.id)}`,
  )
  await until('all registrations to reach the provider', async () => {
    const rows = await Promise.all(
      registrations.map(({ id }) => readRow(hub, 'msevtmgt_eventregistration', id)),
    )
    return rows.every((row) => row.gr_joinurl !== null) ? rows : undefined
  })
  tell.step(
    'The provider knows all of them and gave each a personal link',
    `${settings.publicUrl}/admin/events/${event.id}`,
  )
  return registrations
}

/** Fills in the public form as a browser without JavaScript does. */
async function registerOnSite(
  hub: RunningHub,
  settings: Settings,
  event: DemoEvent,
  person: (typeof people)[number],
): Promise<string> {
  const address = `${localAddress(settings)}/e/${event.readableId}`
  const page = await (await fetch(address)).text()
  const form = new URLSearchParams()
  for (const [, name, value] of page.matchAll(
    /<input[^>]*type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"/g,
  )) {
    form.set(name as string, (value as string).replaceAll('&#38;', '&'))
  }
  for (const name of ['firstName', 'lastName', 'email'] as const) form.set(name, person[name])
  const action = /<form[^>]*method="post"[^>]*action="([^"]+)"/.exec(page)?.[1] ?? address
  await wait(1_100)
  const answer = await fetch(new URL(action, address), {
    method: 'POST',
    body: form,
    redirect: 'manual',
    headers: { origin: settings.publicUrl },
  })
  const isMade = answer.headers.get('location')?.includes('/r/') === true
  const id = isMade ? await registrationOf(hub, event, person.email) : undefined
  if (id === undefined)
    throw new Error(`Registering answered ${answer.status}: ${await answer.text()}`)
  return id
}

async function registrationOf(
  { database }: RunningHub,
  event: DemoEvent,
  email: string,
): Promise<string | undefined> {
  const { rows } = await sql<{ id: string }>`
    select r.msevtmgt_eventregistrationid as id from msevtmgt_eventregistration r
    join contact c on c.contactid = r.msevtmgt_contactid
    where r.msevtmgt_eventid = ${event.id} and c.emailaddress1 = ${email}`.execute(database.db)
  return rows[0]?.id
}

async function readMail(
  { hub, settings, tell }: Stage,
  registrations: readonly DemoRegistration[],
): Promise<void> {
  const first = registrations[0] as DemoRegistration
  const id = await until('the confirmation mail', async () => {
    const { rows } = await sql<{ id: string }>`
      select gr_mailid as id from gr_mail where registrationid = ${first.id}`.execute(
      hub.database.db,
    )
    return rows[0]?.id
  })
  tell.step(
    'The confirmation, with a calendar file and the link',
    `${settings.publicUrl}/admin/mails/${id}`,
  )
}

async function joinTooEarly(
  { settings, tell }: Stage,
  registrations: readonly DemoRegistration[],
): Promise<void> {
  const { joinLink } = registrations[0] as DemoRegistration
  const answer = await fetch(joinLink.replace(settings.publicUrl, localAddress(settings)), {
    redirect: 'manual',
  })
  tell.step(
    `A day too early the link answers ${answer.status} with a page that says when it opens`,
    joinLink,
  )
}

async function holdWebinar(
  { hub, twins, clock, settings, tell }: Stage,
  event: DemoEvent,
  registrations: readonly DemoRegistration[],
): Promise<void> {
  clock.moveTo(new Date(event.start.getTime() - 5 * minute))
  // A day has passed: the vendor's short-lived token is renewed on the way.
  const [ada, grace] = registrations as readonly [
    DemoRegistration,
    DemoRegistration,
    DemoRegistration,
  ]
  const answer = await fetch(ada.joinLink.replace(settings.publicUrl, localAddress(settings)), {
    redirect: 'manual',
  })
  tell.step(
    `Five minutes before the start the same link leads into the webinar (${answer.status})`,
    answer.headers.get('location') ?? ada.joinLink,
  )
  const { control } = twins.webinarExtension
  const registrantOf = async (each: DemoRegistration) =>
    String(
      (await readRow(hub, 'msevtmgt_eventregistration', each.id)).msevtmgt_webinarregistrationid,
    )
  control.attend(await registrantOf(ada), {
    join: event.start,
    leave: event.end,
    questionsAsked: 2,
  })
  control.attend(await registrantOf(grace), {
    join: event.start,
    leave: new Date(event.start.getTime() + 10 * minute),
  })
  tell.step(
    'Ada stays to the end, Grace for ten minutes, Alan does not come (30 minutes are asked for)',
  )
}

async function decide(
  { hub, clock, settings, tell }: Stage,
  event: DemoEvent,
  registrations: readonly DemoRegistration[],
): Promise<void> {
  const verdicts = await verdictsAfter({ hub, clock }, event.end, registrations, (values) =>
    values.every((value) => value !== verdict.pending.value),
  )
  tell.step(
    'After the end the provider is asked every five minutes; its list has come:',
    `${settings.publicUrl}/admin/events/${event.id}`,
  )
  for (const [index, { id, person }] of registrations.entries()) {
    tell.step(
      `${person.firstName} ${person.did}: ${labelOf(verdicts[index])}`,
      `${settings.publicUrl}/admin/registrations/${id}`,
    )
  }
}

async function correctLater(
  { hub, twins, clock, settings, tell }: Stage,
  event: DemoEvent,
  registrations: readonly DemoRegistration[],
): Promise<void> {
  const grace = registrations[1] as DemoRegistration
  const { control } = twins.webinarExtension
  const row = await readRow(hub, 'msevtmgt_eventregistration', grace.id)
  const stay = control
    .stays()
    .find((each) => each.registrationId === row.msevtmgt_webinarregistrationid)
  if (stay === undefined) throw new Error('The simulator has no stay to correct.')
  control.correctAttendance(stay.stayId, { leave: new Date(event.start.getTime() + 40 * minute) })
  await verdictsAfter(
    { hub, clock },
    clock.now(),
    [grace],
    ([value]) => value === verdict.completed.value,
  )
  tell.step(
    'The provider corrects its report: Grace stayed forty minutes. The verdict changes, the history shows both',
    `${settings.publicUrl}/admin/registrations/${grace.id}`,
  )
}

/** Lets five minutes pass at a time, as often as the hub looks, until the verdicts are there. */
async function verdictsAfter(
  { hub, clock }: Pick<Stage, 'hub' | 'clock'>,
  since: Date,
  registrations: readonly DemoRegistration[],
  isDone: (values: unknown[]) => boolean,
): Promise<unknown[]> {
  for (let minutes = 1; minutes <= 61; minutes += 5) {
    clock.moveTo(new Date(since.getTime() + minutes * minute))
    await wait(1_500)
    const rows = await Promise.all(
      registrations.map(({ id }) => readRow(hub, 'msevtmgt_eventregistration', id)),
    )
    const values = rows.map((row) => row.gr_verdict)
    if (isDone(values)) return values
  }
  throw new Error(
    'An hour after the end there is still no verdict; /admin/jobs shows what is stuck.',
  )
}

function labelOf(value: unknown): string {
  return (
    Object.values(verdict)
      .find((option) => option.value === value)
      ?.label.toLowerCase() ?? 'pending'
  )
}
