/** Runs in a worker thread of its own, one for each handler file. */
import { parentPort, workerData } from 'node:worker_threads'
import type { Handler, HandlerContext } from './handler.ts'
import {
  type Act,
  type FromThread,
  type PlainContext,
  type ToThread,
  thrownError,
} from './thread-messages.ts'

const port = parentPort
if (port === null) throw new TypeError('This file is the inside of a thread.')

const say = (message: FromThread) => port.postMessage(message)
const calls = new Map<number, PromiseWithResolvers<unknown>>()
const runs = new Map<number, AbortController>()
let lastCall = 0

port.on('message', (message: ToThread) => {
  if (message.kind === 'run') void run(message.run, message.context)
  else if (message.kind === 'ping') say({ kind: 'pong', ping: message.ping })
  else if (message.kind === 'abort') runs.get(message.run)?.abort()
  else settle(message)
})

function settle(message: Extract<ToThread, { readonly call: number }>): void {
  const call = calls.get(message.call)
  calls.delete(message.call)
  if (message.kind === 'answer') {
    call?.resolve(message.value)
  } else {
    const { code, message: text } = message.error
    call?.reject(Object.assign(new Error(text), { code }))
  }
}

const handle = await load()

async function load(): Promise<Handler | undefined> {
  try {
    const module = (await import(String(workerData))) as Readonly<Record<string, unknown>>
    if (typeof module.handle !== 'function') throw new TypeError('it exports no function `handle`')
    const text = (value: unknown) => (typeof value === 'string' ? value : null)
    say({ kind: 'ready', name: text(module.name), description: text(module.description) })
    return module.handle as Handler
  } catch (error) {
    say({ kind: 'broken', problem: thrownError(error).message })
    return undefined
  }
}

async function run(id: number, plain: PlainContext): Promise<void> {
  const aborting = new AbortController()
  runs.set(id, aborting)
  const ask =
    (act: Act) =>
    (...values: readonly unknown[]) =>
      call(id, act, values)
  const context = {
    ...plain,
    signal: aborting.signal,
    read: ask('read'),
    execute: ask('execute'),
    sendContext: ask('sendContext'),
    log: (...values: readonly unknown[]) => void call(id, 'log', values),
  } as HandlerContext
  try {
    await handle?.(context)
    say({ kind: 'done', run: id, changed: { target: context.target, shared: context.shared } })
  } catch (error) {
    say({ kind: 'failed', run: id, error: thrownError(error) })
  } finally {
    runs.delete(id)
  }
}

async function call(run: number, act: Act, values: readonly unknown[]): Promise<unknown> {
  lastCall += 1
  const answer = Promise.withResolvers<unknown>()
  calls.set(lastCall, answer)
  say({ kind: 'call', run, call: lastCall, act, values })
  return await answer.promise
}
