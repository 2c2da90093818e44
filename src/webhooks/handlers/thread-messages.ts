/** What the hub and the thread of a handler say to each other. */
import type { HandlerContext } from './handler.ts'

export type Act = 'read' | 'execute' | 'sendContext' | 'log'

/** The part of a context that is plain data. */
export type PlainContext = Omit<HandlerContext, Act | 'signal'>

/** What a handler may have changed. */
export type Changed = Pick<HandlerContext, 'target' | 'shared'>

export type ToThread =
  | { readonly kind: 'run'; readonly run: number; readonly context: PlainContext }
  | { readonly kind: 'answer'; readonly call: number; readonly value: unknown }
  | { readonly kind: 'refusal'; readonly call: number; readonly error: ThrownError }
  | { readonly kind: 'abort'; readonly run: number }
  | { readonly kind: 'ping'; readonly ping: number }

export type FromThread =
  | { readonly kind: 'ready'; readonly name: string | null; readonly description: string | null }
  | { readonly kind: 'broken'; readonly problem: string }
  | {
      readonly kind: 'call'
      readonly run: number
      readonly call: number
      readonly act: Act
      readonly values: readonly unknown[]
    }
  | { readonly kind: 'done'; readonly run: number; readonly changed: Changed }
  | { readonly kind: 'failed'; readonly run: number; readonly error: ThrownError }
  | { readonly kind: 'pong'; readonly ping: number }

/** As much of an error as crosses the border between threads. */
export interface ThrownError {
  readonly message: string
  readonly code: string | undefined
  readonly stack: string | undefined
}

export function thrownError(error: unknown): ThrownError {
  if (!(error instanceof Error))
    return { message: String(error), code: undefined, stack: undefined }
  const { message, stack } = error
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined
  return { message, code, stack }
}
