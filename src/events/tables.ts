import type { TablesOf } from '#database'
import { eventadministrationTable, webapplicationTable } from './administration-tables.ts'
import { eventTable } from './event-table.ts'
import { eventteammemberTable, speakerengagementTable, speakerTable } from './people-tables.ts'
import { buildingTable, layoutTable, roomTable, venueTable } from './place-tables.ts'
import { sessionTable } from './session-table.ts'

export const tables = {
  eventTable,
  sessionTable,
  eventadministrationTable,
  webapplicationTable,
  venueTable,
  buildingTable,
  roomTable,
  layoutTable,
  speakerTable,
  speakerengagementTable,
  eventteammemberTable,
}

export type Tables = TablesOf<typeof tables>
