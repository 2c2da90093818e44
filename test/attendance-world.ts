/**
 * A hub with events, registrations and attendance, without doors: reports come from a list that a
 * test fills, at the instants that a test sets.
 */

import { createAttendance } from '#attendance'
import { movableClock } from '#clock'
import { type Db, withTransaction } from '#database'
import { createEvents } from '#events'
import { mayDo, systemCaller } from '#identity'
import type { JobRun } from '#jobs'
import { silentLog } from '#log'
import { createPipeline, type Values } from '#pipeline'
import type { AttendanceItem, Providers } from '#providers'
import { allRelationships, allTables } from '../src/all-tables.ts'
import { testDatabase } from './database.ts'

export async function attendanceWorld(start: Date) {
  const { db } = await testDatabase()
  const clock = movableClock(start)
  const pipeline = createPipeline({
    ...{ db, tables: allTables, relationships: allRelationships, clock, log: silentLog, mayDo },
    enqueue: async () => undefined,
    secrets: { put: async () => undefined, remove: async () => undefined },
  })
  for (const step of createEvents({ clock, publicUrl: 'https://events.example' }).steps) {
    pipeline.addStep(step)
  }
  async function create(table: string, target: Values): Promise<string> {
    const request = { message: 'Create', table, target, internal: true }
    return (await pipeline.execute(systemCaller, request)).id
  }
  const configurationId = await create('msevtmgt_webinarconfiguration', {
    msevtmgt_name: 'Account',
    msevtmgt_webinarproviderid: await create('msevtmgt_webinarprovider', {
      msevtmgt_name: 'Vendor',
      msevtmgt_maxdurationinminutes: 480,
    }),
  })
  const vendor = new Map<string, readonly AttendanceItem[]>()
  const registrants = new Map<string, string>()
  const providers = {
    openAccount: async () => ({
      definition: { capabilities: { attendance: 'query' } },
      provider: {
        attendance: async (webinarId: string) => ({
          updatedAt: clock.now(),
          items: vendor.get(webinarId) ?? [],
        }),
      },
    }),
  } as unknown as Providers
  const webinarOf = (id: string) => ({ id, configurationId, webinarId: id, isReplaced: false })
  const attendance = createAttendance({
    ...{ db, pipeline, providers, clock },
    directory: {
      webinarsOf: async (_db, occasionId) => [webinarOf(occasionId)],
      occasionOf: async (_db, _configuration, id) => ({
        ...{ table: 'msevtmgt_event', id, webinar: webinarOf(id) },
      }),
      registrationsOf: async (_db, webinar, ids) =>
        new Map(ids.flatMap((id) => pair(id, registrants.get(`${webinar} ${id}`)))),
    },
  })
  for (const message of attendance.messages) pipeline.defineMessage(message)
  const collection = attendance.jobs.find(({ kind }) => kind === 'attendance.collect')
  return {
    ...{ db, clock, pipeline, attendance, create, configurationId },
    /** What the vendor's report says from now on, by event. */
    vendor,
    /** The vendor knows this registration by that id. */
    knowRegistrant(event: string, registrantId: string, registrationId: string): void {
      registrants.set(`${event} ${registrantId}`, registrationId)
    },
    /** The collection's job, now. */
    async collect(event: string): Promise<void> {
      const payload = { table: 'msevtmgt_event' as const, id: event }
      const result = await collection?.run({ payload, db } as unknown as JobRun<never>)
      const complete = result?.complete
      if (complete !== undefined) await withTransaction(db as Db, (tx) => complete(tx))
    },
  }
}

const pair = (id: string, found: string | undefined): [string, string][] =>
  found === undefined ? [] : [[id, found]]
