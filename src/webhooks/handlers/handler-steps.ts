/** Registered steps that run handlers, as this process knows them and the pipeline runs them. */
import type { Db } from '#database'
import type { Log } from '#log'
import type { Pipeline, Step } from '#pipeline'
import { pipelineStep, type RegisteredStep, registeredStep } from '../registered-step.ts'
import { readVersion } from '../registration-rows.ts'
import { type HandlerStepRow, readHandlerSteps } from './handler-rows.ts'

export interface HandlerStep {
  readonly registered: RegisteredStep
  /** The plug-in type. */
  readonly handlerId: string
  /** Name of the file, for people. */
  readonly handler: string
  readonly configuration: string | null
  readonly secureConfigurationId: string | null
  readonly runAs: RegisteredStep['runAs']
}

export interface HandlerStepsOptions {
  readonly db: Db
  readonly pipeline: Pick<Pipeline, 'addStep' | 'removeStep'>
  readonly log: Log
  /** What a step does when it runs. */
  readonly fire: (step: HandlerStep) => Step['run']
}

interface Entry {
  readonly signature: string
  readonly handlerStep: HandlerStep | undefined
  readonly step: Step | undefined
}

export class HandlerSteps {
  readonly #options: HandlerStepsOptions
  readonly #entries = new Map<string, Entry>()
  #looking: Promise<void> = Promise.resolve()
  #version: string | undefined

  constructor(options: HandlerStepsOptions) {
    this.#options = options
  }

  /** Undefined where the step is disabled or gone. */
  step(id: string): HandlerStep | undefined {
    return this.#entries.get(id)?.handlerStep
  }

  /** Resolves when everything is known that was committed before the call. */
  async refresh(): Promise<void> {
    const look = this.#looking.catch(() => undefined).then(() => this.#look())
    this.#looking = look
    await look
  }

  async #look(): Promise<void> {
    // Before the rows: a change between the two statements is then found by the next look.
    const version = await readVersion(this.#options.db)
    if (version === this.#version) return
    const rows = await readHandlerSteps(this.#options.db)
    const ids = new Set(rows.map(({ id }) => id))
    for (const id of [...this.#entries.keys()]) if (!ids.has(id)) this.#remove(id)
    for (const row of rows) {
      const signature = JSON.stringify(row)
      if (this.#entries.get(row.id)?.signature === signature) continue
      this.#remove(row.id)
      this.#add(row, signature)
    }
    this.#version = version
  }

  #remove(id: string): void {
    const step = this.#entries.get(id)?.step
    if (step !== undefined) this.#options.pipeline.removeStep(step)
    this.#entries.delete(id)
  }

  #add(row: HandlerStepRow, signature: string): void {
    const registered = registeredStep(row)
    const handlerStep = registered && handlerStepOf(row, registered)
    const step = handlerStep && this.#addToPipeline(handlerStep)
    this.#entries.set(row.id, { signature, handlerStep: step && handlerStep, step })
  }

  /** A table or column that is gone must not keep the other steps from running. */
  #addToPipeline(handlerStep: HandlerStep): Step | undefined {
    const { pipeline, fire, log } = this.#options
    const step = pipelineStep(handlerStep.registered, fire(handlerStep))
    try {
      pipeline.addStep(step)
      return step
    } catch (err) {
      log.warn({ err, step: handlerStep.registered.id }, 'a registered step cannot run')
      return undefined
    }
  }
}

function handlerStepOf(row: HandlerStepRow, registered: RegisteredStep): HandlerStep {
  return {
    registered,
    handlerId: row.endpoint,
    handler: row.handler,
    configuration: row.configuration,
    secureConfigurationId: row.secureconfiguration,
    runAs: registered.runAs,
  }
}
