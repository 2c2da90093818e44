/**
 * The thread of one handler file. A file of its own thread can compute for ever, leak or crash
 * without harm to the hub or to other handlers; it is ended and started again.
 */
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { idleThreadMs, loadTimeMs, pingTimeMs, threadMemory } from './limits.ts'
import type {
  Act,
  Changed,
  FromThread,
  PlainContext,
  ThrownError,
  ToThread,
} from './thread-messages.ts'
import { thrownError } from './thread-messages.ts'

/** Carries out what a handler asks for. */
export type Acts = (act: Act, values: readonly unknown[]) => Promise<unknown>

export interface Described {
  readonly name: string | null
  readonly description: string | null
}

/** The handler threw. */
export class HandlerThrew extends Error {
  override readonly name = 'HandlerThrew'
  constructor({ message, stack }: ThrownError) {
    super(message)
    if (stack !== undefined) this.stack = stack
  }
}

export class HandlerTooSlow extends Error {
  override readonly name = 'HandlerTooSlow'
}

/** The thread ended, or could not be started. */
export class HandlerEnded extends Error {
  override readonly name = 'HandlerEnded'
}

/** The file cannot be used as it is. */
export class HandlerBroken extends Error {
  override readonly name = 'HandlerBroken'
}

interface Run {
  readonly acts: Acts
  readonly ended: PromiseWithResolvers<Changed>
  isOver: boolean
  /** What it asked for is done one after the other: a transaction has one connection. */
  underWay: Promise<unknown>
}

interface Started {
  readonly worker: Worker
  readonly described: Promise<Described>
}

export class HandlerThread {
  readonly #file: string
  readonly #runs = new Map<number, Run>()
  readonly #pings = new Map<number, () => void>()
  #started: Started | undefined
  #last = 0
  #idle: NodeJS.Timeout | undefined

  constructor(file: string) {
    this.#file = file
  }

  /** What the file says about itself. @throws HandlerBroken, HandlerEnded */
  async describe(): Promise<Described> {
    return await this.#start().described
  }

  /**
   * @throws HandlerThrew, HandlerTooSlow, HandlerEnded, HandlerBroken. When it settles nothing that
   *   the handler asked for is under way any more, and nothing more will be done for this run.
   */
  async run(context: PlainContext, acts: Acts, timeMs: number): Promise<Changed> {
    const { worker, described } = this.#start()
    await described
    this.#last += 1
    const id = this.#last
    const ended = Promise.withResolvers<Changed>()
    const run: Run = { acts, ended, isOver: false, underWay: Promise.resolve() }
    this.#runs.set(id, run)
    clearTimeout(this.#idle)
    const timer = setTimeout(() => void this.#stop(id, worker, timeMs), timeMs)
    this.#say(worker, { kind: 'run', run: id, context })
    try {
      return await ended.promise
    } finally {
      clearTimeout(timer)
      run.isOver = true
      this.#runs.delete(id)
      await run.underWay.catch(() => undefined)
      this.#rest()
    }
  }

  async close(): Promise<void> {
    clearTimeout(this.#idle)
    await this.#started?.worker.terminate()
  }

  #start(): Started {
    if (this.#started !== undefined) return this.#started
    const worker = new Worker(new URL('thread.ts', import.meta.url), {
      workerData: pathToFileURL(this.#file).href,
      // Settings of the hub, with keys and passwords, are none of a handler's business.
      env: {},
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: threadMemory },
    })
    worker.unref()
    const loaded = Promise.withResolvers<Described>()
    loaded.promise.catch(() => undefined)
    const late = () => loaded.reject(new HandlerBroken('it was not loaded in time'))
    const timer = setTimeout(late, loadTimeMs)
    const started = { worker, described: loaded.promise.finally(() => clearTimeout(timer)) }
    started.described.catch(() => this.#forget(started))
    worker.on('message', (message: FromThread) => this.#hear(started, loaded, message))
    const end = (problem: string) => this.#ended(started, loaded, problem)
    worker.on('error', (error) => end(thrownError(error).message))
    worker.on('exit', (code) => end(`its thread ended with code ${code}`))
    this.#started = started
    return started
  }

  #forget(started: Started): void {
    if (this.#started === started) this.#started = undefined
    void started.worker.terminate()
  }

  #hear(started: Started, loaded: PromiseWithResolvers<Described>, message: FromThread): void {
    if (message.kind === 'ready') loaded.resolve(message)
    else if (message.kind === 'broken') loaded.reject(new HandlerBroken(message.problem))
    else if (message.kind === 'pong') this.#pings.get(message.ping)?.()
    else this.#hearRun(started.worker, message)
  }

  #hearRun(worker: Worker, message: Extract<FromThread, { readonly run: number }>): void {
    const run = this.#runs.get(message.run)
    if (message.kind === 'call') void this.#call(worker, run, message)
    else if (message.kind === 'done') run?.ended.resolve(message.changed)
    else run?.ended.reject(new HandlerThrew(message.error))
  }

  async #call(
    worker: Worker,
    run: Run | undefined,
    { call, act, values }: Extract<FromThread, { kind: 'call' }>,
  ): Promise<void> {
    if (run === undefined || run.isOver) return
    const answer = run.underWay
      .catch(() => undefined)
      .then(() => {
        if (run.isOver) throw new HandlerTooSlow('The run is over.')
        return run.acts(act, values)
      })
    run.underWay = answer
    try {
      this.#say(worker, { kind: 'answer', call, value: await answer })
    } catch (error) {
      this.#say(worker, { kind: 'refusal', call, error: thrownError(error) })
    }
  }

  /** Where the thread still answers only this run hangs; otherwise all of it has to go. */
  async #stop(id: number, worker: Worker, timeMs: number): Promise<void> {
    const run = this.#runs.get(id)
    if (run === undefined) return
    run.isOver = true
    run.ended.reject(new HandlerTooSlow(`not done after ${timeMs} ms`))
    this.#say(worker, { kind: 'abort', run: id })
    if (!(await this.#answers(worker))) await worker.terminate()
  }

  async #answers(worker: Worker): Promise<boolean> {
    this.#last += 1
    const ping = this.#last
    const { promise, resolve } = Promise.withResolvers<boolean>()
    const timer = setTimeout(() => resolve(false), pingTimeMs)
    this.#pings.set(ping, () => resolve(true))
    this.#say(worker, { kind: 'ping', ping })
    const answered = await promise
    clearTimeout(timer)
    this.#pings.delete(ping)
    return answered
  }

  #ended(started: Started, loaded: PromiseWithResolvers<Described>, problem: string): void {
    if (this.#started === started) this.#started = undefined
    const reason = new HandlerEnded(problem)
    loaded.reject(reason)
    for (const { ended } of this.#runs.values()) ended.reject(reason)
  }

  #rest(): void {
    if (this.#runs.size > 0) return
    this.#idle = setTimeout(() => void this.close(), idleThreadMs)
    this.#idle.unref()
  }

  #say(worker: Worker, message: ToThread): void {
    worker.postMessage(message)
  }
}
