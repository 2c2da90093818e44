/** The same afternoon on every other provider: one event each, one person who comes and one who does not. */
import { setTimeout as wait } from 'node:timers/promises'
import { localOf } from '#calendar'
import { format, goLive } from '#events'
import { systemCaller } from '#identity'
import { verdict } from '#registrations'
import type { RunningTwin } from '#twins'
import {
  connectTwin,
  create,
  localAddress,
  minute,
  readRow,
  type Stage,
  until,
  zone,
} from './demo-acts.ts'

interface Hours {
  readonly start: Date
  readonly end: Date
}

export interface SideEvent {
  readonly twin: RunningTwin
  readonly eventId: string
  readonly there: string
  readonly absent: string
}

export async function planSideEvents(stage: Stage, hours: Hours): Promise<readonly SideEvent[]> {
  const others = stage.twins.all.slice(1)
  const events = await Promise.all(others.map((twin) => planSideEvent(stage, twin, hours)))
  const { settings, tell } = stage
  tell.step(
    `The same hour on ${listOf(events)}: an account and an event on each, two people registered`,
    `${settings.publicUrl}/admin/events`,
  )
  return events
}

const listOf = (events: readonly SideEvent[]) => events.map(({ twin }) => twin.name).join(', ')

async function planSideEvent(
  stage: Stage,
  twin: RunningTwin,
  { start, end }: Hours,
): Promise<SideEvent> {
  const { hub } = stage
  const names = { provider: twin.name, configuration: `Our ${twin.name}` }
  const { configurationId } = await connectTwin(stage, twin, names)
  const eventId = await create(hub, 'msevtmgt_event', {
    msevtmgt_name: `The same on ${twin.name}`,
    msevtmgt_eventstartdate: localOf(start, zone),
    msevtmgt_eventenddate: localOf(end, zone),
    gr_timezone: zone,
    msevtmgt_eventformat: format.webinar.value,
    msevtmgt_webinarconfigurationid: configurationId,
    gr_attendanceminutes: 30,
  })
  await goLive(hub.pipeline.execute, systemCaller, 'msevtmgt_event', eventId)
  const { registrations } = await hub.registrations.register(systemCaller, {
    eventId,
    attendees: [
      { firstName: 'Ada', lastName: 'Lovelace', email: 'ada@example.org' },
      { firstName: 'Alan', lastName: 'Turing', email: 'alan@example.org' },
    ],
  })
  const [there, absent] = registrations.map(({ registrationId }) => registrationId)
  if (there === undefined || absent === undefined) throw new Error('Nobody was registered.')
  await until(`${twin.name} to know the registrations`, async () => {
    const row = await readRow(hub, 'msevtmgt_eventregistration', there)
    return row.msevtmgt_webinarregistrationid ?? undefined
  })
  return { twin, eventId, there, absent }
}

/** Ada follows her link on each, stays for forty minutes, and the hosts end the webinars. */
export async function holdSideEvents(
  stage: Stage,
  { start }: Hours,
  events: readonly SideEvent[],
): Promise<void> {
  const { clock, tell, hub } = stage
  clock.moveTo(start)
  const leaving = await Promise.all(events.map((event) => enter(stage, event)))
  clock.moveTo(new Date(start.getTime() + 40 * minute))
  await Promise.all(leaving.map((leave) => leave()))
  for (const { twin, eventId } of events) {
    twin.end(String((await readRow(hub, 'msevtmgt_event', eventId)).msevtmgt_webinarid))
  }
  tell.step(`Ada joins on ${listOf(events)} by her links too and stays for forty minutes`)
}

const ada = { name: 'Ada Lovelace', email: 'ada@example.org' }

/** Opens the room behind the join link and says, as the script of its page does, that she is there. */
async function enter({ hub, settings }: Stage, event: SideEvent): Promise<() => Promise<void>> {
  const link = hub.registrations.joinLink(event.there)
  const first = await fetch(link.replace(settings.publicUrl, localAddress(settings)))
  const body = event.twin.door?.(ada)
  const page = body === undefined ? first : await fetch(first.url, { method: 'POST', body })
  const path = /data-stays="([^"]+)"/.exec(await page.text())?.[1]
  if (path === undefined) throw new Error(`${event.twin.name} shows no room behind the join link.`)
  const stays = new URL(path, page.url).href
  const answer = await fetch(stays, { method: 'POST' })
  const { stayId } = (await answer.json()) as { stayId: string }
  return async () => {
    await fetch(`${stays}/${stayId}/leave`, { method: 'POST' })
  }
}

export async function tellSideVerdicts(stage: Stage, events: readonly SideEvent[]): Promise<void> {
  const { settings, tell } = stage
  await Promise.all(events.map((event) => decided(stage, event)))
  tell.step(
    `On ${listOf(events)} Ada completed and Alan failed, each by the evidence of its provider`,
    `${settings.publicUrl}/admin/events`,
  )
}

/** Reports of some vendors come later than others: the hub asks every five minutes, or when they say. */
async function decided({ hub, clock }: Stage, { twin, there, absent }: SideEvent): Promise<void> {
  for (let looks = 0; looks < 30; looks += 1) {
    const rows = await Promise.all(
      [there, absent].map((id) => readRow(hub, 'msevtmgt_eventregistration', id)),
    )
    const [ada, alan] = rows.map(({ gr_verdict: value }) => value)
    if (ada === verdict.completed.value && alan === verdict.failed.value) return
    clock.advance(5 * minute)
    await wait(700)
  }
  throw new Error(
    `${twin.name}: two hours and a half after the end there is no verdict; see /admin/jobs.`,
  )
}
