import type { TablesOf } from '#database'
import { registrationanswerTable } from './answer-table.ts'
import { attendeepassTable } from './pass-table.ts'
import {
  eventpurchaseattendeeTable,
  eventpurchasecontactTable,
  eventpurchasepassTable,
  eventpurchaseTable,
  eventregistrationticketTable,
} from './purchase-tables.ts'
import { recoveryitemTable } from './recovery-table.ts'
import { eventregistrationTable, sessionregistrationTable } from './registration-tables.ts'
import { registrationresponseTable } from './response-table.ts'
import { waitlistitemTable } from './waitlist-table.ts'

export const tables = {
  eventregistrationTable,
  sessionregistrationTable,
  registrationanswerTable,
  waitlistitemTable,
  registrationresponseTable,
  attendeepassTable,
  eventpurchaseTable,
  eventpurchasecontactTable,
  eventpurchaseattendeeTable,
  eventpurchasepassTable,
  eventregistrationticketTable,
  recoveryitemTable,
}

export type Tables = TablesOf<typeof tables>
