/** What the processes of a hub know together about the endpoints they deliver to. */
import { bigint, defineTable, instant, integer, key, text, uuid } from '#database'

const engine = { ownership: 'none', exposed: false } as const
const required = true

export const endpointCircuitTable = defineTable({
  ...engine,
  name: 'gr_endpointcircuit',
  set: 'gr_endpointcircuits',
  label: 'Endpoint Circuit',
  columns: {
    gr_endpointcircuitid: key('Service Endpoint'),
    failuresinrow: integer('Failures in a Row', { required }),
    windowstart: instant('Counted Since', { required }),
    successes: integer('Successes', { required }),
    failures: integer('Failures', { required }),
    openuntil: instant('Open Until'),
    probes: integer('Probes That Failed', { required }),
    probinguntil: instant('Probed Until'),
  },
})

export const endpointPaceTable = defineTable({
  ...engine,
  name: 'gr_endpointpace',
  set: 'gr_endpointpaces',
  label: 'Endpoint Pace',
  columns: {
    gr_endpointpaceid: key('Service Endpoint'),
    freefrom: instant('Free From', { required }),
  },
})

export const endpointPlaceTable = defineTable({
  ...engine,
  name: 'gr_endpointplace',
  set: 'gr_endpointplaces',
  label: 'Endpoint Place',
  columns: {
    gr_endpointplaceid: key('Endpoint Place'),
    endpointid: uuid('Service Endpoint', { required }),
    place: integer('Place', { required }),
    holder: uuid('Holder', { required }),
    leaseduntil: instant('Leased Until', { required }),
  },
})

export const rowSequenceTable = defineTable({
  ...engine,
  name: 'gr_rowsequence',
  set: 'gr_rowsequences',
  label: 'Row Sequence',
  columns: {
    gr_rowsequenceid: key('Row Sequence'),
    endpointid: uuid('Service Endpoint', { required }),
    tablename: text('Table', { max: 64, required }),
    rowid: uuid('Row', { required }),
    lastnumber: bigint('Last Number', { required }),
  },
})
