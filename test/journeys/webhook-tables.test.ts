/** The tables of registrations and system jobs, as clients of Dataverse expect them. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { registrationHub } from '../registration-hub.ts'

const { call, create } = await registrationHub()

/** Columns that every one of these tables has. */
const audit = `componentstate _createdby_value createdon _createdonbehalfby_value _modifiedby_value
  modifiedon _modifiedonbehalfby_value ismanaged _organizationid_value overwritetime solutionid
  introducedversion versionnumber`
const people = 'createdby createdonbehalfby modifiedby modifiedonbehalfby'

/** Set, properties, navigations. Names of Dataverse; the hub's own begin with `gr_`. */
const tables: Readonly<Record<string, readonly [set: string, has: string, leadsTo: string]>> = {
  serviceendpoint: [
    'serviceendpoints',
    `${audit} serviceendpointid serviceendpointidunique name contract authtype url connectionmode
     messageformat messagecharset userclaim namespaceformat namespaceaddress solutionnamespace path
     saskeyname schematype description usekeyvaultconfiguration _keyvaultreferenceid_value
     runtimeintegrationproperties iscustomizable isauthvalueset issaskeyset issastokenset`,
    `${people} organizationid serviceendpoint_sdkmessageprocessingstep`,
  ],
  sdkmessageprocessingstep: [
    'sdkmessageprocessingsteps',
    `${audit} sdkmessageprocessingstepid sdkmessageprocessingstepidunique name description
     _eventhandler_value eventhandlertypecode _plugintypeid_value _sdkmessageid_value
     _sdkmessagefilterid_value filteringattributes stage mode rank asyncautodelete
     supporteddeployment invocationsource _impersonatinguserid_value configuration
     _sdkmessageprocessingstepsecureconfigid_value statecode statuscode canbebypassed
     canusereadonlyconnection enablepluginprofiler eventexpander category _fxexpressionid_value
     _powerfxruleid_value ishidden iscustomizable runtimeintegrationproperties customizationlevel`,
    `${people} organizationid impersonatinguserid eventhandler_serviceendpoint
     eventhandler_plugintype plugintypeid sdkmessagefilterid sdkmessageid
     sdkmessageprocessingstepsecureconfigid sdkmessageprocessingstepid_sdkmessageprocessingstepimage
     SdkMessageProcessingStep_AsyncOperations`,
  ],
  sdkmessageprocessingstepimage: [
    'sdkmessageprocessingstepimages',
    `${audit} sdkmessageprocessingstepimageid sdkmessageprocessingstepimageidunique
     _sdkmessageprocessingstepid_value imagetype entityalias messagepropertyname name attributes
     relatedattributename description iscustomizable customizationlevel`,
    `${people} sdkmessageprocessingstepid`,
  ],
  sdkmessage: [
    'sdkmessages',
    `${audit} sdkmessageid sdkmessageidunique name autotransact availability categoryname
     executeprivilegename expand isactive isprivate isreadonly template customizationlevel
     isvalidforexecuteasync throttlesettings workflowsdkstepenabled`,
    `${people} sdkmessageid_sdkmessagefilter sdkmessageid_sdkmessageprocessingstep`,
  ],
  sdkmessagefilter: [
    'sdkmessagefilters',
    `${audit} sdkmessagefilterid sdkmessagefilteridunique name availability
     iscustomprocessingstepallowed restrictionlevel _sdkmessageid_value primaryobjecttypecode
     secondaryobjecttypecode isvisible customizationlevel workflowsdkstepenabled`,
    `${people} sdkmessageid`,
  ],
  plugintype: [
    'plugintypes',
    `${audit} plugintypeid name typename friendlyname assemblyname culture description
     isworkflowactivity major minor _pluginassemblyid_value plugintypeexportkey publickeytoken
     version workflowactivitygroupname customworkflowactivityinfo`,
    `${people} pluginassemblyid`,
  ],
  pluginassembly: ['pluginassemblies', `${audit} pluginassemblyid name version culture`, people],
  asyncoperation: [
    'asyncoperations',
    `asyncoperationid name operationtype statecode statuscode _owningextensionid_value messagename
     primaryentitytype _regardingobjectid_value correlationid requestid breadcrumbid
     parentpluginexecutionid correlationupdatedtime depth data rootexecutioncontext friendlymessage
     postponeuntil recurrencepattern recurrencestarttime dependencytoken _ownerid_value callerorigin
     hostid workload retainjobhistory expanderstarttime _workflowactivationid_value
     timezoneruleversionnumber utcconversiontimezonecode createdon _createdby_value
     _createdonbehalfby_value modifiedon _modifiedby_value _modifiedonbehalfby_value startedon
     completedon executiontimespan retrycount errorcode message sequence subtype iswaitingforevent
     datablobid _owningbusinessunit_value _owninguser_value _owningteam_value workflowstagename`,
    `${people} owningextensionid ownerid owningbusinessunit owninguser owningteam
     regardingobjectid_contact regardingobjectid_account regardingobjectid_msevtmgt_event`,
  ],
}

const words = (text: string) => text.trim().split(/\s+/)

for (const [table, [set, has, leadsTo]] of Object.entries(tables)) {
  test(`${table} can be read with every column and navigation that clients know`, async () => {
    const columns = await call('GET', `${set}?$top=1&$select=${words(has).join(',')}`)
    assert.equal(columns.status, 200, JSON.stringify(columns.body))
    for (const name of words(leadsTo)) {
      const expanded = await call('GET', `${set}?$top=1&$expand=${name}`)
      assert.equal(expanded.status, 200, `${name}: ${JSON.stringify(expanded.body)}`)
    }
  })
}

/** Of the option sets, those that clients compare by number. */
const options: readonly [table: string, column: string, values: string][] = [
  ['serviceendpoint', 'contract', '1 2 3 4 5 6 7 8 9 10'],
  ['serviceendpoint', 'authtype', '1 2 3 4 5 6 7 8'],
  ['serviceendpoint', 'connectionmode', '1 2'],
  ['serviceendpoint', 'messageformat', '1 2 3'],
  ['serviceendpoint', 'messagecharset', '0 1'],
  ['serviceendpoint', 'userclaim', '1 2 3'],
  ['serviceendpoint', 'namespaceformat', '1 2'],
  ['serviceendpoint', 'schematype', '1 2'],
  ['serviceendpoint', 'componentstate', '0 1 2 3'],
  ['sdkmessageprocessingstep', 'stage', '5 10 15 20 25 30 35 40 45 50 55 80 90'],
  ['sdkmessageprocessingstep', 'mode', '0 1'],
  ['sdkmessageprocessingstep', 'supporteddeployment', '0 1 2'],
  ['sdkmessageprocessingstep', 'invocationsource', '-1 0 1'],
  ['sdkmessageprocessingstepimage', 'imagetype', '0 1 2'],
]

test('choices have the numbers of Dataverse', async () => {
  for (const [table, column, values] of options) {
    const path = `EntityDefinitions(LogicalName='${table}')/Attributes(LogicalName='${column}')/Microsoft.Dynamics.CRM.PicklistAttributeMetadata?$select=LogicalName&$expand=OptionSet`
    const { status, body } = await call('GET', path)
    assert.equal(status, 200, `${table}.${column}: ${JSON.stringify(body)}`)
    const { Options } = body.OptionSet as {
      readonly Options: readonly { readonly Value: number }[]
    }
    assert.equal(Options.map(({ Value }) => Value).join(' '), values, `${table}.${column}`)
  }
})

test('the messages that clients look for are there', async () => {
  const { body } = await call('GET', 'sdkmessages?$select=name')
  const names = new Set((body.value as readonly { readonly name: string }[]).map((row) => row.name))
  const wanted = `Create Update Delete Retrieve RetrieveMultiple Upsert Associate Disassociate Assign
    SetState SetStateDynamicEntity GrantAccess ModifyAccess RevokeAccess Merge Send Route
    CreateMultiple UpdateMultiple UpsertMultiple`
  assert.deepEqual(
    words(wanted).filter((name) => !names.has(name)),
    [],
  )
})

test('a system job can be about every table that steps can be registered for', async () => {
  const filters = await call(
    'GET',
    "sdkmessagefilters?$select=primaryobjecttypecode&$filter=iscustomprocessingstepallowed eq true and sdkmessageid/name eq 'SetState'",
  )
  assert.equal(filters.status, 200, JSON.stringify(filters.body))
  const told = filters.body.value as readonly { readonly primaryobjecttypecode: string }[]
  assert.ok(told.length > 50)
  const path = `EntityDefinitions(LogicalName='asyncoperation')/Attributes(LogicalName='regardingobjectid')/Microsoft.Dynamics.CRM.LookupAttributeMetadata?$select=Targets`
  const { body } = await call('GET', path)
  const targets = new Set(body.Targets as readonly string[])
  assert.deepEqual(
    told.map((row) => row.primaryobjecttypecode).filter((name) => !targets.has(name)),
    [],
  )
})

test('what a client does not send of an endpoint and a step has the defaults of Dataverse', async () => {
  const endpoint = await create('serviceendpoints', {
    ...{ name: 'Bare', url: 'https://receiver.example/', contract: 8 },
    ...{ authtype: 5, authvalue: '<settings></settings>' },
  })
  assert.deepEqual(
    [endpoint.connectionmode, endpoint.userclaim, endpoint.path, endpoint.solutionnamespace],
    [1, 1, null, null],
  )
  assert.deepEqual([endpoint.isauthvalueset, endpoint.usekeyvaultconfiguration], [true, false])
  const { body } = await call('GET', "sdkmessages?$select=sdkmessageid&$filter=name eq 'Create'")
  const [message] = body.value as readonly { readonly sdkmessageid: string }[]
  const step = await create('sdkmessageprocessingsteps', {
    'eventhandler_serviceendpoint@odata.bind': `/serviceendpoints(${endpoint.serviceendpointid})`,
    'sdkmessageid@odata.bind': `/sdkmessages(${message?.sdkmessageid})`,
  })
  assert.deepEqual(
    [step.stage, step.mode, step.rank, step.asyncautodelete, step.supporteddeployment],
    [10, 0, 1, false, 0],
  )
  assert.deepEqual([step.statecode, step.statuscode, step.invocationsource], [0, 1, 0])
  assert.equal(step.name, 'Bare: Create of any Entity')
  assert.equal(step.description, step.name)
  assert.equal(step.eventhandlertypecode, 'serviceendpoint')
})
