/** What can be registered for: the hub keeps these rows, callers read them. */
import { boolean, choice, defineTable, integer, key, lookup, memo, text, uuid } from '#database'
import { handlerState } from './choices.ts'
import { customizable, customizationLevel, solutionColumns } from './standard-columns.ts'

export const sdkmessageTable = defineTable({
  name: 'sdkmessage',
  set: 'sdkmessages',
  label: 'Sdk Message',
  ownership: 'organization',
  primaryName: 'name',
  typeCode: 4606,
  columns: {
    sdkmessageid: key('SDK Message'),
    autotransact: boolean('Auto Transact', { default: true }),
    availability: integer('Availability', { default: 0 }),
    categoryname: text('Category Name', { max: 25 }),
    customizationlevel: customizationLevel(),
    executeprivilegename: text('Execute Privilege Name', { max: 100 }),
    expand: boolean('Expand', { default: false }),
    isactive: boolean('Is Active', { default: true }),
    isprivate: boolean('Is Private', { default: false }),
    isreadonly: boolean('Is Read Only', { default: false }),
    isvalidforexecuteasync: boolean('Is Valid for Execute Async', {
      readOnly: true,
      default: false,
    }),
    name: text('Name', { max: 256, required: true }),
    sdkmessageidunique: uuid('Unique Id', { generated: 'sdkmessageid' }),
    template: boolean('Template', { default: false }),
    throttlesettings: text('Throttle Settings', { max: 512, readOnly: true }),
    workflowsdkstepenabled: boolean('Workflow Sdk Step Enabled', {
      readOnly: true,
      default: false,
    }),
    ...solutionColumns(),
  },
})

export const sdkmessagefilterTable = defineTable({
  name: 'sdkmessagefilter',
  set: 'sdkmessagefilters',
  label: 'Sdk Message Filter',
  ownership: 'organization',
  primaryName: 'name',
  typeCode: 4607,
  columns: {
    sdkmessagefilterid: key('Sdk Message Filter'),
    availability: integer('Availability', { default: 0 }),
    customizationlevel: customizationLevel(),
    iscustomprocessingstepallowed: boolean('Custom Processing Step Allowed', { default: false }),
    isvisible: boolean('Is Visible', { readOnly: true, default: true }),
    name: text('Name', { max: 256 }),
    primaryobjecttypecode: text('Primary Object Type Code', { max: 64, readOnly: true }),
    restrictionlevel: integer('Restriction Level', { min: 0, max: 255, default: 0 }),
    sdkmessagefilteridunique: uuid('Unique Id', { generated: 'sdkmessagefilterid' }),
    sdkmessageid: lookup('SDK Message', 'sdkmessage', {
      required: true,
      collection: 'sdkmessageid_sdkmessagefilter',
    }),
    secondaryobjecttypecode: text('Secondary Object Type Code', { max: 64, readOnly: true }),
    workflowsdkstepenabled: boolean('Workflow Sdk Step Enabled', {
      readOnly: true,
      default: false,
    }),
    ...solutionColumns(),
  },
})

export const pluginassemblyTable = defineTable({
  name: 'pluginassembly',
  set: 'pluginassemblies',
  label: 'Plug-in Assembly',
  pluralLabel: 'Plug-in Assemblies',
  ownership: 'organization',
  primaryName: 'name',
  typeCode: 4605,
  columns: {
    pluginassemblyid: key('Plug-in Assembly'),
    culture: text('Culture', { max: 32 }),
    customizationlevel: customizationLevel(),
    description: text('Description', { max: 256 }),
    iscustomizable: customizable(),
    major: integer('Assembly Version Major', { readOnly: true }),
    minor: integer('Assembly Version Minor', { readOnly: true }),
    name: text('Name', { max: 256, required: true }),
    path: text('Path', { max: 256 }),
    pluginassemblyidunique: uuid('Unique Id', { generated: 'pluginassemblyid' }),
    publickeytoken: text('Public Key Token', { max: 32 }),
    version: text('Version', { max: 48 }),
    ...solutionColumns(),
  },
})

export const plugintypeTable = defineTable({
  name: 'plugintype',
  set: 'plugintypes',
  label: 'Plug-in Type',
  ownership: 'organization',
  primaryName: 'name',
  typeCode: 4602,
  columns: {
    plugintypeid: key('Plug-in Type'),
    assemblyname: text('Assembly Name', { max: 256, readOnly: true }),
    culture: text('Culture', { max: 32, readOnly: true }),
    customizationlevel: customizationLevel(),
    customworkflowactivityinfo: memo('Custom Workflow Activity Info', {
      max: 1_048_576,
      readOnly: true,
    }),
    description: text('Description', { max: 256 }),
    friendlyname: text('Display Name', { max: 256 }),
    isworkflowactivity: boolean('Is Workflow Activity', { readOnly: true, default: false }),
    major: integer('Version major', { readOnly: true }),
    minor: integer('Version minor', { readOnly: true }),
    name: text('Name', { max: 256, required: true }),
    pluginassemblyid: lookup('Plugin Assembly', 'pluginassembly', {
      onTargetDelete: 'restrict',
      collection: 'pluginassembly_plugintype',
    }),
    plugintypeexportkey: text('Plugin Type export key', { max: 256 }),
    plugintypeidunique: uuid('Unique Id', { generated: 'plugintypeid' }),
    publickeytoken: text('Public Key Token', { max: 32, readOnly: true }),
    typename: text('Type Name', { max: 256 }),
    version: text('Version', { max: 48, readOnly: true }),
    workflowactivitygroupname: text('Workflow Activity Group Name', { max: 256 }),
    gr_handlerproblem: text('Why the Handler Cannot Run', { max: 2_000, readOnly: true }),
    gr_handlerstate: choice('State of the Handler', handlerState, { readOnly: true }),
    ...solutionColumns(),
  },
})
