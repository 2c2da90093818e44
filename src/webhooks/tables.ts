import { defineTable, instant, integer, key, type TablesOf, uuid } from '#database'
import { deliveryAttemptTable } from './log/tables.ts'
import {
  pluginassemblyTable,
  plugintypeTable,
  sdkmessagefilterTable,
  sdkmessageTable,
} from './message-tables.ts'
import {
  endpointCircuitTable,
  endpointPaceTable,
  endpointPlaceTable,
  rowSequenceTable,
} from './pace-tables.ts'
import {
  sdkmessageprocessingstepimageTable,
  sdkmessageprocessingstepsecureconfigTable,
  sdkmessageprocessingstepTable,
  serviceendpointTable,
} from './registration-tables.ts'
import { replayTable } from './replay/tables.ts'

/** How deep chains are that go through other systems; see `count-depth.ts`. */
const correlationDepthTable = defineTable({
  name: 'gr_correlationdepth',
  set: 'gr_correlationdepths',
  label: 'Correlation Depth',
  ownership: 'none',
  exposed: false,
  columns: {
    gr_correlationdepthid: key('Correlation Depth'),
    correlationid: uuid('Correlation Id', { required: true }),
    depth: integer('Depth', { required: true }),
    firedon: instant('Fired on', { required: true }),
  },
})

export const tables = {
  sdkmessageTable,
  sdkmessagefilterTable,
  pluginassemblyTable,
  plugintypeTable,
  serviceendpointTable,
  sdkmessageprocessingstepsecureconfigTable,
  sdkmessageprocessingstepTable,
  sdkmessageprocessingstepimageTable,
  correlationDepthTable,
  endpointCircuitTable,
  endpointPaceTable,
  endpointPlaceTable,
  rowSequenceTable,
  deliveryAttemptTable,
  replayTable,
}

export type Tables = TablesOf<typeof tables>
