/** What happens when somebody registers. */
import { announceChange } from '#database'
import type { Execution, Step } from '#pipeline'
import { checkAuthorization, settleEndpoint } from './check-endpoint.ts'
import { settleImage } from './check-image.ts'
import { settleStep, warnAboutStep } from './check-step.ts'
import { askReceiver, settleHandshake } from './cloud-events/settle-handshake.ts'
import { refusals } from './refusals.ts'
import type { TablesByName } from './registrable-columns.ts'
import { settleManagedProperties } from './settle-managed-properties.ts'
import {
  checkSigningSecret,
  type SignatureOptions,
  settleSignature,
} from './signatures/settle-signature.ts'

export interface StepOptions extends SignatureOptions {
  readonly tables: () => TablesByName
  /** Ports that a webhook may have; undefined: all. */
  readonly ports?: readonly number[] | undefined
}

type Run = Step['run']

export const registrationChannel = 'greenroom_webhooks'

export function registrationSteps({ tables, vault, clock, ports }: StepOptions): Step[] {
  return [
    ...registrationTables.flatMap((table) =>
      settling(table, 'complete managed properties', settleManagedProperties),
    ),
    ...settling('serviceendpoint', 'check an endpoint', (execution) =>
      settleEndpoint(execution, ports),
    ),
    ...settling('serviceendpoint', 'keep an earlier signing secret', (execution) =>
      settleSignature(execution, { vault, clock }),
    ),
    ...settling('serviceendpoint', 'ask the receiver again', settleHandshake),
    ...signatureSteps((execution) => checkSigningSecret(execution, { vault, clock })),
    ...handshakeSteps(askReceiver),
    ...settling('sdkmessageprocessingstep', 'check a step', (execution) =>
      settleStep(execution, tables()),
    ),
    ...settling('sdkmessageprocessingstepimage', 'check an image', (execution) =>
      settleImage(execution, tables()),
    ),
    ...authorizationSteps((execution) => checkAuthorization(execution, vault)),
    ...warningSteps(),
    ...announcingSteps(),
    ...keepingSteps(),
  ]
}

/** The hub's own checks see what all other steps at this stage have left. */
const last = 100_000

function settling(table: string, what: string, run: Run): Step[] {
  const settle = { name: `Webhooks: ${what}`, table, stage: 20, rank: last, run } as const
  return [
    { ...settle, message: 'Create' },
    { ...settle, message: 'Update', needsPreImage: true },
  ]
}

function authorizationSteps(run: Run): Step[] {
  const check = {
    name: 'Webhooks: check authentication values',
    table: 'serviceendpoint',
    stage: 40,
    run,
  } as const
  return [
    { ...check, message: 'Create' },
    { ...check, message: 'Update', filteringColumns: ['authtype', 'authvalue'] },
  ]
}

function signatureSteps(run: Run): Step[] {
  const check = {
    name: 'Webhooks: check the signing secret',
    table: 'serviceendpoint',
    stage: 40,
    run,
  } as const
  return [
    { ...check, message: 'Create' },
    { ...check, message: 'Update', filteringColumns: ['gr_signature', 'gr_signingsecret'] },
  ]
}

function handshakeSteps(run: Run): Step[] {
  const ask = {
    name: 'Webhooks: ask the receiver whether it wants events',
    table: 'serviceendpoint',
    stage: 40,
    run,
  } as const
  return [
    { ...ask, message: 'Create' },
    { ...ask, message: 'Update', filteringColumns: ['gr_handshakestate'] },
  ]
}

function warningSteps(): Step[] {
  return ['Create', 'Update'].map((message) => ({
    name: 'Webhooks: warn about a step',
    message,
    table: 'sdkmessageprocessingstep',
    stage: 40,
    run: warnAboutStep,
  }))
}

const registrationTables = [
  'serviceendpoint',
  'sdkmessageprocessingstep',
  'sdkmessageprocessingstepimage',
] as const

function announcingSteps(): Step[] {
  return registrationTables.flatMap((table) =>
    ['Create', 'Update', 'SetState', 'Delete'].map((message) => ({
      name: `Webhooks: tell all processes about ${message} of ${table}`,
      message,
      table,
      stage: 40 as const,
      rank: last,
      run: async (execution: Execution) => await announceChange(execution.tx, registrationChannel),
    })),
  )
}

const keptTables = ['sdkmessage', 'sdkmessagefilter', 'plugintype', 'pluginassembly'] as const

/** Written at start, from the declarations; whoever changed them would change what steps mean. */
function keepingSteps(): Step[] {
  return keptTables.flatMap((table) =>
    ['Create', 'Update', 'SetState', 'Delete'].map((message) => ({
      name: `Webhooks: keep ${table} as it is`,
      message,
      table,
      stage: 10 as const,
      run: async ({ internal }: Execution) => {
        if (!internal) throw refusals['messages-are-kept-by-the-hub']({ table })
      },
    })),
  )
}
