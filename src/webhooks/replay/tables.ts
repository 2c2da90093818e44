import {
  boolean,
  choice,
  defineTable,
  instant,
  integer,
  key,
  lookup,
  option,
  text,
  uuid,
} from '#database'

/** Which deliveries are sent again, by how they ended. */
export const replayedDeliveries = {
  failed: option(1, 'Failed'),
  succeeded: option(2, 'Succeeded'),
  all: option(3, 'Failed and succeeded'),
} as const

export const replayState = {
  running: option(1, 'Running'),
  finished: option(2, 'Finished'),
  canceled: option(3, 'Canceled'),
  failed: option(4, 'Failed'),
} as const

/**
 * SQL of what became of a replay: its system job can also be cancelled or fail by itself. `alias` is
 * that of gr_replay.
 */
export function stateOf(alias: string): string {
  const { running, canceled, failed } = replayState
  return `case when ${alias}.ownstate <> ${running.value} then ${alias}.ownstate
  else coalesce((
    select case j.statuscode when 32 then ${canceled.value} when 31 then ${failed.value} end
    from asyncoperation j where j.asyncoperationid = ${alias}.asyncoperationid
  ), ${alias}.ownstate) end`
}

const readOnly = true
const required = true

/** An order to send deliveries again, and how far it is. */
export const replayTable = defineTable({
  name: 'gr_replay',
  set: 'gr_replays',
  label: 'Replay',
  ownership: 'none',
  primaryName: 'name',
  columns: {
    gr_replayid: key('Replay'),
    name: text('Name', { max: 300, required, readOnly }),
    asyncoperationid: lookup('System Job', 'asyncoperation', { readOnly }),
    deliveries: choice('Deliveries', replayedDeliveries, { required, readOnly }),
    createdfrom: instant('Of changes from', { readOnly }),
    createdto: instant('Of changes before', { required, readOnly }),
    endedfrom: instant('Ended from', { readOnly }),
    serviceendpointid: lookup('Service Endpoint', 'serviceendpoint', { readOnly }),
    sdkmessageprocessingstepid: lookup('Step', 'sdkmessageprocessingstep', { readOnly }),
    jobid: uuid('One delivery', { readOnly }),
    targetendpointid: lookup('To Service Endpoint', 'serviceendpoint', { readOnly }),
    persecond: integer('Per second', { required, readOnly }),
    marked: boolean('Marked as replay', { required, readOnly }),
    ownstate: choice('State by Itself', replayState, { required, readOnly, hidden: true }),
    state: choice('State', replayState, { computed: stateOf('t') }),
    total: integer('Deliveries at the start', { required, readOnly }),
    sent: integer('Sent again', { required, readOnly }),
    skipped: integer('Skipped', { required, readOnly }),
    atcreatedon: instant('Got to', { readOnly, hidden: true }),
    atjobid: uuid('Got to', { readOnly, hidden: true }),
    orderedby: lookup('Ordered by', 'systemuser', { readOnly }),
    orderedon: instant('Ordered on', { required, readOnly }),
    endedon: instant('Ended on', { readOnly }),
  },
})
