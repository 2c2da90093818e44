import { type Db, type Tx, withTransaction } from '#database'
import type { Caller, Pipeline, Values } from '#pipeline'
import { authenticationType, contract, imageType, mode, stage } from './choices.ts'
import { filterId, imagePropertiesOf, messageId, noTable } from './message-catalogue.ts'
import { refusals } from './refusals.ts'
import { writeSettings } from './settings-text.ts'
import { findFilter, findMessage, listImages } from './step-rows.ts'

/** An endpoint with its steps and images, in one call. */
export interface WebhookRegistration {
  readonly name: string
  readonly url: string
  readonly authentication: WebhookAuthentication
  readonly description?: string
  readonly steps: readonly StepRegistration[]
}

export type WebhookAuthentication =
  | { readonly kind: 'WebhookKey'; readonly key: string }
  | {
      readonly kind: 'HttpHeader' | 'HttpQueryString'
      readonly pairs: Readonly<Record<string, string>>
    }

export interface StepRegistration {
  readonly message: string
  /** Logical name; left out: every table. */
  readonly table?: string
  readonly filteringAttributes?: readonly string[]
  /** Default 40. */
  readonly stage?: 10 | 20 | 40
  /** Default asynchronous. */
  readonly mode?: 'synchronous' | 'asynchronous'
  readonly rank?: number
  /** Remove system jobs that succeeded. */
  readonly deleteSucceeded?: boolean
  /** Default: worked out from endpoint, message and table. */
  readonly name?: string
  readonly description?: string
  /** Of Update: only when a value became another one. */
  readonly changedOnly?: boolean
  readonly images?: readonly ImageRegistration[]
}

export interface ImageRegistration {
  readonly alias: string
  readonly kind: 'pre' | 'post' | 'both'
  /** Left out: all columns. */
  readonly attributes?: readonly string[]
}

export interface RegisteredWebhook {
  readonly endpointId: string
  readonly steps: readonly RegisteredStepAnswer[]
}

export interface RegisteredStepAnswer {
  readonly id: string
  readonly imageIds: readonly string[]
  /** What is not wrong but probably not meant, in English. */
  readonly warnings: readonly string[]
}

interface Registering {
  readonly tx: Tx
  readonly pipeline: Pick<Pipeline, 'executeIn'>
  readonly caller: Caller
}

/** All of it or nothing, with the rights, checks and defaults of the single messages. */
export async function register(
  { db, pipeline }: { readonly db: Db; readonly pipeline: Pick<Pipeline, 'executeIn'> },
  caller: Caller,
  registration: WebhookRegistration,
): Promise<RegisteredWebhook> {
  return await withTransaction(db, async (tx) => {
    const registering = { tx, pipeline, caller }
    const endpoint = await create(registering, 'serviceendpoint', endpointValues(registration))
    const steps: RegisteredStepAnswer[] = []
    for (const step of registration.steps) {
      steps.push(await registerStep(registering, endpoint.id, step))
    }
    return { endpointId: endpoint.id, steps }
  })
}

/** A step with its images, for an endpoint that is there already; all of it or nothing. */
export async function addStep(
  { db, pipeline }: { readonly db: Db; readonly pipeline: Pick<Pipeline, 'executeIn'> },
  caller: Caller,
  endpointId: string,
  step: StepRegistration,
): Promise<RegisteredStepAnswer> {
  return await withTransaction(db, (tx) => registerStep({ tx, pipeline, caller }, endpointId, step))
}

/**
 * Makes a step what the registration says, its images included. What the registration leaves out
 * gets its default, as in a new step; name and description stay unless they are given.
 */
export async function changeStep(
  { db, pipeline }: { readonly db: Db; readonly pipeline: Pick<Pipeline, 'executeIn'> },
  caller: Caller,
  stepId: string,
  step: StepRegistration,
): Promise<RegisteredStepAnswer> {
  return await withTransaction(db, async (tx) => {
    const registering = { tx, pipeline, caller }
    // Images may fit the old stage only: they go first and come last.
    for (const id of await listImages(tx, stepId)) {
      await pipeline.executeIn(tx, caller, {
        message: 'Delete',
        table: 'sdkmessageprocessingstepimage',
        id,
      })
    }
    const subject = { sdkmessagefilterid: null, ...(await subjectValues(tx, step)) }
    const target = {
      ...stepValues(step),
      rank: step.rank ?? 1,
      asyncautodelete: step.deleteSucceeded ?? false,
      filteringattributes: step.filteringAttributes?.join(',') ?? null,
      gr_changedonly: step.changedOnly ?? false,
      ...subject,
    }
    const { output } = await pipeline.executeIn(tx, caller, {
      message: 'Update',
      table: 'sdkmessageprocessingstep',
      id: stepId,
      target: withoutUndefined(target),
    })
    const imageIds = await createImages(registering, stepId, step)
    return { id: stepId, imageIds, warnings: (output.warnings ?? []) as readonly string[] }
  })
}

function withoutUndefined(values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined))
}

async function create({ tx, pipeline, caller }: Registering, table: string, target: Values) {
  return await pipeline.executeIn(tx, caller, { message: 'Create', table, target })
}

function endpointValues(registration: WebhookRegistration): Values {
  const { name, url, description, authentication } = registration
  return {
    name,
    url,
    description,
    contract: contract.webhook.value,
    ...authenticationValues(authentication),
  }
}

function authenticationValues(authentication: WebhookAuthentication): Values {
  if (authentication.kind === 'WebhookKey') {
    return { authtype: authenticationType.webhookKey.value, authvalue: authentication.key }
  }
  const { httpHeader, httpQueryString } = authenticationType
  const type = authentication.kind === 'HttpHeader' ? httpHeader : httpQueryString
  return { authtype: type.value, authvalue: writeSettings(Object.entries(authentication.pairs)) }
}

async function registerStep(
  registering: Registering,
  endpointId: string,
  step: StepRegistration,
): Promise<RegisteredStepAnswer> {
  const target = { ...stepValues(step), ...(await subjectValues(registering.tx, step)) }
  const { id, output } = await create(registering, 'sdkmessageprocessingstep', {
    ...target,
    eventhandler: { table: 'serviceendpoint', id: endpointId },
  })
  const imageIds = await createImages(registering, id, step)
  return { id, imageIds, warnings: (output.warnings ?? []) as readonly string[] }
}

async function createImages(
  registering: Registering,
  stepId: string,
  { message, images = [] }: StepRegistration,
): Promise<string[]> {
  const ids: string[] = []
  for (const image of images) {
    const values = imageValues(message, stepId, image)
    ids.push((await create(registering, 'sdkmessageprocessingstepimage', values)).id)
  }
  return ids
}

function stepValues(step: StepRegistration): Values {
  const synchronous = step.mode === 'synchronous'
  return {
    stage: step.stage ?? stage.postOperation.value,
    mode: synchronous ? mode.synchronous.value : mode.asynchronous.value,
    rank: step.rank,
    name: step.name,
    asyncautodelete: step.deleteSucceeded,
    filteringattributes: step.filteringAttributes?.join(','),
    gr_changedonly: step.changedOnly,
    description: step.description,
  }
}

async function subjectValues(tx: Tx, { message, table }: StepRegistration): Promise<Values> {
  const sdkmessageid = messageId(message)
  const sdkmessagefilterid = filterId(message, table ?? noTable)
  if (await findFilter(tx, sdkmessagefilterid)) return { sdkmessageid, sdkmessagefilterid }
  const isForAll = table === undefined && (await findMessage(tx, sdkmessageid)) !== undefined
  if (isForAll) return { sdkmessageid }
  throw refusals['step-message-closed']({ message, table: table ?? 'any table' })
}

const imageTypes = { pre: imageType.pre, post: imageType.post, both: imageType.both } as const

function imageValues(message: string, stepId: string, image: ImageRegistration): Values {
  return {
    sdkmessageprocessingstepid: stepId,
    name: image.alias,
    entityalias: image.alias,
    imagetype: imageTypes[image.kind].value,
    messagepropertyname: imagePropertiesOf(message)?.[0],
    attributes: image.attributes?.join(','),
  }
}
