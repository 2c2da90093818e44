/** What people register: endpoints, steps, images. */
import {
  boolean,
  choice,
  defineTable,
  integer,
  key,
  lookup,
  memo,
  secret,
  text,
  uuid,
} from '#database'
import {
  authenticationType,
  connectionMode,
  contract,
  imageType,
  invocationSource,
  messageCharset,
  messageFormat,
  mode,
  namespaceFormat,
  schemaType,
  stage,
  supportedDeployment,
  userClaim,
} from './choices.ts'
import { endpointExtras, stepExtras } from './extra-columns.ts'
import {
  customizable,
  customizationLevel,
  initialHidden,
  managedProperty,
  solutionColumns,
} from './standard-columns.ts'

/** The largest text that Dataverse takes: a gibibyte of UTF-16 characters. */
const unlimited = 1_073_741_823

export const serviceendpointTable = defineTable({
  name: 'serviceendpoint',
  set: 'serviceendpoints',
  label: 'Service Endpoint',
  ownership: 'organization',
  primaryName: 'name',
  typeCode: 4618,
  columns: {
    serviceendpointid: key('Service Endpoint'),
    authtype: choice('Authentication Type', authenticationType),
    authvalue: secret('Authentication Value', { max: 2048 }),
    connectionmode: choice('Connection Mode', connectionMode, { default: 1 }),
    contract: choice('Contract', contract, { required: true }),
    description: memo('Description', { max: 2000 }),
    isauthvalueset: boolean('Is Authentication Value Set', { readOnly: true, default: false }),
    gr_keepsucceeded: boolean('Keep succeeded deliveries for replay', { default: false }),
    gr_logdays: integer('Days that attempts are kept', { min: 1, max: 3650 }),
    gr_logdeliveries: boolean('Log every attempt', { default: false }),
    iscustomizable: customizable(),
    issaskeyset: boolean('Is SAS Key Set', { readOnly: true, default: false }),
    issastokenset: boolean('Is SAS Token Set', { readOnly: true, default: false }),
    keyvaultreferenceid: lookup('Key Vault Reference', 'keyvaultreference', { readOnly: true }),
    messagecharset: choice('Message Charset', messageCharset),
    messageformat: choice('Message Format', messageFormat),
    name: text('Name', { max: 256, required: true }),
    namespaceaddress: text('Namespace Address', { max: 255 }),
    namespaceformat: choice('Namespace Format', namespaceFormat),
    path: text('Path', { max: 160 }),
    runtimeintegrationproperties: text('Runtime Integration Properties', { max: 512 }),
    saskey: secret('SAS Key', { max: 256 }),
    saskeyname: text('SAS Key Name', { max: 256 }),
    sastoken: secret('SAS Token', { max: 256 }),
    schematype: choice('Schema Type', schemaType),
    serviceendpointidunique: uuid('Unique Id', { generated: 'serviceendpointid' }),
    solutionnamespace: text('Service Namespace', { max: 160 }),
    url: text('URL', { max: 2000 }),
    usekeyvaultconfiguration: boolean('Use Key Vault Configuration', { default: false }),
    userclaim: choice('User Claim', userClaim, { default: 1 }),
    ...endpointExtras,
    ...solutionColumns(),
  },
})

export const sdkmessageprocessingstepTable = defineTable({
  name: 'sdkmessageprocessingstep',
  set: 'sdkmessageprocessingsteps',
  label: 'Sdk Message Processing Step',
  ownership: 'organization',
  primaryName: 'name',
  typeCode: 4608,
  states: [
    { value: 0, label: 'Enabled', statuses: [{ value: 1, label: 'Enabled' }] },
    { value: 1, label: 'Disabled', statuses: [{ value: 2, label: 'Disabled' }] },
  ],
  columns: {
    sdkmessageprocessingstepid: key('Sdk Message Processing Step'),
    asyncautodelete: boolean('Asynchronous Automatic Delete', { required: true, default: false }),
    canbebypassed: boolean('Can be bypassed', { default: false }),
    canusereadonlyconnection: boolean('Intent', { default: false }),
    category: text('Category', { max: 100 }),
    configuration: memo('Configuration', { max: unlimited }),
    customizationlevel: customizationLevel(),
    description: text('Description', { max: 256 }),
    enablepluginprofiler: boolean('Enable plugin profiler', { default: false }),
    eventexpander: text('Event expander', { max: 256 }),
    eventhandler: lookup('Event Handler', ['plugintype', 'serviceendpoint'], {
      required: true,
      onTargetDelete: 'cascade',
      collection: {
        plugintype: 'plugintype_sdkmessageprocessingstep',
        serviceendpoint: 'serviceendpoint_sdkmessageprocessingstep',
      },
    }),
    eventhandlertype: text('Event Handler Table', { max: 64, readOnly: true, hidden: true }),
    eventhandlertypecode: text('Event Handler Type', { max: 64 }),
    filteringattributes: memo('Filtering Attributes', { max: 100_000 }),
    fxexpressionid: lookup('FxExpression', 'fxexpression', { readOnly: true }),
    impersonatinguserid: lookup('Impersonating User', 'systemuser', {
      collection: 'impersonatinguserid_sdkmessageprocessingstep',
    }),
    invocationsource: choice('Invocation Source', invocationSource, { default: 0 }),
    iscustomizable: customizable(),
    ishidden: managedProperty('Hidden', initialHidden),
    mode: choice('Execution Mode', mode, { required: true, default: 0 }),
    name: text('Name', { max: 256, required: true }),
    plugintypeid: lookup('Plug-In Type', 'plugintype', {
      onTargetDelete: 'restrict',
      collection: 'plugintypeid_sdkmessageprocessingstep',
    }),
    powerfxruleid: lookup('PowerfxRule', 'powerfxrule', { readOnly: true }),
    rank: integer('Execution Order', { required: true, min: 0, max: 2_147_483_647, default: 1 }),
    runtimeintegrationproperties: text('Runtime Integration Properties', { max: 512 }),
    sdkmessagefilterid: lookup('SdkMessage Filter', 'sdkmessagefilter', {
      onTargetDelete: 'restrict',
      collection: 'sdkmessagefilterid_sdkmessageprocessingstep',
    }),
    sdkmessageid: lookup('SDK Message', 'sdkmessage', {
      required: true,
      collection: 'sdkmessageid_sdkmessageprocessingstep',
    }),
    sdkmessageprocessingstepidunique: uuid('Unique Id', {
      generated: 'sdkmessageprocessingstepid',
    }),
    sdkmessageprocessingstepsecureconfigid: lookup(
      'Secure Configuration',
      'sdkmessageprocessingstepsecureconfig',
      {
        onTargetDelete: 'restrict',
        collection: 'sdkmessageprocessingstepsecureconfigid_sdkmessageprocessingstep',
      },
    ),
    stage: choice('Execution Stage', stage, { required: true, default: 10 }),
    supporteddeployment: choice('Deployment', supportedDeployment, { required: true, default: 0 }),
    ...stepExtras,
    ...solutionColumns(),
  },
})

export const sdkmessageprocessingstepimageTable = defineTable({
  name: 'sdkmessageprocessingstepimage',
  set: 'sdkmessageprocessingstepimages',
  label: 'Sdk Message Processing Step Image',
  ownership: 'organization',
  primaryName: 'name',
  typeCode: 4615,
  columns: {
    sdkmessageprocessingstepimageid: key('Sdk Message Processing Step Image'),
    attributes: memo('Attributes', { max: 100_000 }),
    customizationlevel: customizationLevel(),
    description: text('Description', { max: 256 }),
    entityalias: text('Entity Alias', { max: 256, required: true }),
    imagetype: choice('Image Type', imageType, { required: true }),
    iscustomizable: customizable(),
    messagepropertyname: text('Message Property Name', { max: 256, required: true }),
    name: text('Name', { max: 256, required: true }),
    relatedattributename: text('Related Attribute Name', { max: 256 }),
    sdkmessageprocessingstepid: lookup('SDK Message Processing Step', 'sdkmessageprocessingstep', {
      required: true,
      onTargetDelete: 'cascade',
      collection: 'sdkmessageprocessingstepid_sdkmessageprocessingstepimage',
    }),
    sdkmessageprocessingstepimageidunique: uuid('Unique Id', {
      generated: 'sdkmessageprocessingstepimageid',
    }),
    ...solutionColumns(),
  },
})

/** Configuration of code; webhooks have none. */
export const sdkmessageprocessingstepsecureconfigTable = defineTable({
  name: 'sdkmessageprocessingstepsecureconfig',
  set: 'sdkmessageprocessingstepsecureconfigs',
  label: 'Sdk Message Processing Step Secure Configuration',
  ownership: 'organization',
  typeCode: 4616,
  columns: {
    sdkmessageprocessingstepsecureconfigid: key('Secure Configuration'),
    customizationlevel: customizationLevel(),
    secureconfig: secret('Secure Configuration', { max: 16_384 }),
    sdkmessageprocessingstepsecureconfigidunique: uuid('Unique Id', {
      generated: 'sdkmessageprocessingstepsecureconfigid',
    }),
    ...solutionColumns(),
  },
})
