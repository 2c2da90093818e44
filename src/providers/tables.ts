import type { TablesOf } from '#database'
import {
  accountTokenTable,
  authorizationRequestTable,
  providerPaceTable,
  providerRequestTable,
  signInTable,
} from './account-tables.ts'
import {
  webinarconfigurationTable,
  webinarconsentTable,
  webinarproviderTable,
  webinartypeTable,
} from './provider-tables.ts'
import {
  accountMeetingTable,
  accountPersonTable,
  synchronizationErrorTable,
  synchronizationSeenTable,
  synchronizationTable,
} from './synchronization-tables.ts'

export const tables = {
  webinarproviderTable,
  webinarconfigurationTable,
  webinartypeTable,
  webinarconsentTable,
  accountTokenTable,
  authorizationRequestTable,
  providerRequestTable,
  providerPaceTable,
  signInTable,
  accountPersonTable,
  accountMeetingTable,
  synchronizationTable,
  synchronizationErrorTable,
  synchronizationSeenTable,
}

export type Tables = TablesOf<typeof tables>
