import {
  bigint,
  boolean,
  choice,
  defineTable,
  float,
  instant,
  integer,
  json,
  key,
  lookup,
  memo,
  type TablesOf,
  text,
  uuid,
} from '#database'
import { operationType } from './choices.ts'
import { jobRetentionTable } from './retention-table.ts'
import { jobStates } from './status.ts'

/** What a system job can be about: every table whose rows the hub works on. */
const regardingTargets = [
  'account',
  'contact',
  'msevtmgt_building',
  'msevtmgt_checkin',
  'msevtmgt_event',
  'msevtmgt_eventregistration',
  'msevtmgt_eventteammember',
  'msevtmgt_layout',
  'msevtmgt_room',
  'msevtmgt_session',
  'msevtmgt_sessionregistration',
  'msevtmgt_speaker',
  'msevtmgt_speakerengagement',
  'msevtmgt_venue',
  'msevtmgt_webinarconfiguration',
  'msevtmgt_webinarprovider',
  'systemuser',
] as const

/**
 * "System Job" of Dataverse, and the hub's queue. Callers may write `statecode`, `statuscode` and
 * `postponeuntil` only, and those through the acts of this module; the engine writes the rest.
 */
export const asyncoperationTable = defineTable({
  name: 'asyncoperation',
  set: 'asyncoperations',
  label: 'System Job',
  ownership: 'user',
  primaryName: 'name',
  typeCode: 4700,
  states: jobStates,
  columns: {
    asyncoperationid: key('System Job'),
    breadcrumbid: uuid('Breadcrumb ID', { readOnly: true }),
    callerorigin: text('Caller origin', { max: 256, readOnly: true }),
    completedon: instant('Completed On', { readOnly: true }),
    correlationid: uuid('Correlation Id', { readOnly: true }),
    correlationupdatedtime: instant('Correlation Updated Time', { readOnly: true }),
    createdonbehalfby: lookup('Created By (Delegate)', 'systemuser', { readOnly: true }),
    // The context of a step firing, as text. Payloads of the hub's own acts stay inside: they may
    // carry what a reader of system jobs must not see, such as a link with its token.
    data: memo('Data', {
      max: 1_073_741_823,
      readOnly: true,
      computed: `case when t.operationtype = 1
  then coalesce(t.gr_payload->>'body', t.gr_payload::text) end`,
    }),
    datablobid: uuid('Data Blob Id', { readOnly: true }),
    dependencytoken: text('Dependency Token', { max: 256, readOnly: true }),
    depth: integer('Depth', { readOnly: true }),
    errorcode: integer('Error Code', { readOnly: true }),
    executiontimespan: float('Execution Time Span', { readOnly: true }),
    expanderstarttime: instant('Expander Start Time', { readOnly: true }),
    friendlymessage: memo('Friendly message', { max: 100_000, readOnly: true }),
    hostid: text('Host', { max: 256, readOnly: true }),
    iswaitingforevent: boolean('Waiting for Event', { readOnly: true }),
    message: memo('Message', { max: 1_073_741_823, readOnly: true }),
    messagename: text('Message Name', { max: 160, readOnly: true }),
    modifiedonbehalfby: lookup('Modified By (Delegate)', 'systemuser', { readOnly: true }),
    name: text('System Job Name', { max: 256, required: true, readOnly: true }),
    operationtype: choice('System Job Type', operationType, { required: true, readOnly: true }),
    owningextensionid: lookup('Owning Extension', 'sdkmessageprocessingstep', {
      readOnly: true,
      collection: 'SdkMessageProcessingStep_AsyncOperations',
    }),
    owningteam: uuid('Owning Team', {
      computed: `case when t.owneridtype = 'team' then t.ownerid end`,
    }),
    owninguser: uuid('Owning User', {
      computed: `case when t.owneridtype = 'systemuser' then t.ownerid end`,
    }),
    parentpluginexecutionid: uuid('Parent Plugin Execution Id', { readOnly: true }),
    postponeuntil: instant('Postpone Until'),
    primaryentitytype: text('Primary Entity Type', { max: 64, readOnly: true }),
    recurrencepattern: text('Recurrence Pattern', { max: 256, readOnly: true }),
    recurrencestarttime: instant('Recurrence Start', { readOnly: true }),
    regardingobjectid: lookup('Regarding', regardingTargets, { readOnly: true }),
    regardingobjectidtype: text('Regarding Type', { max: 64, readOnly: true }),
    requestid: uuid('Request', { readOnly: true }),
    retainjobhistory: boolean('Retain job history', { readOnly: true }),
    retrycount: integer('Retry Count', { required: true, readOnly: true, default: 0 }),
    rootexecutioncontext: memo('Root execution context', { max: 1_073_741_823, readOnly: true }),
    sequence: bigint('Sequence', { readOnly: true }),
    startedon: instant('Started On', { readOnly: true }),
    subtype: integer('Subtype', { readOnly: true, min: 0, max: 255 }),
    timezoneruleversionnumber: integer('Time Zone Rule Version Number', { readOnly: true }),
    utcconversiontimezonecode: integer('UTC Conversion Time Zone Code', { readOnly: true }),
    workflowactivationid: uuid('Workflow Activation Id', { readOnly: true }),
    workflowstagename: text('Workflow Stage', { max: 256, readOnly: true }),
    workload: text('Workload', { max: 256, readOnly: true }),
    gr_attempt: integer('Attempt', { required: true, readOnly: true, hidden: true, default: 1 }),
    gr_autodelete: boolean('Remove when succeeded', { required: true, hidden: true }),
    gr_begun: boolean('Has begun', { required: true, hidden: true }),
    gr_breadcrumbs: memo('What happened so far', { max: 100_000, readOnly: true }),
    gr_kind: text('Kind', { max: 128, required: true, hidden: true }),
    gr_lease: uuid('Lease', { hidden: true }),
    gr_leaseduntil: instant('Leased until', { hidden: true }),
    gr_losses: integer('Workers lost', { required: true, hidden: true, default: 0 }),
    gr_parked: boolean('Parked behind its key', { required: true, hidden: true }),
    gr_payload: json('Payload', { required: true, hidden: true }),
    gr_tries: integer('Tries since someone asked', { required: true, hidden: true, default: 1 }),
    gr_uniquekey: text('Unique key', { max: 256, hidden: true }),
  },
})

export const tables = { asyncoperationTable, jobRetentionTable }

export type Tables = TablesOf<typeof tables>
