import type { TablesOf } from '#database'
import { eventadministrationTable, webapplicationTable } from './administration-tables.ts'
import { eventTable } from './event-table.ts'
import { customregistrationfieldTable, eventcustomregistrationfieldTable } from './field-tables.ts'
import {
  eventvendorTable,
  hotelroomallocationTable,
  hotelroomreservationTable,
  hotelTable,
  roomreservationTable,
} from './logistics-tables.ts'
import { passTable, paymentproviderTable } from './pass-table.ts'
import { eventteammemberTable, speakerengagementTable, speakerTable } from './people-tables.ts'
import { pictureTable } from './picture-table.ts'
import { buildingTable, layoutTable, roomTable, venueTable } from './place-tables.ts'
import { sessionTable } from './session-table.ts'
import { sponsorablearticleTable, sponsorshipTable } from './sponsor-tables.ts'
import { sessiontrackTable } from './track-tables.ts'
import { websiteentityconfigurationTable } from './website-table.ts'

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
  sessiontrackTable,
  passTable,
  paymentproviderTable,
  sponsorshipTable,
  sponsorablearticleTable,
  customregistrationfieldTable,
  eventcustomregistrationfieldTable,
  websiteentityconfigurationTable,
  pictureTable,
  roomreservationTable,
  eventvendorTable,
  hotelTable,
  hotelroomallocationTable,
  hotelroomreservationTable,
}

export type Tables = TablesOf<typeof tables>
