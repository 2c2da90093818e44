/** Real check-ins on a test database, whose own pipeline knows nothing of attendance. */
import { type Attendance, tables as attendanceTables, createAttendance } from '#attendance'
import { tables as contactTables } from '#contacts'
import type { Table } from '#database'
import { tables as eventTables } from '#events'
import { tables as identityTables, mayDo } from '#identity'
import { silentLog } from '#log'
import { createPipeline } from '#pipeline'
import { tables as providerTables } from '#providers'
import { tables as registrationTables } from '#registrations'
import type { EventWorld } from './event-world.ts'

export function checkInOn({
  db,
  clock,
  jobs,
}: Pick<EventWorld, 'db' | 'clock' | 'jobs'>): Attendance['checkIn'] {
  const pipeline = createPipeline({
    db,
    tables: Object.values({
      ...identityTables,
      ...contactTables,
      ...providerTables,
      ...eventTables,
      ...registrationTables,
      ...attendanceTables,
    }) as readonly Table[],
    relationships: [],
    clock,
    log: silentLog,
    enqueue: async (_, requests) => jobs.push(...requests),
    secrets: { put: async () => undefined, remove: async () => undefined },
    mayDo,
  })
  // Providers are asked by the collecting job only; no worker runs here.
  const nobody = {} as never
  const attendance = createAttendance({ db, pipeline, clock, providers: nobody, directory: nobody })
  for (const message of attendance.messages) pipeline.defineMessage(message)
  return attendance.checkIn
}
