import { tables as attendanceTables } from '#attendance'
import { tables as contactTables } from '#contacts'
import { customizationTables, type Relationship, type Table } from '#database'
import { relationships as eventRelationships, tables as eventTables } from '#events'
import { relationships as identityRelationships, tables as identityTables } from '#identity'
import { tables as jobTables } from '#jobs'
import { tables as mailTables } from '#mail'
import { tables as meetingTables } from '#meetings'
import { tables as providerTables } from '#providers'
import { tables as queryTables } from '#query'
import {
  relationships as registrationRelationships,
  tables as registrationTables,
} from '#registrations'
import { tables as binTables } from '#request-bin'
import { tables as vaultTables } from '#vault'
import { tables as webhookTables } from '#webhooks'
import { tables as webinarTables } from '#webinars'

/** Every table of the hub; a test compares them with the migrations. */
export const allTables: readonly Table[] = [
  customizationTables,
  identityTables,
  contactTables,
  jobTables,
  vaultTables,
  providerTables,
  eventTables,
  registrationTables,
  webinarTables,
  meetingTables,
  attendanceTables,
  mailTables,
  webhookTables,
  queryTables,
  binTables,
].flatMap((tables) => Object.values<Table>(tables))

export const allRelationships: readonly Relationship[] = [
  ...identityRelationships,
  ...eventRelationships,
  ...registrationRelationships,
]
