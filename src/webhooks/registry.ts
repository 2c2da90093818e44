import type { Db } from '#database'
import type { Log } from '#log'
import type { Pipeline, Step } from '#pipeline'
import type { Vault } from '#vault'
import { Endpoint } from './endpoint.ts'
import { pipelineStep, type RegisteredStep, registeredStep } from './registered-step.ts'
import { readEnabledSteps, readEndpoints, readVersion, type StepRow } from './registration-rows.ts'

export interface RegistryOptions {
  readonly db: Db
  readonly pipeline: Pick<Pipeline, 'addStep' | 'removeStep'>
  readonly vault: Pick<Vault, 'read'>
  readonly log: Log
  /** What a step does when it runs. */
  readonly fire: (step: RegisteredStep) => Step['run']
}

interface Entry {
  /** The row, as text: whoever is the same need not be registered again. */
  readonly signature: string
  readonly registered: RegisteredStep | undefined
  readonly step: Step | undefined
}

/**
 * What is registered, as this process knows it: endpoints by id, and every enabled step as a step
 * of the pipeline. The rows are the truth; `refresh` brings the process up to them.
 */
export class Registry {
  readonly #options: RegistryOptions
  #version: string | undefined
  #endpoints: ReadonlyMap<string, Endpoint> = new Map()
  readonly #entries = new Map<string, Entry>()
  #looking: Promise<void> = Promise.resolve()
  #next: Promise<void> | undefined

  constructor(options: RegistryOptions) {
    this.#options = options
  }

  /** Resolves when everything is known that was committed before the call. */
  refresh(): Promise<void> {
    // A look that is under way may have begun before; all who come meanwhile share the next one.
    this.#next ??= this.#lookAfter(this.#looking)
    return this.#next
  }

  async #lookAfter(previous: Promise<void>): Promise<void> {
    await Promise.allSettled([previous])
    this.#next = undefined
    this.#looking = this.#look()
    await this.#looking
  }

  endpoint(id: string): Endpoint | undefined {
    return this.#endpoints.get(id)
  }

  /** Undefined where the step is disabled or gone. */
  step(id: string): RegisteredStep | undefined {
    return this.#entries.get(id)?.registered
  }

  async #look(): Promise<void> {
    const { db } = this.#options
    // Before the rows: a change between the two statements is then found by the next look.
    const version = await readVersion(db)
    if (version === this.#version) return
    const endpoints = await readEndpoints(db)
    const rows = await readEnabledSteps(db)
    this.#endpoints = new Map(
      endpoints.map((row) => [row.serviceendpointid, this.#keepOrMake(row)]),
    )
    this.#replaceSteps(rows)
    this.#version = version
  }

  #keepOrMake(row: Awaited<ReturnType<typeof readEndpoints>>[number]): Endpoint {
    const known = this.#endpoints.get(row.serviceendpointid)
    return known?.version === row.versionnumber ? known : new Endpoint(row, this.#options.vault)
  }

  #replaceSteps(rows: readonly StepRow[]): void {
    const ids = new Set(rows.map(({ id }) => id))
    for (const id of [...this.#entries.keys()]) if (!ids.has(id)) this.#remove(id)
    for (const row of rows) {
      const signature = JSON.stringify(row)
      if (this.#entries.get(row.id)?.signature === signature) continue
      this.#remove(row.id)
      this.#add(row, signature)
    }
  }

  #remove(id: string): void {
    const step = this.#entries.get(id)?.step
    if (step !== undefined) this.#options.pipeline.removeStep(step)
    this.#entries.delete(id)
  }

  #add(row: StepRow, signature: string): void {
    const registered = registeredStep(row)
    const step = registered && this.#addToPipeline(registered)
    this.#entries.set(row.id, { signature, registered: step && registered, step })
  }

  /** A table or column that is gone must not keep the other steps from running. */
  #addToPipeline(registered: RegisteredStep): Step | undefined {
    const { pipeline, fire, log } = this.#options
    const step = pipelineStep(registered, fire(registered))
    try {
      pipeline.addStep(step)
      return step
    } catch (err) {
      log.warn({ err, step: registered.id }, 'a registered step cannot run')
      return undefined
    }
  }
}
