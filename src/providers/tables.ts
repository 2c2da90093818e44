import type { TablesOf } from '#database'
import {
  webinarconfigurationTable,
  webinarconsentTable,
  webinarproviderTable,
  webinartypeTable,
} from './provider-tables.ts'

export const tables = {
  webinarproviderTable,
  webinarconfigurationTable,
  webinartypeTable,
  webinarconsentTable,
}

export type Tables = TablesOf<typeof tables>
